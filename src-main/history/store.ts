import { basename, join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { ExportState } from '../../src-preload/contract/index.ts'
import type { PutAside } from '../settings/jsonFile.ts'
import { listPutAside, moveAside, putAsideAt, removePutAside } from './aside.ts'
import {
  type CallInput,
  type Calls,
  type Opened,
  StoreFailed,
  type ThreadEvent,
  type WrappedKey,
} from './calls.ts'
import { readCharts } from './charts.ts'
import { fileName, isInPlace, openDatabase, type OpenFile, openSnapshot } from './database.ts'
import { countRows, exportCsv } from './exportCsv.ts'
import { isCorruption, whyOf } from './faults.ts'
import { inTransaction, readEarlier, readOpen, writeHolds } from './holdTables.ts'
import { readMeta, writeMeta } from './meta.ts'
import { Numbers } from './numbers.ts'
import { readFacets, readPage, readToday } from './pages.ts'
import { nextTurn } from './turns.ts'

/** Rows deleted in one go: a write in between waits no longer than for these. */
const deletedAtOnce = 500
/** Between two reports of an export, ms. */
const reportEveryMs = 200

/** Holds the database; lives on a thread of its own. Whatever fails, fails as `StoreFailed`. */
export class Store implements Calls {
  readonly #tell: (event: ThreadEvent) => void
  readonly #openFile: OpenFile | undefined
  #folder = ''
  /** The wall clock at the last opening, epoch ms. */
  #openedAt = 0
  #db: DatabaseSync | null = null
  /** A file that broke while it was open, not told of yet. */
  #putAside: PutAside | null = null
  #numbers = new Numbers([])
  #export: AbortController | null = null
  /** Long readings, each over a connection of its own. */
  readonly #readings = new Set<Promise<unknown>>()

  constructor(tell: (event: ThreadEvent) => void, openFile?: OpenFile) {
    this.#tell = tell
    this.#openFile = openFile
  }

  open({ folder, wall, withinMs }: CallInput<'open'>): Opened {
    this.#closeDatabase()
    this.#folder = folder
    this.#openedAt = wall
    this.#numbers = new Numbers([])
    return this.#guard(() => {
      const { db, putAside } = openDatabase(folder, wall, withinMs, this.#openFile)
      this.#db = db
      const opened = {
        open: readOpen(db),
        earlier: readEarlier(db),
        meta: readMeta(db),
        putAside: putAside ?? this.#putAside,
      }
      this.#putAside = null
      return opened
    })
  }

  write(input: CallInput<'write'>): { refused: number } {
    return this.#guard(() => {
      const db = this.#opened()
      // A deleted file goes on taking rows, and is gone with the process.
      if (!isInPlace(this.#folder)) {
        this.#closeDatabase()
        throw new Error('The file is gone')
      }
      return { refused: writeHolds(db, input, this.#numbers) }
    })
  }

  reduceNumbers({ kept }: CallInput<'reduceNumbers'>): WrappedKey[] {
    return this.#guard(() => {
      const db = this.#opened()
      inTransaction(db, () => {
        if (kept !== 'whole') erase(db, 'number')
        if (kept === 'none') {
          erase(db, 'customer')
          db.exec('DELETE FROM number_keys')
        }
      })
      db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      const keys = db.prepare('SELECT id, wrapped FROM number_keys ORDER BY id').all()
      return keys.map(({ id, wrapped }) => ({ id: Number(id), wrapped: String(wrapped) }))
    })
  }

  useKeys({ keys, created }: CallInput<'useKeys'>): void {
    this.#guard(() => {
      if (created !== null) {
        const put = this.#opened().prepare('INSERT INTO number_keys (id, wrapped) VALUES (?, ?)')
        put.run(created.id, created.wrapped)
      }
      this.#numbers = new Numbers(keys)
    })
  }

  keepMeta(meta: CallInput<'keepMeta'>): void {
    this.#guard(() => {
      const db = this.#opened()
      inTransaction(db, () => {
        writeMeta(db, meta)
      })
    })
  }

  clean({ before, forgetBefore }: CallInput<'clean'>) {
    return this.#guard(() => {
      const db = this.#opened()
      for (const file of listPutAside(this.#folder)) {
        if (putAsideAt(file) < before) removePutAside(this.#folder, file)
      }
      db.prepare('DELETE FROM earlier_holds WHERE ended_at < ?').run(forgetBefore)
      const { changes } = db
        .prepare(
          `DELETE FROM past_holds WHERE id IN
             (SELECT id FROM past_holds WHERE ended_at < ? LIMIT ${deletedAtOnce})`,
        )
        .run(before)
      const deleted = Number(changes)
      return { deleted, isDone: deleted < deletedAtOnce }
    })
  }

  cutLog(): void {
    this.#guard(() => {
      this.#opened().exec('PRAGMA wal_checkpoint(TRUNCATE)')
    })
  }

  async deleteAll({ keepsOpen }: CallInput<'deleteAll'>): Promise<void> {
    await this.#endReadings()
    this.#guard(() => {
      const db = this.#opened()
      inTransaction(db, () => {
        db.exec('DELETE FROM past_holds; DELETE FROM earlier_holds; DELETE FROM number_keys')
        if (keepsOpen) db.exec('UPDATE open_holds SET customer = NULL, number = NULL')
        else db.exec('DELETE FROM open_holds')
      })
      this.#numbers = new Numbers([])
      db.exec('VACUUM')
      const [log] = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all()
      // Someone else is reading the file: what was deleted stays in the log for as long.
      if (log?.['busy'] !== 0) throw new StoreFailed('locked', 'The log could not be cut', true)
      for (const file of listPutAside(this.#folder)) removePutAside(this.#folder, file)
    })
  }

  getPage(input: CallInput<'getPage'>) {
    return this.#guard(() => readPage(this.#opened(), input, this.#numbers))
  }

  getFacets() {
    return this.#guard(() => readFacets(this.#opened()))
  }

  getToday({ since }: CallInput<'getToday'>) {
    return this.#guard(() => readToday(this.#opened(), since))
  }

  getCharts({ filter }: CallInput<'getCharts'>) {
    return this.#read((db) => readCharts(db, filter))
  }

  startExport({ filter, path, partial }: CallInput<'startExport'>): ExportState {
    const abort = new AbortController()
    const file = basename(path)
    const total = this.#guard(() => countRows(this.#opened(), filter))
    let done = 0
    let reportedAt = performance.now()
    const stateOf = (state: ExportState['state']): ExportState => ({ state, file, done, total })
    const tell = (state: ExportState['state'], reason: string | null = null) => {
      this.#tell({ name: 'export', state: stateOf(state), reason })
    }
    const end = (state: ExportState['state'], reason: string | null = null) => {
      this.#export = null
      tell(state, reason)
    }
    const onProgress = (rows: number) => {
      done = rows
      if (performance.now() - reportedAt < reportEveryMs) return
      reportedAt = performance.now()
      tell('running')
    }
    const numbers = this.#numbers
    const csv = { filter, path, partial, numbers, signal: abort.signal, onProgress }
    this.#export = abort
    // Not before the answer that it has begun.
    void nextTurn()
      .then(() => this.#read((db) => exportCsv(db, csv)))
      .then(
        () => {
          done = total
          end('done')
        },
        (error: unknown) => {
          end(abort.signal.aborted ? 'cancelled' : 'failed', String(error))
        },
      )
    return stateOf('running')
  }

  cancelExport(): void {
    this.#export?.abort()
  }

  async close(): Promise<void> {
    await this.#endReadings()
    this.#closeDatabase()
  }

  #opened(): DatabaseSync {
    if (this.#db === null) throw new Error('The database is not open')
    return this.#db
  }

  /** Reads at length over a connection of its own, as everything was at this moment. */
  #read<T>(work: (db: DatabaseSync) => Promise<T>): Promise<T> {
    const reading = (async () => {
      const db = this.#guard(() => {
        this.#opened()
        return openSnapshot(this.#folder)
      })
      try {
        return await work(db)
      } catch (error) {
        throw this.#failure(error)
      } finally {
        db.close()
      }
    })()
    this.#readings.add(reading)
    const forget = () => this.#readings.delete(reading)
    reading.then(forget, forget)
    return reading
  }

  async #endReadings(): Promise<void> {
    this.#export?.abort()
    await Promise.allSettled(this.#readings)
  }

  #closeDatabase(): void {
    const db = this.#db
    this.#db = null
    try {
      db?.close()
    } catch {
      // It was no good any more.
    }
  }

  /** The file broke while it was open: it is kept, and the next opening begins a new one. */
  #giveUpFile(): void {
    this.#closeDatabase()
    try {
      this.#putAside = {
        why: 'corrupt',
        file: moveAside(join(this.#folder, fileName), this.#openedAt),
      }
    } catch {
      // It stays where it is, and breaks again when it is used.
    }
  }

  #guard<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      throw this.#failure(error)
    }
  }

  #failure(error: unknown): StoreFailed {
    if (error instanceof StoreFailed) return error
    if (isCorruption(error) && this.#db !== null) this.#giveUpFile()
    const message = error instanceof Error ? error.message : String(error)
    return new StoreFailed(whyOf(error), message, this.#db !== null)
  }
}

function erase(db: DatabaseSync, column: 'customer' | 'number'): void {
  for (const table of ['open_holds', 'past_holds']) {
    db.exec(`UPDATE ${table} SET ${column} = NULL WHERE ${column} IS NOT NULL`)
  }
}
