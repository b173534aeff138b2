import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AssignableSource, assigner } from './assignAgents.ts'

const gateway = (origin: string, has: 'yes' | 'no' | 'maybe' = 'maybe', isPaused = false) => ({
  origin,
  isBulk: false,
  isPaused,
  isCurrent: () => true,
  has: () => has,
})
const cms = (isCurrent: boolean, isPaused = false): AssignableSource => ({
  origin: 'cms',
  isBulk: true,
  isPaused,
  isCurrent: () => isCurrent,
  has: () => 'maybe',
})
const assigned = (...sources: AssignableSource[]) => assigner(sources)('101', [])

describe('an agent', () => {
  it('is asked for at the gateways that list the agent, and only there', () => {
    expect(assigned(gateway('a', 'yes'), gateway('b', 'no'), gateway('c'))).toEqual({
      asked: ['a'],
      decisive: ['a'],
    })
    expect(assigned(gateway('a', 'yes'), gateway('b', 'yes')).decisive).toEqual(['a', 'b'])
  })

  it('on no list is asked for wherever there may be one, and otherwise everywhere', () => {
    expect(assigned(gateway('a', 'no'), gateway('b'), gateway('c')).asked).toEqual(['b', 'c'])
    expect(assigned(gateway('a', 'no'), gateway('b', 'no')).decisive).toEqual(['a', 'b'])
  })

  it('is not asked for at a gateway while a CC-CMS answers about the agent', () => {
    expect(assigned(gateway('a', 'yes'), cms(true))).toEqual({ asked: ['cms'], decisive: ['cms'] })
  })

  it('is taken over by a gateway when the CC-CMS does not answer, which is still asked', () => {
    expect(assigned(gateway('a', 'yes'), cms(false))).toEqual({
      asked: ['cms', 'a'],
      decisive: ['a'],
    })
    expect(assigned(cms(false))).toEqual({ asked: ['cms'], decisive: ['cms'] })
  })

  it('does not depend on a paused source while there is another', () => {
    expect(assigned(gateway('a', 'yes', true), gateway('b')).decisive).toEqual(['b'])
    expect(assigned(gateway('a', 'yes', true), cms(true, true)).decisive).toEqual(['cms'])
    expect(assigned(gateway('a', 'maybe', true), gateway('b', 'no')).decisive).toEqual(['a'])
  })

  it('is asked for where a call was listed that the others have never listed, until that ends', () => {
    const assignedWith = (holds: string[][], ...sources: AssignableSource[]) =>
      assigner(sources)(
        '101',
        holds.map((by) => ({ sources: by })),
      )
    expect(assignedWith([['a']], gateway('a', 'yes'), cms(true))).toEqual({
      asked: ['cms', 'a'],
      decisive: ['cms'],
    })
    expect(assignedWith([['a', 'cms']], gateway('a', 'yes'), cms(true)).asked).toEqual(['cms'])
    expect(assignedWith([['a'], ['b']], gateway('a', 'no'), gateway('b', 'yes'))).toEqual({
      asked: ['b', 'a'],
      decisive: ['b'],
    })
    expect(assignedWith([['a']], gateway('a', 'yes', true), gateway('b', 'yes')).asked).toEqual([
      'b',
    ])
  })

  it('always depends on some source, which is asked', () => {
    const source = fc.record({
      isBulk: fc.boolean(),
      isPaused: fc.boolean(),
      isCurrent: fc.boolean(),
      has: fc.constantFrom('yes', 'no', 'maybe'),
    })
    fc.assert(
      fc.property(fc.array(source, { minLength: 1, maxLength: 5 }), (drafts) => {
        const sources = drafts.map(({ isCurrent, has, ...draft }, index) => ({
          ...draft,
          origin: String(index),
          isCurrent: () => isCurrent,
          has: () => has,
        }))
        const { asked, decisive } = assigner(sources)('101', [])
        expect(decisive.length).toBeGreaterThan(0)
        expect(asked).toEqual(expect.arrayContaining([...decisive]))
      }),
    )
  })
})
