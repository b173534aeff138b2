export const periods = ['today', 'yesterday', 'week', 'all', 'own'] as const
export type Period = (typeof periods)[number]

/** A custom range, as its two inputs contain it: local `2026-11-22T14:00`, or empty. */
export interface OwnRange {
  from: string
  to: string
}

/** Local midnight, this many days from the one of `now`; correct across a change of the clocks too. */
export const midnight = (now: number, days = 0): number => {
  const date = new Date(now)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime()
}

const minuteMs = 60_000
/** Clocks are changed by less than this, ms. */
const longestChangeMs = 3 * 3_600_000
/** Local time minus UTC at a moment, ms. */
const offsetAt = (ms: number): number => -new Date(ms).getTimezoneOffset() * minuteMs

/**
 * The start and end of a minute of the local clock. Where the clocks are set back it occurs twice: then the end is that
 * of the second occurrence. Where they are set forward it may not exist: then it is the moment of the change.
 */
const minuteOf = (text: string): { from: number; to: number } | null => {
  const first = text === '' ? NaN : new Date(text).getTime()
  if (Number.isNaN(first)) return null
  const localMs = new Date(`${text}Z`).getTime()
  if (first + offsetAt(first) !== localMs) {
    let from = first
    while (offsetAt(from - minuteMs) === offsetAt(first)) from -= minuteMs
    return { from, to: from }
  }
  const second = localMs - offsetAt(first + longestChangeMs)
  const last = second > first && second + offsetAt(second) === localMs ? second : first
  return { from: first, to: last + minuteMs }
}

/** The current meaning of a period. `to` is exclusive; the last minute of a custom range is included. */
export const rangeOf = (
  period: Period,
  own: OwnRange,
  now: number,
): { from: number | null; to: number | null } => {
  switch (period) {
    case 'today':
      return { from: midnight(now), to: null }
    case 'yesterday':
      return { from: midnight(now, -1), to: midnight(now) }
    case 'week':
      return { from: midnight(now, -6), to: null }
    case 'all':
      return { from: null, to: null }
    case 'own':
      return { from: minuteOf(own.from)?.from ?? null, to: minuteOf(own.to)?.to ?? null }
  }
}

/** Its end is before its start: it contains nothing. */
export const isReversed = ({ from, to }: OwnRange): boolean => {
  const [start, end] = [minuteOf(from), minuteOf(to)]
  if (start === null || end === null) return false
  return end.from < start.from && end.to <= start.from
}

const two = (n: number): string => String(n).padStart(2, '0')

/** The initial values of the inputs: all of today. */
export const ownRangeOfToday = (now: number): OwnRange => {
  const date = new Date(now)
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return { from: `${day}T00:00`, to: `${day}T23:59` }
}
