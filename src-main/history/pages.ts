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

/** Says which index to read: left alone, SQLite takes one that leads to every row of the table. */
export const pastHolds = 'past_holds INDEXED BY past_by_start'

/** The filter's `from` is within, its `to` is not; it is the first sight that counts. */
export function where(filter: HistoryFilter): { sql: string; values: SQLInputValue[] } {
  const parts: [string, SQLInputValue][] = []
  if (filter.from !== null) parts.push(['started_at >= ?', filter.from])
  if (filter.to !== null) parts.push(['started_at < ?', filter.to])
  const isOneOf = (column: string, values: readonly (string | number)[]) => {
    if (values.length === 0) return
    parts.push([`${column} IN (SELECT value FROM json_each(?))`, JSON.stringify(values)])
  }
  isOneOf('agent_id', filter.agents)
  isOneOf('skill', filter.skills)
  isOneOf(
    'level',
    filter.levels.map((level) => levels.indexOf(level)),
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

export function readPage(
  db: DatabaseSync,
  { filter, sort, offset, limit }: Input<'history.get_page'>,
  numbers: Numbers,
): HistoryPage {
  const { sql, values } = where(filter)
  const total = Number(
    db.prepare(`SELECT count(*) AS n FROM ${pastHolds} WHERE ${sql}`).get(...values)?.['n'],
  )
  const count = Math.min(limit, total - offset)
  if (count <= 0) return { total, rows: [] }
  // Whatever lies before a page has to be sorted: the shorter way to it begins at the nearer end.
  const isNearEnd = offset > total / 2
  const skipped = isNearEnd ? total - offset - count : offset
  const found = db
    .prepare(
      `SELECT * FROM past_holds WHERE id IN (
         SELECT id FROM ${pastHolds} WHERE ${sql}
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
  const customer = row['customer']
  return {
    id: Number(row['id']),
    agentId: String(row['agent_id']),
    agentName: String(row['agent_name']),
    callId: String(row['call_id']),
    customer: customer instanceof Uint8Array ? numbers.open(customer) : '',
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

export function readFacets(db: DatabaseSync): HistoryFacets {
  // The newest first: an agent's name is the last one that was known.
  const newestName = db.prepare(
    `SELECT agent_name FROM ${pastHolds} WHERE agent_id = ? AND agent_name <> ''
     ORDER BY started_at DESC LIMIT 1`,
  )
  const names = new Map<string, string>()
  const found = db.prepare(`SELECT DISTINCT agent_id, agent_name FROM ${pastHolds}`).all()
  for (const row of found) {
    const agentId = String(row['agent_id'])
    const isRenamed = names.has(agentId)
    const name = isRenamed ? newestName.get(agentId)?.['agent_name'] : row['agent_name']
    names.set(agentId, String(name ?? ''))
  }
  const skills = db.prepare(`SELECT DISTINCT skill FROM ${pastHolds}`).all()
  const earliest = db.prepare(`SELECT min(started_at) AS earliest FROM ${pastHolds}`).get()
  return {
    agents: [...names]
      .map(([agentId, name]) => ({ agentId, name }))
      .sort((a, b) => (a.agentId < b.agentId ? -1 : 1)),
    skills: skills.map((row) => String(row['skill'])).sort(),
    earliest: numberOrNull(earliest?.['earliest']),
  }
}

/** @param since epoch ms; what ended from then on */
export function readToday(db: DatabaseSync, since: number): TodayFigures {
  const durations = db
    .prepare(`SELECT held_ms, level FROM past_holds WHERE ended_at >= ? ORDER BY held_ms`)
    .all(since)
  const at = (index: number) => Number(durations[index]?.['held_ms'] ?? 0)
  const half = durations.length / 2
  const red = levels.indexOf('red')
  return {
    since,
    holds: durations.length,
    overRed: durations.filter(({ level }) => Number(level) >= red).length,
    longestMs: Math.max(0, at(durations.length - 1)),
    medianMs:
      durations.length === 0
        ? null
        : Number.isInteger(half)
          ? (at(half - 1) + at(half)) / 2
          : at(Math.floor(half)),
  }
}
