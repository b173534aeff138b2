import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite'
import type {
  HistoryFacets,
  HistoryFilter,
  HistoryPage,
  HistorySort,
  Input,
  PastHold,
  TodayFigures,
} from '../../src-preload/contract/index.ts'
import { handledOf, numberOrNull } from './holdTables.ts'
import type { Numbers } from './numbers.ts'
import { levels } from './rows.ts'

/**
 * The filter's `from` is within, its `to` is not; it is the first sight that counts.
 * @param way `by-time`: what is read goes through time from one end to the other, so that no index
 * but the one by start helps; `in-order`: what is wanted is most of everything, and is read in the order
 * in which it is summed up
 */
export function where(
  filter: HistoryFilter,
  way: 'any' | 'by-time' | 'in-order' = 'any',
): { sql: string; values: SQLInputValue[] } {
  const parts: [string, SQLInputValue][] = []
  // With a plus before it, SQLite looks for no index of a column.
  const start = way === 'in-order' ? '+started_at' : 'started_at'
  if (filter.from !== null) parts.push([`${start} >= ?`, filter.from])
  if (filter.to !== null) parts.push([`${start} < ?`, filter.to])
  const isOneOf = (column: string, values: readonly (string | number)[], isHelpful = true) => {
    if (values.length === 0) return
    const term = way !== 'any' || !isHelpful ? `+${column}` : column
    parts.push([`${term} IN (SELECT value FROM json_each(?))`, JSON.stringify(values)])
  }
  isOneOf('agent_id', filter.agents)
  isOneOf('skill', filter.skills)
  isOneOf(
    'level',
    filter.levels.map((level) => levels.indexOf(level)),
    // Most rows are of one level: any other filter leads to fewer.
    parts.length === 0,
  )
  return {
    sql: parts.length === 0 ? 'true' : parts.map(([sql]) => sql).join(' AND '),
    values: parts.map(([, value]) => value),
  }
}

const orders: Record<HistorySort['by'], string[]> = {
  started: ['started_at', 'id'],
  duration: ['held_ms', 'started_at', 'id'],
  agent: ['agent_name COLLATE NOCASE', 'agent_id', 'started_at', 'id'],
  skill: ['skill', 'started_at', 'id'],
  level: ['level', 'started_at', 'id'],
}

const orderBy = (by: HistorySort['by'], isDescending: boolean) =>
  orders[by].map((term) => `${term} ${isDescending ? 'DESC' : 'ASC'}`).join()

/** By connection, the last count: whoever turns pages, or sorts anew, asks for the same. */
const counted = new WeakMap<DatabaseSync, { asked: string; total: number }>()

/** Counts over a connection that only reads. */
export function countRows(db: DatabaseSync, filter: HistoryFilter): number {
  // It changes with every change that another connection has written.
  const version = db.prepare('PRAGMA data_version').get()?.['data_version']
  const asked = `${version} ${JSON.stringify(filter)}`
  const known = counted.get(db)
  if (known?.asked === asked) return known.total
  const { sql, values } = where(filter)
  const row = db.prepare(`SELECT count(*) AS n FROM past_holds WHERE ${sql}`).get(...values)
  const total = Number(row?.['n'])
  counted.set(db, { asked, total })
  return total
}

export function readPage(
  db: DatabaseSync,
  { filter, sort, offset, limit }: Input<'history.get_page'>,
  numbers: Numbers,
): HistoryPage {
  const { sql, values } = where(filter)
  const total = countRows(db, filter)
  const count = Math.min(limit, total - offset)
  if (count <= 0) return { total, rows: [] }
  // Whatever lies before a page has to be sorted: the shorter way to it begins at the nearer end.
  const isNearEnd = offset > total / 2
  const skipped = isNearEnd ? total - offset - count : offset
  const found = db
    .prepare(
      `SELECT * FROM past_holds WHERE id IN (
         SELECT id FROM past_holds WHERE ${sql}
         ORDER BY ${orderBy(sort.by, sort.descending !== isNearEnd)} LIMIT ? OFFSET ?
       ) ORDER BY ${orderBy(sort.by, sort.descending)}`,
    )
    .all(...values, count, skipped)
  return { total, rows: found.map((row) => pastHoldOf(row, numbers)) }
}

