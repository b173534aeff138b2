import { describe, expect, it } from 'vitest'
import { boardNow, heldCall } from '../testing/boardData.ts'
import { certaintyOf } from './certainty.ts'

describe('the certainty of a time', () => {
  it.each([
    ['a call that is seen from its start', {}, false, 'sure'],
    ['one whose start is known to a tenth', { notBefore: boardNow - 143_000 }, false, 'sure'],
    ['one whose start is not', { notBefore: boardNow - 143_001 }, false, 'atLeast'],
    ['one that was held when it was first seen', { notBefore: null }, false, 'atLeast'],
    ['one that is not seen now', { stale: true, notBefore: null }, false, 'about'],
    ['one that was not watched for a while', { gap: true, notBefore: null }, false, 'about'],
    ['any on a board that is out of date', {}, true, 'about'],
  ] as const)('%s', (_what, over, old, certainty) => {
    expect(certaintyOf(heldCall(over), old, (at) => boardNow - at)).toBe(certainty)
  })
})
