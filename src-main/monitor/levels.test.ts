import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Limits, risingLimits } from '../../src-preload/contract/index.ts'
import { defaultLimits, levelAt, nextCrossing, seenLevel } from './levels.ts'

const limits = fc
  .uniqueArray(fc.integer({ min: 1_000, max: 86_400_000 }), { minLength: 3, maxLength: 3 })
  .map((values) => values.sort((a, b) => a - b))
  .map(([amberMs = 0, redMs = 0, criticalMs = 0]): Limits => ({ amberMs, redMs, criticalMs }))
const age = fc.double({ min: 0, max: 100_000_000, noNaN: true })

describe('a level', () => {
  it.each([
    [0, 'normal', false],
    [29_999, 'normal', false],
    [30_000, 'normal', true],
    [59_999, 'normal', true],
    [60_000, 'amber', true],
    [119_999, 'amber', true],
    [120_000, 'red', true],
    [299_999, 'red', true],
    [300_000, 'critical', true],
    [36_000_000, 'critical', true],
  ])('at %d ms is %s, past half of the first limit: %s', (ageMs, level, halfway) => {
    expect(levelAt(ageMs, defaultLimits)).toEqual({ level, halfway })
  })

  it('never falls with age, and its look changes where the next crossing says and not before', () => {
    fc.assert(
      fc.property(limits, age, fc.double({ min: 0, max: 1, noNaN: true }), (some, ageMs, share) => {
        const next = nextCrossing(ageMs, some)
        const look = levelAt(ageMs, some)
        if (next === null) expect(look.level).toBe('critical')
        else {
          expect(next).toBeGreaterThan(ageMs)
          expect(levelAt(ageMs + (next - ageMs) * share * 0.999, some)).toEqual(look)
          expect(levelAt(next, some)).not.toEqual(look)
        }
      }),
    )
  })
})

describe('what was seen of a hold', () => {
  const call = { callId: 'c1', skill: 'vip', callFeature: 0, caller: '', called: '' }

  it.each([
    [119_999, {}, 'amber'],
    [120_000, {}, 'red'],
    [120_000, { vip: { amberMs: 1_000, redMs: 2_000, criticalMs: 3_000 } }, 'critical'],
  ] as const)(
    'is its level after %i ms, and not after any time since',
    (seenMs, skillLimits, level) => {
      const hold = { call, firstSeenAt: 1_000, lastSeenAt: 1_000 + seenMs }
      expect(seenLevel(hold, { limits: defaultLimits, skillLimits })).toBe(level)
    },
  )
})

describe('the limits', () => {
  it('that count before anyone has set any are valid ones', () => {
    expect(risingLimits.parse(defaultLimits)).toEqual(defaultLimits)
  })
})
