import { StoreFailed, type Why } from './storeApi.ts'

/** SQLite's primary result codes with a meaning of their own here. */
const sqlite = {
  busy: 5,
  locked: 6,
  readOnly: 8,
  inputOutput: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  protocol: 15,
  tooBig: 18,
  constraint: 19,
  mismatch: 20,
  notADatabase: 26,
}

/** The file was moved or replaced under an open connection, an extended code. */
const movedAway = 8 | (4 << 8)

/** SQLite's primary result code; null for an error of another origin. */
function resultCode(error: unknown): number | null {
  const code = error instanceof Error && 'errcode' in error ? error.errcode : null
  return typeof code === 'number' ? code & 0xff : null
}

/** The file is not a database, or a damaged one. */
export function isCorruption(error: unknown): boolean {
  const code = resultCode(error)
  return code === sqlite.corrupt || code === sqlite.notADatabase
}

/** This connection will not work again; another one may. */
export function isConnectionLost(error: unknown): boolean {
  const code = resultCode(error)
  if (code === sqlite.inputOutput || code === sqlite.protocol) return true
  return error instanceof Error && 'errcode' in error && error.errcode === movedAway
}

/** Any error, as reported to the main thread. */
export function failureOf(error: unknown, isOpen: boolean): StoreFailed {
  if (error instanceof StoreFailed) return error
  const message = error instanceof Error ? error.message : String(error)
  const fate = isCorruption(error) ? 'damaged' : isOpen ? 'open' : 'closed'
  return Object.assign(new StoreFailed(whyOf(error), message, fate), { cause: error })
}

/** The fault lies in the row itself: a retry would not help. */
export function isRefusal(error: unknown): boolean {
  const code = resultCode(error)
  if (code === null) return error instanceof TypeError || error instanceof RangeError
  return code === sqlite.constraint || code === sqlite.mismatch || code === sqlite.tooBig
}

export function whyOf(error: unknown): Why {
  switch (resultCode(error)) {
    case sqlite.full:
      return 'disk-full'
    case sqlite.busy:
    case sqlite.locked:
      return 'locked'
    case sqlite.readOnly:
    // The file itself was created before SQLite opens it: the files that it cannot create are those beside it.
    case sqlite.cannotOpen:
      return 'read-only'
  }
  switch ((error as NodeJS.ErrnoException | null)?.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'disk-full'
    case 'EBUSY':
      return 'locked'
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'read-only'
    default:
      return 'failed'
  }
}
