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

/** Earlier versions knew no CC-CMS. */
const draft = z.preprocess(
  (stored) => (typeof stored === 'object' ? { ...emptyDraft, ...stored } : stored),
  setupDraft,
)

/** An inspector's account; its password is stored elsewhere. */
const inspectorAccount = z.object({
  inspectorId: z.string(),
  phone: z.string(),
  withoutLicence: z.boolean(),
})

/** The call center at a CC-CMS; the secret key is stored elsewhere. */
const cmsSettings = z.object({
  accessKey: z.string(),
  ccId: z.number(),
  vdn: z.number(),
  /** The form of the signature that this server accepts. */
  form: z.object({
    time: z.enum(['seconds', 'milliseconds']),
    hasQueryLine: z.boolean(),
    headers: z.enum(['host', 'content']),
  }),
})
export type CmsSettings = z.infer<typeof cmsSettings>

/** A gateway or a CC-CMS that held calls are read from. */
const sourceSettings = inspectorAccount.extend({
  origin: z.string(),
  way: way,
  /** Empty where the supervisor has not given it one. */
  name: z.string().default(''),
  isPaused: z.boolean().default(false),
  /** Further inspectors at this gateway, for other nodes of its cluster. */
  accounts: z.array(inspectorAccount).default([]),
  /** With a CC-CMS. */
  cms: cmsSettings.nullable().default(null),
})
export type SourceSettings = z.infer<typeof sourceSettings>

/** The data stored between starts. Secrets are stored elsewhere (secrets.ts), and so are open holds. */
export const settings = z.object({
  version: z.literal(settingsVersion),
  draft,
  /** The first source, once the set-up is complete. */
  gateway: sourceSettings.nullable(),
  /** The sources that were added to it. */
  sources: z.array(sourceSettings).default([]),
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
  sources: [],
  agents: [],
  preferences: {},
  densities: {},
  wasToldAboutTray: false,
  snoozedUntil: null,
  historyFolder: null,
  window: null,
}

/** A gateway as the set-up stores it first. */
export const newSource: Omit<SourceSettings, 'origin' | 'way'> = {
  inspectorId: '',
  phone: '',
  withoutLicence: false,
  name: '',
  isPaused: false,
  accounts: [],
  cms: null,
}

/** The sources of the board, the first one first. */
export const sourcesOf = ({ gateway, sources }: Settings): SourceSettings[] =>
  gateway === null ? [] : [gateway, ...sources]

export function openSettings(path: string): Promise<JsonFile<Settings>> {
  return openJsonFile(path, settings, settingsVersion, { standard: defaultSettings })
}
