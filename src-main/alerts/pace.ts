import type { Level } from '../../src-shared/contract/index.ts'

/** Alerts closer together than this are merged, unless the next one is worse, ms. */
export const mergeMs = 2_000
/**
 * On a busy floor amber or red alerts come this far apart; if they come more often in the long run, it is a storm, ms.
 */
export const ordinaryMs = 10_000
/** How far an ordinary hour may be ahead of that pace: a few calls that were put on hold at once, ms. */
export const aheadMs = 8 * ordinaryMs
/** In a storm amber and red are merged over up to this interval; critical never is, ms. */
export const longestMergeMs = 20_000
/** How much longer alerts are merged for each ms beyond `aheadMs`. */
const widening = 0.5

/** The previous alerts, as far as the next one depends on them; board-clock ms. */
export interface Pace {
  /** The last alert. */
  at: number
  level: Level
  /** When the amber and red ones would have ended, one at a time at the ordinary pace. */
  evenAt: number
}

/** The pace after one more alert of this level. */
export function pacedBy(before: Pace | null, level: Level, now: number): Pace {
  const evenAt = Math.max(before?.evenAt ?? now, now)
  // Critical ones always come: they must not delay the others either.
  return { at: now, level, evenAt: level === 'critical' ? evenAt : evenAt + ordinaryMs }
}

/** Until when alerts no worse than the last one are merged. */
export function mergedUntil({ at, evenAt }: Pace, level: Level): number {
  if (level === 'critical') return at + mergeMs
  const tooFarMs = Math.max(0, evenAt - at - aheadMs)
  return at + Math.min(longestMergeMs, mergeMs + widening * tooFarMs)
}
