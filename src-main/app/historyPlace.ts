import { join, win32 } from 'node:path'

/**
 * The folder that stays on this machine. On Windows, `%APPDATA%` roams with its user from machine to machine, or is on
 * a share; neither is acceptable for a database. On macOS and Linux the general folder is local already, so it is the
 * same.
 */
export function localFolder(
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv,
  userData: string,
): string {
  const localAppData = env['LOCALAPPDATA'] ?? ''
  // A relative path would depend on the working directory.
  if (platform !== 'win32' || !win32.isAbsolute(localAppData)) return userData
  return win32.join(localAppData, 'Holdwatch')
}

export interface PlaceOptions {
  /** The general folder, where the first versions stored the history. */
  userData: string
  /** Null where a folder for everything was given: then the history is there too. */
  local: string | null
  /** The folder set by an administrator; null where none is set. */
  managed: string | null
  /** Whether the administrator's setting is known. */
  isManagedWhole: boolean
  /** The system's name for the user of the app: each has a folder there. */
  user: string
  /** The last location, if that was not `local`. */
  last: string | null
}

/** Where the history belongs, and where it may have been before. */
export function historyPlace(options: PlaceOptions): { folder: string; former: string[] } {
  const { userData, local, managed, isManagedWhole, user, last } = options
  if (local === null) return { folder: userData, former: [] }
  const standard = isManagedWhole ? local : (last ?? local)
  const folder = managed === null ? standard : join(managed, user)
  const former = new Set([last ?? local, local, userData])
  former.delete(folder)
  return { folder, former: [...former] }
}
