import type { Moment } from '../base/clock.ts'
import { type AgentRecord, callKey, Ledger, unasked } from './ledger.ts'

/**
 * Open holds as they were left. Ages instead of times, since the board's clock ends with the
 * process; no numbers: the next sighting brings them back.
 */
export interface SavedHolds {
  /** Epoch ms; the ages below are as of then. */
  savedAt: number
  holds: {
    agentId: string
    callId: string
    callFeature: number | null
    skill: string
    holdNumber: number
    earlierMs: number
    /** Ms since first sight. */
    heldMs: number
    /** Ms since last sight. */
    unseenMs: number
    /** Ms from the last moment it was known not to be held to first sight; null if never. */
    doubtMs: number | null
    gap: boolean
  }[]
  /** Earlier holds of calls that may be held again. */
  earlier: {
    /** Agent and call. */
    key: string
    count: number
    totalMs: number
    /** Ms since the last one ended. */
    endedMs: number
  }[]
}

/** No call is held for longer: the clock was set, ms. */
const longestAwayMs = 24 * 3_600_000

/**
 * The ledger as it was left, with clocks that went on meanwhile. A wall clock that was set back must not
 * shrink a duration, nor one that jumped ahead invent one: then no time is taken to have passed, and the
 * hold bears the mark of a gap.
 */
export function restoreHolds(saved: SavedHolds, { now, wall }: Moment): Ledger {
  const passed = wall - saved.savedAt
  const awayUnknown = passed < 0 || passed > longestAwayMs
  const away = awayUnknown ? 0 : passed
  const agents = new Map<string, AgentRecord>()
  for (const hold of saved.holds) {
    const firstSeenAt = now - away - hold.heldMs
    const record = agents.get(hold.agentId) ?? unasked(hold.agentId)
    agents.set(hold.agentId, {
      ...record,
      holds: [
        ...record.holds,
        {
          holdId: `${callKey(hold.agentId, hold.callId)}#${hold.holdNumber}`,
          agentId: hold.agentId,
          call: {
            callId: hold.callId,
            callFeature: hold.callFeature,
            caller: '',
            called: '',
            skill: hold.skill,
          },
          holdNumber: hold.holdNumber,
          earlierMs: hold.earlierMs,
          notBefore: hold.doubtMs === null ? null : firstSeenAt - hold.doubtMs,
          firstSeenAt,
          lastSeenAt: now - away - hold.unseenMs,
          gap: hold.gap || awayUnknown,
        },
      ],
    })
  }
  const earlier = saved.earlier
    .map(({ key, count, totalMs, endedMs }) => {
      return [key, { count, totalMs, lastEndedAt: now - away - endedMs }] as const
    })
    .sort(([, a], [, b]) => a.lastEndedAt - b.lastEndedAt)
  return new Ledger(agents.values(), earlier)
}
