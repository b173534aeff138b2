import { z } from 'zod'
import type { AgentRecord, Ledger } from './ledger.ts'

/**
 * Open holds as they lie on disk. Ages instead of times, since the board's clock ends with the
 * process; no numbers, since a plain file must not hold any: the next sighting brings them back.
 */
export const savedHolds = z.object({
  version: z.literal(1),
  /** The gateway they belong to. */
  origin: z.string(),
  /** Epoch ms. */
  savedAt: z.number(),
  holds: z.array(
    z.object({
      agentId: z.string(),
      callId: z.string(),
      callFeature: z.number().nullable(),
      skill: z.string(),
      holdNumber: z.number().int().positive(),
      earlierMs: z.number().nonnegative(),
      /** Ms from first sight to `savedAt`. */
      heldMs: z.number().nonnegative(),
      /** Ms from last sight to `savedAt`. */
      unseenMs: z.number().nonnegative(),
      /** Ms from the last moment it was known not to be held to first sight; null if never. */
      doubtMs: z.number().nonnegative().nullable(),
      gap: z.boolean(),
    }),
  ),
  /** Earlier holds of calls that may be held again. */
  earlier: z.array(
    z.object({
      key: z.string(),
      count: z.number().int().positive(),
      totalMs: z.number().nonnegative(),
      endedMs: z.number().nonnegative(),
    }),
  ),
})
export type SavedHolds = z.infer<typeof savedHolds>

/** Times: board-clock ms and epoch ms of the same moment. */
export interface Moment {
  now: number
  wall: number
}

export function saveHolds(ledger: Ledger, origin: string, { now, wall }: Moment): SavedHolds {
  return {
    version: 1,
    origin,
    savedAt: wall,
    holds: [...ledger.agents.values()].flatMap(({ holds }) =>
      holds.map((hold) => ({
        agentId: hold.agentId,
        callId: hold.call.callId,
        callFeature: hold.call.callFeature,
        skill: hold.call.skill,
        holdNumber: hold.holdNumber,
        earlierMs: hold.earlierMs,
        heldMs: now - hold.firstSeenAt,
        unseenMs: now - hold.lastSeenAt,
        doubtMs: hold.notBefore === null ? null : hold.firstSeenAt - hold.notBefore,
        gap: hold.gap,
      })),
    ),
    earlier: [...ledger.earlier].map(([key, { count, totalMs, lastEndedAt }]) => ({
      key,
      count,
      totalMs,
      endedMs: now - lastEndedAt,
    })),
  }
}

/**
 * The ledger as it was left, with clocks that went on meanwhile. A wall clock set back while the
 * app was away must not shrink a duration: then no time is taken to have passed.
 */
export function restoreHolds(saved: SavedHolds, { now, wall }: Moment): Ledger {
  const away = Math.max(0, wall - saved.savedAt)
  const awayUnknown = wall < saved.savedAt
  const agents = new Map<string, AgentRecord>()
  for (const hold of saved.holds) {
    const firstSeenAt = now - away - hold.heldMs
    const record = agents.get(hold.agentId) ?? {
      agentId: hold.agentId,
      latest: null,
      knownAskedAt: null,
      askedAt: -Infinity,
      knownAt: null,
      failures: 0,
      holds: [],
    }
    agents.set(hold.agentId, {
      ...record,
      holds: [
        ...record.holds,
        {
          holdId: `${hold.agentId}/${hold.callId}#${hold.holdNumber}`,
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
  const earlier = new Map(
    saved.earlier.map(({ key, count, totalMs, endedMs }) => [
      key,
      { count, totalMs, lastEndedAt: now - away - endedMs },
    ]),
  )
  return { agents, earlier }
}
