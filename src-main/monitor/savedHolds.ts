import type { Moment } from '../base/clock.ts'
import { type AgentRecord, callKey, Ledger, unasked } from './ledger.ts'

/**
 * Open holds at the time of saving. Ages instead of times, since the board's clock ends with the process; no numbers:
 * the next observation restores them.
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
    /** Ms since the first observation. */
    heldMs: number
    /** Ms since the last observation. */
    unseenMs: number
    /**
     * Ms from the last moment at which the call is known not to have been held to the first observation; null if there
     * is none.
     */
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

/** No call is held for longer than this: the clock was set, ms. */
const longestAwayMs = 24 * 3_600_000

/**
 * The saved ledger, with clocks that continued meanwhile. A wall clock that was set back must not shorten a duration,
 * nor one that was set ahead invent one: then no time is assumed to have passed, and the hold is marked with a gap.
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
