import type { RequestedRetention } from '../settings/preferences.ts'

/** The retention period of past holds, days, and the shorter one that waits for the user's confirmation. */
export interface Retention {
  days: number
  pendingDays: number | null
}

/** The clock may be this far ahead of the last trusted one, ms: the app may be closed for a while. */
const longestAwayMs = 7 * 86_400_000

/**
 * The retention period when the history is opened. The database knows which one was in force; no value found at a start
 * shortens it without confirmation, except an administrator's.
 * @param storedDays the period in the database, days; null where it is new
 */
export function retentionAtOpening(
  requested: RequestedRetention,
  storedDays: number | null,
): Retention {
  if (storedDays === null || requested.by === 'administrator')
    return { days: requested.days, pendingDays: null }
  if (requested.by === 'nobody') return { days: storedDays, pendingDays: null }
  return requested.days < storedDays
    ? { days: storedDays, pendingDays: requested.days }
    : { days: requested.days, pendingDays: null }
}

/**
 * Whether the wall clock can be trusted: with one that is far ahead, everything would seem expired.
 * @param believedAt the last trusted wall clock, epoch ms; null where none is known
 */
export const isClockPlausible = (believedAt: number | null, wall: number) =>
  believedAt === null || wall - believedAt <= longestAwayMs
