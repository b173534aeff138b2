import { describe, expect, it } from 'vitest'
import {
  minuteOfDate,
  moment,
  number,
  ordinal,
  percent,
  shortDay,
  timeOfDay,
} from './historyFormat.ts'

const at = new Date(2026, 10, 22, 14, 3, 22).getTime()
const hour = 3_600_000
const zone = 'here'

describe('in the words of the locale', () => {
  it.each([
    ['en', '200,000', '12.5%', '14:03:22', '22 Nov 2026, 14:03:22'],
    ['zh-CN', '200,000', '12.5%', '14:03:22', '2026年11月22日 14:03:22'],
  ])('numbers, shares and moments: %s', (locale, n, share, time, whole) => {
    expect(number(200_000, locale)).toBe(n)
    expect(percent(0.125, locale)).toBe(share)
    expect(timeOfDay(at, locale, zone)).toBe(time)
    expect(moment(at, locale, zone)).toBe(whole)
  })

  it('includes the day of a minute', () => {
    expect(minuteOfDate(at, 'en', zone)).toBe('22 Nov 2026, 14:03')
    expect(minuteOfDate(at, 'zh-CN', zone)).toBe('2026年11月22日 14:03')
  })

  it('counts hours from 0 after midnight', () => {
    expect(timeOfDay(new Date(2026, 0, 1, 0, 5, 9).getTime(), 'zh-CN', zone)).toBe('00:05:09')
  })

  it('omits the day right after the same day', () => {
    expect(moment(at, 'en', zone, at - 1000)).toBe('14:03:22')
    expect(moment(at, 'en', zone, at - 24 * hour)).toBe('22 Nov 2026, 14:03:22')
  })

  it('omits the current year', () => {
    expect(shortDay(at, 'en', zone, at)).toBe('22 Nov')
    expect(shortDay(at, 'en', zone, new Date(2027, 0, 2).getTime())).toBe('22 Nov 2026')
    expect(shortDay(at, 'zh-CN', zone, at)).toBe('11月22日')
  })

  it('counts holds of a call', () => {
    expect([1, 2, 3, 4, 11, 12, 22, 103].map((n) => ordinal(n, 'en'))).toEqual([
      '1st',
      '2nd',
      '3rd',
      '4th',
      '11th',
      '12th',
      '22nd',
      '103rd',
    ])
    expect(ordinal(2, 'zh-CN')).toBe('2')
  })
})
