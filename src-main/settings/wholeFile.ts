import { randomBytes } from 'node:crypto'
import { open, realpath, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as pass } from 'node:timers/promises'
import { type RenamingDisk, replaceFile } from '../base/replaceFile.ts'

/** The used part of the file system; a test substitutes one that is full or refuses. */
export interface Disk extends RenamingDisk {
  open: typeof open
}
const realDisk: Disk = { open, rename, wait: pass }

/**
 * Writes a file as a whole: a reader, also after a crash, finds the old one or the new one. Follows links and preserves
 * the permissions of an existing file. Rejects where the disk refuses; the old file is then unchanged.
 * @param mode permissions of a new file
 */
export async function writeWhole(
  path: string,
  text: string,
  { mode = 0o600, disk = realDisk }: { mode?: number; disk?: Disk } = {},
): Promise<void> {
  const target = await realpath(path).catch(() => path)
  const rights = await stat(target).then(
    (found) => found.mode & 0o777,
    () => mode,
  )
  const part = `${target}.${randomBytes(4).toString('hex')}.part`
  try {
    await writeAll(disk, part, Buffer.from(text), rights)
    await replaceFile(part, target, disk)
  } catch (error) {
    await rm(part, { force: true }).catch(() => {})
    throw error
  }
  await syncFolder(disk, dirname(target))
}

async function writeAll(disk: Disk, path: string, bytes: Buffer, mode: number): Promise<void> {
  const file = await disk.open(path, 'wx', mode)
  try {
    // A disk that becomes full writes a part, and reports it only with the next one.
    for (let at = 0; at < bytes.length;) {
      const { bytesWritten } = await file.write(bytes, at, bytes.length - at)
      if (bytesWritten === 0) throw Object.assign(new Error('nothing written'), { code: 'ENOSPC' })
      at += bytesWritten
    }
    await file.sync()
  } finally {
    await file.close()
  }
}

/** So that the new name survives a power failure; Windows has no equivalent. */
async function syncFolder(disk: Disk, path: string): Promise<void> {
  const folder = await disk.open(path, 'r').catch(() => null)
  await folder?.sync().catch(() => {})
  await folder?.close().catch(() => {})
}
