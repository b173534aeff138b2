import { describe, expect, it } from 'vitest'
import { pastHold } from '../testing/historyData.ts'
import { atMostMs, suretyOfPast } from './historyBounds.ts'

const { startedAt, lastSeenAt, durationMs } = pastHold()

describe('how far the length of a past hold may be believed', () => {
  it.each([
    ['both ends within two seconds', {}, 'sure'],
    ['a start within exactly two seconds', { notBefore: startedAt - 2_000 }, 'sure'],
    ['a start that may lie earlier', { notBefore: startedAt - 2_001 }, 'atLeast'],
    ['held already when first seen', { notBefore: null }, 'atLeast'],
    ['an end that may lie later', { endedBy: lastSeenAt + 2_001 }, 'atLeast'],
    ['nobody saw the end', { endedBy: null }, 'atLeast'],
    ['not watched for a while', { gap: true }, 'about'],
    ['not watched for a while, and the start unknown', { gap: true, notBefore: null }, 'about'],
  ] as const)('%s', (_what, over, surety) => {
    expect(suretyOfPast(pastHold(over))).toBe(surety)
  })

  it('adds both doubts for the longest it can have been', () => {
    const hold = pastHold({ notBefore: startedAt - 9_000, endedBy: lastSeenAt + 4_000 })
    expect(atMostMs(hold)).toBe(durationMs + 13_000)
  })

  it.each([{ notBefore: null }, { endedBy: null }])('knows no longest with %o', (over) => {
    expect(atMostMs(pastHold(over))).toBeNull()
  })
})
