import type { RetentionWish } from '../settings/preferences.ts'

/** How long past holds are kept, days, and the shorter time that waits for a person's word. */
export interface Retention {
  days: number
  waiting: number | null
}

/** The clock may have gone on by so much since it was last believed, ms: an app is left for a while. */
const longestAwayMs = 7 * 86_400_000

/**
 * What counts when the history is opened. The database knows what was in force; nothing that was
 * found at a start shortens that by itself, except an administrator's word.
 * @param kept what the database knows, days; null where it is new
 */
export function retentionAtOpening(wish: RetentionWish, kept: number | null): Retention {
  if (kept === null || wish.by === 'administrator') return { days: wish.days, waiting: null }
  if (wish.by === 'nobody') return { days: kept, waiting: null }
  return wish.days < kept ? { days: kept, waiting: wish.days } : { days: wish.days, waiting: null }
}

/**
 * Whether the wall clock can be believed: one that is far ahead would let everything seem old.
 * @param believedAt the last wall clock that was believed, epoch ms; null where none is known
 */
export const isClockPlausible = (believedAt: number | null, wall: number) =>
  believedAt === null || wall - believedAt <= longestAwayMs
