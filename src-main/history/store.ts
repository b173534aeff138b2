import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { moveAside } from '../base/quarantine.ts'
import type { PutAside } from '../settings/jsonFile.ts'
import { listPutAside, putAsideAt, removePutAside } from './aside.ts'
import { bringHome } from './bringHome.ts'
import {
  type CallInput,
  type Opened,
  type StoreCalls,
  StoreFailed,
  type WrappedKey,
} from './storeApi.ts'
import { type KeptNumbers } from '../settings/preferences.ts'
import { fileName, isInPlace, isLogged, openDatabase, type OpenFile } from './database.ts'
import { failureOf, isConnectionLost, isCorruption } from './faults.ts'
import { inTransaction, readEarlier, readOpen, writeHolds } from './holdTables.ts'
import { forgetRescued, isRescued, readMeta, setRescued, writeMeta } from './meta.ts'
import { Numbers } from './numbers.ts'
import { pastRemoved } from './schema.ts'
import { openRescue, type Rescue, takeLeftOpen, takeOpen, takePast } from './rescue.ts'

/** Rows deleted in one go: a write in between waits no longer than for these. */
const deletedAtOnce = 500

/** Pages given back to the disk in one go. */
const pagesAtOnce = 500

/** Writes the database; lives on a thread of its own. Whatever fails, fails as `StoreFailed`. */
export class Store implements StoreCalls {
  readonly #openFile: OpenFile | undefined
  #folder = ''
  #db: DatabaseSync | null = null
  /** A file that broke while it was open, not told of yet. */
  #putAside: PutAside | null = null
  #numbers = new Numbers([])
  #kept: KeptNumbers = 'none'
  /** Files put aside that are still to be looked at, and the one that is taken over now. */
  #toRescue: string[] = []
  #rescue: Rescue | null = null
  /** It was told of, so it stays; what was open in it may go on. */
  #justPutAside = ''

  constructor(openFile?: OpenFile) {
    this.#openFile = openFile
  }

