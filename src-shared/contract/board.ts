import { z } from 'zod'
import { type AgentState, agentStates } from '../agentState.ts'
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
  'not-listed', // the answer about many agents does not mention this one
  'gateway-error',
  'paused',
  'wrong-signature', // of a request to a CC-CMS: the keys or the clock
  'not-checked', // not the gateway's fault: more queries are due than may be sent
])
export type UnknownReason = z.infer<typeof unknownReason>

/** The ways to read held calls: one inspector's session for all, one session for each agent, or a CC-CMS. */
export const way = z.enum(['inspector', 'agent', 'cms'])
export type Way = z.infer<typeof way>

export const level = z.enum(levels)
export type { Level, Limits }

export const limits = z.object({ amberMs: z.number(), redMs: z.number(), criticalMs: z.number() })

/** The supervisor's acknowledgement or snooze of a hold; it ends when the level rises. Times are board-clock ms. */
export const attention = z.object({
  kind: z.enum(['acknowledged', 'snoozed']),
  at: z.number(),
  /** The end of a snooze; null for an acknowledgement. */
  until: z.number().nullable(),
})
export type Attention = z.infer<typeof attention>

/** Whether alerts are on. Times are board-clock ms. */
export const alertsState = z.object({
  /** The end of the snooze of all alerts; null if there is none. */
  snoozedUntil: z.number().nullable(),
  /** Whether it is the quiet time of the day. */
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
  /** When it was first observed: the duration counts from here. */
  startedAt: z.number(),
  /**
   * It began after this; null where that is not known. The hold may have lasted longer by the difference to
   * `startedAt`.
   */
  notBefore: z.number().nullable(),
  /** There is a gap in which a retrieve would have gone unnoticed. */
  gap: z.boolean(),
  /** When the gateway last listed it. */
  lastSeenAt: z.number(),
  /** Not confirmed recently: the row is dimmed. */
  stale: z.boolean(),
  level: level,
  /** Past half of the first limit. */
  halfway: z.boolean(),
  /** 1 for the first observed hold of this call. */
  holdNumber: z.number(),
  /** Duration of the earlier holds of this call, ms. */
  earlierMs: z.number(),
  /** The origins of the sources that have listed the call, the first one first. */
  sources: z.array(z.string()),
  /** Acknowledged or snoozed; null if nobody has. */
  attention: attention.nullable(),
  /** When the last note to the agent was sent that the gateway accepted; null where none was. */
  notedAt: z.number().nullable(),
})
export type HeldCall = z.infer<typeof heldCall>

/** What a watched agent is doing, as far as it is known. `unseen` always carries a reason. */
export const agentState = z.enum(agentStates)
export type { AgentState }

export const watchedAgent = z.object({
  agentId: z.string(),
  /** Empty where the gateway gave none. */
  name: z.string(),
  /** The gateway's group of agents; empty where it gave none. */
  team: z.string(),
  state: agentState,
  reason: unknownReason.nullable(),
  /** The gateway's code behind the reason, such as `300-001`. */
  retcode: z.string().nullable(),
  /** Board-clock ms since when the agent is in this state; `not-checked`: when it was last known. */
  since: z.number(),
  /** The agent was already in this state when first observed: `since` is the latest possible start. */
  sinceAtLeast: z.boolean(),
  /** Failures in a row. */
  failures: z.number(),
  /** Board-clock ms of the next try while unseen. */
  nextTryAt: z.number().nullable(),
  /** Held calls on the board. */
  held: z.number(),
  /** The origins of the sources that the agent's state follows from. */
  sources: z.array(z.string()),
})
export type WatchedAgent = z.infer<typeof watchedAgent>

/** The state of the whole watch, or of one source. `stopped` waits for the supervisor; `interrupted` retries by itself. */
export const watchState = z.object({
  state: z.enum(['connecting', 'watching', 'interrupted', 'paused', 'stopped']),
  reason: unknownReason.nullable(),
  retcode: z.string().nullable(),
  since: z.number(),
  nextTryAt: z.number().nullable(),
  /**
   * Watching, but the heartbeat that keeps the session alive has not been answered since then (board-clock ms). The
   * rows are current all the same.
   */
  atRisk: z
    .object({ reason: unknownReason, retcode: z.string().nullable(), since: z.number() })
    .nullable(),
})
export type WatchState = z.infer<typeof watchState>

/** One of the sources of the board: a gateway, or a CC-CMS. */
export const sourceState = z.object({
  /** Scheme, host and port; each source has its own. */
  origin: z.string(),
  /** The name that the supervisor has given it; empty where none. */
  name: z.string(),
  way: way,
  watch: watchState,
})
export type SourceState = z.infer<typeof sourceState>

export const boardSnapshot = z.object({
  /** Number of the last change included. */
  seq: z.number(),
  /** The board clock, ms: monotonic, continues through sleep, unrelated to the wall clock. */
  now: z.number(),
  /** Scheme, host and port of the first source. */
  origin: z.string(),
  way: way,
  simulated: z.boolean(),
  limits: limits,
  /** The limits of individual skills, by name in lower case. */
  skillLimits: z.record(z.string(), limits),
  alerts: alertsState,
  /** With several sources: `watching` while any of them is. */
  watch: watchState,
  /** At least one; the first is the one of the set-up. */
  sources: z.array(sourceState),
  /** When the last conclusive response about an agent was received; null before the first. */
  lastAnswerAt: z.number().nullable(),
  calls: z.array(heldCall),
  agents: z.array(watchedAgent),
})
export type BoardSnapshot = z.infer<typeof boardSnapshot>

/** A change of the board. Apply it only if `seq` follows the last one; otherwise request a snapshot. */
export const boardPatch = z.object({
  seq: z.number(),
  now: z.number(),
  watch: watchState.optional(),
  sources: z.array(sourceState).optional(),
  limits: limits.optional(),
  skillLimits: z.record(z.string(), limits).optional(),
  alerts: alertsState.optional(),
  lastAnswerAt: z.number().nullable().optional(),
  calls: z.object({ put: z.array(heldCall), gone: z.array(z.string()) }).optional(),
  agents: z.object({ put: z.array(watchedAgent), gone: z.array(z.string()) }).optional(),
})
export type BoardPatch = z.infer<typeof boardPatch>
