import { describe, expect, it } from 'vitest'
import { pastHold } from '../testing/historyData.ts'
import { atMostMs, certaintyOfPast } from './historyBounds.ts'

const { startedAt, lastSeenAt, durationMs } = pastHold()

describe('the certainty of a past hold’s duration', () => {
  it.each([
    ['both ends to the second', {}, 'sure'],
    ['both ends to less than three seconds', { notBefore: startedAt - 2_000 }, 'sure'],
    ['both ends to a tenth', { notBefore: startedAt - durationMs / 10 + 2_000 }, 'sure'],
    ['a start that may lie earlier', { notBefore: startedAt - durationMs / 10 - 1 }, 'atLeast'],
    ['held already when first seen', { notBefore: null }, 'atLeast'],
    ['an end that may lie later', { endedBy: lastSeenAt + durationMs / 10 + 1 }, 'atLeast'],
    ['nobody saw the end', { endedBy: null }, 'atLeast'],
    ['monitoring was interrupted', { gap: true }, 'about'],
    ['not watched for a while, and the start unknown', { gap: true, notBefore: null }, 'about'],
  ] as const)('%s', (_what, over, certainty) => {
    expect(certaintyOfPast(pastHold(over))).toBe(certainty)
  })

  it('adds both uncertainties for the maximum duration', () => {
    const hold = pastHold({ notBefore: startedAt - 9_000, endedBy: lastSeenAt + 4_000 })
    expect(atMostMs(hold)).toBe(durationMs + 13_000)
  })

  it.each([{ notBefore: null }, { endedBy: null }])('knows no maximum with %o', (over) => {
    expect(atMostMs(pastHold(over))).toBeNull()
  })
})
