import { copyFileSync, existsSync, readdirSync, renameSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** What SQLite keeps beside a database: the log comes first, so that no other file ever takes it up. */
export const companions = ['-wal', '-shm', '-journal'] as const

/** The time as it stands in the name of a file that was put aside. @param wall epoch ms */
export const asideStamp = (wall: number) =>
  new Date(wall).toISOString().replaceAll(':', '-').slice(0, 19)

const ending = '.unreadable'

/** Where it can be put aside: a path that nothing bears yet. */
export function asidePath(path: string, stamp: string): string {
  let aside = `${path}.${stamp}${ending}`
  for (let attempt = 1; existsSync(aside); attempt += 1) {
    aside = `${path}.${stamp}-${attempt}${ending}`
  }
  return aside
}

/** Paths of what was put aside of this file, the latest first. Throws where the folder cannot be read. */
export function putAsideOf(path: string): string[] {
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
export function moveAside(path: string, wall: number): string {
  const aside = asidePath(path, asideStamp(wall))
  const moved: string[] = []
  try {
    for (const companion of [...companions, '']) {
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

/** Keeps a copy of a single file as it is; answers its name. */
export function copyAside(path: string, wall: number): string {
  const aside = asidePath(path, asideStamp(wall))
  copyFileSync(path, aside)
  return basename(aside)
}
