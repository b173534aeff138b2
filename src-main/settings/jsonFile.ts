import { readFile, rename } from 'node:fs/promises'
import { basename } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import type { z } from 'zod'

/** Why a file was put aside, and under which name it lies now. */
export interface PutAside {
  why: 'corrupt' | 'newer'
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
 * Opens a versioned JSON file readable by its owner alone. A file that cannot be understood is
 * renamed, never overwritten unread; a file that cannot even be renamed makes this reject.
 */
export async function openJsonFile<T extends { version: number }>(
  path: string,
  schema: z.ZodType<T>,
  version: number,
): Promise<JsonFile<T>> {
  let value: T | null = null
  let putAside: PutAside | null = null

  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (text !== null) {
    const json = parse(text)
    const read = schema.safeParse(json)
    if (read.success) {
      value = read.data
    } else {
      const newer = versionOf(json) > version
      const aside = await freeName(path)
      await rename(path, aside)
      putAside = { why: newer ? 'newer' : 'corrupt', file: basename(aside) }
    }
  }

  let writing: Promise<void> = Promise.resolve()
  let waiting: T | null = null
  return {
    get value() {
      return value
    },
    putAside,
    save(next) {
      value = next
      const alreadyWaiting = waiting !== null
      waiting = next
      if (alreadyWaiting) return writing
      writing = writing
        .catch(() => {})
        .then(async () => {
          const newest = waiting
          waiting = null
          await writeFileAtomic(path, `${JSON.stringify(newest, null, 2)}\n`, { mode: 0o600 })
        })
      return writing
    },
    settled: () => writing.catch(() => {}),
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function versionOf(json: unknown): number {
  const version = typeof json === 'object' && json !== null && 'version' in json && json.version
  return typeof version === 'number' ? version : 0
}

/** Beside the file, with the time in its name, and a number where that is taken. */
async function freeName(path: string): Promise<string> {
  const stamp = new Date().toISOString().replaceAll(':', '-').slice(0, 19)
  for (let attempt = 0; ; attempt += 1) {
    const name = `${path}.${stamp}${attempt === 0 ? '' : `-${attempt}`}.unreadable`
    const taken = await readFile(name).then(
      () => true,
      () => false,
    )
    if (!taken) return name
  }
}
