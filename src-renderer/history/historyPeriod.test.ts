import { afterEach, describe, expect, it, vi } from 'vitest'
import { isReversed, midnight, ownRangeOfToday, rangeOf } from './historyPeriod.ts'

const now = new Date(2026, 10, 22, 14, 3, 22).getTime()
const day = (date: number) => new Date(2026, 10, date).getTime()
const none = { from: '', to: '' }

afterEach(() => void vi.unstubAllEnvs())

describe('the meaning of a period', () => {
  it('moves with the clock', () => {
    expect(rangeOf('today', none, now)).toEqual({ from: day(22), to: null })
    expect(rangeOf('yesterday', none, now)).toEqual({ from: day(21), to: day(22) })
    expect(rangeOf('week', none, now)).toEqual({ from: day(16), to: null })
    expect(rangeOf('all', none, now)).toEqual({ from: null, to: null })
  })

  it('counts days by the calendar, whatever their length', () => {
    vi.stubEnv('TZ', 'Europe/Berlin')
    expect(midnight(new Date(2026, 2, 30).getTime(), -1)).toBe(new Date(2026, 2, 29).getTime())
    expect(
      midnight(new Date(2026, 2, 30).getTime()) - midnight(new Date(2026, 2, 29).getTime()),
    ).toBe(23 * 3_600_000)
    for (let date = 1; date <= 365; date += 1) {
      const at = new Date(2026, 0, date, 12).getTime()
      expect(new Date(midnight(at, -1)).getHours()).toBe(0)
      expect(midnight(at, -1)).toBe(new Date(2026, 0, date - 1).getTime())
    }
  })

  it('includes the last minute of a custom range', () => {
    expect(rangeOf('own', { from: '2026-11-20T09:00', to: '2026-11-20T09:30' }, now)).toEqual({
      from: new Date(2026, 10, 20, 9).getTime(),
      to: new Date(2026, 10, 20, 9, 31).getTime(),
    })
  })

  it.each([
    // In Berlin the hour from 2 comes twice, at 0 and at 1 o'clock UTC.
    ['Europe/Berlin', '10-25', '02:00', '02:59', '00:00', '02:00'],
    ['Europe/Berlin', '10-25', '02:30', '03:30', '00:30', '02:31'],
    ['Europe/Berlin', '10-25', '01:30', '02:00', '23:30', '01:01'],
    ['Europe/Berlin', '10-25', '03:00', '03:59', '02:00', '03:00'],
    // On Lord Howe only half an hour does.
    ['Australia/Lord_Howe', '04-05', '01:30', '01:59', '14:30', '15:30'],
    ['Australia/Lord_Howe', '04-05', '01:00', '01:29', '14:00', '14:30'],
    // In spring the hour from 2 does not exist.
    ['Europe/Berlin', '03-29', '02:30', '03:30', '01:00', '01:31'],
    ['Europe/Berlin', '03-29', '01:30', '02:30', '00:30', '01:00'],
    ['Europe/Berlin', '03-29', '02:10', '02:20', '01:00', '01:00'],
  ])('covers what of it there is: %s %s %s–%s', (zone, date, from, to, start, end) => {
    vi.stubEnv('TZ', zone)
    const own = { from: `2026-${date}T${from}`, to: `2026-${date}T${to}` }
    const range = rangeOf('own', own, now)
    const clock = (ms: number | null) => new Date(ms ?? NaN).toISOString().slice(11, 16)
    expect([clock(range.from), clock(range.to)]).toEqual([start, end])
    expect((range.to ?? NaN) - (range.from ?? NaN)).toBeLessThan(3 * 3_600_000)
    expect(isReversed(own)).toBe(false)
  })

  it('leaves a custom range open where a bound is empty', () => {
    expect(rangeOf('own', none, now)).toEqual({ from: null, to: null })
  })

  it('initializes a custom range with all of today', () => {
    const own = ownRangeOfToday(now)
    expect(own).toEqual({ from: '2026-11-22T00:00', to: '2026-11-22T23:59' })
    expect(rangeOf('own', own, now)).toEqual({ from: day(22), to: day(23) })
  })
})

it('detects a reversed range, and only that', () => {
  expect(isReversed({ from: '2026-11-22T10:00', to: '2026-11-22T09:59' })).toBe(true)
  expect(isReversed({ from: '2026-11-22T10:00', to: '2026-11-22T10:00' })).toBe(false)
  expect(isReversed({ from: '2026-11-22T10:00', to: '' })).toBe(false)
})
