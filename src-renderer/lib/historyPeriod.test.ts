import { afterEach, describe, expect, it, vi } from 'vitest'
import { isReversed, midnight, ownRangeOfToday, rangeOf } from './historyPeriod.ts'

const now = new Date(2026, 10, 22, 14, 3, 22).getTime()
const day = (date: number) => new Date(2026, 10, date).getTime()
const none = { from: '', to: '' }

afterEach(() => void vi.unstubAllEnvs())

describe('what a period means', () => {
  it('moves with the clock', () => {
    expect(rangeOf('today', none, now)).toEqual({ from: day(22), to: null })
    expect(rangeOf('yesterday', none, now)).toEqual({ from: day(21), to: day(22) })
    expect(rangeOf('week', none, now)).toEqual({ from: day(16), to: null })
    expect(rangeOf('all', none, now)).toEqual({ from: null, to: null })
  })

  it('counts days by the calendar, however long they are', () => {
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

  it('takes the last minute of an own range in', () => {
    expect(rangeOf('own', { from: '2026-11-20T09:00', to: '2026-11-20T09:30' }, now)).toEqual({
      from: new Date(2026, 10, 20, 9).getTime(),
      to: new Date(2026, 10, 20, 9, 31).getTime(),
    })
  })

  it('leaves an own range open where an end is empty', () => {
    expect(rangeOf('own', none, now)).toEqual({ from: null, to: null })
  })

  it('begins an own range with the whole of today', () => {
    const own = ownRangeOfToday(now)
    expect(own).toEqual({ from: '2026-11-22T00:00', to: '2026-11-22T23:59' })
    expect(rangeOf('own', own, now)).toEqual({ from: day(22), to: day(23) })
  })
})

it('sees a range that runs backwards, and only that', () => {
  expect(isReversed({ from: '2026-11-22T10:00', to: '2026-11-22T09:59' })).toBe(true)
  expect(isReversed({ from: '2026-11-22T10:00', to: '2026-11-22T10:00' })).toBe(false)
  expect(isReversed({ from: '2026-11-22T10:00', to: '' })).toBe(false)
})
