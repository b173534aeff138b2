import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { moveAside } from '../base/quarantine.ts'
import type { PutAside } from '../settings/jsonFile.ts'
import { isCorruption } from './faults.ts'
import { applicationId, migrate, schemaVersion, versionOf } from './schema.ts'

export const fileName = 'history.db'
/** How long a locked file is waited for, ms: longer would hold up whoever asks something else. */
const waitMs = 250

/**
 * Opens the file itself, waiting so long for one that is locked (ms); tests put a disk of their own
 * in its place.
 */
export type OpenFile = (path: string, withinMs: number) => DatabaseSync

const openWithSqlite: OpenFile = (path, withinMs) => new DatabaseSync(path, { timeout: withinMs })

export interface OpenedDatabase {
  db: DatabaseSync
  /** A file that could not be understood was kept under another name, and a new one begun. */
  putAside: PutAside | null
}

/**
 * Opens the history of this folder, or begins one. Throws where the disk does not let it.
 * @param wall epoch ms; names a file that has to be put aside
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
  const found = look(path, open)
  if (found.kind === 'readable') return { db: found.db, putAside: null }
  const file = moveAside(path, wall)
  const begun = look(path, open)
  if (begun.kind !== 'readable') throw new Error(`${fileName} cannot be used: ${begun.why}`)
  return { db: begun.db, putAside: { why: found.why, file } }
}

/** A connection that only reads, for short questions; it never holds up the one that writes. */
export function openReadOnly(folder: string): DatabaseSync {
  const db = new DatabaseSync(join(folder, fileName), { readOnly: true, timeout: waitMs })
  db.exec('PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384')
  return db
}

/** The same for a long reading: everything stays for it as it is at this moment. */
export function openSnapshot(folder: string): DatabaseSync {
  const db = openReadOnly(folder)
  // Without a log, whoever reads holds up whoever writes: then each piece is read as it is by then.
  if (isLogged(db)) db.exec('BEGIN')
  return db
}

/** Whether readers and the writer do without each other: not every file system lets them. */
export const isLogged = (db: DatabaseSync) =>
  db.prepare('PRAGMA journal_mode').get()?.['journal_mode'] === 'wal'

type Found = { kind: 'readable'; db: DatabaseSync } | { kind: 'unreadable'; why: PutAside['why'] }

function look(path: string, open: () => DatabaseSync): Found {
  let db: DatabaseSync | null = null
  try {
    // SQLite itself would let everyone read it. The files beside it get the same rights.
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

function unreadable(db: DatabaseSync | null, why: PutAside['why']): Found {
  db?.close()
  return { kind: 'unreadable', why }
}

function prepare(db: DatabaseSync): void {
  // Room that is free again is given back in pieces. It has to be said before anything is in the file;
  // one that was begun without it stays so until everything is deleted: changing that would need its
  // whole size once more, and nothing could be written meanwhile.
  db.exec('PRAGMA auto_vacuum = INCREMENTAL')
  // Readers and the writer do not wait for each other.
  db.exec('PRAGMA journal_mode = WAL')
  // Each change is on the disk before it counts as written: not even a power cut takes it. It costs
  // about a millisecond, for a few changes a second, on a thread that nobody waits for.
  db.exec('PRAGMA synchronous = FULL')
  // What is deleted is overwritten, and nothing of it lies in a temporary file.
  db.exec('PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY')
  db.exec('PRAGMA cache_size = -16384; PRAGMA journal_size_limit = 4194304')
  migrate(db)
  db.exec(`PRAGMA busy_timeout = ${waitMs}`)
}

/** Whether the file still lies where it was opened: it goes on working for us when it was deleted. */
export const isInPlace = (folder: string) => existsSync(join(folder, fileName))
