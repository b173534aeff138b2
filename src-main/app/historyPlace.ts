import { join, win32 } from 'node:path'

/**
 * The folder of this machine alone. On Windows, `%APPDATA%` goes with its user from machine to machine,
 * or lies on a share; a database must do neither. On macOS and Linux the folder of everything else stays
 * where it is already, so it is the same.
 */
export function localFolder(
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv,
  userData: string,
): string {
  const localAppData = env['LOCALAPPDATA'] ?? ''
  // A relative one would be looked for wherever the app was started from.
  if (platform !== 'win32' || !win32.isAbsolute(localAppData)) return userData
  return win32.join(localAppData, 'Holdwatch')
}

export interface PlaceOptions {
  /** Where everything else lies, and where the first versions kept the history. */
  userData: string
  /** Null where somebody has named a folder for everything: then it lies there too. */
  local: string | null
  /** The folder that an administrator has named; null where he has not. */
  managed: string | null
  /** What he wanted can be told. */
  isManagedWhole: boolean
  /** The system's name for whoever uses the app: each has a folder there. */
  user: string
  /** Where it lay last time, if that was not `local`. */
  last: string | null
}

/** Where the history belongs, and where it may have lain before. */
export function historyPlace(options: PlaceOptions): { folder: string; former: string[] } {
  const { userData, local, managed, isManagedWhole, user, last } = options
  if (local === null) return { folder: userData, former: [] }
  const standard = isManagedWhole ? local : (last ?? local)
  const folder = managed === null ? standard : join(managed, user)
  const former = new Set([last ?? local, local, userData])
  former.delete(folder)
  return { folder, former: [...former] }
}
