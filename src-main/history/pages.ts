import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import type {
  HistoryFacets,
  HistoryPage,
  Input,
  PastHold,
  TodayFigures,
} from '../../src-shared/contract/index.ts'
import { countRows } from './counts.ts'
import { distinct, reduced } from './filter.ts'
import { handledOf, numberOrNull } from './holdTables.ts'
import type { Numbers } from './numbers.ts'
import { readRows } from './pageRows.ts'
import { levels } from './rows.ts'

/** Reads over a connection that only reads. */
export function readPage(
  db: DatabaseSync,
  { filter: asked, sort, offset, limit }: Input<'history.get_page'>,
  numbers: Numbers,
): HistoryPage {
  const filter = reduced(db, asked)
  const total = countRows(db, filter)
  const count = Math.min(limit, total - offset)
  if (count <= 0) return { total, rows: [] }
  const found = readRows(db, { filter, sort, total }, offset, count)
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
    agents: Array.from(distinct(db, 'agent_id'), (agentId) => ({ agentId, name: nameOf(agentId) })),
    skills: [...distinct(db, 'skill')],
    earliest: numberOrNull(earliest?.['earliest']),
  }
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
