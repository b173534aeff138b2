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

/** The data stored between starts. Secrets are stored elsewhere (secrets.ts), and so are open holds. */
export const settings = z.object({
  version: z.literal(settingsVersion),
  draft: setupDraft,
  /** The watched gateway, once the set-up is complete. */
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
  /** The chosen values; the others have their defaults. */
  preferences: z
    .object({ ...preferenceValues, notifications })
    .partial()
    .default({}),
  /** The density of the board on each display, by its label. */
  densities: z.record(z.string(), density).default({}),
  /** Whether closing has hidden the window once, and that was explained. */
  wasToldAboutTray: z.boolean().default(false),
  /** The end of the snooze of all alerts, epoch ms; null where it is off. */
  snoozedUntil: z.number().nullable().default(null),
  /** The location of the history, if that is not the local folder of this machine. */
  historyFolder: z.string().nullable().default(null),
  /** The window bounds chosen by the supervisor; unchanged even while their display is missing. */
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
