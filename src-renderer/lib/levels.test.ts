import { describe, expect, it } from 'vitest'
import { heldCall } from '../testing/boardData.ts'
import { isUrgent, limitsOf, nextLevel, progress, worst } from './levels.ts'

const limits = { amberMs: 60_000, redMs: 120_000, criticalMs: 300_000 }

describe('levels', () => {
  it('count red and critical as urgent, nothing less', () => {
    const urgent = (['normal', 'amber', 'red', 'critical'] as const).filter((level) =>
      isUrgent({ level }),
    )
    expect(urgent).toEqual(['red', 'critical'])
  })

  it('of a group are as bad as its worst call', () => {
    expect(worst([heldCall({ level: 'amber' }), heldCall({ level: 'critical' })])).toBe('critical')
    expect(worst([])).toBe('normal')
  })

  it('follow a skill’s own limits, and never what a record merely inherits', () => {
    const own = { amberMs: 1_000, redMs: 2_000, criticalMs: 3_000 }
    const head = { limits, skillLimits: { vip: own } }
    expect(limitsOf(head, 'vip')).toBe(own)
    expect(limitsOf(head, 'VIP')).toBe(own)
    expect(limitsOf(head, 'voice')).toBe(limits)
    expect(limitsOf(head, 'constructor')).toBe(limits)
  })

  it.each([
    ['normal', 0, 0],
    ['normal', 30_000, 0.5],
    ['amber', 60_000, 0],
    ['amber', 90_000, 0.5],
    ['red', 210_000, 0.5],
    ['red', 999_000, 1],
    ['critical', 300_000, 1],
    // Main raises the level within a second: until then the way is not behind its beginning.
    ['amber', 59_000, 0],
  ] as const)('of %s at %i ms is %d of the way to the next', (level, ageMs, share) => {
    expect(progress(level, ageMs, limits)).toBeCloseTo(share)
  })

  it('name the level that comes next, and none after the last', () => {
    expect(nextLevel('amber', limits)).toEqual({ level: 'red', atMs: 120_000 })
    expect(nextLevel('critical', limits)).toBeNull()
  })
})
