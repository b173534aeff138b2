import type { RequestedRetention } from '../settings/preferences.ts'

/** How long past holds are kept, days, and the shorter time that waits for a person's word. */
export interface Retention {
  days: number
  pendingDays: number | null
}

/** The clock may have gone on by so much since it was last believed, ms: an app is left for a while. */
const longestAwayMs = 7 * 86_400_000

/**
 * What counts when the history is opened. The database knows what was in force; nothing that was
 * found at a start shortens that by itself, except an administrator's word.
 * @param storedDays what the database knows, days; null where it is new
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
 * Whether the wall clock can be believed: one that is far ahead would let everything seem old.
 * @param believedAt the last wall clock that was believed, epoch ms; null where none is known
 */
export const isClockPlausible = (believedAt: number | null, wall: number) =>
  believedAt === null || wall - believedAt <= longestAwayMs
