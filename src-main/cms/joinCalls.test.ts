import { describe, expect, it } from 'vitest'
import type { SeenCall } from '../monitor/observation.ts'
import { inMilliseconds, joinCalls } from './joinCalls.ts'

const call = (callId: string, caller = callId): SeenCall => ({
  callId,
  callFeature: 0,
  caller,
  called: '400',
  skill: 'billing',
})
const joined = (callIds: string[], calls: SeenCall[]) =>
  [...joinCalls(callIds, calls)].map(([callId, { callId: other }]) => [callId, other])

describe('a call of the CC-CMS is joined with that of the gateway', () => {
  it('that has the same id', () => {
    expect(joined(['1735787045-1', '1735787045-2'], [call('1735787045-2')])).toEqual([
      ['1735787045-2', '1735787045-2'],
    ])
  })

  it.each([
    ['1735787045000-1', '1735787045-1'],
    ['1735787045-1', '1735787045000-1'],
  ])('whose id has the same time in another unit: %s and %s', (ours, theirs) => {
    const others = [call(theirs), call('1735787046-1')]
    expect(joined([ours, '1735787047-9'], others)).toEqual([[ours, theirs]])
  })

  it('with the very same id, where another has it in another unit', () => {
    const calls = [call('1735787045000-1'), call('1735787045-1')]
    expect(joined(['1735787045-1', 'x'], calls)).toEqual([['1735787045-1', '1735787045-1']])
  })

  it('where each side has exactly one', () => {
    expect(joined(['1735787045-1'], [call('other')])).toEqual([['1735787045-1', 'other']])
  })

  it.each([
    ['two here', ['a', 'b'], [call('c')]],
    ['two there', ['a'], [call('b'), call('c')]],
    ['none there', ['a'], []],
  ])('but not by the agent with %s', (_name, callIds, calls) => {
    expect(joined(callIds, calls)).toEqual([])
  })

  it('but not by the number after the hyphen, nor by milliseconds that are not whole seconds', () => {
    const others = [call('1735787046-1'), call('1735787045001-1')]
    expect(joined(['1735787045-1', 'x'], others)).toEqual([])
  })
})

describe('an id in milliseconds', () => {
  it.each([
    ['1735787045-2201', '1735787045000-2201'],
    ['1735787045-123456', '1735787045000-123456'],
    ['1735787045-1234567', null],
    ['1735787045000-2201', null],
    ['17357870-2201', null],
  ])('of %s is %s', (callId, longer) => {
    expect(inMilliseconds(callId)).toBe(longer)
  })
})
