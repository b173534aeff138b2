import type { PreferenceValues } from '../../src-shared/contract/index.ts'

type QuietTime = PreferenceValues['quietTime']

const dayMs = 86_400_000

/** Local ms since midnight of `HH:MM`. */
function msOf(timeOfDay: string): number {
  const [hours, minutes] = timeOfDay.split(':').map(Number)
  return ((hours ?? 0) * 60 + (minutes ?? 0)) * 60_000
}

/** Ms from one time of day to the next time it is the other one. */
const msUntil = (from: number, to: number) => (to - from + dayMs) % dayMs

/**
 * Whether it is the quiet time of the day, from its first ms to before its last. Where both times
 * are the same, it never is: nobody loses every alert by a slip.
 * @param timeOfDay local ms since midnight
 */
export function isQuietAt({ isOn, from, to }: QuietTime, timeOfDay: number): boolean {
  return isOn && msUntil(msOf(from), timeOfDay) < msUntil(msOf(from), msOf(to))
}

/**
 * Ms until quiet begins or ends; null where it never does. On the day of a change to summer time
 * that is an hour off: whoever asks must ask again then.
 */
export function nextQuietChange({ isOn, from, to }: QuietTime, timeOfDay: number): number | null {
  if (!isOn || from === to) return null
  // Right at a boundary the next one is meant: what is 0 ms away is a day away.
  const ahead = (boundary: string) => msUntil(timeOfDay, msOf(boundary)) || dayMs
  return Math.min(ahead(from), ahead(to))
}
