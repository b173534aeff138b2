import { z } from 'zod'
import { type Level, levels, type Limits } from '../levels.ts'

/** Why nothing is known of an agent's held calls. Each has a sentence that says what to do. */
export const unknownReason = z.enum([
  'unreachable',
  'untrusted-certificate',
  'tls-failure',
  'certificate-key-usage',
  'timeout',
  'http-status',
  'bad-reply',
  'signed-out',
  'signed-in-elsewhere',
  'no-right',
  'not-visible',
  'gateway-error',
  'paused',
  'not-checked', // not by the gateway's fault: there is more to ask than may be asked
])
export type UnknownReason = z.infer<typeof unknownReason>

/** Two ways to read held calls: one inspector's session for all, or one session for each agent. */
export const way = z.enum(['inspector', 'agent'])
export type Way = z.infer<typeof way>

export const level = z.enum(levels)
export type { Level, Limits }

export const limits = z.object({ amberMs: z.number(), redMs: z.number(), criticalMs: z.number() })

/** What the supervisor did about a hold; it lapses when the level rises. Times are board-clock ms. */
export const attention = z.object({
  kind: z.enum(['acknowledged', 'snoozed']),
  at: z.number(),
  /** When a snooze is over; null for an acknowledgement. */
  until: z.number().nullable(),
})
export type Attention = z.infer<typeof attention>

/** Whether alerts are heard. Times are board-clock ms. */
export const alertsState = z.object({
  /** All alerts are snoozed until then; null if not. */
  snoozedUntil: z.number().nullable(),
  /** It is the quiet time of the day. */
  isQuiet: z.boolean(),
})
export type AlertsState = z.infer<typeof alertsState>

/** One row: a call that an agent is holding. Times are board-clock ms (see BoardSnapshot.now). */
export const heldCall = z.object({
  /** One hold of one call; holding the same call again makes a new one. */
  holdId: z.string(),
  agentId: z.string(),
  callId: z.string(),
  /** The customer's number, masked; empty where the gateway gave none. */
  customer: z.string(),
  skill: z.string(),
  /** The gateway's call type (gateway protocol §5), null where it sent none. */
  callFeature: z.number().nullable(),
  /** When it was first seen: the clock counts from here. */
  startedAt: z.number(),
  /**
   * It began after this; null where nothing is known of that. How much this is before `startedAt`, the time may be
   * longer.
   */
  notBefore: z.number().nullable(),
  /** Time went by in which a retrieve could not have been seen. */
  gap: z.boolean(),
  /** Last time the gateway itself listed it. */
  lastSeenAt: z.number(),
  /** Not confirmed lately: the row is dimmed. */
  stale: z.boolean(),
  level: level,
  /** Past half of the first limit. */
  halfway: z.boolean(),
  /** 1 for the first hold of this call that was seen. */
  holdNumber: z.number(),
  /** Time held in the earlier holds of this call, ms. */
  earlierMs: z.number(),
  /** Acknowledged or snoozed; null if nobody has. */
  attention: attention.nullable(),
  /** When the last note to the agent was sent that the gateway accepted; null where none was. */
  notedAt: z.number().nullable(),
})
export type HeldCall = z.infer<typeof heldCall>

/** What a watched agent is doing, as far as it is known. `unseen` always carries a reason. */
export const agentState = z.enum([
  'waiting', // not asked yet
  'holding',
  'talking',
  'idle',
  'busy',
  'wrap-up',
  'rest',
  'signed-out',
  'not-holding', // nothing held; what else the agent does is not known in this way of reading
  'unseen',
])
export type AgentState = z.infer<typeof agentState>

export const watchedAgent = z.object({
  agentId: z.string(),
  /** Empty where the gateway gave none. */
  name: z.string(),
  /** The gateway's group of agents; empty where it told none. */
  team: z.string(),
  state: agentState,
  reason: unknownReason.nullable(),
  /** The gateway's code behind the reason, such as `300-001`. */
  retcode: z.string().nullable(),
  /** Board-clock ms since when it is so; `not-checked`: when it was last known. */
  since: z.number(),
  /** It was so already when it was first seen: `since` is the latest it can have begun. */
  sinceAtLeast: z.boolean(),
  /** Failures in a row. */
  failures: z.number(),
  /** Board-clock ms of the next try while unseen. */
  nextTryAt: z.number().nullable(),
  /** Held calls on the board. */
  held: z.number(),
})
export type WatchedAgent = z.infer<typeof watchedAgent>

/** The watch as a whole. `stopped` waits for the supervisor; `interrupted` tries again by itself. */
export const watchState = z.object({
  state: z.enum(['connecting', 'watching', 'interrupted', 'paused', 'stopped']),
  reason: unknownReason.nullable(),
  retcode: z.string().nullable(),
  since: z.number(),
  nextTryAt: z.number().nullable(),
  /**
   * Watching, but the heartbeat that keeps the sign-in alive is not answered since then (board-clock ms). The
   * rows are as fresh as ever.
   */
  atRisk: z
    .object({ reason: unknownReason, retcode: z.string().nullable(), since: z.number() })
    .nullable(),
})
export type WatchState = z.infer<typeof watchState>

export const boardSnapshot = z.object({
  /** Number of the last change contained. */
  seq: z.number(),
  /** The board clock, ms: monotonic, goes on through sleep, unrelated to the wall clock. */
  now: z.number(),
  /** Scheme, host and port of the gateway. */
  origin: z.string(),
  way: way,
  simulated: z.boolean(),
  limits: limits,
  /** Limits of a skill's own, by its name in lower case. */
  skillLimits: z.record(z.string(), limits),
  alerts: alertsState,
  watch: watchState,
  /** Last answer of the gateway that told something about an agent; null before the first. */
  lastAnswerAt: z.number().nullable(),
  calls: z.array(heldCall),
  agents: z.array(watchedAgent),
})
export type BoardSnapshot = z.infer<typeof boardSnapshot>

/** A change of the board. Apply only if `seq` follows the last one; else ask for a snapshot. */
export const boardPatch = z.object({
  seq: z.number(),
  now: z.number(),
  watch: watchState.optional(),
  limits: limits.optional(),
  skillLimits: z.record(z.string(), limits).optional(),
  alerts: alertsState.optional(),
  lastAnswerAt: z.number().nullable().optional(),
  calls: z.object({ put: z.array(heldCall), gone: z.array(z.string()) }).optional(),
  agents: z.object({ put: z.array(watchedAgent), gone: z.array(z.string()) }).optional(),
})
export type BoardPatch = z.infer<typeof boardPatch>
