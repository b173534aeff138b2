import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import type { HistoryCharts, HistoryFilter } from '../../src-shared/contract/index.ts'
import { countRows } from './counts.ts'
import { type Column, reduced, where } from './filter.ts'
import { newestNames } from './pages.ts'
import { nextTurn } from '../base/yieldToEventLoop.ts'

/** Where the ranges of durations begin, ms. */
const durationEdges = [0, 10, 30, 60, 120, 180, 300, 600].map((seconds) => seconds * 1_000)
const mostShares = 20
const everything = { from: null, to: null, agents: [], skills: [], levels: [], search: '' }
/** To sum up so many rows in another order costs as much as to read one that is sorted already. */
const sortedCost = 6
/** Calls held this often and more are counted together. */
const mostRepeats = 5
/** Every local hour begins at one of these, wherever one lives, ms. */
const quarterMs = 15 * 60_000
const minuteMs = 60_000
const hourMs = 60 * minuteMs
/** Hours that are read in one go: others get their turn in between. */
const hoursAtOnce = 100

/** Each chart is counted by SQLite from an index that is in its order. Rejects once given up. */
export async function readCharts(
  db: DatabaseSync,
  asked: HistoryFilter,
  signal?: AbortSignal,
): Promise<HistoryCharts> {
  const filter = reduced(db, asked)
  const turn = async () => {
    await nextTurn()
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
  const { sql, values } = where({ ...filter, from: null, to: null }, ['started_at'])
  const next = db.prepare('SELECT min(started_at) AS at FROM past_holds WHERE started_at >= ?')
  const count = db.prepare(
    `SELECT count(*) AS holds, max(held_ms) AS longest FROM past_holds
     WHERE started_at >= ? AND started_at < ? AND ${sql}`,
  )
  const to = filter.to ?? Infinity
  const hours: HistoryCharts['hours'] = []
  let read = 0
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
    read += 1
    if (read % hoursAtOnce === 0) await turn()
  }
}

/** Epoch minutes are local ones as well, wherever one lives. */
function readMinutes(db: DatabaseSync, filter: HistoryFilter): HistoryCharts['minutes'] {
  const { sql, values } = where(filter)
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
  const { sql, values } = where(filter)
  const edges = durationEdges.map((fromMs, index) => {
    return { fromMs, toMs: durationEdges[index + 1] ?? null }
  })
  const within = edges.map(({ fromMs, toMs }) =>
    toMs === null ? `held_ms >= ${fromMs}` : `held_ms >= ${fromMs} AND held_ms < ${toMs}`,
  )
  // Of everything, the index by duration answers each range by itself; what is filtered is read once.
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
  const { sql, values } = where(filter, ways)
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
 * A hold knows how often its call had been held by then: each call that was held three times has one
 * third hold. Where the filter has a call's third hold but not its second, it still was held twice.
 */
function readRepeats(db: DatabaseSync, filter: HistoryFilter): HistoryCharts['repeats'] {
  const { sql, values } = where(filter)
  // Said twice, so that SQLite sees the index that leaves first holds out.
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
    const found =
      holds === 1 ? countRows(db, filter) - again : Number(count.get(...values, holds)?.['n'])
    const atLeast = Math.max(found, more)
    repeats.unshift({ holds, calls: atLeast - more })
    more = atLeast
  }
  return repeats
}

/**
 * The beginning of the local hour, epoch ms. Counted with the offset of that very moment: where the
 * clocks are set back, one hour comes twice, and the calendar only knows the first of the two.
 */
export function localHour(at: number): number {
  const offsetMs = new Date(at).getTimezoneOffset() * 60_000
  return Math.floor((at - offsetMs) / hourMs) * hourMs + offsetMs
}

/** Where the local hour of this moment ends: earlier than usual where the clocks are set in it. */
function endOfHour(at: number): number {
  const hour = localHour(at)
  let end = Math.floor(at / quarterMs) * quarterMs + quarterMs
  while (localHour(end) === hour) end += quarterMs
  return end
}
