import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import type { DatabaseSync } from 'node:sqlite'
import type { HistoryFilter } from '../../src-preload/contract/index.ts'
import { byteOrderMark, createLocalTime, csvLine, header } from './csv.ts'
import type { Numbers } from './numbers.ts'
import { pastHolds, where } from './pages.ts'

/** Written in one go; whoever waits for the thread gets a turn in between. */
const rowsAtOnce = 500

export interface CsvExport {
  filter: HistoryFilter
  /** Where it shall lie, and where it is written until it is whole. */
  path: string
  partial: string
  numbers: Numbers
  signal: AbortSignal
  onProgress: (done: number) => void
}

export function countRows(db: DatabaseSync, filter: HistoryFilter): number {
  const { sql, values } = where(filter)
  const row = db.prepare(`SELECT count(*) AS n FROM ${pastHolds} WHERE ${sql}`).get(...values)
  return Number(row?.['n'])
}

/** Writes a CSV file, whole or not at all. Rejects where it was cancelled or could not be written. */
export async function exportCsv(db: DatabaseSync, csv: CsvExport): Promise<void> {
  const { path, partial, signal } = csv
  const file = await open(partial, 'wx', 0o600)
  try {
    await writeRows(db, file, csv)
    await file.sync()
    await file.close()
    signal.throwIfAborted()
    await rename(partial, path)
  } catch (error) {
    await file.close().catch(() => {})
    await rm(partial, { force: true }).catch(() => {})
    throw error
  }
}

async function writeRows(db: DatabaseSync, file: FileHandle, csv: CsvExport): Promise<void> {
  const { sql, values } = where(csv.filter)
  const rows = db
    .prepare(`SELECT * FROM ${pastHolds} WHERE ${sql} ORDER BY started_at, id`)
    .iterate(...values)
  const time = createLocalTime()
  let text = byteOrderMark + header
  let done = 0
  for (const row of rows) {
    text += csvLine(row, csv.numbers, time)
    done += 1
    if (done % rowsAtOnce > 0) continue
    await file.writeFile(text)
    text = ''
    csv.signal.throwIfAborted()
    csv.onProgress(done)
  }
  await file.writeFile(text)
  csv.signal.throwIfAborted()
}
