import { rename } from 'node:fs/promises'
import { setTimeout as pass } from 'node:timers/promises'

/** The used part of the file system; a test substitutes one that refuses. */
export interface RenamingDisk {
  rename: typeof rename
  wait: (ms: number) => Promise<unknown>
}

/** A scanner, an indexer or a sync client opens the file for a moment; a spreadsheet for longer. */
const heldOpen = new Set(['EPERM', 'EBUSY', 'EACCES'])
const attempts = 10
const betweenAttemptsMs = 100

/** Replaces a file with another. Rejects if the target stays open in another program, see `isInUse`. */
export async function replaceFile(
  from: string,
  to: string,
  disk: RenamingDisk = { rename, wait: pass },
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await disk.rename(from, to)
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException
      if (!heldOpen.has(code)) throw error
      if (attempt === attempts) throw new InUse(to, error)
      await disk.wait(betweenAttemptsMs)
    }
  }
}

/** Another program has the file open, or it must not be replaced. */
class InUse extends Error {
  readonly code: string

  constructor(path: string, cause: unknown) {
    super(`${path} is in use`, { cause })
    this.code = (cause as NodeJS.ErrnoException).code ?? ''
  }
}

/** Whether this error, or its cause, is that `replaceFile` found the target in use. */
export function isInUse(error: unknown): boolean {
  return error instanceof InUse || (error instanceof Error && isInUse(error.cause))
}
