import { describe, expect, it } from 'vitest'
import { betterRate, bulkDetectionMs, detectionMs, isFaster, paceCounts } from './queryPace.ts'

const counts = (over: Partial<ReturnType<typeof paceCounts>>) => ({
  holding: 0,
  talking: 0,
  unknown: 0,
  rest: 0,
  ...over,
})

describe('the time to detect a hold', () => {
  it.each([
    [{ talking: 5 }, 20, 500],
    [{ talking: 19 }, 20, 500],
    [{ talking: 38 }, 20, 1_000],
    [{ talking: 95 }, 20, 2_500],
    [{ talking: 60, unknown: 35 }, 20, 2_500],
    [{ talking: 249 }, 250, 500],
    // Agents who hold are asked as often: their calls must leave the board when they are retrieved.
    [{ talking: 38, holding: 100 }, 20, 3_632],
    // Nobody is on a call: the first who is will be asked every second.
    [{ rest: 500 }, 20, 500],
  ])('with %j and %i requests a second is %i ms on average', (over, perSecond, ms) => {
    const result = detectionMs(counts(over), perSecond)
    expect(result).toBeGreaterThan(ms * 0.97)
    expect(result).toBeLessThan(ms * 1.03)
  })

  it('counts whoever is not known to be off the phone', () => {
    const states = [
      'talking',
      'idle',
      'holding',
      'not-holding',
      'signed-out',
      'rest',
      'waiting',
    ] as const
    expect(paceCounts(states)).toEqual({ holding: 1, talking: 1, unknown: 2, rest: 3 })
  })
})

describe('a CC-CMS', () => {
  it.each([
    [{ talking: 10 }, 20, false],
    [{ talking: 50 }, 20, false],
    [{ talking: 95 }, 20, true],
    [{ talking: 498 }, 250, false],
    [{ talking: 1_800 }, 250, true],
  ])(
    'for %j at %i requests a second detects holds much sooner: %j',
    (over, perSecond, isSooner) => {
      expect(isFaster(bulkDetectionMs, detectionMs(counts(over), perSecond))).toBe(isSooner)
    },
  )
})

describe('a better rate', () => {
  it.each([
    [{ talking: 10 }, 20, null],
    [{ talking: 24 }, 20, null],
    [{ talking: 95 }, 20, { perSecond: 100, ms: 500 }],
    [{ talking: 95 }, 25, { perSecond: 100, ms: 500 }],
    [{ talking: 498 }, 20, { perSecond: 250, ms: 1_000 }],
    [{ talking: 498 }, 250, null],
  ])('for %j at %i requests a second is %j', (over, perSecond, rate) => {
    const result = betterRate(counts(over), perSecond)
    if (rate === null) expect(result).toBeNull()
    else {
      expect(result?.perSecond).toBe(rate.perSecond)
      expect(result?.ms).toBeCloseTo(rate.ms, -1.5)
    }
  })
})
