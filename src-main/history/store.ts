import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { quarantine } from '../base/quarantine.ts'
import type { QuarantinedFile } from '../settings/jsonFile.ts'
import { listQuarantined, quarantinedAt, removeQuarantined } from './quarantinedHistories.ts'
import { moveToFolder } from './bringHome.ts'
import {
  type CallInput,
  type OpenedStore,
  type WriterApi,
  StoreFailed,
  type WrappedKey,
} from './storeApi.ts'
import { type KeptNumbers } from '../settings/preferences.ts'
import { fileName, isInPlace, isLogged, openDatabase, type OpenFile } from './database.ts'
import { failureOf, isConnectionLost, isCorruption } from './faults.ts'
import { inTransaction, readEarlier, readOpen, writeHolds } from './holdTables.ts'
import { forgetRescued, isRescued, readMeta, setRescued, writeMeta } from './meta.ts'
import { PhoneNumberCipher } from './phoneNumberCipher.ts'
import { pastRemoved } from './schema.ts'
import { openRescue, type Rescue, closeOpenHolds, copyOpenHolds, copyPastHolds } from './rescue.ts'

/** Rows deleted in one step: a write in between waits no longer than this takes. */
const deletedAtOnce = 500

/** Pages returned to the disk in one step. */
const pagesAtOnce = 500

/** Writes the database; lives on its own thread. All errors are `StoreFailed`. */
export class Store implements WriterApi {
  readonly #openFile: OpenFile | undefined
  #folder = ''
  #db: DatabaseSync | null = null
  /** A file that broke while it was open, not reported yet. */
  #quarantined: QuarantinedFile | null = null
  #numbers = new PhoneNumberCipher([])
  #keptNumbers: KeptNumbers = 'none'
  /** Quarantined files that are still to be processed, and the one being imported. */
  #toRescue: string[] = []
  #rescue: Rescue | null = null
  /** It was reported, so it stays; its open holds may continue. */
  #newlyQuarantined = ''

  constructor(openFile?: OpenFile) {
    this.#openFile = openFile
  }

  open({ folder: target, former, wall, withinMs, isDamaged }: CallInput<'open'>): OpenedStore {
    this.#closeDatabase()
    this.#numbers = new PhoneNumberCipher([])
    return this.#guard(() => {
      const { folder, problem } = moveToFolder(target, former, wall)
      this.#folder = folder
      if (isDamaged)
        this.#quarantined ??= { why: 'corrupt', file: quarantine(join(folder, fileName), wall) }
      const database = openDatabase(folder, wall, withinMs, this.#openFile)
      const { db } = database
      this.#db = db
      const quarantined = database.quarantined ?? this.#quarantined
      this.#toRescue = listQuarantined(folder).filter((file) => !isRescued(db, file))
      this.#newlyQuarantined = quarantined?.file ?? this.#newlyQuarantined
      for (const rescued of this.#toRescue) this.#beginRescue(db, rescued)
      this.#quarantined = null
      return {
        folder,
        unmoved: problem === null ? null : String(problem),
        open: readOpen(db),
        earlier: readEarlier(db),
        meta: readMeta(db),
        quarantined,
        isLogged: isLogged(db),
      }
    })
  }

