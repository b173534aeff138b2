import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import type { HistoryCharts, HistoryFilter } from '../../src-shared/contract/index.ts'
import { countRows } from './counts.ts'
import { type Column, withoutRedundantLists, whereClause } from './filter.ts'
import { newestNames } from './pages.ts'
import { yieldToEventLoop } from '../base/yieldToEventLoop.ts'

/** The lower bounds of the duration ranges, ms. */
const durationEdges = [0, 10, 30, 60, 120, 180, 300, 600].map((seconds) => seconds * 1_000)
const mostShares = 20
const everything = { from: null, to: null, agents: [], skills: [], levels: [], search: '' }
/** Adding up this many rows in another order costs as much as reading one that is already sorted. */
const sortedCost = 6
/** Calls held this often and more are counted together. */
const mostRepeats = 5
/** Every local hour begins at a multiple of this, in all time zones, ms. */
const quarterMs = 15 * 60_000
const minuteMs = 60_000
const hourMs = 60 * minuteMs
/** Hours read in one step: other requests are served in between. */
const hoursAtOnce = 100

/** SQLite counts each chart from an index in its order. Rejects once canceled. */
export async function readCharts(
  db: DatabaseSync,
  requestedFilter: HistoryFilter,
  signal?: AbortSignal,
): Promise<HistoryCharts> {
  const filter = withoutRedundantLists(db, requestedFilter)
  const turn = async () => {
    await yieldToEventLoop()
    signal?.throwIfAborted()
  }
  const hours = await readHours(db, filter, turn)
  const minutes = hours.length === 1 ? readMinutes(db, filter) : []
  const durations = readDurations(db, filter)
  await turn()
  const all = countRows(db, everything)
  const ways = countRows(db, filter) * sortedCost > all ? [] : undefined
  const agents = readShares(db, filter, 'agent_id', newestNames(db), ways)
  await turn()
  const skills = readShares(db, filter, 'skill', (skill) => skill, ways)
  await turn()
  return { hours, minutes, durations, agents, skills, repeats: readRepeats(db, filter) }
}

async function readHours(
  db: DatabaseSync,
  filter: HistoryFilter,
  turn: () => Promise<void>,
): Promise<HistoryCharts['hours']> {
  const { sql, values } = whereClause({ ...filter, from: null, to: null }, ['started_at'])
  const next = db.prepare('SELECT min(started_at) AS at FROM past_holds WHERE started_at >= ?')
  const count = db.prepare(
    `SELECT count(*) AS holds, max(held_ms) AS longest FROM past_holds
     WHERE started_at >= ? AND started_at < ? AND ${sql}`,
  )
  const to = filter.to ?? Infinity
  const hours: HistoryCharts['hours'] = []
  let rowCount = 0
  let at = filter.from ?? -Number.MAX_SAFE_INTEGER
  for (;;) {
    const first = next.get(at)?.['at']
    if (typeof first !== 'number' || first >= to) return hours
    const hour = localHour(first)
    const end = Math.min(endOfHour(first), to)
    const { holds, longest } = count.get(first, end, ...values) as Record<string, SQLOutputValue>
    if (Number(holds) > 0) {
      hours.push({ hour, holds: Number(holds), longestMs: Number(longest) })
    }
    at = end
    rowCount += 1
    if (rowCount % hoursAtOnce === 0) await turn()
  }
}

/** Epoch minutes are local minutes as well, in all time zones. */
function readMinutes(db: DatabaseSync, filter: HistoryFilter): HistoryCharts['minutes'] {
  const { sql, values } = whereClause(filter)
  return db
    .prepare(
      `SELECT started_at / ${minuteMs} AS minute, count(*) AS holds, max(held_ms) AS longest
       FROM past_holds WHERE ${sql} GROUP BY minute ORDER BY minute`,
    )
    .all(...values)
    .map((row) => ({
      minute: Number(row['minute']) * minuteMs,
      holds: Number(row['holds']),
      longestMs: Number(row['longest']),
    }))
}

