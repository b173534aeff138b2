import { z } from 'zod'
import { mostAgents } from '../mostAgents.ts'
import { level } from './board.ts'

/** Selects past holds. Times are epoch ms; an empty list or null does not restrict. */
export const historyFilter = z.object({
  from: z.number().nullable(),
  to: z.number().nullable(),
  agents: z.array(z.string().max(200)).max(mostAgents),
  skills: z.array(z.string().max(200)).max(2_000),
  /** Highest level reached. */
  levels: z.array(level),
  /**
   * Words that must all occur in the agent's name or id, the skill or the call id; or a customer's full number, where
   * those are stored and may be shown.
   */
  search: z.string().max(100),
})
export type HistoryFilter = z.infer<typeof historyFilter>

export const historySort = z.object({
  by: z.enum(['started', 'duration', 'agent', 'skill', 'level']),
  descending: z.boolean(),
})
export type HistorySort = z.infer<typeof historySort>

/** The acknowledgement on the board. */
export const handled = z.object({
  kind: z.enum(['acknowledged', 'snoozed']),
  /** The supervisor's agent id, or the name of the system's user. */
  by: z.string(),
  /** Epoch ms. */
  at: z.number(),
})

/** A note that was sent to the agent about a hold, and what came of it. */
export const sentNote = z.object({
  text: z.string(),
  /** The supervisor's agent id. */
  by: z.string(),
  /** When it was sent, epoch ms. */
  at: z.number(),
  /** The gateway's code, `0` where it accepted the note; null where it did not answer. */
  retcode: z.string().nullable(),
})
export type SentNote = z.infer<typeof sentNote>

/** Details of an open hold that the board does not show. Times are epoch ms. */
export const holdDetails = z.object({
  /** It began after `notBefore` (null: not known) and no later than this. */
  startedAt: z.number(),
  notBefore: z.number().nullable(),
  /** Alerts are done up to this level: each was shown, or not needed; null before the first. */
  alertedUpTo: level.nullable(),
  handled: handled.nullable(),
  /** Oldest first. */
  notes: z.array(sentNote),
})
export type HoldDetails = z.infer<typeof holdDetails>

/** One hold that is over. Times are epoch ms. */
export const pastHold = z.object({
  id: z.number(),
  agentId: z.string(),
  agentName: z.string(),
  callId: z.string(),
  /** As stored: the last four digits after dots, the full number masked alike, or nothing. */
  customer: z.string(),
  /** The full number is stored too, and can be requested. */
  hasNumber: z.boolean(),
  skill: z.string(),
  callFeature: z.number().nullable(),
  /** It began after `notBefore` (null: not known) and no later than this. */
  startedAt: z.number(),
  notBefore: z.number().nullable(),
  /** It ended after this… */
  lastSeenAt: z.number(),
  /** …and no later than this; null where the end was not observed: the agent was no longer watched. */
  endedBy: z.number().nullable(),
  /** From the first to the last observation, ms: a lower bound. */
  durationMs: z.number(),
  /** There is a gap in which a retrieve would have gone unnoticed. */
  gap: z.boolean(),
  level: level,
  holdNumber: z.number(),
  handled: handled.nullable(),
  /** Oldest first. */
  notes: z.array(sentNote),
})
export type PastHold = z.infer<typeof pastHold>

export const historyPage = z.object({ total: z.number(), rows: z.array(pastHold) })
export type HistoryPage = z.infer<typeof historyPage>

/** The values for filters, and the start of the history. */
export const historyFacets = z.object({
  agents: z.array(z.object({ agentId: z.string(), name: z.string() })),
  skills: z.array(z.string()),
  /** Epoch ms; null while nothing is stored. */
  earliest: z.number().nullable(),
})
export type HistoryFacets = z.infer<typeof historyFacets>

const share = z.object({
  /** Agent id or skill. */
  key: z.string(),
  name: z.string(),
  holds: z.number(),
  /** Time on hold, ms. */
  totalMs: z.number(),
})

/** The data of the charts, for one filter. */
export const historyCharts = z.object({
  /** Only hours in which a hold began; local hours, epoch ms of their start. */
  hours: z.array(z.object({ hour: z.number(), holds: z.number(), longestMs: z.number() })),
  /** The same by minutes where all began in one hour, which would be a single bar; otherwise empty. */
  minutes: z.array(z.object({ minute: z.number(), holds: z.number(), longestMs: z.number() })),
  /** Adjacent ranges of durations, ms; the last one is open. */
  durations: z.array(
    z.object({ fromMs: z.number(), toMs: z.number().nullable(), holds: z.number() }),
  ),
  /** Most time on hold first, at most 20 each. */
  agents: z.array(share),
  skills: z.array(share),
  /** How many calls were held once, twice, …; the last entry counts that often and more. */
  repeats: z.array(z.object({ holds: z.number(), calls: z.number() })),
})
export type HistoryCharts = z.infer<typeof historyCharts>

/** The holds that ended today, since local midnight. */
export const todayFigures = z.object({
  /** Epoch ms of that midnight. */
  since: z.number(),
  holds: z.number(),
  /** Reached red or more. */
  overRed: z.number(),
  /** Null while there is none. */
  longest: z
    .object({
      durationMs: z.number(),
      /** It may have lasted this much longer; null where its start or its end was not observed. */
      doubtMs: z.number().nullable(),
      gap: z.boolean(),
    })
    .nullable(),
  /** Null while there is none. */
  medianMs: z.number().nullable(),
})
export type TodayFigures = z.infer<typeof todayFigures>

/** Whether the history is being written. */
export const historyState = z.object({
  state: z.enum(['writing', 'waiting']),
  /** Why nothing can be written now. */
  why: z.enum(['disk-full', 'locked', 'read-only', 'slow', 'failed']).nullable(),
  /** Changes that are not on the disk yet. */
  waiting: z.number(),
  /** Past holds discarded since the start, because too many waited. */
  lost: z.number(),
  /**
   * Holds older than `days` would be deleted and wait for confirmation: the clock is far ahead of the last trusted one,
   * or the settings have a shorter period than the history.
   */
  deletionWaits: z.object({ why: z.enum(['clock', 'settings']), days: z.number() }).nullable(),
})
export type HistoryState = z.infer<typeof historyState>

/** The form of customers' numbers in an export: as in the list, or full where that is stored. */
export const exportedNumbers = z.enum(['masked', 'whole'])
export type ExportedNumbers = z.infer<typeof exportedNumbers>

/** A running export to CSV, or the result of the last one. */
export const exportState = z.object({
  /** `in-use`: another program has the file to be replaced open. */
  state: z.enum(['running', 'done', 'cancelled', 'failed', 'in-use']),
  /** Name of the file, without its folder. */
  file: z.string(),
  done: z.number(),
  total: z.number(),
})
export type ExportState = z.infer<typeof exportState>
