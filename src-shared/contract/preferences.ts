import { z } from 'zod'
import { mostAgents } from '../mostAgents.ts'
import { languages } from '../language.ts'
import { mostPerSecond } from '../queryPace.ts'
import { maxNoteBytes, noteBytes, unknownPlaceholder } from '../noteText.ts'
import { level } from './board.ts'

/** Increasing level limits, each from 1 s to a day, ms. */
const dayMs = 86_400_000
const limitMs = z.number().int().min(1_000).max(dayMs)
export const risingLimits = z
  .object({ amberMs: limitMs, redMs: limitMs, criticalMs: limitMs })
  .refine(({ amberMs, redMs, criticalMs }) => amberMs < redMs && redMs < criticalMs)

export const skillLimits = z.object({ skill: z.string().min(1).max(200), limits: risingLimits })
export type SkillLimits = z.infer<typeof skillLimits>

/** The sound for a level. */
export const sound = z.enum(['none', 'soft', 'double', 'urgent'])
export type Sound = z.infer<typeof sound>
/** All sounds: `no-data` belongs to no level, so that it is not mistaken for one. */
export const playedSound = z.enum([...sound.options, 'no-data'])
export type PlayedSound = z.infer<typeof playedSound>

/** Local time of day, `HH:MM`. */
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

export const language = z.enum(['system', ...languages])
export const theme = z.enum(['system', 'light', 'dark', 'contrast'])
/** The height of the board's rows; `fit`: as tall as possible with all of them visible. */
export const density = z.enum(['compact', 'comfortable', 'wallboard', 'fit'])
export type Density = z.infer<typeof density>

/** How the board's rows are arranged. */
export const grouping = z.enum(['none', 'agent', 'skill', 'team'])
export type Grouping = z.infer<typeof grouping>

/** Selects rows of the board; an empty list does not restrict. */
export const boardFilters = z.strictObject({
  /** As many as can be watched. */
  agents: z.array(z.string().max(200)).max(mostAgents),
  skills: z.array(z.string().max(200)).max(200),
  /** Null stands for calls without a type. */
  callTypes: z.array(z.number().int().nullable()).max(50),
  levels: z.array(level).max(level.options.length),
  /** The gateway's names; empty stands for agents without a team. */
  teams: z.array(z.string().max(200)).max(200).default([]),
  /** Only holds that are not acknowledged or snoozed. */
  unhandled: z.boolean().default(false),
  /** Held for at least this long, ms. */
  minAgeMs: z.number().int().min(0).max(dayMs),
})
export type BoardFilters = z.infer<typeof boardFilters>

/** A named view of the board. */
export const savedView = z.strictObject({
  name: z.string().trim().min(1).max(60),
  grouping,
  filters: boardFilters,
})
export type SavedView = z.infer<typeof savedView>

/** Columns by which the board's rows can be sorted. */
export const boardColumn = z.enum(['heldFor', 'agent', 'customer', 'skill', 'call', 'thisCall'])
export type BoardColumn = z.infer<typeof boardColumn>

/** The sort order of the rows; null puts those that need action first. */
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

/** All settings, with their valid values. */
export const preferenceValues = {
  // the window
  alwaysOnTop: z.boolean(),
  closeToTray: z.boolean(),
  startAtLogin: z.boolean(),
  /** Stored for each display. */
  density,
  // the board
  /** Saved views; names are unique. */
  views: z
    .array(savedView)
    .max(30)
    .refine((list) => new Set(list.map(({ name }) => name)).size === list.length),
  boardSort,
  /** The explanation of the board's signs was dismissed. */
  hintDismissed: z.boolean(),
  // the look
  language,
  theme,
  // levels
  limits: risingLimits,
  /** A skill's own limits; each skill occurs once. */
  skillLimits: z
    .array(skillLimits)
    .max(200)
    .refine((list) => new Set(list.map(({ skill }) => skill)).size === list.length),
  // alerts
  notifications: z.object({ amber: z.boolean(), red: z.boolean(), critical: z.boolean() }),
  sounds: z.object({ amber: sound, red: sound, critical: sound }),
  /** A notification and a separate sound while no data is received from the gateway. */
  noDataAlarm: z.boolean(),
  /** Percent. */
  volume: z.number().int().min(0).max(100),
  /** No alert between these times of day; over midnight where `to` is earlier. */
  quietTime: z.object({ isOn: z.boolean(), from: timeOfDay, to: timeOfDay }),
  // the gateway
  /** Requests a second to one gateway, at most. */
  requestsPerSecond: z.number().int().min(1).max(mostPerSecond),
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
  /** Whether a number can be shown in full, for one row and on request. */
  revealNumbers: z.boolean(),
  /** For a screen that visitors see: hides every digit of every number, and none can be revealed. */
  privacyMode: z.boolean(),
  /** What the history stores of numbers; always encrypted. */
  keptNumbers: z.enum(['none', 'last-four', 'whole']),
  /** How long past holds are stored; 0 stores none. */
  retentionDays: z.number().int().min(0).max(3_650),
} as const

export type PreferenceKey = keyof typeof preferenceValues
export type PreferenceValues = { [K in PreferenceKey]: z.infer<(typeof preferenceValues)[K]> }

export const preferenceKeys = Object.keys(preferenceValues) as PreferenceKey[]

/** The defaults. */
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

/** What the system does not support, or not as expected. Each has a message beside the setting. */
export const preferenceLimit = z.enum([
  'wayland-on-top', // a Wayland window can neither be placed nor kept on top
  'no-tray', // the desktop offers no tray: closing ends the app
  'not-installed', // an app run from source is not started at login
  'no-notifications', // the desktop shows none
  'notifications-refused', // the system did not show the last one
  'no-key-ring', // what cannot be encrypted is not stored
])
export type PreferenceLimit = z.infer<typeof preferenceLimit>

export interface PreferenceView<T> {
  /** The system's current value, not the last one chosen. */
  value: T
  standard: T
  isSupported: boolean
  limit: PreferenceLimit | null
  /** Set by an administrator. */
  isLocked: boolean
}
/** The current settings. */
export type PreferenceTable = { [K in PreferenceKey]: PreferenceView<PreferenceValues[K]> }

const view = (value: z.ZodType) =>
  z.object({
    value,
    standard: value,
    isSupported: z.boolean(),
    limit: preferenceLimit.nullable(),
    isLocked: z.boolean(),
  })
// The compiler cannot follow keys through a list; the type above states the result.
export const preferenceTable = z.object(
  Object.fromEntries(preferenceKeys.map((key) => [key, view(preferenceValues[key])])),
) as unknown as z.ZodType<PreferenceTable>

/** One setting with its new value; the setting's own schema validates the value. */
export const preferenceChange = z.object({
  key: z.enum(preferenceKeys as [PreferenceKey, ...PreferenceKey[]]),
  value: z.unknown(),
})
/** For the sender: the value belongs to the key. */
export type PreferenceChange = {
  [K in PreferenceKey]: { key: K; value: PreferenceValues[K] }
}[PreferenceKey]