/** A row of `past_holds` as it is handed out: its distances become times again. */
export function pastHoldOf(row: Record<string, SQLOutputValue>, numbers: Numbers): PastHold {
  const startedAt = Number(row['started_at'])
  const after = (ms: SQLOutputValue | undefined) => (ms === null ? null : startedAt + Number(ms))
  const doubtMs = numberOrNull(row['doubt_ms'])
  const handled = handledOf(row)
  return {
    id: Number(row['id']),
    agentId: String(row['agent_id']),
    agentName: String(row['agent_name']),
    callId: String(row['call_id']),
    customer: opened(row['customer'], numbers),
    hasNumber: row['number'] instanceof Uint8Array && numbers.canOpen(row['number']),
    skill: String(row['skill']),
    callFeature: numberOrNull(row['call_feature']),
    startedAt,
    notBefore: doubtMs === null ? null : startedAt - doubtMs,
    lastSeenAt: startedAt + Number(row['held_ms']),
    endedBy: after(row['end_ms']),
    durationMs: Number(row['held_ms']),
    gap: row['gap'] === 1,
    level: levels[Number(row['level'])] ?? 'normal',
    holdNumber: Number(row['hold_number']),
    handled: handled && { kind: handled.kind, by: handled.by, at: startedAt + handled.afterMs },
  }
}

/** A sealed value of a row; empty where nothing was kept. */
export const opened = (value: SQLOutputValue | undefined, numbers: Numbers): string =>
  value instanceof Uint8Array ? numbers.open(value) : ''

export function readNumber(db: DatabaseSync, id: number, numbers: Numbers): string {
  const row = db.prepare('SELECT number FROM past_holds WHERE id = ?').get(id)
  return opened(row?.['number'], numbers)
}

export function readFacets(db: DatabaseSync): HistoryFacets {
  const nameOf = newestNames(db)
  const earliest = db.prepare('SELECT min(started_at) AS earliest FROM past_holds').get()
  return {
    agents: distinct(db, 'agent_id').map((agentId) => ({ agentId, name: nameOf(agentId) })),
    skills: distinct(db, 'skill'),
    earliest: numberOrNull(earliest?.['earliest']),
  }
}

/** Every value there is, in order: from one to the next, without the rows in between. */
function distinct(db: DatabaseSync, column: 'agent_id' | 'skill'): string[] {
  const next = db.prepare(`SELECT min(${column}) AS value FROM past_holds WHERE ${column} > ?`)
  const all: string[] = []
  let found = db.prepare(`SELECT min(${column}) AS value FROM past_holds`).get()?.['value']
  while (typeof found === 'string') {
    all.push(found)
    found = next.get(found)?.['value']
  }
  return all
}

/** An agent's name is the last one that was known. */
export function newestNames(db: DatabaseSync): (agentId: string) => string {
  const newest = db.prepare(
    `SELECT agent_name FROM past_holds WHERE agent_id = ? AND agent_name <> ''
     ORDER BY started_at DESC LIMIT 1`,
  )
  return (agentId) => String(newest.get(agentId)?.['agent_name'] ?? '')
}

function longestOf(row: Record<string, SQLOutputValue> | undefined): TodayFigures['longest'] {
  if (row === undefined) return null
  const durationMs = Number(row['held_ms'])
  const [startMs, endMs] = [numberOrNull(row['doubt_ms']), numberOrNull(row['end_ms'])]
  const doubtMs = startMs === null || endMs === null ? null : startMs + endMs - durationMs
  return { durationMs, doubtMs, gap: row['gap'] === 1 }
}

/** @param since epoch ms; what ended from then on */
export function readToday(db: DatabaseSync, since: number): TodayFigures {
  const durations = db
    // With the plus, no index by duration: those that ended today are few.
    .prepare(
      `SELECT held_ms, level, doubt_ms, end_ms, gap FROM past_holds
       WHERE ended_at >= ? ORDER BY +held_ms`,
    )
    .all(since)
  const at = (index: number) => Number(durations[index]?.['held_ms'] ?? 0)
  const half = durations.length / 2
  const red = levels.indexOf('red')
  return {
    since,
    holds: durations.length,
    overRed: durations.filter(({ level }) => Number(level) >= red).length,
    longest: longestOf(durations.at(-1)),
    medianMs:
      durations.length === 0
        ? null
        : Number.isInteger(half)
          ? (at(half - 1) + at(half)) / 2
          : at(Math.floor(half)),
  }
}
