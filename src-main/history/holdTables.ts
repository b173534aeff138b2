import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite'
import { callKey } from '../monitor/ledger.ts'
import { isRefusal } from './faults.ts'
import { noteColumn, notesOf } from './noteColumn.ts'
import type { PhoneNumberCipher } from './phoneNumberCipher.ts'
import {
  type AlertedRow,
  type EarlierRow,
  type HoldRow,
  type OpenRow,
  type PastRow,
} from './rows.ts'

/** The key of a hold: the same three columns for an open hold, all five for a past one. */
const openKey = ['origin', 'agent_id', 'call_id']
const pastKey = [...openKey, 'started_at', 'hold_number']
const plain = [
  ...pastKey,
  'agent_name',
  'earlier_ms',
  'skill',
  'call_feature',
  'doubt_ms',
  'held_ms',
  'gap',
  'level',
  'handled_kind',
  'handled_by',
  'handled_ms',
  'notes',
]
const alerted = [
  'told',
  'snooze_over',
  'critical_ms',
  'attention_kind',
  'attention_ms',
  'attention_until_ms',
]
/** After a restart a hold is restored without its number: the stored number stays. */
const encryptedColumn = ['customer', 'number']
/** All columns of a past hold except its local id. */
export const pastColumns = [...plain, ...encryptedColumn, 'end_ms']
const sameHold = openKey.map((column) => `${column} = :${column}`).join(' AND ')

function putSql(table: string, columns: string[], key: string[]): string {
  const all = [...columns, ...encryptedColumn]
  const values = [
    ...columns.map((column) => `:${column}`),
    ...encryptedColumn.map(
      (column) => `coalesce(:${column}, (SELECT ${column} FROM open_holds WHERE ${sameHold}))`,
    ),
  ]
  const changes = all
    .filter((column) => !key.includes(column))
    .map((column) => `${column} = excluded.${column}`)
  return `INSERT INTO ${table} (${all.join()}) VALUES (${values.join()})
    ON CONFLICT (${key.join()}) DO UPDATE SET ${changes.join()}`
}

const putOpenSql = putSql('open_holds', [...plain, ...alerted, 'age_ms', 'as_of'], openKey)
const putPastSql = putSql('past_holds', [...plain, 'end_ms'], pastKey)

type Values = Record<string, SQLInputValue>

function valuesOf(row: HoldRow, numbers: PhoneNumberCipher): Values {
  const { customer, handled } = row
  return {
    origin: row.origin,
    agent_id: row.agentId,
    call_id: row.callId,
    started_at: row.startedAt,
    hold_number: row.holdNumber,
    agent_name: row.agentName,
    earlier_ms: row.earlierMs,
    skill: row.skill,
    call_feature: row.callFeature,
    doubt_ms: row.doubtMs,
    held_ms: row.heldMs,
    gap: row.gap ? 1 : 0,
    level: row.level,
    handled_kind: handled?.kind ?? null,
    handled_by: handled?.by ?? null,
    handled_ms: handled?.afterMs ?? null,
    notes: noteColumn(row.notes),
    customer: numbers.seal(customer?.masked ?? null),
    number: numbers.seal(customer?.number || null),
  }
}

function alertedValues(row: AlertedRow | null): Values {
  return {
    told: row?.told ?? null,
    snooze_over: row === null ? null : row.isSnoozeOver ? 1 : 0,
    critical_ms: row?.criticalMs ?? null,
    attention_kind: row?.attention?.kind ?? null,
    attention_ms: row?.attention?.afterMs ?? null,
    attention_until_ms: row?.attention?.untilMs ?? null,
  }
}

