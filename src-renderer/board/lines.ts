import type { Grouping, HeldCall, Level } from '../../src-shared/contract/index.ts'
import { byAge } from '../state/calls.ts'
import { worst } from '../../src-shared/levels.ts'

/**
 * One line of the board: a held call, the heading of a group, or an empty line. For a call it only has the id: the
 * table does not depend on changes within a row.
 */
export type Line = { kind: 'call' | 'blank'; key: string } | GroupLine
export interface GroupLine {
  kind: 'group'
  key: string
  /** Agent id, skill or team. */
  of: string
  calls: number
  level: Level
  /** The call held longest, whose clock the group shows. */
  longest: HeldCall
}

const callLine = ({ holdId }: HeldCall): Line => ({ kind: 'call', key: holdId })

/** The lines of calls in their order; groups are in the order of their first calls. */
export const toLines = (
  calls: readonly HeldCall[],
  grouping: Grouping,
  teamOf: (agentId: string) => string = () => '',
): Line[] => {
  if (grouping === 'none') return calls.map(callLine)
  const groups = [
    ...Map.groupBy(calls, ({ agentId, skill }) => {
      if (grouping === 'team') return teamOf(agentId)
      return grouping === 'agent' ? agentId : skill
    }),
  ]
  return groups.flatMap(([of, members]): Line[] => [
    {
      kind: 'group',
      key: `group ${of}`,
      of,
      calls: members.length,
      level: worst(members),
      longest: members.reduce((a, b) => (byAge(a, b) <= 0 ? a : b)),
    },
    ...members.map(callLine),
  ])
}

const isSameLine = (a: Line, b: Line | undefined): boolean => {
  if (a.key !== b?.key) return false
  if (a.kind !== 'group' || b.kind !== 'group') return true
  return a.calls === b.calls && a.level === b.level && a.longest === b.longest
}
/** Whether the table is unchanged: the same lines in the same order. */
export const areSameLines = (a: readonly Line[], b: readonly Line[] | undefined): boolean =>
  a.length === b?.length && a.every((line, index) => isSameLine(line, b[index]))

const foot = (place: number): Line => ({ kind: 'blank', key: `foot ${place}` })

/**
 * Fills columns of this many lines from top to bottom, so that no heading is last in one. The lines above a pinned line
 * are `unmoved`: there the columns end where they did before.
 */
export const withoutOrphans = (
  lines: readonly Line[],
  perColumn: number,
  unmoved: readonly Line[] = [],
): Line[] => {
  const result: Line[] = []
  const isFoot = (line: Line): boolean => {
    const place = result.length
    if (place < unmoved.length) return unmoved[place]?.key === foot(place).key
    return line.kind === 'group' && perColumn > 1 && place % perColumn === perColumn - 1
  }
  for (const line of lines) {
    if (isFoot(line)) result.push(foot(result.length))
    result.push(line)
  }
  return result
}
