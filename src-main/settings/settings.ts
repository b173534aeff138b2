import { z } from 'zod'
import { density, preferenceValues, setupDraft, way } from '../../src-shared/contract/index.ts'
import { emptyDraft } from '../../src-shared/emptyDraft.ts'
import { savedWindowBounds } from './savedWindowBounds.ts'
import { type JsonFile, openJsonFile } from './jsonFile.ts'

const settingsVersion = 1

/** Earlier versions had one switch for all levels. */
const notifications = z.preprocess(
  (kept) => (typeof kept === 'boolean' ? { amber: kept, red: kept, critical: kept } : kept),
  preferenceValues.notifications,
)

/** What is kept between starts. Secrets lie elsewhere (secrets.ts), open holds too. */
export const settings = z.object({
  version: z.literal(settingsVersion),
  draft: setupDraft,
  /** The gateway that is watched once the set-up has come that far. */
  gateway: z
    .object({
      origin: z.string(),
      way: way,
      inspectorId: z.string(),
      phone: z.string(),
      withoutLicence: z.boolean(),
    })
    .nullable(),
  agents: z.array(z.object({ agentId: z.string(), name: z.string() })),
  /** What was chosen; the rest is as standard. */
  preferences: z
    .object({ ...preferenceValues, notifications })
    .partial()
    .default({}),
  /** How dense the board is on each display, by its label. */
  densities: z.record(z.string(), density).default({}),
  /** Closing hid the window once, and that was explained. */
  wasToldAboutTray: z.boolean().default(false),
  /** "Snooze all" ends then, epoch ms; null where it is off. */
  snoozedUntil: z.number().nullable().default(null),
  /** Where the history lies, if that is not the local folder of this machine. */
  historyFolder: z.string().nullable().default(null),
  /** Where the supervisor wants the window; kept also while its display is gone. */
  window: savedWindowBounds.nullable().default(null),
})
export type Settings = z.infer<typeof settings>

export const defaultSettings: Settings = {
  version: settingsVersion,
  draft: emptyDraft,
  gateway: null,
  agents: [],
  preferences: {},
  densities: {},
  wasToldAboutTray: false,
  snoozedUntil: null,
  historyFolder: null,
  window: null,
}

export function openSettings(path: string): Promise<JsonFile<Settings>> {
  return openJsonFile(path, settings, settingsVersion, { standard: defaultSettings })
}
