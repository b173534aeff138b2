import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boardNow, heldCall } from '../testing/boardData.ts'
import { type Line, toLines } from './lines.ts'
import { pinOf, withPins } from './pins.ts'

const call = (holdId: string, agoS: number, over: object = {}) =>
  heldCall({ holdId, startedAt: boardNow - agoS * 1_000, ...over })
const calls = [call('a', 400), call('b', 300), call('c', 200), call('d', 100)]
const keys = (lines: readonly Line[]) => lines.map(({ key }) => key)

describe('a pinned line', () => {
  const lines = toLines(calls, 'none')
  const after = (removed: string[], pins: { holdId: string; place: number }[]) =>
    keys(
      withPins(
        toLines(
          calls.filter(({ holdId }) => !removed.includes(holdId)),
          'none',
        ),
        pins.map((pin) => ({ ...pin, heading: null })),
      ),
    )

  it('costs nothing while there is none', () => {
    expect(withPins(lines, [])).toBe(lines)
  })

  it('keeps its position when one above it ends', () => {
    expect(after(['a'], [{ holdId: 'c', place: 2 }])).toEqual(['b', 'd', 'c'])
  })

  it('keeps it at the end too, with an empty line above', () => {
    expect(after(['a'], [{ holdId: 'd', place: 3 }])).toEqual(['b', 'c', 'blank 2', 'd'])
  })

  it('stays when it ends itself, so that no other moves below the pointer', () => {
    expect(after(['b'], [{ holdId: 'b', place: 1 }])).toEqual(['a', 'b', 'c', 'd'])
  })

  it('is at its position, whatever is added and removed', () => {
    const ids = fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(ids, ids, fc.nat(), fc.nat(), (before, now, first, second) => {
        const old = before.map(String)
        const pins = [...new Set([first % old.length, second % old.length])].map((place) => ({
          holdId: old[place] ?? '',
          place,
          heading: null,
        }))
        const next = now.map((id): Line => ({ kind: 'call', key: String(id) }))
        const result = keys(withPins(next, pins))
        for (const { holdId, place } of pins) expect(result[place]).toBe(holdId)
        // Nothing is lost, nothing is duplicated.
        expect(new Set(result).size).toBe(result.length)
        for (const { key } of next) expect(result).toContain(key)
      }),
    )
  })
})

describe('a pinned line of a group', () => {
  const one = (holdId: string, over: object = {}) =>
    call(holdId, 100, { agentId: holdId.charAt(0), level: 'red', ...over })
  const linesOf = (holdIds: string[]) =>
    toLines(
      holdIds.map((holdId) => one(holdId)),
      'agent',
    )
  const after = (before: string[], pinned: string[], now: string[]) => {
    const lines = linesOf(before)
    const pins = pinned.flatMap((holdId) => pinOf(lines, holdId) ?? [])
    return withPins(linesOf(now), pins)
  }

  it('stays below its own heading where another group grows above', () => {
    expect(keys(after(['a1', 'b1', 'c1'], ['b1'], ['a1', 'a2', 'b1', 'c1']))).toEqual([
      'group a',
      'a1',
      'group b',
      'b1',
      'group a+',
      'a2',
      'group c',
      'c1',
    ])
  })

  it('keeps its position and its heading where a group above ends', () => {
    expect(keys(after(['a1', 'b1'], ['b1'], ['b1', 'b2']))).toEqual([
      'blank 0',
      'blank 1',
      'group b',
      'b1',
      'b2',
    ])
  })

  it('keeps them too where it was the last of its group and ends itself', () => {
    const lines = after(['a1', 'b1', 'c1'], ['b1'], ['a1', 'c1'])
    expect(keys(lines)).toEqual(['group a', 'a1', 'group b', 'b1', 'group c', 'c1'])
    expect(lines[2]).toMatchObject({ of: 'b', calls: 0 })
  })

  it('is at its position, and each call below its own heading, whatever is added and removed', () => {
    const ids = fc.uniqueArray(
      fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 0, max: 6 })),
      { minLength: 1, maxLength: 14, selector: (id) => id.join('') },
    )
    fc.assert(
      fc.property(ids, ids, fc.nat(), fc.nat(), (before, now, first, second) => {
        const old = before.map((id) => id.join(''))
        const next = now.map((id) => id.join(''))
        const [hand = '', focus = ''] = [old[first % old.length], old[second % old.length]]
        const place = keys(linesOf(old)).indexOf(hand)
        expect(keys(after(old, [hand], next))[place]).toBe(hand)

        const lines = after(old, [...new Set([hand, focus])], next)
        const held = lines.filter(({ kind }) => kind === 'call').map(({ key }) => key)
        expect(held.toSorted()).toEqual([...new Set([...next, hand, focus])].toSorted())
        expect(new Set(keys(lines)).size).toBe(lines.length)
        let heading = ''
        for (const [at, line] of lines.entries()) {
          if (line.kind === 'group') heading = line.of
          if (line.kind === 'call') expect(line.key.charAt(0)).toBe(heading)
          if (line.kind === 'group') expect(lines[at + 1]?.kind).not.toBe('group')
        }
      }),
    )
  })
})
