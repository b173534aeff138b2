/** Doubt below this is never worth a sign, ms. */
const leastMs = 3_000
/** Above this it always is, however long the call is held. */
const mostMs = 15_000
/** In between it is as long as it is more than this share of the time. */
const share = 0.1

/**
 * Whether a time must be marked as a lower bound (`≥`), for it may be this much longer. Infinite where
 * nothing is known of its beginning.
 * @param ageMs the time itself; asked for only where it decides, so that no settled sign follows the clock
 */
export function isInDoubt(doubtMs: number, ageMs: () => number): boolean {
  if (doubtMs < leastMs) return false
  return doubtMs > mostMs || doubtMs > share * ageMs()
}

/** How much earlier than `startedAt` it may have begun, ms; infinite where nothing is known of that. */
export const startDoubtMs = (startedAt: number, notBefore: number | null): number =>
  notBefore === null ? Infinity : startedAt - notBefore
