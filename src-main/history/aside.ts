import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'

/** What SQLite keeps beside its file: the log comes first, so that no other file ever takes it up. */
const companions = ['-wal', '-shm', '-journal', '']
const pattern = /^history\.db\.(\d{4}-\d\d-\d\dT)(\d\d)-(\d\d)-(\d\d)(-\d+)?\.unreadable/

/**
 * Renames a database with its log, all or nothing; answers the file's new name.
 * @param wall epoch ms; stands in the name
 */
export function moveAside(path: string, wall: number): string {
  const stamp = new Date(wall).toISOString().replaceAll(':', '-').slice(0, 19)
  let aside = `${path}.${stamp}.unreadable`
  for (let attempt = 1; existsSync(aside); attempt += 1) {
    aside = `${path}.${stamp}-${attempt}.unreadable`
  }
  const moved: string[] = []
  try {
    for (const companion of companions) {
      if (!existsSync(path + companion)) continue
      renameSync(path + companion, aside + companion)
      moved.push(companion)
    }
  } catch (error) {
    for (const companion of moved) renameSync(aside + companion, path + companion)
    throw error
  }
  return basename(aside)
}

/** Files of this folder that were put aside, without what lies beside them. */
export const listPutAside = (folder: string) =>
  readdirSync(folder).filter((file) => pattern.test(file) && file.endsWith('.unreadable'))

/** When the file was put aside, epoch ms: everything in it is older. */
export function putAsideAt(file: string): number {
  const [, day = '', hour = '', minute = '', second = ''] = pattern.exec(file) ?? []
  return Date.parse(`${day}${hour}:${minute}:${second}Z`)
}

export function removePutAside(folder: string, file: string): void {
  for (const companion of companions) {
    rmSync(join(folder, file + companion), { recursive: true, force: true })
  }
}
