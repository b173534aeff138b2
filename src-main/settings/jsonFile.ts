import { access, readFile, rename } from 'node:fs/promises'
import { basename } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import type { z } from 'zod'

/** Why a file was put aside, and under which name it lies now. */
export interface PutAside {
  why: 'corrupt' | 'newer'
  /** Its old name where it could not be moved: then nothing is saved until it can. */
  file: string
}

/** One small JSON file, read once and written whole. */
export interface JsonFile<T> {
  /** Null where there was no readable file. */
  readonly value: T | null
  readonly putAside: PutAside | null
  /**
   * Keeps the value and writes it, one write at a time; only the newest of waiting ones is written.
   * Rejects where the disk refuses; the value in memory stays the new one.
   */
  save(value: T): Promise<void>
  /** Resolves once nothing waits to be written, well or not; never rejects. */
  settled(): Promise<void>
}

/**
 * Opens a versioned JSON file readable by its owner alone. A file that cannot be understood, or not
 * even be read, is renamed and never overwritten. Never rejects: the app starts without it.
 */
export async function openJsonFile<T extends { version: number }>(
  path: string,
  schema: z.ZodType<T>,
  version: number,
): Promise<JsonFile<T>> {
  const found = await read(path, schema, version)
  let value = found.kind === 'read' ? found.value : null
  let aside = found.kind === 'unreadable' ? await moveAside(path) : null
  const isInTheWay = found.kind === 'unreadable' && aside === null

  const write = async (next: T) => {
    if (isInTheWay && aside === null) {
      aside = await moveAside(path)
      if (aside === null) throw new Error(`${basename(path)} cannot be read and not be moved`)
    }
    await writeFileAtomic(path, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600 })
  }

  let writing: Promise<void> = Promise.resolve()
  let waiting: T | null = null
  return {
    get value() {
      return value
    },
    putAside:
      found.kind === 'unreadable' ? { why: found.why, file: aside ?? basename(path) } : null,
    save(next) {
      value = next
      const alreadyWaiting = waiting !== null
      waiting = next
      if (alreadyWaiting) return writing
      writing = writing
        .catch(() => {})
        .then(async () => {
          const newest = waiting ?? next
          waiting = null
          await write(newest)
        })
      return writing
    },
    settled: () => writing.catch(() => {}),
  }
}

type Found<T> =
  { kind: 'none' } | { kind: 'read'; value: T } | { kind: 'unreadable'; why: PutAside['why'] }

/** No file of this name, or not even its folder. */
const nothingThere = new Set(['ENOENT', 'ENOTDIR'])

async function read<T>(path: string, schema: z.ZodType<T>, version: number): Promise<Found<T>> {
  let json: unknown
  try {
    json = JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    return nothingThere.has(code) ? { kind: 'none' } : { kind: 'unreadable', why: 'corrupt' }
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return { kind: 'read', value: parsed.data }
  return { kind: 'unreadable', why: versionOf(json) > version ? 'newer' : 'corrupt' }
}

function versionOf(json: unknown): number {
  const version = typeof json === 'object' && json !== null && 'version' in json && json.version
  return typeof version === 'number' ? version : 0
}

/** Renames beside itself, with the time in its name; answers the new name, null where it cannot. */
async function moveAside(path: string): Promise<string | null> {
  const stamp = new Date().toISOString().replaceAll(':', '-').slice(0, 19)
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const name = `${path}.${stamp}${attempt === 0 ? '' : `-${attempt}`}.unreadable`
    const isTaken = await access(name).then(
      () => true,
      () => false,
    )
    if (isTaken) continue
    return rename(path, name).then(
      () => basename(name),
      () => null,
    )
  }
  return null
}
