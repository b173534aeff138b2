import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { quarantine } from '../base/quarantine.ts'
import type { QuarantinedFile } from '../settings/jsonFile.ts'
import { isCorruption } from './faults.ts'
import { applicationId, migrate, schemaVersion, versionOf } from './schema.ts'

export const fileName = 'history.db'
/** How long to wait for a locked file, ms: a longer wait would block other requests. */
const waitMs = 250

/** Opens the file itself, and waits this long for a locked one (ms); tests substitute a disk of their own. */
export type OpenFile = (path: string, withinMs: number) => DatabaseSync

const openWithSqlite: OpenFile = (path, withinMs) => new DatabaseSync(path, { timeout: withinMs })

export interface OpenedDatabase {
  db: DatabaseSync
  /** A file that could not be read was quarantined, and a new one created. */
  quarantined: QuarantinedFile | null
}

/**
 * Opens the history in this folder, or creates one. Throws where the disk does not allow it.
 * @param wall epoch ms; names a file that has to be quarantined
 */
export function openDatabase(
  folder: string,
  wall: number,
  withinMs = waitMs,
  openFile = openWithSqlite,
): OpenedDatabase {
  const path = join(folder, fileName)
  const open = () => openFile(path, withinMs)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const result = tryOpen(path, open)
  if (result.kind === 'readable') return { db: result.db, quarantined: null }
  const file = quarantine(path, wall)
  const newFile = tryOpen(path, open)
  if (newFile.kind !== 'readable') throw new Error(`${fileName} cannot be used: ${newFile.why}`)
  return { db: newFile.db, quarantined: { why: result.why, file } }
}

/** A read-only connection for short queries; it never blocks the writer. */
export function openReadOnly(folder: string): DatabaseSync {
  const db = new DatabaseSync(join(folder, fileName), { readOnly: true, timeout: waitMs })
  db.exec('PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384')
  return db
}

/** The same for a long read: it sees everything as of this moment. */
export function openSnapshot(folder: string): DatabaseSync {
  const db = openReadOnly(folder)
  // Without WAL a reader blocks the writer: then each piece is read as of its own moment.
  if (isLogged(db)) db.exec('BEGIN')
  return db
}

/** Whether readers and the writer do not block each other: not every file system supports that. */
export const isLogged = (db: DatabaseSync) =>
  db.prepare('PRAGMA journal_mode').get()?.['journal_mode'] === 'wal'

type ReadResult =
  { kind: 'readable'; db: DatabaseSync } | { kind: 'unreadable'; why: QuarantinedFile['why'] }

function tryOpen(path: string, open: () => DatabaseSync): ReadResult {
  let db: DatabaseSync | null = null
  try {
    // SQLite itself would make the file readable for everyone. The files beside it get the same permissions.
    closeSync(openSync(path, 'a', 0o600))
    db = open()
    const version = versionOf(db)
    const owner = db.prepare('PRAGMA application_id').get()?.['application_id']
    const isEmpty = db.prepare('SELECT 1 FROM sqlite_schema').get() === undefined
    if (owner !== applicationId && !isEmpty) return unreadable(db, 'corrupt')
    if (version > schemaVersion) return unreadable(db, 'newer')
    prepare(db)
    return { kind: 'readable', db }
  } catch (error) {
    const isFolder = (error as NodeJS.ErrnoException).code === 'EISDIR'
    if (isCorruption(error) || isFolder) return unreadable(db, 'corrupt')
    db?.close()
    throw error
  }
}

function unreadable(db: DatabaseSync | null, why: QuarantinedFile['why']): ReadResult {
  db?.close()
  return { kind: 'unreadable', why }
}

function prepare(db: DatabaseSync): void {
  // Free pages are returned to the disk incrementally. This must be set before anything is in the file; a file that was
  // created without it stays so until everything is deleted: changing it would need the full size of the file once
  // more, and block all writes meanwhile.
  db.exec('PRAGMA auto_vacuum = INCREMENTAL')
  // Readers and the writer do not wait for each other.
  db.exec('PRAGMA journal_mode = WAL')
  // Each change is on the disk before it counts as written: it survives even a power failure. This costs about a
  // millisecond, for a few changes a second, on a thread that nothing waits for.
  db.exec('PRAGMA synchronous = FULL')
  // Deleted data is overwritten, and no temporary file contains any of it.
  db.exec('PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY')
  db.exec('PRAGMA cache_size = -16384; PRAGMA journal_size_limit = 4194304')
  migrate(db)
  db.exec(`PRAGMA busy_timeout = ${waitMs}`)
}

/** Whether the file still exists where it was opened: SQLite continues to work with a deleted one. */
export const isInPlace = (folder: string) => existsSync(join(folder, fileName))
