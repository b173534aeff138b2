import { readFile, rename } from 'node:fs/promises'
import { basename } from 'node:path'
import type { z } from 'zod'
import { copyAside, moveAside, putAsideOf } from '../base/quarantine.ts'
import { textOf } from './fileText.ts'
import { salvage, type Unknown, unknownIn, withUnknown } from './salvage.ts'
import { writeWhole } from './wholeFile.ts'

/** Why a file was put aside, and under which name it lies now. */
export interface PutAside {
  why: 'corrupt' | 'newer'
  /** Its old name where it could not be moved: then nothing is saved until it can. */
  file: string
}

/** Values that could not be used, each by itself. */
export interface LeftOut {
  fields: readonly string[]
  /** The name under which the file lies as it was; its own where it could not be copied. */
  file: string
}

/** One small JSON file, read once and written whole. */
export interface JsonFile<T> {
  /** Null where there was no readable file. */
  readonly value: T | null
  readonly putAside: PutAside | null
  readonly leftOut: LeftOut | null
  /**
   * An older version of the app had put this version's file aside and begun its own. This version's counts again; here
   * is the name under which the other lies now, its old one where it could not be moved. Null where there is no other.
   */
  readonly replacedOlder: string | null
  /**
   * Keeps the value and writes it, one write at a time; only the newest of waiting ones is written.
   * Rejects where the disk refuses; the value in memory stays the new one, and is tried again later.
   */
  save(value: T): Promise<void>
  /**
   * Resolves once nothing waits to be written; what the disk has refused is tried once more. Never rejects.
   */
  settled(): Promise<void>
}

export interface JsonFileOptions<T> {
  /** With it, a wrong value costs itself alone: in its place comes the standard one of the first level, or none. */
  standard?: T
  /** Tries again what could not be written; by default ten seconds later. */
  retryLater?: (run: () => void) => void
  write?: (path: string, text: string) => Promise<void>
}

const retryMs = 10_000

/**
 * Opens a versioned JSON file readable by its owner alone. A file that cannot be understood, or not
 * even be read, is renamed and never overwritten; what a newer version has added to it is kept. What an
 * older version has put aside is taken back. Never rejects: the app starts without it.
 */
export async function openJsonFile<T extends { version: number }>(
  path: string,
  schema: z.ZodType<T>,
  version: number,
  options: JsonFileOptions<T> = {},
): Promise<JsonFile<T>> {
  const { write = writeWhole, retryLater = (run) => setTimeout(run, retryMs).unref() } = options
  const found = await read(path, schema, version, options.standard ?? null)
  const own = await readOwn(path, found, (aside) => read(aside, schema, version, null))
  let value = own?.value ?? (found.kind === 'read' ? found.value : null)
  const unknown = own?.unknown ?? (found.kind === 'read' ? found.unknown : [])
  let movedTo = found.kind === 'unreadable' ? aside(moveAside, path) : null
  const isInTheWay = found.kind === 'unreadable' && movedTo === null
  const dropped = found.kind === 'read' ? found.dropped : []
  const copied = dropped.length > 0 ? aside(copyAside, path) : null
  // Where it cannot be renamed now, it is written anew with the next change, or found again at the next start.
  if (own !== null && !isInTheWay) await rename(own.path, path).catch(() => {})

  const writeNow = async (next: T) => {
    if (isInTheWay && movedTo === null) {
      movedTo = aside(moveAside, path)
      if (movedTo === null) throw new Error(`${basename(path)} cannot be read and not be moved`)
    }
    await write(path, `${JSON.stringify(withUnknown(next, unknown), null, 2)}\n`)
  }

  let writing: Promise<void> = Promise.resolve()
  let waiting: T | null = null
  /** What the disk has refused, until something newer is written. */
  let refused: T | null = null
  const save = (next: T): Promise<void> => {
    const alreadyWaiting = waiting !== null
    waiting = next
    if (alreadyWaiting) return writing
    writing = writing
      .catch(() => {})
      .then(async () => {
        const newest = waiting ?? next
        waiting = null
        refused = newest
        try {
          await writeNow(newest)
          refused = null
        } catch (error) {
          retryLater(tryAgain)
          throw error
        }
      })
    return writing
  }
  const tryAgain = () => {
    if (refused !== null && waiting === null) save(refused).catch(() => {})
  }
  return {
    get value() {
      return value
    },
    putAside:
      found.kind === 'unreadable' && own === null
        ? { why: found.why, file: movedTo ?? basename(path) }
        : null,
    replacedOlder: found.kind === 'unreadable' && own !== null ? (movedTo ?? basename(path)) : null,
    leftOut: dropped.length > 0 ? { fields: dropped, file: copied ?? basename(path) } : null,
    save(next) {
      value = next
      return save(next)
    },
    async settled() {
      await writing.catch(() => {})
      tryAgain()
      await writing.catch(() => {})
    },
  }
}

type Found<T> =
  | { kind: 'none' }
  | { kind: 'read'; value: T; dropped: string[]; unknown: Unknown[] }
  | { kind: 'unreadable'; why: PutAside['why']; isOlder: boolean }

/** No file of this name, or not even its folder. */
const nothingThere = new Set(['ENOENT', 'ENOTDIR'])

async function read<T extends object>(
  path: string,
  schema: z.ZodType<T>,
  version: number,
  standard: T | null,
): Promise<Found<T>> {
  let json: unknown
  try {
    json = JSON.parse(textOf(await readFile(path)) ?? '')
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    return nothingThere.has(code) ? { kind: 'none' } : unreadable('corrupt')
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) {
    const unknown = unknownIn(json, parsed.data)
    return { kind: 'read', value: parsed.data, dropped: [], unknown }
  }
  if (versionOf(json) > version) return unreadable('newer')
  const saved =
    standard !== null && versionOf(json) === version ? salvage(json, schema, standard) : null
  if (saved === null) return unreadable('corrupt', versionOf(json) > 0 && versionOf(json) < version)
  // A newer version may have added keys beside a value that only it understands. What was dropped is kept in the copy.
  const unknown = unknownIn(json, saved.value).filter(
    ({ path }) => !saved.dropped.includes(path.join('.')),
  )
  return { kind: 'read', ...saved, unknown }
}

const unreadable = (why: PutAside['why'], isOlder = false) =>
  ({ kind: 'unreadable', why, isOlder }) as const

/** 0 where there is none. */
function versionOf(json: unknown): number {
  const version = typeof json === 'object' && json !== null && 'version' in json && json.version
  return typeof version === 'number' ? version : 0
}

function asidesOf(path: string): string[] {
  try {
    return putAsideOf(path)
  } catch {
    return []
  }
}

interface Own<T> {
  path: string
  value: T
  unknown: Unknown[]
}

/**
 * This version's own file, where an older version has put it aside and begun another. Not where a newer one has come
 * since: what was put aside then is what this version had been told before, which need not be true any more.
 */
async function readOwn<T>(
  path: string,
  inPlace: Found<T>,
  readAside: (path: string) => Promise<Found<T>>,
): Promise<Own<T> | null> {
  if (inPlace.kind === 'read' || (inPlace.kind === 'unreadable' && !inPlace.isOlder)) return null
  for (const aside of asidesOf(path)) {
    const found = await readAside(aside)
    if (found.kind === 'read') return { path: aside, value: found.value, unknown: found.unknown }
    if (found.kind === 'unreadable' && found.why === 'newer') return null
  }
  return null
}

/** Puts it aside; answers its name there, null where it cannot be. */
function aside(put: (path: string, wall: number) => string, path: string): string | null {
  try {
    return put(path, Date.now())
  } catch {
    return null
  }
}