function readDurations(db: DatabaseSync, filter: HistoryFilter): HistoryCharts['durations'] {
  const { sql, values } = whereClause(filter)
  const edges = durationEdges.map((fromMs, index) => {
    return { fromMs, toMs: durationEdges[index + 1] ?? null }
  })
  const within = edges.map(({ fromMs, toMs }) =>
    toMs === null ? `held_ms >= ${fromMs}` : `held_ms >= ${fromMs} AND held_ms < ${toMs}`,
  )
  // Without a filter, the index by duration answers each range by itself; with one, the rows are read once.
  const isAll = values.length === 0
  const counts = isAll
    ? within.map((range) => `(SELECT count(*) FROM past_holds WHERE ${range})`)
    : within.map((range) => `count(*) FILTER (WHERE ${range})`)
  const columns = counts.map((count, index) => `${count} AS n${index}`).join()
  const row = db
    .prepare(isAll ? `SELECT ${columns}` : `SELECT ${columns} FROM past_holds WHERE ${sql}`)
    .get(...values)
  return edges.map((edge, index) => ({ ...edge, holds: Number(row?.[`n${index}`]) }))
}

function readShares(
  db: DatabaseSync,
  filter: HistoryFilter,
  column: 'agent_id' | 'skill',
  nameOf: (key: string) => string,
  ways: readonly Column[] | undefined,
): HistoryCharts['agents'] {
  const { sql, values } = whereClause(filter, ways)
  return db
    .prepare(
      `SELECT ${column} AS key, count(*) AS holds, sum(held_ms) AS total FROM past_holds
       WHERE ${sql} GROUP BY ${column} ORDER BY total DESC, key LIMIT ${mostShares}`,
    )
    .all(...values)
    .map((row) => ({
      key: String(row['key']),
      name: nameOf(String(row['key'])),
      holds: Number(row['holds']),
      totalMs: Number(row['total']),
    }))
}

/**
 * A row stores its hold's number within the call: each call that was held three times has one third hold. Where the
 * filter matches a call's third hold but not its second, the call still was held twice.
 */
function readRepeats(db: DatabaseSync, filter: HistoryFilter): HistoryCharts['repeats'] {
  const { sql, values } = whereClause(filter)
  // The condition is repeated, so that SQLite uses the index that omits first holds.
  const count = db.prepare(
    `SELECT count(*) AS n FROM past_holds WHERE hold_number > 1 AND ${sql} AND hold_number = ?`,
  )
  const repeated = db.prepare(
    `SELECT count(*) AS n FROM past_holds WHERE hold_number > 1 AND ${sql}`,
  )
  const again = Number(repeated.get(...values)?.['n'])
  const repeats: HistoryCharts['repeats'] = []
  let more = 0
  for (let holds = mostRepeats; holds >= 1; holds -= 1) {
    const calls =
      holds === 1 ? countRows(db, filter) - again : Number(count.get(...values, holds)?.['n'])
    const atLeast = Math.max(calls, more)
    repeats.unshift({ holds, calls: atLeast - more })
    more = atLeast
  }
  return repeats
}

/**
 * The start of the local hour, epoch ms. Computed with the offset of that very moment: where the clocks are set back,
 * one hour comes twice, and calendar arithmetic only knows the first of the two.
 */
export function localHour(at: number): number {
  const offsetMs = new Date(at).getTimezoneOffset() * 60_000
  return Math.floor((at - offsetMs) / hourMs) * hourMs + offsetMs
}

/** The end of the local hour of this moment: earlier than usual where the clocks are changed within it. */
function endOfHour(at: number): number {
  const hour = localHour(at)
  let end = Math.floor(at / quarterMs) * quarterMs + quarterMs
  while (localHour(end) === hour) end += quarterMs
  return end
}
