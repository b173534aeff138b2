import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  byHourOfDay,
  byMinute,
  isManyDays,
  levelAt,
  overTime,
  placeOf,
  split,
  timeStep,
} from './historyBuckets.ts'

const limits = { amberMs: 60_000, redMs: 120_000, criticalMs: 300_000 }
const at = (date: number, hour: number) => new Date(2026, 10, date, hour).getTime()
const hours = [
  { hour: at(20, 9), holds: 2, longestMs: 50_000 },
  { hour: at(21, 9), holds: 3, longestMs: 400_000 },
  { hour: at(21, 12), holds: 1, longestMs: 20_000 },
]

afterEach(() => void vi.unstubAllEnvs())

describe('holds by hour', () => {
  it('adds up the same hour of all days, without omitting hours in between', () => {
    expect(byHourOfDay(hours)).toEqual([
      { at: 9, holds: 5, longestMs: 400_000 },
      { at: 10, holds: 0, longestMs: 0 },
      { at: 11, holds: 0, longestMs: 0 },
      { at: 12, holds: 1, longestMs: 20_000 },
    ])
    expect(byHourOfDay([])).toEqual([])
  })

  it('shows a few days hour by hour', () => {
    const { unit, buckets } = overTime(hours)
    expect(unit).toBe('hour')
    expect(buckets).toHaveLength(28)
    expect(buckets.at(-1)).toEqual({ at: at(21, 12), holds: 1, longestMs: 20_000 })
  })

  it('shows many days day by day, over a change of the clocks too', () => {
    vi.stubEnv('TZ', 'Europe/Berlin')
    const year = Array.from({ length: 365 }, (_, i) => ({
      hour: new Date(2026, 0, 1 + i, 10).getTime(),
      holds: 1,
      longestMs: 1,
    }))
    const later = { hour: new Date(2026, 11, 31, 11).getTime(), holds: 4, longestMs: 9 }
    const { unit, buckets } = overTime([...year, later])
    expect(unit).toBe('day')
    expect(buckets).toHaveLength(365)
    expect(buckets.map(({ at: day }) => new Date(day).getHours())).toEqual(year.map(() => 0))
    expect(buckets.at(-1)).toMatchObject({ holds: 5, longestMs: 9 })
  })

  it('shows the minutes of one hour, without omitting minutes in between', () => {
    const minute = (of: number) => at(20, 9) + of * 60_000
    expect(
      byMinute([
        { minute: minute(5), holds: 2, longestMs: 30_000 },
        { minute: minute(8), holds: 1, longestMs: 9_000 },
      ]),
    ).toEqual([
      { at: minute(5), holds: 2, longestMs: 30_000 },
      { at: minute(6), holds: 0, longestMs: 0 },
      { at: minute(7), holds: 0, longestMs: 0 },
      { at: minute(8), holds: 1, longestMs: 9_000 },
    ])
    expect(byMinute([])).toEqual([])
  })

  it('distinguishes one day from many', () => {
    expect(isManyDays(hours)).toBe(true)
    expect(isManyDays(hours.slice(1))).toBe(false)
    expect(isManyDays([])).toBe(false)
  })
})

describe('limits among durations', () => {
  const ranges = [
    { fromMs: 0, toMs: 60_000, holds: 1 },
    { fromMs: 60_000, toMs: 180_000, holds: 1 },
    { fromMs: 180_000, toMs: null, holds: 1 },
  ]
  it.each([
    [0, 0],
    [30_000, 0.5],
    [60_000, 1],
    [120_000, 1.5],
    [180_000, 2],
    [300_000, 2.5],
  ])('%i ms lie at %f', (ms, place) => {
    expect(placeOf(ms, ranges)).toBe(place)
  })

  it('gives each bar to its level', () => {
    expect([59_999, 60_000, 120_000, 300_000].map((ms) => levelAt(ms, limits))).toEqual([
      'normal',
      'amber',
      'red',
      'critical',
    ])
    const series = split([10_000, 400_000], (ms) => levelAt(ms, limits), String)
    expect(series).toEqual([
      { level: 'normal', values: ['10000', null] },
      { level: 'amber', values: [null, null] },
      { level: 'red', values: [null, null] },
      { level: 'critical', values: [null, '400000'] },
    ])
  })
})

it.each([
  [3_000, 1_000],
  [40_000, 10_000],
  [45_000, 15_000],
  [900_000, 300_000],
  [86_400_000 * 3, 86_400_000],
])('an axis up to %i ms steps by %i', (longest, step) => {
  expect(timeStep(longest)).toBe(step)
})
