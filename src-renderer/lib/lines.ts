import type { Grouping, HeldCall, Level } from '../../src-preload/contract/index.ts'
import { rank, worst } from './levels.ts'

/**
 * One line of the board: a held call, the heading of a group, or an empty place. Of a call it knows
 * no more than its id: what changes in a row is no matter of the table's.
 */
export type Line = { kind: 'call' | 'blank'; key: string } | GroupLine
export interface GroupLine {
  kind: 'group'
  key: string
  /** Agent id or skill. */
  of: string
  calls: number
  level: Level
  /** The one held longest, by whose clock the group is read. */
  longest: HeldCall
}

/** Longest hold first. */
export const byAge = (a: HeldCall, b: HeldCall): number =>
  a.startedAt - b.startedAt || (a.holdId < b.holdId ? -1 : 1)

const callLine = ({ holdId }: HeldCall): Line => ({ kind: 'call', key: holdId })

/** The lines of calls that are sorted by age; of groups the worst comes first. */
export const toLines = (calls: readonly HeldCall[], grouping: Grouping): Line[] => {
  if (grouping === 'none') return calls.map(callLine)
  const groups = [
    ...Map.groupBy(calls, (call) => (grouping === 'agent' ? call.agentId : call.skill)),
  ].flatMap(([of, members]) => {
    const [longest] = members
    return longest ? [{ of, members, longest, level: worst(members) }] : []
  })
  groups.sort((a, b) => rank[b.level] - rank[a.level] || byAge(a.longest, b.longest))
  return groups.flatMap(({ of, members, longest, level }): Line[] => [
    { kind: 'group', key: `group ${of}`, of, calls: members.length, level, longest },
    ...members.map(callLine),
  ])
}

/** A line that is pointed at or focused, and the place at which it was then. */
export interface Pin {
  holdId: string
  place: number
}

/**
 * Keeps pinned calls where they were when the hand or the focus came to them, whatever comes and
 * goes around them. One that is held no longer stays too: nothing else may slip under the pointer
 * in its place.
 */
export const withPins = (lines: readonly Line[], pins: readonly Pin[]): readonly Line[] => {
  if (pins.length === 0) return lines
  const pinned = new Set(pins.map(({ holdId }) => holdId))
  const result = lines.filter(({ key }) => !pinned.has(key))
  for (const { holdId, place } of pins.toSorted((a, b) => a.place - b.place)) {
    for (let at = result.length; at < place; at += 1) {
      result.push({ kind: 'blank', key: `blank ${at}` })
    }
    result.splice(place, 0, { kind: 'call', key: holdId })
  }
  return result
}

const isSameLine = (a: Line, b: Line | undefined): boolean => {
  if (a.key !== b?.key) return false
  if (a.kind !== 'group' || b.kind !== 'group') return true
  return a.calls === b.calls && a.level === b.level && a.longest === b.longest
}
/** Whether the table has nothing to do: the same lines in the same order. */
export const areSameLines = (a: readonly Line[], b: readonly Line[] | undefined): boolean =>
  a.length === b?.length && a.every((line, index) => isSameLine(line, b[index]))

/** Fills columns of so many lines from top to bottom, so that no heading stands last in one. */
export const withoutOrphans = (lines: readonly Line[], perColumn: number): Line[] => {
  const result: Line[] = []
  for (const line of lines) {
    if (line.kind === 'group' && perColumn > 1 && result.length % perColumn === perColumn - 1) {
      result.push({ kind: 'blank', key: `foot ${result.length}` })
    }
    result.push(line)
  }
  return result
}