  open({ folder: wanted, former, wall, withinMs, isDamaged }: CallInput<'open'>): Opened {
    this.#closeDatabase()
    this.#numbers = new Numbers([])
    return this.#guard(() => {
      const { folder, problem } = bringHome(wanted, former, wall)
      this.#folder = folder
      if (isDamaged)
        this.#putAside ??= { why: 'corrupt', file: moveAside(join(folder, fileName), wall) }
      const opened = openDatabase(folder, wall, withinMs, this.#openFile)
      const { db } = opened
      this.#db = db
      const putAside = opened.putAside ?? this.#putAside
      this.#toRescue = listPutAside(folder).filter((file) => !isRescued(db, file))
      this.#justPutAside = putAside?.file ?? this.#justPutAside
      for (const rescued of this.#toRescue) this.#beginRescue(db, rescued)
      this.#putAside = null
      return {
        folder,
        unmoved: problem === null ? null : String(problem),
        open: readOpen(db),
        earlier: readEarlier(db),
        meta: readMeta(db),
        putAside,
        isLogged: isLogged(db),
      }
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

  reduceNumbers({ kept, reachesAside }: CallInput<'reduceNumbers'>): WrappedKey[] {
    this.#kept = kept
    return this.#guard(() => {
      const db = this.#opened()
      if (reachesAside) {
        for (const file of listPutAside(this.#folder)) {
          if (!forgetKeys(join(this.#folder, file))) this.#forget(db, file)
        }
      }
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
        if (putAsideAt(file) >= before) continue
        this.#forget(db, file)
      }
      db.prepare('DELETE FROM earlier_holds WHERE ended_at < ?').run(forgetBefore)
      const { changes } = db
        .prepare(
          `DELETE FROM past_holds WHERE id IN
             (SELECT id FROM past_holds WHERE ended_at < ? LIMIT ${deletedAtOnce})`,
        )
        .run(before)
      const deleted = Number(changes)
      if (deleted === deletedAtOnce) return { deleted, isDone: false }
      db.exec(`PRAGMA incremental_vacuum(${pagesAtOnce})`)
      const free = Number(db.prepare('PRAGMA freelist_count').get()?.['freelist_count'])
      return { deleted, isDone: free === 0 || !isShrinking(db) }
    })
  }

  rescue(): { taken: number; isDone: boolean } {
    return this.#guard(() => {
      const db = this.#opened()
      const file = this.#toRescue[0]
      if (file === undefined) return { taken: 0, isDone: true }
      this.#rescue ??= openRescue(this.#folder, file, db)
      const rescue = this.#rescue
      // What cannot be understood now may be by a newer version.
      const { taken, isDone } =
        rescue === null ? { taken: 0, isDone: true } : this.#takePiece(db, rescue)
      if (isDone) {
        this.#toRescue.shift()
        this.#endRescue()
        const isWhole = rescue !== null && rescue.lost === 0
        if (isWhole && file !== this.#justPutAside) this.#forget(db, file)
      }
      return { taken, isDone: this.#toRescue.length === 0 }
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
        db.exec('DROP TRIGGER past_removed; DELETE FROM past_holds; DELETE FROM past_counts')
        db.exec(pastRemoved)
        db.exec('DELETE FROM earlier_holds; DELETE FROM number_keys')
        if (keepsOpen) db.exec('UPDATE open_holds SET customer = NULL, number = NULL')
        else db.exec('DELETE FROM open_holds')
      })
      this.#numbers = new Numbers([])
      db.exec('VACUUM')
      const [log] = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all()
      // Someone else is reading the file: what was deleted stays in the log for as long.
      if (log?.['busy'] !== 0) throw new StoreFailed('locked', 'The log could not be cut', 'open')
      for (const file of listPutAside(this.#folder)) this.#forget(db, file)
    })
  }

  close(): void {
    this.#closeDatabase()
  }

  #opened(): DatabaseSync {
    if (this.#db === null) throw new Error('The database is not open')
    return this.#db
  }

  /** Keys, and calls that are held right now, come first; what is over is taken piece by piece. */
  #beginRescue(db: DatabaseSync, file: string): void {
    const rescue = openRescue(this.#folder, file, db)
    if (rescue === null) return
    try {
      if (file !== this.#justPutAside) return
      inTransaction(db, () => {
        takeOpen(rescue, db)
      })
    } finally {
      rescue.from.close()
    }
  }

  #takePiece(db: DatabaseSync, rescue: Rescue): { taken: number; isDone: boolean } {
    let taken = 0
    inTransaction(db, () => {
      taken = takePast(rescue, db, this.#kept)
      if (rescue.next <= rescue.last) return
      if (rescue.file !== this.#justPutAside) takeLeftOpen(rescue, db)
      setRescued(db, rescue.file)
    })
    return { taken, isDone: rescue.next > rescue.last }
  }

  #forget(db: DatabaseSync, file: string): void {
    if (this.#toRescue[0] === file) this.#endRescue()
    this.#toRescue = this.#toRescue.filter((other) => other !== file)
    removePutAside(this.#folder, file)
    forgetRescued(db, file)
  }

  #endRescue(): void {
    this.#rescue?.from.close()
    this.#rescue = null
  }

  #closeDatabase(): void {
    this.#endRescue()
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

/** Without its key no sealed number can be read; answers whether a file that was put aside let it go. */
function forgetKeys(path: string): boolean {
  try {
    const db = new DatabaseSync(path)
    try {
      db.exec('PRAGMA secure_delete = ON; DELETE FROM number_keys')
      db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      return true
    } finally {
      db.close()
    }
  } catch {
    return false
  }
}

/** Whether the file gives free room back (`auto_vacuum = INCREMENTAL`). */
const isShrinking = (db: DatabaseSync) =>
  db.prepare('PRAGMA auto_vacuum').get()?.['auto_vacuum'] === 2

function erase(db: DatabaseSync, column: 'customer' | 'number'): void {
  for (const table of ['open_holds', 'past_holds']) {
    db.exec(`UPDATE ${table} SET ${column} = NULL WHERE ${column} IS NOT NULL`)
  }
}
