import { z } from 'zod'
import { maxNoteBytes, noteBytes, unknownPlaceholder } from '../noteText.ts'
import { level } from './board.ts'

/** Level limits that rise, each from 1 s to a day, ms. */
const dayMs = 86_400_000
const limitMs = z.number().int().min(1_000).max(dayMs)
export const risingLimits = z
  .object({ amberMs: limitMs, redMs: limitMs, criticalMs: limitMs })
  .refine(({ amberMs, redMs, criticalMs }) => amberMs < redMs && redMs < criticalMs)

export const skillLimits = z.object({ skill: z.string().min(1).max(200), limits: risingLimits })
export type SkillLimits = z.infer<typeof skillLimits>

/** What is played when a hold reaches a level. */
export const sound = z.enum(['none', 'soft', 'double', 'urgent'])
export type Sound = z.infer<typeof sound>
/** What can be played: `no-data` belongs to no level, so that it is mistaken for none. */
export const playedSound = z.enum([...sound.options, 'no-data'])
export type PlayedSound = z.infer<typeof playedSound>

/** Local time of day, `HH:MM`. */
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

export const language = z.enum(['system', 'en', 'zh-CN'])
export const theme = z.enum(['system', 'light', 'dark', 'contrast'])
/** How tall the board's rows are; `fit`: as tall as lets all of them be seen. */
export const density = z.enum(['compact', 'comfortable', 'wallboard', 'fit'])
export type Density = z.infer<typeof density>

/** How the board's rows are arranged. */
export const grouping = z.enum(['none', 'agent', 'skill', 'team'])
export type Grouping = z.infer<typeof grouping>

/** Which rows of the board are meant; an empty list leaves nothing out. */
export const boardFilters = z.strictObject({
  /** As many as can be watched. */
  agents: z.array(z.string().max(200)).max(2_000),
  skills: z.array(z.string().max(200)).max(200),
  /** Null stands for calls without a type. */
  callTypes: z.array(z.number().int().nullable()).max(50),
  levels: z.array(level).max(level.options.length),
  /** As the gateway calls them; empty stands for agents of whom it tells none. */
  teams: z.array(z.string().max(200)).max(200).default([]),
  /** Only what nobody has acknowledged or snoozed. */
  unhandled: z.boolean().default(false),
  /** Held for at least so long, ms. */
  minAgeMs: z.number().int().min(0).max(dayMs),
})
export type BoardFilters = z.infer<typeof boardFilters>

/** A way of looking at the board that was given a name. */
export const savedView = z.strictObject({
  name: z.string().trim().min(1).max(60),
  grouping,
  filters: boardFilters,
})
export type SavedView = z.infer<typeof savedView>

/** Columns that the board's rows can be sorted by. */
export const boardColumn = z.enum(['heldFor', 'agent', 'customer', 'skill', 'call', 'thisCall'])
export type BoardColumn = z.infer<typeof boardColumn>

/** What the rows are sorted by; null puts first what needs a person. */
export const boardSort = z.strictObject({ by: boardColumn, descending: z.boolean() }).nullable()
export type BoardSort = z.infer<typeof boardSort>

/** Texts for notes, written in advance; each is short enough for a note before its placeholders are filled. */
export const noteTemplates = z
  .array(
    z
      .string()
      .min(1)
      .refine((text) => noteBytes(text) <= maxNoteBytes && unknownPlaceholder(text) === null),
  )
  .max(20)

