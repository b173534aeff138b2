import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import type {
  HistoryFacets,
  HistoryPage,
  Input,
  PastHold,
  TodayFigures,
} from '../../src-shared/contract/index.ts'
import { countRows } from './counts.ts'
import { distinct, withoutRedundantLists } from './filter.ts'
import { handledOf, numberOrNull } from './holdTables.ts'
import { notesOf } from './noteColumn.ts'
import type { PhoneNumberCipher } from './phoneNumberCipher.ts'
import { readRows } from './pageRows.ts'
import { levels } from './rows.ts'

/** Reads over a read-only connection. */
export function readPage(
  db: DatabaseSync,
  { filter: requestedFilter, sort, offset, limit }: Input<'history.get_page'>,
  numbers: PhoneNumberCipher,
): HistoryPage {
  const filter = withoutRedundantLists(db, requestedFilter)
  const total = countRows(db, filter)
  const count = Math.min(limit, total - offset)
  if (count <= 0) return { total, rows: [] }
  const rows = readRows(db, { filter, sort, total }, offset, count)
  return { total, rows: rows.map((row) => pastHoldOf(row, numbers)) }
}

/** A row of `past_holds` as returned to callers: its offsets are converted to times. */
export function pastHoldOf(
  row: Record<string, SQLOutputValue>,
  numbers: PhoneNumberCipher,
): PastHold {
  const startedAt = Number(row['started_at'])
  const after = (ms: SQLOutputValue | undefined) => (ms === null ? null : startedAt + Number(ms))
  const doubtMs = numberOrNull(row['doubt_ms'])
  const handled = handledOf(row)
  return {
    id: Number(row['id']),
    agentId: String(row['agent_id']),
    agentName: String(row['agent_name']),
    callId: String(row['call_id']),
    customer: decrypt(row['customer'], numbers),
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
    notes: notesOf(row['notes']).map(({ afterMs, ...note }) => ({
      ...note,
      at: startedAt + afterMs,
    })),
  }
}

/** An encrypted value of a row; empty where none was stored. */
export const decrypt = (value: SQLOutputValue | undefined, numbers: PhoneNumberCipher): string =>
  value instanceof Uint8Array ? numbers.open(value) : ''

export function readNumber(db: DatabaseSync, id: number, numbers: PhoneNumberCipher): string {
  const row = db.prepare('SELECT number FROM past_holds WHERE id = ?').get(id)
  return decrypt(row?.['number'], numbers)
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

/** An agent's name is the latest known one. */
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

/** @param since epoch ms; holds that ended from then on are included */
export function readToday(db: DatabaseSync, since: number): TodayFigures {
  const durations = db
    // With the plus, no index by duration is used: few holds ended today.
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
