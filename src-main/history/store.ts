import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { PutAside } from '../settings/jsonFile.ts'
import { listPutAside, moveAside, putAsideAt, removePutAside } from './aside.ts'
import {
  type CallInput,
  type Opened,
  type StoreCalls,
  StoreFailed,
  type WrappedKey,
} from './calls.ts'
import { fileName, isInPlace, openDatabase, type OpenFile } from './database.ts'
import { failureOf, isConnectionLost, isCorruption } from './faults.ts'
import { inTransaction, readEarlier, readOpen, writeHolds } from './holdTables.ts'
import { readMeta, writeMeta } from './meta.ts'
import { Numbers } from './numbers.ts'

/** Rows deleted in one go: a write in between waits no longer than for these. */
const deletedAtOnce = 500

/** Writes the database; lives on a thread of its own. Whatever fails, fails as `StoreFailed`. */
export class Store implements StoreCalls {
  readonly #openFile: OpenFile | undefined
  #folder = ''
  #db: DatabaseSync | null = null
  /** A file that broke while it was open, not told of yet. */
  #putAside: PutAside | null = null
  #numbers = new Numbers([])

  constructor(openFile?: OpenFile) {
    this.#openFile = openFile
  }

  open({ folder, wall, withinMs, isDamaged }: CallInput<'open'>): Opened {
    this.#closeDatabase()
    this.#folder = folder
    this.#numbers = new Numbers([])
    return this.#guard(() => {
      if (isDamaged)
        this.#putAside ??= { why: 'corrupt', file: moveAside(join(folder, fileName), wall) }
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

  deleteAll({ keepsOpen }: CallInput<'deleteAll'>): void {
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
      if (log?.['busy'] !== 0) throw new StoreFailed('locked', 'The log could not be cut', 'open')
      for (const file of listPutAside(this.#folder)) removePutAside(this.#folder, file)
    })
  }

  close(): void {
    this.#closeDatabase()
  }

  #opened(): DatabaseSync {
    if (this.#db === null) throw new Error('The database is not open')
    return this.#db
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

  #guard<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      throw this.#failure(error)
    }
  }

  #failure(error: unknown): StoreFailed {
    if (isCorruption(error) || isConnectionLost(error)) this.#closeDatabase()
    return failureOf(error, this.#db !== null)
  }
}

function erase(db: DatabaseSync, column: 'customer' | 'number'): void {
  for (const table of ['open_holds', 'past_holds']) {
    db.exec(`UPDATE ${table} SET ${column} = NULL WHERE ${column} IS NOT NULL`)
  }
}
