export const periods = ['today', 'yesterday', 'week', 'all', 'own'] as const
export type Period = (typeof periods)[number]

/** A range of the supervisor's own, as its two inputs hold it: local `2026-11-22T14:00`, or empty. */
export interface OwnRange {
  from: string
  to: string
}

/** Local midnight, so many days from the one of `now`; right over a change of the clocks too. */
export const midnight = (now: number, days = 0): number => {
  const date = new Date(now)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime()
}

const parsed = (text: string): number | null => {
  const ms = text === '' ? NaN : new Date(text).getTime()
  return Number.isNaN(ms) ? null : ms
}

/** What a period means now. `to` lies just behind it; the last minute of an own range counts. */
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
    case 'own': {
      const to = parsed(own.to)
      return { from: parsed(own.from), to: to === null ? null : to + 60_000 }
    }
  }
}

/** Its end lies before its beginning: nothing can be found in it. */
export const isReversed = ({ from, to }: OwnRange): boolean => {
  const [start, end] = [parsed(from), parsed(to)]
  return start !== null && end !== null && end < start
}

const two = (n: number): string => String(n).padStart(2, '0')

/** What the inputs begin with: the whole of today. */
export const ownRangeOfToday = (now: number): OwnRange => {
  const date = new Date(now)
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return { from: `${day}T00:00`, to: `${day}T23:59` }
}
