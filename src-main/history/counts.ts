import type { DatabaseSync } from 'node:sqlite'
import type { HistoryFilter } from '../../src-shared/contract/index.ts'
import { type Column, whereClause } from './filter.ts'

const dayMs = 86_400_000
/** The day under which the totals of all days are stored. */
const allDays = -1

/** By connection, the counts since the last change: turning pages and sorting repeat the same query. */
const totalsByDatabase = new WeakMap<
  DatabaseSync,
  { version: number; totals: Map<string, number> }
>()
const mostCounted = 100

/** Changes with every write by another connection. */
export const dataVersion = (db: DatabaseSync): number =>
  Number(db.prepare('PRAGMA data_version').get()?.['data_version'])

/** Counts over a read-only connection. */
export function countRows(db: DatabaseSync, filter: HistoryFilter): number {
  const version = dataVersion(db)
  const cache = totalsByDatabase.get(db)
  const isKnown = cache?.version === version && cache.totals.size < mostCounted
  const totals = isKnown ? cache.totals : new Map<string, number>()
  if (!isKnown) totalsByDatabase.set(db, { version, totals })
  const key = JSON.stringify(filter)
  const total = totals.get(key) ?? count(db, filter)
  totals.set(key, total)
  return total
}

/** Whole days are added up, the remainders at both ends are counted; a text search has no stored sums. */
function count(db: DatabaseSync, filter: HistoryFilter): number {
  if (filter.search.trim() !== '') return countEach(db, filter)
  const { from, to } = filter
  if (from === null && to === null) return sumDays(db, filter, allDays, allDays + 1)
  const first = from === null ? 0 : Math.ceil(from / dayMs)
  const end = to === null ? Number.MAX_SAFE_INTEGER : Math.floor(to / dayMs)
  if (first >= end) return countEach(db, filter)
  let total = sumDays(db, filter, first, end)
  if (from !== null) total += countEach(db, { ...filter, to: first * dayMs })
  if (to !== null) total += countEach(db, { ...filter, from: end * dayMs })
  return total
}

function sumDays(db: DatabaseSync, filter: HistoryFilter, first: number, end: number): number {
  const { sql, values } = whereClause({ ...filter, from: null, to: null }, ['agent_id', 'skill'])
  const row = db
    .prepare(`SELECT total(holds) AS n FROM past_counts WHERE day >= ? AND day < ? AND ${sql}`)
    .get(first, end, ...values)
  return Number(row?.['n'])
}

function countEach(db: DatabaseSync, filter: HistoryFilter): number {
  const { sql, values } = whereClause(filter, narrowestWay(db, filter))
  const row = db.prepare(`SELECT count(*) AS n FROM past_holds WHERE ${sql}`).get(...values)
  return Number(row?.['n'])
}

const noList = { agents: [], skills: [], levels: [], search: '' }

/** The index that leads past the fewest rows that do not match; undefined where any will do. */
export function narrowestWay(db: DatabaseSync, filter: HistoryFilter): Column[] | undefined {
  const { agents, skills, levels } = filter
  const lists: [Column, Partial<HistoryFilter>, number][] = [
    ['agent_id', { agents }, agents.length],
    ['skill', { skills }, skills.length],
    ['level', { levels }, levels.length],
  ]
  const [first, ...others] = lists
    .filter(([, , length]) => length > 0)
    .map(([column, list]) => ({
      column,
      holds: sumDays(db, { ...filter, ...noList, ...list }, allDays, allDays + 1),
    }))
  if (first === undefined) return undefined
  const best = others.reduce((best, other) => (other.holds < best.holds ? other : best), first)
  return [best.column, 'started_at']
}
