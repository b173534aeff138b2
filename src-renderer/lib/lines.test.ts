import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boardNow, heldCall } from '../testing/boardData.ts'
import { areSameLines, byAge, type Line, toLines, withoutOrphans, withPins } from './lines.ts'

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
  it('stand as they are where they are not grouped', () => {
    expect(keys(toLines(calls, 'none'))).toEqual(['a', 'b', 'c', 'd'])
  })

  it('grouped by agent begin with the worst, and count', () => {
    const lines = toLines(calls, 'agent')
    expect(keys(lines)).toEqual(['group 2', 'b', 'group 1', 'a', 'c', 'group 3', 'd'])
    expect(lines[2]).toMatchObject({ kind: 'group', of: '1', calls: 2, level: 'red' })
    expect(lines[2]).toMatchObject({ longest: { holdId: 'a' } })
  })

  it('grouped by skill keep those without one together', () => {
    expect(keys(toLines(calls, 'skill'))).toEqual([
      'group billing',
      'b',
      'c',
      'group voice',
      'a',
      'group ',
      'd',
    ])
  })

  it('are in the order of age, and in one order where ages are equal', () => {
    const twins = [call('y', 10), call('x', 10), call('z', 20)]
    expect(twins.sort(byAge).map(({ holdId }) => holdId)).toEqual(['z', 'x', 'y'])
  })

  it('are the same only if nothing of them has changed', () => {
    const lines = toLines(calls, 'agent')
    expect(areSameLines(lines, toLines(calls, 'agent'))).toBe(true)
    expect(areSameLines(lines, undefined)).toBe(false)
    const worse = calls.with(3, call('d', 100, { agentId: '3', skill: '', level: 'critical' }))
    expect(areSameLines(lines, toLines(worse, 'agent'))).toBe(false)
  })
})

describe('a pinned line', () => {
  const lines = toLines(calls, 'none')
  const after = (gone: string[], pins: { holdId: string; place: number }[]) =>
    keys(
      withPins(
        toLines(
          calls.filter(({ holdId }) => !gone.includes(holdId)),
          'none',
        ),
        pins,
      ),
    )

  it('costs nothing while there is none', () => {
    expect(withPins(lines, [])).toBe(lines)
  })

  it('keeps its place when one above it ends', () => {
    expect(after(['a'], [{ holdId: 'c', place: 2 }])).toEqual(['b', 'd', 'c'])
  })

  it('keeps it at the end too, with an empty place above', () => {
    expect(after(['a'], [{ holdId: 'd', place: 3 }])).toEqual(['b', 'c', 'blank 2', 'd'])
  })

  it('stays when it ends itself, so that no other slips in below the pointer', () => {
    expect(after(['b'], [{ holdId: 'b', place: 1 }])).toEqual(['a', 'b', 'c', 'd'])
  })

  it('is where it was, whatever comes and goes', () => {
    const ids = fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(ids, ids, fc.nat(), fc.nat(), (before, now, first, second) => {
        const old = before.map(String)
        const pins = [...new Set([first % old.length, second % old.length])].map((place) => ({
          holdId: old[place] ?? '',
          place,
        }))
        const next = now.map((id): Line => ({ kind: 'call', key: String(id) }))
        const result = keys(withPins(next, pins))
        for (const { holdId, place } of pins) expect(result[place]).toBe(holdId)
        // Nothing is lost, nothing is there twice.
        expect(new Set(result).size).toBe(result.length)
        for (const { key } of next) expect(result).toContain(key)
      }),
    )
  })
})

describe('columns', () => {
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
