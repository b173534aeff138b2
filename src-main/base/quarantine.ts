import { copyFileSync, existsSync, readdirSync, renameSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** What SQLite keeps beside a database: the log comes first, so that no other file ever takes it up. */
export const companions = ['-wal', '-shm', '-journal'] as const

/** The time as it stands in the name of a file that was put aside. @param wall epoch ms */
export const quarantineStamp = (wall: number) =>
  new Date(wall).toISOString().replaceAll(':', '-').slice(0, 19)

const ending = '.unreadable'

/** Where it can be put aside: a path that nothing bears yet. */
export function quarantinePath(path: string, stamp: string): string {
  let target = `${path}.${stamp}${ending}`
  for (let attempt = 1; existsSync(target); attempt += 1) {
    target = `${path}.${stamp}-${attempt}${ending}`
  }
  return target
}

/** Paths of what was put aside of this file, the latest first. Throws where the folder cannot be read. */
export function listQuarantineOf(path: string): string[] {
  const stampOf = (name: string) => name.slice(0, -ending.length)
  return readdirSync(dirname(path))
    .filter((name) => name.startsWith(`${basename(path)}.`) && name.endsWith(ending))
    .sort((a, b) => (stampOf(a) < stampOf(b) ? 1 : -1))
    .map((name) => join(dirname(path), name))
}

/**
 * Puts a file of any kind aside, a database with its log: renames all of it or nothing. Answers its new
 * name; throws where it cannot be moved.
 * @param wall epoch ms; stands in the name
 */
export function quarantine(path: string, wall: number): string {
  const target = quarantinePath(path, quarantineStamp(wall))
  const movedCompanions: string[] = []
  try {
    for (const companion of [...companions, '']) {
      if (!existsSync(path + companion)) continue
      renameSync(path + companion, target + companion)
      movedCompanions.push(companion)
    }
  } catch (error) {
    for (const companion of movedCompanions) renameSync(target + companion, path + companion)
    throw error
  }
  return basename(target)
}

/** Keeps a copy of a single file as it is; answers its name. */
export function quarantineCopy(path: string, wall: number): string {
  const target = quarantinePath(path, quarantineStamp(wall))
  copyFileSync(path, target)
  return basename(target)
}
