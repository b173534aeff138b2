import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { risingLimits } from './contract/index.ts'
import {
  defaultLimits,
  isUrgent,
  type Limits,
  levelAt,
  limitsOf,
  nextCrossing,
  nextLevel,
  progress,
  worst,
} from './levels.ts'

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

  it('never falls with age, and its appearance changes exactly at the next crossing', () => {
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

describe('the limits', () => {
  it('are valid by default', () => {
    expect(risingLimits.parse(defaultLimits)).toEqual(defaultLimits)
  })
})

describe('levels', () => {
  it('count red and critical as urgent, nothing less', () => {
    const urgent = (['normal', 'amber', 'red', 'critical'] as const).filter((level) =>
      isUrgent({ level }),
    )
    expect(urgent).toEqual(['red', 'critical'])
  })

  it('of a group are those of its worst call', () => {
    expect(worst([{ level: 'amber' }, { level: 'critical' }])).toBe('critical')
    expect(worst([])).toBe('normal')
  })

  it('follow a skill’s own limits, and never an inherited property of a record', () => {
    const own = { amberMs: 1_000, redMs: 2_000, criticalMs: 3_000 }
    const head = { limits: defaultLimits, skillLimits: { vip: own } }
    expect(limitsOf(head, 'vip')).toBe(own)
    expect(limitsOf(head, 'VIP')).toBe(own)
    expect(limitsOf(head, 'voice')).toBe(defaultLimits)
    expect(limitsOf(head, 'constructor')).toBe(defaultLimits)
  })

  it.each([
    ['normal', 0, 0],
    ['normal', 30_000, 0.5],
    ['amber', 60_000, 0],
    ['amber', 90_000, 0.5],
    ['red', 210_000, 0.5],
    ['red', 999_000, 1],
    ['critical', 300_000, 1],
    // The main process raises the level within a second: until then the progress is not reset.
    ['amber', 59_000, 0],
  ] as const)('of %s at %i ms is %d of the way to the next', (level, ageMs, share) => {
    expect(progress(level, ageMs, defaultLimits)).toBeCloseTo(share)
  })

  it('have a next one, except the last', () => {
    expect(nextLevel('amber', defaultLimits)).toEqual({ level: 'red', atMs: 120_000 })
    expect(nextLevel('critical', defaultLimits)).toBeNull()
  })
})
