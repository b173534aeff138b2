import { describe, expect, it } from 'vitest'
import { heldCall } from '../testing/boardData.ts'
import { suretyOf } from './surety.ts'

describe('how far a clock may be believed', () => {
  it.each([
    ['a call that is seen from its start', {}, false, 'sure'],
    ['one that was held when it was first seen', { lowerBound: true }, false, 'atLeast'],
    ['one that is not seen now', { stale: true, lowerBound: true }, false, 'about'],
    ['one that was not watched for a while', { gap: true, lowerBound: true }, false, 'about'],
    ['any on a board that is out of date', {}, true, 'about'],
  ] as const)('%s', (_what, over, old, surety) => {
    expect(suretyOf(heldCall(over), old)).toBe(surety)
  })
})
