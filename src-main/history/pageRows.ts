import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite'
import type { HistoryFilter, HistorySort } from '../../src-shared/contract/index.ts'
import { countRows, dataVersion, narrowestWay } from './counts.ts'
import { whereClause } from './filter.ts'
import { levels } from './rows.ts'

/** All matches, in order. */
export interface List {
  filter: HistoryFilter
  sort: HistorySort
  total: number
}
type Row = Record<string, SQLOutputValue>

/** The sort columns; no two rows have the same values in all of them. */
const orders: Record<HistorySort['by'], readonly string[]> = {
  started: ['started_at', 'id'],
  duration: ['held_ms', 'started_at', 'id'],
  agent: ['agent_name COLLATE NOCASE', 'agent_id', 'started_at', 'id'],
  skill: ['skill', 'started_at', 'id'],
  level: ['level', 'started_at', 'id'],
}
/** The columns for which the index in this order can be used as well. */
const waysInOrder = {
  started: ['started_at'],
  duration: [],
  agent: [],
  skill: ['skill'],
  level: ['level', 'started_at'],
} as const
/** Finding a row by its filter and sorting it costs as much as scanning this many sorted ones. */
const sortedCost = 4
const everything = { from: null, to: null, agents: [], skills: [], levels: [], search: '' }

/** A row and its offset: the pages next to it start from there. */
interface Anchor {
  offset: number
  /** The values of its sort columns. */
  key: SQLInputValue[]
}
/** By connection, the start of the page that was read last; the ends of a list need no anchor. */
const anchors = new WeakMap<
  DatabaseSync,
  Anchor & { queryKey: string; version: number; total: number; newest: number }
>()

/** Rows are skipped from here on, up to the requested ones. */
interface Start {
  isBackward: boolean
  skipped: number
  anchor: Anchor | null
}

/** Reads a part of a list over a read-only connection. */
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
    anchors.set(db, { ...listState(db, list), offset, key })
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
    rowsScanned(list, skipped + count, countRows(db, everything)) < list.total * sortedCost
  if (anchor === null) {
    const filter = by === 'level' && isSorted ? withLevels(list.filter) : list.filter
    return whereClause(filter, isSorted ? waysInOrder[by] : narrowestWay(db, filter))
  }
  // The anchor matches the filter: it is the nearer bound, and SQLite uses only one.
  const bound = isDescending ? { to: null } : { from: null }
  const filter = by === 'started' ? { ...list.filter, ...bound } : list.filter
  const rest = whereClause(filter, isSorted ? [] : narrowestWay(db, filter))
  const side = isDescending ? '<' : '>'
  // For a case-insensitive column SQLite only uses the index for a separate condition.
  const name = by === 'agent' ? [`${orders.agent[0]} ${side}= ?`] : []
  return {
    sql: [...name, beside(by, isBackward ? side : `${side}=`), rest.sql].join(' AND '),
    values: [...anchor.key.slice(0, name.length), ...anchor.key, ...rest.values],
  }
}

/** How many rows in order have to be scanned for this many matches, if those are spread evenly. */
function rowsScanned({ filter, sort, total }: List, neededRows: number, all: number): number {
  // The rows of each agent are adjacent: all others may precede them.
  return sort.by === 'agent' && filter.agents.length > 0 ? all : (neededRows * all) / total
}

/** The same filter with each level named, so that rows outside the period are not even scanned. */
const withLevels = (filter: HistoryFilter): HistoryFilter =>
  filter.levels.length > 0 ? filter : { ...filter, levels: [...levels] }

const orderBy = (by: HistorySort['by'], isDescending: boolean) =>
  orders[by].map((term) => `${term} ${isDescending ? 'DESC' : 'ASC'}`).join()

/** Rows on one side of a key. */
const beside = (by: HistorySort['by'], operator: string) =>
  `(${orders[by].join()}) ${operator} (${orders[by].map(() => '?').join()})`

/** The last anchor with its current offset; none where the list is another one. */
function anchorOf(db: DatabaseSync, list: List): Anchor | null {
  const anchor = anchors.get(db)
  const now = listState(db, list)
  if (anchor === undefined || anchor.queryKey !== now.queryKey) return null
  if (anchor.version === now.version) return anchor
  const { by, descending } = list.sort
  const { sql, values } = whereClause(list.filter, [])
  const added = db
    .prepare(
      `SELECT count(*) AS n, count(*) FILTER (WHERE ${beside(by, descending ? '>' : '<')}) AS before
       FROM past_holds WHERE id > ? AND ${sql}`,
    )
    .get(...anchor.key, anchor.newest, ...values)
  // Otherwise a row was deleted at an unknown position.
  if (anchor.total + Number(added?.['n']) !== list.total) return null
  const movedAnchor = { ...now, key: anchor.key, offset: anchor.offset + Number(added?.['before']) }
  anchors.set(db, movedAnchor)
  return movedAnchor
}

function listState(db: DatabaseSync, { filter, sort, total }: List) {
  const newest = db.prepare('SELECT max(id) AS id FROM past_holds').get()?.['id']
  const queryKey = JSON.stringify([filter, sort])
  return { queryKey, total, version: dataVersion(db), newest: Number(newest) }
}
