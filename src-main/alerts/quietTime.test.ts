import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isQuietAt, nextQuietChange } from './quietTime.ts'

const dayMs = 86_400_000
const at = (hours: number, minutes = 0) => (hours * 60 + minutes) * 60_000
const minuteOfDay = fc.integer({ min: 0, max: 24 * 60 - 1 })
const textOf = (minute: number) =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':')

describe('the quiet time', () => {
  it.each([
    ['20:00', '07:00', at(19, 59), false],
    ['20:00', '07:00', at(20), true],
    ['20:00', '07:00', at(0), true],
    ['20:00', '07:00', at(7) - 1, true],
    ['20:00', '07:00', at(7), false],
    ['12:00', '13:00', at(12, 30), true],
    ['12:00', '13:00', at(13), false],
    ['12:00', '12:00', at(12), false],
    ['00:00', '23:59', at(23, 58), true],
  ])('from %s to %s at %d ms of the day: %s', (from, to, timeOfDay, isQuiet) => {
    expect(isQuietAt({ isOn: true, from, to }, timeOfDay)).toBe(isQuiet)
    expect(isQuietAt({ isOn: false, from, to }, timeOfDay)).toBe(false)
  })

  it('starts and ends at the set times, and does not change in between', () => {
    const time = fc.integer({ min: 0, max: dayMs - 1 })
    fc.assert(
      fc.property(minuteOfDay, minuteOfDay, time, fc.nat(999), (from, to, timeOfDay, share) => {
        const quietTime = { isOn: true, from: textOf(from), to: textOf(to) }
        const wait = nextQuietChange(quietTime, timeOfDay)
        const isQuietIn = (ms: number) => isQuietAt(quietTime, (timeOfDay + Math.floor(ms)) % dayMs)
        if (wait === null) {
          expect(from).toBe(to)
          expect(isQuietIn(share * 86_400)).toBe(false)
          return
        }
        expect(wait).toBeGreaterThan(0)
        expect(isQuietIn((wait * share) / 1_000)).toBe(isQuietIn(0))
        expect(isQuietIn(wait)).toBe(!isQuietIn(0))
      }),
    )
  })

  it('never changes while it is off', () => {
    expect(nextQuietChange({ isOn: false, from: '20:00', to: '07:00' }, 0)).toBeNull()
  })
})
