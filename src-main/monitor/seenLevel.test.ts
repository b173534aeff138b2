import { describe, expect, it } from 'vitest'
import { defaultLimits } from '../../src-shared/levels.ts'
import { seenLevel } from './seenLevel.ts'

describe('the observed level of a hold', () => {
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