  write(input: CallInput<'write'>): { refusedCount: number } {
    return this.#guard(() => {
      const db = this.#openDatabase()
      // A deleted file still accepts rows, and disappears with the process.
      if (!isInPlace(this.#folder)) {
        this.#closeDatabase()
        throw new Error('The file is gone')
      }
      return { refusedCount: writeHolds(db, input, this.#numbers) }
    })
  }

  reduceNumbers({ keptNumbers, reachesAside }: CallInput<'reduceNumbers'>): WrappedKey[] {
    this.#keptNumbers = keptNumbers
    return this.#guard(() => {
      const db = this.#openDatabase()
      if (reachesAside) {
        for (const file of listQuarantined(this.#folder)) {
          if (!forgetKeys(join(this.#folder, file))) this.#forget(db, file)
        }
      }
      inTransaction(db, () => {
        if (keptNumbers !== 'whole') erase(db, 'number')
        if (keptNumbers === 'none') {
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
        const insert = this.#openDatabase().prepare(
          'INSERT INTO number_keys (id, wrapped) VALUES (?, ?)',
        )
        insert.run(created.id, created.wrapped)
      }
      this.#numbers = new PhoneNumberCipher(keys)
    })
  }

  keepMeta(meta: CallInput<'keepMeta'>): void {
    this.#guard(() => {
      const db = this.#openDatabase()
      inTransaction(db, () => {
        writeMeta(db, meta)
      })
    })
  }

  clean({ before, forgetBefore }: CallInput<'clean'>) {
    return this.#guard(() => {
      const db = this.#openDatabase()
      for (const file of listQuarantined(this.#folder)) {
        if (quarantinedAt(file) >= before) continue
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

  rescue(): { rescuedCount: number; isDone: boolean } {
    return this.#guard(() => {
      const db = this.#openDatabase()
      const file = this.#toRescue[0]
      if (file === undefined) return { rescuedCount: 0, isDone: true }
      this.#rescue ??= openRescue(this.#folder, file, db)
      const rescue = this.#rescue
      // A file that is unreadable now may be by a newer version.
      const { rescuedCount, isDone } =
        rescue === null ? { rescuedCount: 0, isDone: true } : this.#rescuePiece(db, rescue)
      if (isDone) {
        this.#toRescue.shift()
        this.#endRescue()
        const isWhole = rescue !== null && rescue.lostCount === 0
        if (isWhole && file !== this.#newlyQuarantined) this.#forget(db, file)
      }
      return { rescuedCount, isDone: this.#toRescue.length === 0 }
    })
  }

  cutLog(): void {
    this.#guard(() => {
      this.#openDatabase().exec('PRAGMA wal_checkpoint(TRUNCATE)')
    })
  }

  deleteAll({ keepsOpen }: CallInput<'deleteAll'>): void {
    this.#guard(() => {
      const db = this.#openDatabase()
      inTransaction(db, () => {
        db.exec('DROP TRIGGER past_removed; DELETE FROM past_holds; DELETE FROM past_counts')
        db.exec(pastRemoved)
        db.exec('DELETE FROM earlier_holds; DELETE FROM number_keys')
        if (keepsOpen) db.exec('UPDATE open_holds SET customer = NULL, number = NULL')
        else db.exec('DELETE FROM open_holds')
      })
      this.#numbers = new PhoneNumberCipher([])
      db.exec('VACUUM')
      const [log] = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all()
      // Another process is reading the file: until it ends, the deleted data stays in the log.
      if (log?.['busy'] !== 0) throw new StoreFailed('locked', 'The log could not be cut', 'open')
      for (const file of listQuarantined(this.#folder)) this.#forget(db, file)
    })
  }

  close(): void {
    this.#closeDatabase()
  }

  #openDatabase(): DatabaseSync {
    if (this.#db === null) throw new Error('The database is not open')
    return this.#db
  }

  /** Keys, and calls that are currently held, come first; holds that are over are imported piece by piece. */
  #beginRescue(db: DatabaseSync, file: string): void {
    const rescue = openRescue(this.#folder, file, db)
    if (rescue === null) return
    try {
      if (file !== this.#newlyQuarantined) return
      inTransaction(db, () => {
        copyOpenHolds(rescue, db)
      })
    } finally {
      rescue.from.close()
    }
  }

  #rescuePiece(db: DatabaseSync, rescue: Rescue): { rescuedCount: number; isDone: boolean } {
    let rescuedCount = 0
    inTransaction(db, () => {
      rescuedCount = copyPastHolds(rescue, db, this.#keptNumbers)
      if (rescue.next <= rescue.last) return
      if (rescue.file !== this.#newlyQuarantined) closeOpenHolds(rescue, db)
      setRescued(db, rescue.file)
    })
    return { rescuedCount, isDone: rescue.next > rescue.last }
  }

  #forget(db: DatabaseSync, file: string): void {
    if (this.#toRescue[0] === file) this.#endRescue()
    this.#toRescue = this.#toRescue.filter((other) => other !== file)
    removeQuarantined(this.#folder, file)
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
      // The connection no longer worked.
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

/** Without its key no encrypted number can be read; returns whether a quarantined file lost its key. */
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

/** Whether the file returns free space (`auto_vacuum = INCREMENTAL`). */
const isShrinking = (db: DatabaseSync) =>
  db.prepare('PRAGMA auto_vacuum').get()?.['auto_vacuum'] === 2

function erase(db: DatabaseSync, column: 'customer' | 'number'): void {
  for (const table of ['open_holds', 'past_holds']) {
    db.exec(`UPDATE ${table} SET ${column} = NULL WHERE ${column} IS NOT NULL`)
  }
}
