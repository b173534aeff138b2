import { execFile } from 'node:child_process'

/** What can be asked of this desktop. */
export interface Capabilities {
  /** A client can place its window and keep it on top; under Wayland it cannot (electron#52204, #50403). */
  canPlaceWindow: boolean
  hasTray: boolean
}

/**
 * Whether Electron draws through Wayland. It decides before the app runs, and leaves its choice in
 * the switch `ozone-platform`; the environment counts only where that is empty.
 */
export function isWayland(
  platform: string,
  ozonePlatform: string,
  env: NodeJS.ProcessEnv,
): boolean {
  if (platform !== 'linux') return false
  if (ozonePlatform !== '') return ozonePlatform === 'wayland'
  return env['XDG_SESSION_TYPE'] === 'wayland' || env['WAYLAND_DISPLAY'] !== undefined
}

/** Asks the session bus a yes-or-no question; null where nobody can be asked. */
export type AskBus = (name: string) => Promise<boolean | null>

/**
 * Linux draws tray icons through a StatusNotifier host, which GNOME lacks without an extension; an
 * icon is then accepted and never shown. Only a clear "nobody offers it" counts as no.
 */
export async function hasTray(platform: string, ask: AskBus): Promise<boolean> {
  return platform !== 'linux' || (await ask('org.kde.StatusNotifierWatcher')) !== false
}

/** Whether somebody on the session bus owns this name. */
export const askSessionBus: AskBus = (name) =>
  new Promise((resolve) => {
    const question = [
      '--session',
      '--print-reply=literal',
      '--dest=org.freedesktop.DBus',
      '/org/freedesktop/DBus',
      'org.freedesktop.DBus.NameHasOwner',
      `string:${name}`,
    ]
    execFile('dbus-send', question, { timeout: 2_000 }, (error, answer) => {
      if (error !== null) resolve(null)
      else resolve(/boolean true/.test(answer) ? true : /boolean false/.test(answer) ? false : null)
    })
  })
