/** Uncertainty below this is never marked, ms. */
const leastMs = 3_000
/** Uncertainty above this is always marked, however long the call is held. */
const mostMs = 15_000
/** In between it is marked if it is more than this share of the time. */
const share = 0.1

/**
 * Whether a time must be marked as a lower bound (`≥`), since it may be this much longer. Infinite where nothing is
 * known about its start.
 * @param ageMs the time itself; called only where needed, so that a sign that cannot change does not depend on the
 * clock
 */
export function isInDoubt(doubtMs: number, ageMs: () => number): boolean {
  if (doubtMs < leastMs) return false
  return doubtMs > mostMs || doubtMs > share * ageMs()
}

/** How much earlier than `startedAt` it may have begun, ms; infinite where nothing is known about that. */
export const startDoubtMs = (startedAt: number, notBefore: number | null): number =>
  notBefore === null ? Infinity : startedAt - notBefore
