import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite'
import type { HistoryFilter, HistorySort } from '../../src-shared/contract/index.ts'
import { countRows, dataVersion, narrowestWay } from './counts.ts'
import { where } from './filter.ts'
import { levels } from './rows.ts'

/** All that fits, in order. */
export interface List {
  filter: HistoryFilter
  sort: HistorySort
  total: number
}
type Row = Record<string, SQLOutputValue>

/** What rows are sorted by; no two have all of it the same. */
const orders: Record<HistorySort['by'], readonly string[]> = {
  started: ['started_at', 'id'],
  duration: ['held_ms', 'started_at', 'id'],
  agent: ['agent_name COLLATE NOCASE', 'agent_id', 'started_at', 'id'],
  skill: ['skill', 'started_at', 'id'],
  level: ['level', 'started_at', 'id'],
}
/** What the index in this order leads to as well. */
const waysInOrder = {
  started: ['started_at'],
  duration: [],
  agent: [],
  skill: ['skill'],
  level: ['level', 'started_at'],
} as const
/** To find a row by its filter and sort it costs as much as to pass so many that are sorted already. */
const sortedCost = 4
const everything = { from: null, to: null, agents: [], skills: [], levels: [], search: '' }

/** A row with its place: the pages beside it are not far from there. */
interface Anchor {
  offset: number
  /** What it is sorted by. */
  key: SQLInputValue[]
}
/** By connection, where the page began that was read last; the ends of a list need none. */
const anchors = new WeakMap<
  DatabaseSync,
  Anchor & { asked: string; version: number; total: number; newest: number }
>()

/** Rows are passed from here on, before those that are wanted begin. */
interface Start {
  isBackward: boolean
  skipped: number
  anchor: Anchor | null
}

/** Reads a part of a list over a connection that only reads. */
export function readRows(db: DatabaseSync, list: List, offset: number, count: number): Row[] {
  const { by, descending } = list.sort
  const start = nearest(list.total, anchorOf(db, list), offset, count)
  const isDescending = descending !== start.isBackward
  const { sql, values } = terms(db, list, start, isDescending, count)
  const rows = db
    .prepare(
      `SELECT * FROM past_holds WHERE id IN (
         SELECT id FROM past_holds WHERE ${sql} ORDER BY ${orderBy(by, isDescending)} LIMIT ? OFFSET ?
       ) ORDER BY ${orderBy(by, descending)}`,
    )
    .all(...values, count, start.skipped)
  const [first] = rows
  if (first !== undefined && offset > 0) {
    const key = orders[by].map((term) => first[term.split(' ')[0] ?? ''] ?? null)
    anchors.set(db, { ...standing(db, list), offset, key })
  }
  return rows
}

function nearest(total: number, anchor: Anchor | null, offset: number, count: number): Start {
  const end = offset + count
  const starts = [
    { isBackward: false, skipped: offset, anchor: null },
    { isBackward: true, skipped: total - end, anchor: null },
  ]
  const fromAnchor =
    anchor === null
      ? []
      : [
          { isBackward: false, skipped: offset - anchor.offset, anchor },
          { isBackward: true, skipped: anchor.offset - end, anchor },
        ]
  return [...starts, ...fromAnchor]
    .filter(({ skipped }) => skipped >= 0)
    .reduce((best, start) => (start.skipped < best.skipped ? start : best))
}

function terms(
  db: DatabaseSync,
  list: List,
  { isBackward, skipped, anchor }: Start,
  isDescending: boolean,
  count: number,
) {
  const { by } = list.sort
  const isSorted =
    passed(list, skipped + count, countRows(db, everything)) < list.total * sortedCost
  if (anchor === null) {
    const filter = by === 'level' && isSorted ? withLevels(list.filter) : list.filter
    return where(filter, isSorted ? waysInOrder[by] : narrowestWay(db, filter))
  }
  // The anchor fits: it is the nearer bound, and SQLite takes only one.
  const bound = isDescending ? { to: null } : { from: null }
  const filter = by === 'started' ? { ...list.filter, ...bound } : list.filter
  const rest = where(filter, isSorted ? [] : narrowestWay(db, filter))
  const side = isDescending ? '<' : '>'
  // Where case does not count, SQLite looks for nothing in the index that is not said by itself.
  const name = by === 'agent' ? [`${orders.agent[0]} ${side}= ?`] : []
  return {
    sql: [...name, beside(by, isBackward ? side : `${side}=`), rest.sql].join(' AND '),
    values: [...anchor.key.slice(0, name.length), ...anchor.key, ...rest.values],
  }
}

/** How many rows lie in order before so many that fit, if those lie everywhere alike. */
function passed({ filter, sort, total }: List, wanted: number, all: number): number {
  // Those of each agent lie together: all others may come before them.
  return sort.by === 'agent' && filter.agents.length > 0 ? all : (wanted * all) / total
}

/** The same filter with each level named: what is of other times is not even passed. */
const withLevels = (filter: HistoryFilter): HistoryFilter =>
  filter.levels.length > 0 ? filter : { ...filter, levels: [...levels] }

const orderBy = (by: HistorySort['by'], isDescending: boolean) =>
  orders[by].map((term) => `${term} ${isDescending ? 'DESC' : 'ASC'}`).join()

/** Rows on one side of a key. */
const beside = (by: HistorySort['by'], operator: string) =>
  `(${orders[by].join()}) ${operator} (${orders[by].map(() => '?').join()})`

/** The last anchor with the place that it has now; none where the list is another one. */
function anchorOf(db: DatabaseSync, list: List): Anchor | null {
  const kept = anchors.get(db)
  const now = standing(db, list)
  if (kept === undefined || kept.asked !== now.asked) return null
  if (kept.version === now.version) return kept
  const { by, descending } = list.sort
  const { sql, values } = where(list.filter, [])
  const added = db
    .prepare(
      `SELECT count(*) AS n, count(*) FILTER (WHERE ${beside(by, descending ? '>' : '<')}) AS before
       FROM past_holds WHERE id > ? AND ${sql}`,
    )
    .get(...kept.key, kept.newest, ...values)
  // Else something is gone, and nobody knows from where.
  if (kept.total + Number(added?.['n']) !== list.total) return null
  const moved = { ...now, key: kept.key, offset: kept.offset + Number(added?.['before']) }
  anchors.set(db, moved)
  return moved
}

function standing(db: DatabaseSync, { filter, sort, total }: List) {
  const newest = db.prepare('SELECT max(id) AS id FROM past_holds').get()?.['id']
  const asked = JSON.stringify([filter, sort])
  return { asked, total, version: dataVersion(db), newest: Number(newest) }
}
