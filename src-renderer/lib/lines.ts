import type { Grouping, HeldCall, Level } from '../../src-preload/contract/index.ts'
import { rank, worst } from './levels.ts'

/** One line of the board: a held call, the heading of a group, or an empty place. */
export type Line = CallLine | GroupLine | { kind: 'blank'; key: string }
export interface CallLine {
  kind: 'call'
  key: string
  call: HeldCall
  /** It is held no longer; the line only stays because it is pointed at. */
  ended: boolean
}
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

const callLine = (call: HeldCall): CallLine => ({
  kind: 'call',
  key: call.holdId,
  call,
  ended: false,
})

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
  call: HeldCall
  place: number
}

/**
 * Keeps pinned calls where they were when the hand or the focus came to them, whatever comes and
 * goes around them. One that is held no longer stays too, as ended: nothing else may slip under
 * the pointer in its place.
 */
export const withPins = (
  lines: readonly Line[],
  pins: readonly Pin[],
  held: ReadonlyMap<string, HeldCall>,
): readonly Line[] => {
  if (pins.length === 0) return lines
  const pinned = new Set(pins.map(({ call }) => call.holdId))
  const result = lines.filter((line) => !pinned.has(line.key))
  for (const { call, place } of pins.toSorted((a, b) => a.place - b.place)) {
    for (let at = result.length; at < place; at += 1) {
      result.push({ kind: 'blank', key: `blank ${at}` })
    }
    const now = held.get(call.holdId)
    result.splice(place, 0, { ...callLine(now ?? call), ended: now === undefined })
  }
  return result
}

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