/** Every setting there is, with the values it takes. */
export const preferenceValues = {
  // the window
  alwaysOnTop: z.boolean(),
  closeToTray: z.boolean(),
  startAtLogin: z.boolean(),
  /** Kept for each display. */
  density,
  // the board
  /** Saved views; a name is taken once. */
  views: z
    .array(savedView)
    .max(30)
    .refine((list) => new Set(list.map(({ name }) => name)).size === list.length),
  boardSort,
  /** The explanation of the board's signs was read. */
  hintDismissed: z.boolean(),
  // the look
  language,
  theme,
  // levels
  limits: risingLimits,
  /** A skill's own limits; a skill is listed once. */
  skillLimits: z
    .array(skillLimits)
    .max(200)
    .refine((list) => new Set(list.map(({ skill }) => skill)).size === list.length),
  // alerts
  notifications: z.object({ amber: z.boolean(), red: z.boolean(), critical: z.boolean() }),
  sounds: z.object({ amber: sound, red: sound, critical: sound }),
  /** A notification and a sound of its own while no data comes from the gateway. */
  noDataAlarm: z.boolean(),
  /** Percent. */
  volume: z.number().int().min(0).max(100),
  /** No alert between these times of day; over midnight where `to` is earlier. */
  quietTime: z.object({ isOn: z.boolean(), from: timeOfDay, to: timeOfDay }),
  // the gateway
  /** Requests a second to one gateway, at most. */
  requestsPerSecond: z.number().int().min(1).max(250),
  /** Requests under way at once, at most; the event poll aside. */
  requestsAtOnce: z.number().int().min(1).max(50),
  // notes to agents
  /** Whether notes may be sent: not every gateway hands them on. */
  notes: z.boolean(),
  /** Whether a note is sent only after a question. */
  askBeforeNote: z.boolean(),
  /** Null stands for those that the app brings, in its language. */
  noteTemplates: noteTemplates.nullable(),
  // privacy
  /** Whether a number can be shown whole, for one row and on purpose. */
  revealNumbers: z.boolean(),
  /** For a screen that visitors see: no digit of any number, and none can be revealed. */
  privacyMode: z.boolean(),
  /** What the history keeps of numbers; always encrypted. */
  keptNumbers: z.enum(['none', 'last-four', 'whole']),
  /** How long past holds are kept; 0 keeps none. */
  retentionDays: z.number().int().min(0).max(3_650),
} as const

export type PreferenceKey = keyof typeof preferenceValues
export type PreferenceValues = { [K in PreferenceKey]: z.infer<(typeof preferenceValues)[K]> }

export const preferenceKeys = Object.keys(preferenceValues) as PreferenceKey[]

/** What each setting is before anyone has touched it. */
export const standardPreferences: PreferenceValues = {
  alwaysOnTop: false,
  closeToTray: true,
  startAtLogin: false,
  density: 'comfortable',
  views: [],
  boardSort: null,
  hintDismissed: false,
  language: 'system',
  theme: 'system',
  limits: { amberMs: 60_000, redMs: 120_000, criticalMs: 300_000 },
  skillLimits: [],
  notifications: { amber: true, red: true, critical: true },
  sounds: { amber: 'none', red: 'soft', critical: 'urgent' },
  noDataAlarm: true,
  volume: 60,
  quietTime: { isOn: false, from: '20:00', to: '07:00' },
  requestsPerSecond: 20,
  requestsAtOnce: 6,
  notes: false,
  askBeforeNote: true,
  noteTemplates: null,
  revealNumbers: true,
  privacyMode: false,
  keptNumbers: 'last-four',
  retentionDays: 30,
}

/** What the system cannot do, or not as one would expect. Each has a sentence beside the setting. */
export const preferenceLimit = z.enum([
  'wayland-on-top', // a Wayland window can neither be placed nor kept on top
  'no-tray', // the desktop offers no tray: closing ends the app
  'not-installed', // an app run from its sources is not started at login
  'no-notifications', // the desktop shows none
  'notifications-refused', // the system did not show the last one
  'no-key-ring', // what cannot be encrypted is not kept
])
export type PreferenceLimit = z.infer<typeof preferenceLimit>

export interface PreferenceView<T> {
  /** As the system has it now, not as it was last wished. */
  value: T
  standard: T
  isSupported: boolean
  limit: PreferenceLimit | null
  /** Set by an administrator. */
  isLocked: boolean
}
/** All settings as they are. */
export type PreferenceTable = { [K in PreferenceKey]: PreferenceView<PreferenceValues[K]> }

const view = (value: z.ZodType) =>
  z.object({
    value,
    standard: value,
    isSupported: z.boolean(),
    limit: preferenceLimit.nullable(),
    isLocked: z.boolean(),
  })
// The compiler cannot follow keys through a list; the type above says what comes out.
export const preferenceTable = z.object(
  Object.fromEntries(preferenceKeys.map((key) => [key, view(preferenceValues[key])])),
) as unknown as z.ZodType<PreferenceTable>

/** One setting with its new value; which values fit is checked by the setting's own schema. */
export const preferenceChange = z.object({
  key: z.enum(preferenceKeys as [PreferenceKey, ...PreferenceKey[]]),
  value: z.unknown(),
})
/** For the sender: the value belongs to the key. */
export type PreferenceChange = {
  [K in PreferenceKey]: { key: K; value: PreferenceValues[K] }
}[PreferenceKey]
