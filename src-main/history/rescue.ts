import { join } from 'node:path'
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite'
import type { KeptNumbers } from '../settings/preferences.ts'
import { pastColumns } from './holdTables.ts'
import { isCorruption } from './faults.ts'
import { sealedUnder } from './phoneNumberCipher.ts'
import { applicationId, schemaVersion, versionOf } from './schema.ts'

/** Rows read in one step: a write in between waits no longer than this takes. */
const rowsAtOnce = 500
/** No page has more rows than this; only used where a damaged file does not have its last row. */
const mostRowsOfPage = 200

/**
 * A quarantined history: damaged, or written by a newer version that is now the running one. Its readable content is
 * imported row by row, without its indexes.
 */
export interface Rescue {
  file: string
  from: DatabaseSync
  /** Ids of its keys in the history that imports them. */
  keys: ReadonlyMap<number, number>
  next: number
  last: number
  lostCount: number
}

/** Null where no part of it is a history that this version supports. */
export function openRescue(folder: string, file: string, to: DatabaseSync): Rescue | null {
  let from: DatabaseSync | null = null
  try {
    from = new DatabaseSync(join(folder, file), { readOnly: true })
    const owner = from.prepare('PRAGMA application_id').get()?.['application_id']
    if (owner !== applicationId || versionOf(from) > schemaVersion) throw new Error('not ours')
    const ends = idsOf(from)
    return { file, from, keys: copyKeys(from, to), next: ends.first, last: ends.last, lostCount: 0 }
  } catch {
    from?.close()
    return null
  }
}

function idsOf(from: DatabaseSync): { first: number; last: number } {
  try {
    const ends = from.prepare('SELECT min(id) AS first, max(id) AS last FROM past_holds').get()
    return { first: Number(ends?.['first'] ?? 1), last: Number(ends?.['last'] ?? 0) }
  } catch (error) {
    if (!isCorruption(error)) throw error
    const pages = Number(from.prepare('PRAGMA page_count').get()?.['page_count'])
    return { first: 1, last: pages * mostRowsOfPage }
  }
}

function copyKeys(from: DatabaseSync, to: DatabaseSync): Map<number, number> {
  const find = to.prepare('SELECT id FROM number_keys WHERE wrapped = ?')
  const insert = to.prepare('INSERT INTO number_keys (wrapped) VALUES (?) RETURNING id')
  const keys = new Map<number, number>()
  for (const { id, wrapped } of readable(from, 'SELECT id, wrapped FROM number_keys')) {
    const text = String(wrapped)
    keys.set(Number(id), Number((find.get(text) ?? insert.get(text))?.['id']))
  }
  return keys
}

/** For a file that was just quarantined: its retention period, its open holds and the calls that may be held again. */
export function copyOpenHolds({ from, keys }: Rescue, to: DatabaseSync): void {
  if (versionOf(from) > 1) {
    const metaQuery = "SELECT key, value FROM meta WHERE key NOT LIKE 'rescued %'"
    for (const row of readable(from, metaQuery)) insertRow(to, 'meta', row, keys)
  }
  for (const table of ['open_holds', 'earlier_holds']) {
    for (const row of readable(from, `SELECT * FROM ${table}`)) insertRow(to, table, row, keys)
  }
}

/** Open holds in a file of another time are over: their end was not observed. */
export function closeOpenHolds({ from, keys }: Rescue, to: DatabaseSync): void {
  const isOpen = to.prepare(
    `SELECT 1 FROM open_holds
     WHERE origin = ? AND agent_id = ? AND call_id = ? AND started_at = ?`,
  )
  for (const row of readable(from, 'SELECT * FROM open_holds')) {
    const { origin = '', agent_id: agent = '', call_id: call = '', started_at: at = 0 } = row
    // The same file again: the hold continues.
    if (isOpen.get(origin, agent, call, at) !== undefined) continue
    const isPast = ([name]: [string, unknown]) => pastColumns.includes(name)
    const past = Object.fromEntries(Object.entries(row).filter(isPast))
    insertRow(to, 'past_holds', past, keys)
  }
}

/** Imports a piece of its past holds; returns how many. */
export function copyPastHolds(rescue: Rescue, to: DatabaseSync, keptNumbers: KeptNumbers): number {
  const end = rescue.next + rowsAtOnce
  const columns = columnsIn(rescue.from).join()
  const select = (condition: string) =>
    rescue.from.prepare(`SELECT ${columns} FROM past_holds NOT INDEXED WHERE ${condition}`)
  let rows: Row[]
  try {
    rows = select('id >= ? AND id < ?').all(rescue.next, end)
  } catch (error) {
    if (!isCorruption(error)) throw error
    const selectOne = select('id = ?')
    rows = []
    for (let id = rescue.next; id < end; id += 1) {
      try {
        rows.push(...selectOne.all(id))
      } catch {
        rescue.lostCount += 1
      }
    }
  }
  rescue.next = end
  for (const row of rows) {
    if (keptNumbers !== 'whole') row['number'] = null
    if (keptNumbers === 'none') row['customer'] = null
    insertRow(to, 'past_holds', row, rescue.keys)
  }
  return rows.length
}

/** Of the columns of a past hold, those that its version has. */
function columnsIn(from: DatabaseSync): string[] {
  const columns = from.prepare('PRAGMA table_info(past_holds)').all()
  const names = new Set(columns.map(({ name }) => name))
  return pastColumns.filter((name) => names.has(name))
}

type Row = Record<string, SQLOutputValue>

/** Existing rows are unchanged. */
function insertRow(
  to: DatabaseSync,
  table: string,
  row: Row,
  keys: ReadonlyMap<number, number>,
): void {
  const names = Object.keys(row)
  const values = Object.values(row).map((value) =>
    value instanceof Uint8Array ? sealedUnder(value, keys) : value,
  )
  to.prepare(
    `INSERT INTO ${table} (${names.join()}) VALUES (${names.map(() => '?').join()})
     ON CONFLICT DO NOTHING`,
  ).run(...values)
}

/** Rows up to the first damaged one. */
function readable(from: DatabaseSync, sql: string): Row[] {
  const rows: Row[] = []
  try {
    for (const row of from.prepare(sql).iterate()) rows.push(row)
  } catch (error) {
    if (!isCorruption(error)) throw error
  }
  return rows
}
