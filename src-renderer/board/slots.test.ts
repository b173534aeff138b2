import { describe, expect, it } from 'vitest'
import { slotsOf } from './slots.ts'

describe('the element of a row', () => {
  const before = slotsOf(['a', 'b', 'c'], new Map(), null)

  it('is its own as long as the row is rendered, wherever it stands', () => {
    expect([...before]).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 2],
    ])
    expect(slotsOf(['c', 'a', 'b'], before, null)).toEqual(before)
  })

  it('is given to a new row once its own is gone', () => {
    expect(slotsOf(['d', 'c', 'e', 'a'], before, null)).toEqual(
      new Map([
        ['d', 1],
        ['c', 2],
        ['e', 3],
        ['a', 0],
      ]),
    )
    // A gap is left where nothing is new.
    const fewer = slotsOf(['c'], before, null)
    expect(slotsOf(['c', 'f'], fewer, null).get('f')).toBe(3)
  })

  it('is not given away while the row may have the focus', () => {
    expect(slotsOf(['a', 'c', 'd'], before, 'b').get('d')).toBe(3)
  })
})
