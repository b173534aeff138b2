import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { quarantinePath, quarantineStamp, companions } from '../base/quarantine.ts'
import { listQuarantined, quarantinedAt } from './quarantinedHistories.ts'
import { fileName } from './database.ts'

/** Where the history is now, and why it could not be moved to where it belongs. */
export interface MoveResult {
  folder: string
  problem: unknown
}

/**
 * Moves a history from its old location to where it belongs, with its log and its quarantined files. A history that
 * already exists there is not overwritten: then this one is quarantined beside it, and merged like any other. If
 * interrupted at any moment, the next start finds it complete in one place. A history that cannot be moved is used at
 * the old location. None of these databases may be open.
 * @param wall epoch ms
 */
export function moveToFolder(folder: string, former: readonly string[], wall: number): MoveResult {
  let home: MoveResult = { folder, problem: null }
  for (const from of former) {
    const lay = join(from, fileName)
    try {
      if (!existsSync(from) || isSame(from, folder)) continue
      for (const file of listQuarantined(from)) {
        bring(join(from, file), join(folder, fileName), quarantineStamp(quarantinedAt(file)))
      }
      bringDatabase(lay, join(folder, fileName), wall)
    } catch (problem) {
      const isLeft = existsSync(lay) && !existsSync(join(folder, fileName))
      home = { folder: isLeft ? from : home.folder, problem }
    }
  }
  return home
}

function bringDatabase(from: string, to: string, wall: number): void {
  if (!existsSync(from)) {
    // Everything had been moved, but the last old file was not removed yet.
    if (existsSync(to)) removeWithLog(from)
  } else if (existsSync(to)) {
    bring(from, to, quarantineStamp(wall))
  } else {
    move(from, to)
  }
}

/** Quarantines it at the new location, unless that was done before. */
function bring(from: string, to: string, stamp: string): void {
  const existingCopy = [to, `${to}.${stamp}.unreadable`].find((path) => isCopy(from, path))
  if (existingCopy === undefined) move(from, quarantinePath(to, stamp))
  else removeWithLog(from)
}

/** The database comes last: until it is there, the old one is complete and counts. */
function move(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 })
  for (const companion of companions) rmSync(to + companion, { force: true })
  try {
    for (const companion of logs) {
      if (existsSync(from + companion)) copy(from + companion, to + companion)
    }
    moveFile(from, to)
  } catch (error) {
    for (const companion of companions) rmSync(to + companion, { force: true })
    throw error
  }
  removeWithLog(from)
}

/** The companion files that belong to a database; the index of the log is created anew. */
const logs = ['-wal', '-journal']

function moveFile(from: string, to: string): void {
  try {
    renameSync(from, to)
    return
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error
  }
  const part = `${to}.part`
  try {
    copy(from, part)
    renameSync(part, to)
    syncFolder(dirname(to))
  } finally {
    rmSync(part, { force: true })
  }
  try {
    rmSync(from)
  } catch (error) {
    // Two files that both continue would be one too many.
    rmSync(to)
    throw error
  }
}

/** Copies the file with access for its owner only, and flushes it to the disk. */
function copy(from: string, to: string): void {
  closeSync(openSync(to, 'w', 0o600))
  copyFileSync(from, to)
  const file = openSync(to, 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Flushes the folder, so that the new name survives a power failure; Windows has no equivalent. */
function syncFolder(path: string): void {
  try {
    const folder = openSync(path, 'r')
    try {
      fsyncSync(folder)
    } finally {
      closeSync(folder)
    }
  } catch {
    // The file itself is already on the disk.
  }
}

/** A file that cannot be removed now is removed at the next start. */
function removeWithLog(path: string): void {
  for (const companion of ['', ...companions]) {
    try {
      rmSync(path + companion, { force: true })
    } catch {
      return
    }
  }
}

/** Whether both paths name the same folder. */
function isSame(one: string, other: string): boolean {
  if (!existsSync(one) || !existsSync(other)) return false
  if (realpathSync(one) === realpathSync(other)) return true
  const [a, b] = [statSync(one, { bigint: true }), statSync(other, { bigint: true })]
  return a.ino !== 0n && a.ino === b.ino && a.dev === b.dev
}

/** Whether the other file has the same content, including its log. */
function isCopy(path: string, other: string): boolean {
  if (!existsSync(other) || isSame(path, other)) return false
  return ['', ...logs].every((companion) => isEqual(path + companion, other + companion))
}

const chunkBytes = 1 << 20

function isEqual(path: string, other: string): boolean {
  const [one, two] = [path, other].map((each) => statSync(each, { throwIfNoEntry: false }))
  if (one === undefined || two === undefined) return one === two
  if (!one.isFile() || !two.isFile() || one.size !== two.size) return false
  const files = [openSync(path, 'r'), openSync(other, 'r')] as const
  try {
    const chunks = [Buffer.alloc(chunkBytes), Buffer.alloc(chunkBytes)] as const
    for (let at = 0; at < one.size; at += chunkBytes) {
      const read = files.map((file, index) => {
        return readSync(file, chunks[index as 0 | 1], 0, chunkBytes, at)
      })
      const [bytes = 0] = read
      if (read[1] !== bytes) return false
      if (!chunks[0].subarray(0, bytes).equals(chunks[1].subarray(0, bytes))) return false
    }
    return true
  } finally {
    for (const file of files) closeSync(file)
  }
}
