import type { PreferenceValues } from '../../src-shared/contract/index.ts'

type QuietTime = PreferenceValues['quietTime']

const dayMs = 86_400_000

/** Local ms since midnight of `HH:MM`. */
function msOf(timeOfDay: string): number {
  const [hours, minutes] = timeOfDay.split(':').map(Number)
  return ((hours ?? 0) * 60 + (minutes ?? 0)) * 60_000
}

/** Ms from one time of day to the next occurrence of another. */
const msUntil = (from: number, to: number) => (to - from + dayMs) % dayMs

/**
 * Whether it is the quiet time of the day; the start is inclusive, the end exclusive. If both times are equal, it never
 * is: a slip must not cost every alert.
 * @param timeOfDay local ms since midnight
 */
export function isQuietAt({ isOn, from, to }: QuietTime, timeOfDay: number): boolean {
  return isOn && msUntil(msOf(from), timeOfDay) < msUntil(msOf(from), msOf(to))
}

/**
 * Ms until the quiet time starts or ends; null where it never does. On the day of a change to summer time this is an
 * hour off: the caller must check again at that moment.
 */
export function nextQuietChange({ isOn, from, to }: QuietTime, timeOfDay: number): number | null {
  if (!isOn || from === to) return null
  // Exactly at a boundary the next occurrence is meant: 0 ms becomes a day.
  const ahead = (boundary: string) => msUntil(timeOfDay, msOf(boundary)) || dayMs
  return Math.min(ahead(from), ahead(to))
}
