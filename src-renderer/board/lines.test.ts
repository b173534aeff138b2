import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { HeldCall } from '../../src-shared/contract/index.ts'
import { boardNow, heldCall } from '../testing/boardData.ts'
import { areSameLines, type Line, toLines, withoutOrphans } from './lines.ts'
import { byAge } from '../state/calls.ts'
import { pinOf, withPins } from './pins.ts'

const call = (holdId: string, agoS: number, over: object = {}) =>
  heldCall({ holdId, startedAt: boardNow - agoS * 1_000, ...over })
const calls = [
  call('a', 400, { agentId: '1', skill: 'voice', level: 'amber' }),
  call('b', 300, { agentId: '2', skill: 'billing', level: 'critical' }),
  call('c', 200, { agentId: '1', skill: 'billing', level: 'red' }),
  call('d', 100, { agentId: '3', skill: '', level: 'normal' }),
]
const keys = (lines: readonly Line[]) => lines.map(({ key }) => key)

describe('lines', () => {
  it('are in the given order without grouping', () => {
    expect(keys(toLines(calls, 'none'))).toEqual(['a', 'b', 'c', 'd'])
  })

  it('grouped by agent are in the order of their first calls, and count', () => {
    const [a, b, c, d] = calls as [HeldCall, HeldCall, HeldCall, HeldCall]
    const lines = toLines([b, c, a, d], 'agent')
    expect(keys(lines)).toEqual(['group 2', 'b', 'group 1', 'c', 'a', 'group 3', 'd'])
    expect(lines[2]).toMatchObject({ kind: 'group', of: '1', calls: 2, level: 'red' })
    expect(lines[2]).toMatchObject({ longest: { holdId: 'a' } })
  })

  it('grouped by skill keep those without one together', () => {
    expect(keys(toLines(calls, 'skill'))).toEqual([
      'group voice',
      'a',
      'group billing',
      'b',
      'c',
      'group ',
      'd',
    ])
  })

  it('grouped by team keep agents of one team together', () => {
    const lines = toLines(calls, 'team', (agentId) => (agentId === '3' ? '' : 'Sales'))
    expect(keys(lines)).toEqual(['group Sales', 'a', 'b', 'c', 'group ', 'd'])
  })

  it('are ordered by age, in a stable order where ages are equal', () => {
    const twins = [call('y', 10), call('x', 10), call('z', 20)]
    expect(twins.sort(byAge).map(({ holdId }) => holdId)).toEqual(['z', 'x', 'y'])
  })

  it('are equal only if nothing about them has changed', () => {
    const lines = toLines(calls, 'agent')
    expect(areSameLines(lines, toLines(calls, 'agent'))).toBe(true)
    expect(areSameLines(lines, undefined)).toBe(false)
    const worse = calls.with(3, call('d', 100, { agentId: '3', skill: '', level: 'critical' }))
    expect(areSameLines(lines, toLines(worse, 'agent'))).toBe(false)
  })
})

describe('columns', () => {
  it('keep their ends above a pinned line, so that it does not move', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((agentId) => [
      call(`${agentId}1`, 90, { agentId, level: 'red' }),
      call(`${agentId}2`, 80, { agentId, level: 'red' }),
    ]) as [HeldCall[], HeldCall[], HeldCall[]]
    const before = withoutOrphans(toLines([...a, ...b, ...c], 'agent'), 4)
    const at = keys(before).indexOf('c1')
    expect(keys(before).slice(0, at + 1)).toContain('foot 3')
    const pin = pinOf(toLines([...a, ...b, ...c], 'agent'), 'c1')
    const [, , ...rest] = [...a, ...b, ...c]
    const now = withPins(toLines(rest, 'agent'), pin ? [pin] : [])
    expect(keys(withoutOrphans(now, 4, before.slice(0, at + 1)))[at]).toBe('c1')
  })

  it('never end with a heading', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 12 }),
        fc.integer({ min: 2, max: 9 }),
        (groups, perColumn) => {
          const lines = groups.flatMap((size, group) =>
            toLines(
              Array.from({ length: size }, (_, i) =>
                call(`${group}-${i}`, 10, { agentId: `${group}` }),
              ),
              'agent',
            ),
          )
          const filled = withoutOrphans(lines, perColumn)
          expect(filled.filter(({ kind }) => kind !== 'blank')).toEqual(lines)
          const feet = filled.filter((_, at) => at % perColumn === perColumn - 1)
          expect(feet.some(({ kind }) => kind === 'group')).toBe(false)
        },
      ),
    )
  })
})
