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
import { asidePath, asideStamp, companions } from '../base/quarantine.ts'
import { listPutAside, putAsideAt } from './aside.ts'
import { fileName } from './database.ts'

/** Where the history lies now, and why it could not be brought to where it belongs. */
export interface Home {
  folder: string
  problem: unknown
}

/**
 * Brings a history from where it lay before to where it belongs, with its log and with the files that
 * were put aside. Another one that lies there already is not touched: then this one is put aside beside
 * it, and taken over like any other. Interrupted at any moment, the next start finds it whole in one
 * place. What cannot be moved is used where it is. No database of these may be open.
 * @param wall epoch ms
 */
export function bringHome(folder: string, former: readonly string[], wall: number): Home {
  let home: Home = { folder, problem: null }
  for (const from of former) {
    const lay = join(from, fileName)
    try {
      if (!existsSync(from) || isSame(from, folder)) continue
      for (const file of listPutAside(from)) {
        bring(join(from, file), join(folder, fileName), asideStamp(putAsideAt(file)))
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
    // All of it had been brought, and the last of the old one was not removed yet.
    if (existsSync(to)) removeWithLog(from)
  } else if (existsSync(to)) {
    bring(from, to, asideStamp(wall))
  } else {
    move(from, to)
  }
}

/** Puts it aside over there, unless that was done already. */
function bring(from: string, to: string, stamp: string): void {
  const done = [to, `${to}.${stamp}.unreadable`].find((path) => isCopy(from, path))
  if (done === undefined) move(from, asidePath(to, stamp))
  else removeWithLog(from)
}

/** The database comes last: until it is there, the old one is whole and counts. */
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

/** What of a database's companions belongs to it; the index of the log is made anew. */
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
    // Two that both go on would be one too many.
    rmSync(to)
    throw error
  }
}

/** Copies it for its owner alone, and onto the disk. */
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

/** So that the new name outlives a power cut; Windows has no such thing. */
function syncFolder(path: string): void {
  try {
    const folder = openSync(path, 'r')
    try {
      fsyncSync(folder)
    } finally {
      closeSync(folder)
    }
  } catch {
    // The file itself is on the disk.
  }
}

/** What cannot be removed now is removed at the next start. */
function removeWithLog(path: string): void {
  for (const companion of ['', ...companions]) {
    try {
      rmSync(path + companion, { force: true })
    } catch {
      return
    }
  }
}

/** One and the same, whatever it is called. */
function isSame(one: string, other: string): boolean {
  if (!existsSync(one) || !existsSync(other)) return false
  if (realpathSync(one) === realpathSync(other)) return true
  const [a, b] = [statSync(one, { bigint: true }), statSync(other, { bigint: true })]
  return a.ino !== 0n && a.ino === b.ino && a.dev === b.dev
}

/** Another file with the same in it, in its log too. */
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
