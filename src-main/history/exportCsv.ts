import { type FileHandle, open, rm } from 'node:fs/promises'
import type { DatabaseSync } from 'node:sqlite'
import { byteOrderMark } from '../base/csv.ts'
import { replaceFile } from '../base/replaceFile.ts'
import type { ExportOrder } from './storeApi.ts'
import { createCsvLine, csvColumns, header } from './csv.ts'
import type { Numbers } from './numbers.ts'
import { reduced, where } from './filter.ts'

/** Written in one go; whoever waits for the thread gets a turn in between. */
const rowsAtOnce = 2_000

export interface CsvExport {
  order: ExportOrder
  /** Where it shall lie, and where it is written until it is whole. */
  path: string
  partial: string
  keys: Numbers
  signal: AbortSignal
  onProgress: (done: number) => void
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
    await replaceFile(partial, path)
  } catch (error) {
    await file.close().catch(() => {})
    await rm(partial, { force: true }).catch(() => {})
    throw error
  }
}

async function writeRows(db: DatabaseSync, file: FileHandle, csv: CsvExport): Promise<void> {
  // Where the last piece ended is the nearer bound, and SQLite takes only one: it is `from` before the first.
  const { from, ...filter } = reduced(db, csv.order.filter)
  const { sql, values } = where({ ...filter, from: null }, ['started_at'])
  // Piece by piece: no reading goes on while the disk is waited for.
  const piece = db.prepare(
    `SELECT ${csvColumns(csv.order.numbers)} FROM past_holds WHERE ${sql} AND (started_at, id) > (?, ?)
     ORDER BY started_at, id LIMIT ${rowsAtOnce}`,
  )
  const line = createCsvLine(csv.keys, csv.order.numbers)
  let text = byteOrderMark + header
  let done = 0
  let last: [number, number] = [from ?? -Number.MAX_SAFE_INTEGER, 0]
  for (;;) {
    const rows = piece.all(...values, ...last)
    for (const row of rows) text += line(row)
    await file.writeFile(text)
    csv.signal.throwIfAborted()
    const end = rows.at(-1)
    if (end === undefined) return
    text = ''
    done += rows.length
    csv.onProgress(done)
    last = [Number(end['started_at']), Number(end['id'])]
  }
}
