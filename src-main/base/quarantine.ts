import { copyFileSync, existsSync, readdirSync, renameSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** SQLite's companion files of a database: the log comes first, so that no other file is ever combined with it. */
export const companions = ['-wal', '-shm', '-journal'] as const

/** The timestamp in the name of a quarantined file. @param wall epoch ms */
export const quarantineStamp = (wall: number) =>
  new Date(wall).toISOString().replaceAll(':', '-').slice(0, 19)

const ending = '.unreadable'

/** The path for a quarantined file: one that does not exist yet. */
export function quarantinePath(path: string, stamp: string): string {
  let target = `${path}.${stamp}${ending}`
  for (let attempt = 1; existsSync(target); attempt += 1) {
    target = `${path}.${stamp}-${attempt}${ending}`
  }
  return target
}

/** The quarantined copies of this file, the latest first. Throws where the folder cannot be read. */
export function listQuarantineOf(path: string): string[] {
  const stampOf = (name: string) => name.slice(0, -ending.length)
  return readdirSync(dirname(path))
    .filter((name) => name.startsWith(`${basename(path)}.`) && name.endsWith(ending))
    .sort((a, b) => (stampOf(a) < stampOf(b) ? 1 : -1))
    .map((name) => join(dirname(path), name))
}

/**
 * Quarantines a file of any kind, a database with its log: renames all of it or nothing. Returns its new name; throws
 * where it cannot be moved.
 * @param wall epoch ms; part of the name
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

/** Makes an unchanged copy of a single file; returns its name. */
export function quarantineCopy(path: string, wall: number): string {
  const target = quarantinePath(path, quarantineStamp(wall))
  copyFileSync(path, target)
  return basename(target)
}
