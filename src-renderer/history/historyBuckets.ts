import type { HistoryCharts, Level, Limits } from '../../src-shared/contract/index.ts'
import { levels } from '../../src-shared/levels.ts'

/** Holds that began in one minute, one hour, one day, or one hour of any day. */
export interface Bucket {
  /** Hour of the day, or epoch ms of the start. */
  at: number
  holds: number
  longestMs: number
}
type Hours = HistoryCharts['hours']

const minuteMs = 60_000
const hourMs = 60 * minuteMs
/** Up to this length the time axis has hours, beyond it days. */
const mostHours = 72

const gathered = (hours: Hours, keyOf: (hour: number) => number): Map<number, Bucket> => {
  const buckets = new Map<number, Bucket>()
  for (const { hour, holds, longestMs } of hours) {
    const at = keyOf(hour)
    const before = buckets.get(at)
    buckets.set(at, {
      at,
      holds: (before?.holds ?? 0) + holds,
      longestMs: Math.max(before?.longestMs ?? 0, longestMs),
    })
  }
  return buckets
}

const dayOf = (ms: number): number => new Date(ms).setHours(0, 0, 0, 0)

/** From the first hour of the day with a hold to the last, including empty ones in between. */
export const byHourOfDay = (hours: Hours): Bucket[] => {
  const buckets = gathered(hours, (hour) => new Date(hour).getHours())
  const hoursOfDay = [...buckets.keys()]
  const first = Math.min(...hoursOfDay)
  return Array.from({ length: Math.max(0, Math.max(...hoursOfDay) - first + 1) }, (_, i) => {
    const at = first + i
    return buckets.get(at) ?? { at, holds: 0, longestMs: 0 }
  })
}

/** Whether the holds are on more than one day: only then does a time axis add information. */
export const isManyDays = (hours: Hours): boolean => {
  const [first, last] = [hours[0], hours.at(-1)]
  return first !== undefined && last !== undefined && dayOf(first.hour) !== dayOf(last.hour)
}

/** From the first to the last, including empty ones in between. */
export const overTime = (hours: Hours): { unit: 'hour' | 'day'; buckets: Bucket[] } => {
  const [first, last] = [hours[0], hours.at(-1)]
  if (!first || !last) return { unit: 'hour', buckets: [] }
  const unit = last.hour - first.hour < mostHours * hourMs ? 'hour' : 'day'
  const keyOf = unit === 'hour' ? (hour: number) => hour : dayOf
  const known = gathered(hours, keyOf)
  const buckets: Bucket[] = []
  for (let at = keyOf(first.hour); at <= last.hour;) {
    buckets.push(known.get(at) ?? { at, holds: 0, longestMs: 0 })
    // A day is not always 24 hours long.
    at = unit === 'hour' ? at + hourMs : dayOf(at + 30 * hourMs)
  }
  return { unit, buckets }
}

/** From the first minute with a hold to the last, including empty ones in between. */
export const byMinute = (minutes: HistoryCharts['minutes']): Bucket[] => {
  const [first, last] = [minutes[0], minutes.at(-1)]
  if (!first || !last) return []
  const known = new Map(minutes.map(({ minute, ...rest }) => [minute, rest]))
  return Array.from({ length: (last.minute - first.minute) / minuteMs + 1 }, (_, i) => {
    const at = first.minute + i * minuteMs
    return { at, holds: 0, longestMs: 0, ...known.get(at) }
  })
}

export const levelAt = (ms: number, limits: Limits): Level => {
  if (ms >= limits.criticalMs) return 'critical'
  if (ms >= limits.redMs) return 'red'
  return ms >= limits.amberMs ? 'amber' : 'normal'
}

/** A separate list of values for each level, empty where the value belongs to another. */
export const split = <T, V>(
  items: readonly T[],
  levelOf: (item: T) => Level,
  valueOf: (item: T, index: number) => V,
): { level: Level; values: (V | null)[] }[] =>
  levels.map((level) => ({
    level,
    values: items.map((item, index) => (levelOf(item) === level ? valueOf(item, index) : null)),
  }))

/** The position of a duration among the ranges, in ranges from the left. */
export const placeOf = (ms: number, ranges: HistoryCharts['durations']): number => {
  const at = ranges.findIndex(({ fromMs, toMs }) => ms >= fromMs && (toMs === null || ms < toMs))
  const range = ranges[at]
  if (!range) return 0
  // The last range is open: a limit is somewhere within it.
  if (range.toMs === null) return ms === range.fromMs ? at : at + 0.5
  return at + (ms - range.fromMs) / (range.toMs - range.fromMs)
}

const stepSeconds = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200]

/** The step of a time axis, in ms: at most four of them reach the maximum. */
export const timeStep = (longestMs: number): number => {
  const step = stepSeconds.find((seconds) => seconds * 4000 >= longestMs)
  return (step ?? Math.ceil(longestMs / 4 / 86_400_000) * 86_400) * 1000
}
