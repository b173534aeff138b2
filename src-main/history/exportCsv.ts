import { type FileHandle, open, rm } from 'node:fs/promises'
import type { DatabaseSync } from 'node:sqlite'
import { byteOrderMark } from '../base/csv.ts'
import { replaceFile } from '../base/replaceFile.ts'
import type { ExportOrder } from './storeApi.ts'
import { createCsvLine, csvColumns, header } from './csv.ts'
import type { PhoneNumberCipher } from './phoneNumberCipher.ts'
import { withoutRedundantLists, whereClause } from './filter.ts'

/** Rows written in one step; other requests to the thread are served in between. */
const rowsAtOnce = 2_000

export interface CsvExport {
  order: ExportOrder
  /** The final path, and the path for writing until the file is complete. */
  path: string
  partial: string
  keys: PhoneNumberCipher
  signal: AbortSignal
  onProgress: (rowsWritten: number) => void
}

/** Writes a CSV file, completely or not at all. Rejects if canceled or if it could not be written. */
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
  // The end of the last piece is the nearer bound, and SQLite uses only one: it is `from` before the first piece.
  const { from, ...filter } = withoutRedundantLists(db, csv.order.filter)
  const { sql, values } = whereClause({ ...filter, from: null }, ['started_at'])
  // Piece by piece: no read transaction is open while waiting for the disk.
  const piece = db.prepare(
    `SELECT ${csvColumns(csv.order.numbers)} FROM past_holds WHERE ${sql} AND (started_at, id) > (?, ?)
     ORDER BY started_at, id LIMIT ${rowsAtOnce}`,
  )
  const line = createCsvLine(csv.keys, csv.order.numbers)
  let text = byteOrderMark + header
  let rowsWritten = 0
  let last: [number, number] = [from ?? -Number.MAX_SAFE_INTEGER, 0]
  for (;;) {
    const rows = piece.all(...values, ...last)
    for (const row of rows) text += line(row)
    await file.writeFile(text)
    csv.signal.throwIfAborted()
    const end = rows.at(-1)
    if (end === undefined) return
    text = ''
    rowsWritten += rows.length
    csv.onProgress(rowsWritten)
    last = [Number(end['started_at']), Number(end['id'])]
  }
}