/** Writes all of them or none. Returns how many rows the database rejected. */
export function writeHolds(
  db: DatabaseSync,
  { past, open, keepsPast }: { past: PastRow[]; open: OpenRow[]; keepsPast: boolean },
  numbers: PhoneNumberCipher,
): number {
  const putOpen = db.prepare(putOpenSql)
  const putPast = db.prepare(putPastSql)
  const putEarlier = db.prepare(`
    INSERT INTO earlier_holds (origin, key, count, total_ms, ended_at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET count = excluded.count, total_ms = excluded.total_ms,
      ended_at = excluded.ended_at`)
  const removeOpen = db.prepare(
    `DELETE FROM open_holds WHERE origin = ? AND agent_id = ? AND call_id = ? AND started_at = ?`,
  )
  let refusedCount = 0
  // One row that cannot be written must not block all others for ever.
  const orRefuse = (write: () => void) => {
    try {
      write()
    } catch (error) {
      if (!isRefusal(error)) throw error
      refusedCount += 1
    }
  }
  inTransaction(db, () => {
    // Before the open ones: a call may be held again by now.
    for (const row of past) {
      orRefuse(() => {
        if (keepsPast) putPast.run({ ...valuesOf(row, numbers), end_ms: row.endMs })
        removeOpen.run(row.origin, row.agentId, row.callId, row.startedAt)
        if (row.endMs === null) return
        const totalMs = row.earlierMs + row.heldMs
        const key = callKey(row.agentId, row.callId)
        putEarlier.run(row.origin, key, row.holdNumber, totalMs, row.asOf)
      })
    }
    for (const row of open) {
      orRefuse(() => {
        const times = { age_ms: row.ageMs, as_of: row.asOf }
        putOpen.run({ ...valuesOf(row, numbers), ...alertedValues(row.alerted), ...times })
      })
    }
  })
  return refusedCount
}

export function inTransaction(db: DatabaseSync, work: () => void): void {
  db.exec('BEGIN IMMEDIATE')
  try {
    work()
    db.exec('COMMIT')
  } catch (error) {
    // Some failures have already rolled back.
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}

type Stored = Record<string, SQLOutputValue>

export function readOpen(db: DatabaseSync): OpenRow[] {
  return db.prepare('SELECT * FROM open_holds ORDER BY started_at').all().map(openRowOf)
}

function openRowOf(row: Stored): OpenRow {
  return {
    origin: String(row['origin']),
    agentId: String(row['agent_id']),
    agentName: String(row['agent_name']),
    callId: String(row['call_id']),
    holdNumber: Number(row['hold_number']),
    earlierMs: Number(row['earlier_ms']),
    skill: String(row['skill']),
    callFeature: numberOrNull(row['call_feature']),
    customer: null,
    startedAt: Number(row['started_at']),
    doubtMs: numberOrNull(row['doubt_ms']),
    heldMs: Number(row['held_ms']),
    gap: row['gap'] === 1,
    level: Number(row['level']),
    handled: handledOf(row),
    notes: notesOf(row['notes']),
    ageMs: Number(row['age_ms']),
    asOf: Number(row['as_of']),
    alerted: alertedOf(row),
  }
}

function alertedOf(row: Stored): AlertedRow | null {
  if (row['told'] === null) return null
  const kind = kindOf(row['attention_kind'])
  return {
    told: Number(row['told']),
    isSnoozeOver: row['snooze_over'] === 1,
    criticalMs: numberOrNull(row['critical_ms']),
    attention: kind && {
      kind,
      afterMs: Number(row['attention_ms']),
      untilMs: numberOrNull(row['attention_until_ms']),
    },
  }
}

export function readEarlier(db: DatabaseSync): EarlierRow[] {
  return db
    .prepare('SELECT * FROM earlier_holds ORDER BY ended_at')
    .all()
    .map((row) => ({
      origin: String(row['origin']),
      key: String(row['key']),
      count: Number(row['count']),
      totalMs: Number(row['total_ms']),
      endedAt: Number(row['ended_at']),
    }))
}

/** The acknowledgement of a hold, as stored in either table. */
export function handledOf(row: Stored): HoldRow['handled'] {
  const kind = kindOf(row['handled_kind'])
  return kind && { kind, by: String(row['handled_by']), afterMs: Number(row['handled_ms']) }
}

const kindOf = (value: SQLOutputValue | undefined) =>
  value === 'acknowledged' || value === 'snoozed' ? value : null

export const numberOrNull = (value: SQLOutputValue | undefined): number | null =>
  typeof value === 'number' ? value : null
