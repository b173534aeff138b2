import type { BoardColumn, BoardSort, HeldCall, Limits } from '../../src-shared/contract/index.ts'
import { limitsOf, rank } from '../../src-shared/levels.ts'
import { byAge } from '../state/calls.ts'

export type Comparison = (a: HeldCall, b: HeldCall) => number
interface LimitTable {
  limits: Limits
  skillLimits: Readonly<Record<string, Limits>>
}

/** Board-clock ms at which a call crossed the limit of its level; for a normal one, when it will. */
const crossingOf = ({ startedAt, skill, level }: HeldCall, table: LimitTable): number =>
  startedAt + limitsOf(table, skill)[`${level === 'normal' ? 'amber' : level}Ms`]

/**
 * Rows that need action come first: the worst level, within it those not acknowledged or snoozed, and of these the
 * longest over its own limit.
 */
export const byNeed = (table: LimitTable): Comparison => {
  // A sort compares each call many times.
  const crossings = new WeakMap<HeldCall, number>()
  const crossing = (call: HeldCall): number => {
    let at = crossings.get(call)
    if (at === undefined) crossings.set(call, (at = crossingOf(call, table)))
    return at
  }
  return (a, b) =>
    rank[b.level] - rank[a.level] ||
    Number(a.attention !== null) - Number(b.attention !== null) ||
    crossing(a) - crossing(b) ||
    byAge(a, b)
}

/** The values shown as text. */
export interface Wording {
  compare: (a: string, b: string) => number
  agent: (call: HeldCall) => string
  callType: (call: HeldCall) => string
}

/** Numeric columns, where the largest value comes first. */
const isDescendingFirst = (column: BoardColumn): boolean =>
  column === 'heldFor' || column === 'thisCall'

const byColumn = (column: BoardColumn, { compare, agent, callType }: Wording): Comparison => {
  switch (column) {
    case 'heldFor':
      return (a, b) => b.startedAt - a.startedAt
    case 'agent':
      return (a, b) => compare(agent(a), agent(b))
    case 'customer':
      return (a, b) => compare(a.customer, b.customer)
    case 'skill':
      return (a, b) => compare(a.skill, b.skill)
    case 'call':
      return (a, b) => compare(callType(a), callType(b))
    case 'thisCall':
      return (a, b) => a.holdNumber - b.holdNumber || a.earlierMs - b.earlierMs
  }
}

/** The order of the rows; where two are equal, the longer hold comes first. */
export const comparisonOf = (sort: BoardSort, table: LimitTable, wording: Wording): Comparison => {
  if (sort === null) return byNeed(table)
  const ascending = byColumn(sort.by, wording)
  return (a, b) => (sort.descending ? ascending(b, a) : ascending(a, b)) || byAge(a, b)
}

/** The order after a click on a column head: its own, then the reverse, then none. */
export const nextSort = (sort: BoardSort, by: BoardColumn): BoardSort => {
  const first = isDescendingFirst(by)
  if (sort?.by !== by) return { by, descending: first }
  return sort.descending === first ? { by, descending: !first } : null
}
