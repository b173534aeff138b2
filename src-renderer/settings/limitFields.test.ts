import { describe, expect, it } from 'vitest'
import { readLimits } from './limitFields.ts'

const texts = (amberMs: string, redMs: string, criticalMs: string) => ({
  amberMs,
  redMs,
  criticalMs,
})

describe('three limits as typed', () => {
  it('are accepted where they increase', () => {
    expect(readLimits(texts('30', '1:00', '24:00:00'), 'amberMs')).toEqual({
      limits: { amberMs: 30_000, redMs: 60_000, criticalMs: 86_400_000 },
    })
  })

  it.each([
    ['is no time', texts('1:00', 'soon', '5:00'), 'amberMs', { redMs: { why: 'not-a-time' } }],
    ['is too short', texts('0', '2:00', '5:00'), 'redMs', { amberMs: { why: 'out-of-range' } }],
    [
      'is too long',
      texts('1:00', '2:00', '24:00:01'),
      'redMs',
      { criticalMs: { why: 'out-of-range' } },
    ],
    [
      'was raised over the next',
      texts('3:00', '2:00', '5:00'),
      'amberMs',
      { amberMs: { why: 'below', other: 'redMs' } },
    ],
    [
      'was lowered under the one before',
      texts('1:00', '0:30', '5:00'),
      'redMs',
      { redMs: { why: 'above', other: 'amberMs' } },
    ],
    [
      'equals the one before',
      texts('1:00', '5:00', '5:00'),
      'criticalMs',
      { criticalMs: { why: 'above', other: 'redMs' } },
    ],
    [
      'is wrong although another was touched',
      texts('1:00', '6:00', '5:00'),
      'amberMs',
      { criticalMs: { why: 'above', other: 'redMs' } },
    ],
    [
      'is wrong, each of several',
      texts('1.5', '0:30', '0:20'),
      'redMs',
      { amberMs: { why: 'not-a-time' }, redMs: { why: 'below', other: 'criticalMs' } },
    ],
  ] as const)('say which one %s', (_what, typed, touched, problems) => {
    expect(readLimits(typed, touched)).toEqual({ problems })
  })
})
