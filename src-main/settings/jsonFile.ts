import { readFile, rename } from 'node:fs/promises'
import { basename } from 'node:path'
import type { z } from 'zod'
import { quarantineCopy, quarantine, listQuarantineOf } from '../base/quarantine.ts'
import { textOf } from './fileText.ts'
import { salvage, type Unknown, unknownIn, withUnknown } from './salvage.ts'
import { writeWhole } from './wholeFile.ts'

/** Why a file was quarantined, and its new name. */
export interface QuarantinedFile {
  why: 'corrupt' | 'newer'
  /** Its old name where it could not be moved: then nothing is saved until it can be. */
  file: string
}

/** Individual values that were invalid. */
export interface RejectedFields {
  fields: readonly string[]
  /** The name of the unchanged copy; the file's own name where it could not be copied. */
  file: string
}

/** One small JSON file, read once and written as a whole. */
export interface JsonFile<T> {
  /** Null where there was no readable file. */
  readonly value: T | null
  readonly quarantined: QuarantinedFile | null
  readonly rejected: RejectedFields | null
  /**
   * An older version of the app had quarantined this version's file and created its own. This version's file is used
   * again; this is the new name of the other, or its old one where it could not be moved. Null where there is no other.
   */
  readonly replacedOlder: string | null
  /**
   * Stores the value and writes it, one write at a time; only the newest of waiting ones is written. Rejects where the
   * disk refuses; the value in memory stays the new one, and the write is retried later.
   */
  save(value: T): Promise<void>
  /** Resolves once all writes are done; a failed one is retried once more. Never rejects. */
  settled(): Promise<void>
}

export interface JsonFileOptions<T> {
  /** With it, a wrong value is replaced alone: by the default of the first level, or by none. */
  standard?: T
  /** Schedules the retry of a failed write; by default ten seconds later. */
  retryLater?: (run: () => void) => void
  write?: (path: string, text: string) => Promise<void>
}

const retryMs = 10_000

/**
 * Opens a versioned JSON file readable by its owner alone. A file that is invalid or cannot be read is renamed and
 * never overwritten; fields added by a newer version are preserved. A file that an older version has quarantined is
 * restored. Never rejects: the app starts without it.
 */
export async function openJsonFile<T extends { version: number }>(
  path: string,
  schema: z.ZodType<T>,
  version: number,
  options: JsonFileOptions<T> = {},
): Promise<JsonFile<T>> {
  const { write = writeWhole, retryLater = (run) => setTimeout(run, retryMs).unref() } = options
  const content = await read(path, schema, version, options.standard ?? null)
  const own = await readOwn(path, content, (aside) => read(aside, schema, version, null))
  let value = own?.value ?? (content.kind === 'read' ? content.value : null)
  const unknown = own?.unknown ?? (content.kind === 'read' ? content.unknown : [])
  let movedTo = content.kind === 'unreadable' ? aside(quarantine, path) : null
  const isInTheWay = content.kind === 'unreadable' && movedTo === null
  const dropped = content.kind === 'read' ? content.dropped : []
  const copied = dropped.length > 0 ? aside(quarantineCopy, path) : null
  // If it cannot be renamed now, it is written with the next change, or found again at the next start.
  if (own !== null && !isInTheWay) await rename(own.path, path).catch(() => {})

  const writeNow = async (next: T) => {
    if (isInTheWay && movedTo === null) {
      movedTo = aside(quarantine, path)
      if (movedTo === null) throw new Error(`${basename(path)} cannot be read and not be moved`)
    }
    await write(path, `${JSON.stringify(withUnknown(next, unknown), null, 2)}\n`)
  }

  let writing: Promise<void> = Promise.resolve()
  let waiting: T | null = null
  /** The failed write, until a newer one succeeds. */
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
    quarantined:
      content.kind === 'unreadable' && own === null
        ? { why: content.why, file: movedTo ?? basename(path) }
        : null,
    replacedOlder:
      content.kind === 'unreadable' && own !== null ? (movedTo ?? basename(path)) : null,
    rejected: dropped.length > 0 ? { fields: dropped, file: copied ?? basename(path) } : null,
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
  | { kind: 'unreadable'; why: QuarantinedFile['why']; isOlder: boolean }

/** The file or its folder does not exist. */
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
  // A newer version may have added keys beside a value that only it understands. Discarded values remain in the copy.
  const unknown = unknownIn(json, saved.value).filter(
    ({ path }) => !saved.dropped.includes(path.join('.')),
  )
  return { kind: 'read', ...saved, unknown }
}

const unreadable = (why: QuarantinedFile['why'], isOlder = false) =>
  ({ kind: 'unreadable', why, isOlder }) as const

/** 0 where there is none. */
function versionOf(json: unknown): number {
  const version = typeof json === 'object' && json !== null && 'version' in json && json.version
  return typeof version === 'number' ? version : 0
}

function quarantineOf(path: string): string[] {
  try {
    return listQuarantineOf(path)
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
 * This version's own file, if an older version has quarantined it and created another. Not if a newer version has run
 * since: then the quarantined file has old settings of this version, which may be outdated.
 */
async function readOwn<T>(
  path: string,
  inPlace: Found<T>,
  readQuarantined: (path: string) => Promise<Found<T>>,
): Promise<Own<T> | null> {
  if (inPlace.kind === 'read' || (inPlace.kind === 'unreadable' && !inPlace.isOlder)) return null
  for (const aside of quarantineOf(path)) {
    const content = await readQuarantined(aside)
    if (content.kind === 'read')
      return { path: aside, value: content.value, unknown: content.unknown }
    if (content.kind === 'unreadable' && content.why === 'newer') return null
  }
  return null
}

/** Quarantines it; returns its new name, null where that fails. */
function aside(put: (path: string, wall: number) => string, path: string): string | null {
  try {
    return put(path, Date.now())
  } catch {
    return null
  }
}
