import { execFile } from 'node:child_process'
import type { SetTimer } from '../../base/timers.ts'

/** What this desktop supports. */
export interface Capabilities {
  /** An app can place its window and keep it on top; under Wayland it cannot (electron#52204, #50403). */
  canPlaceWindow: boolean
  hasTray: boolean
}

/**
 * Whether Electron draws through Wayland. It decides before the app runs, and stores its choice in the switch
 * `ozone-platform`; the environment only applies where that is empty.
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

/** Sends the session bus a yes-or-no query; null where no tool is available. */
export type AskBus = (name: string) => Promise<boolean | null>

/** Right after a login the panel may still be starting: the query is repeated this often… */
const askAgain = 10
/** …at this interval, ms. */
const askAgainAfterMs = 1_000

/**
 * Linux draws tray icons through a StatusNotifier host, which GNOME lacks without an extension; an icon is then
 * accepted and never shown. Only an existing host counts: without one, a hidden window could not be shown again.
 * @param isPatient the window is to start hidden: waits for a host that is late
 */
export async function hasTray(
  platform: string,
  ask: AskBus,
  isPatient: boolean,
  schedule: SetTimer,
): Promise<boolean> {
  if (platform !== 'linux') return true
  const isThere = async () => (await ask('org.kde.StatusNotifierWatcher')) === true
  for (let attempts = isPatient ? askAgain : 0; attempts > 0; attempts -= 1) {
    if (await isThere()) return true
    await new Promise<void>((go) => schedule(askAgainAfterMs, go))
  }
  return isThere()
}

/** Any of these tools can send the query; their output contains "true" or "false". */
const questions: ((name: string) => [command: string, ...args: string[]])[] = [
  (name) => [
    'dbus-send',
    '--session',
    '--print-reply=literal',
    '--dest=org.freedesktop.DBus',
    '/org/freedesktop/DBus',
    'org.freedesktop.DBus.NameHasOwner',
    `string:${name}`,
  ],
  (name) => [
    'busctl',
    '--user',
    'call',
    'org.freedesktop.DBus',
    '/org/freedesktop/DBus',
    'org.freedesktop.DBus',
    'NameHasOwner',
    's',
    name,
  ],
  (name) => [
    'gdbus',
    'call',
    '--session',
    '--dest',
    'org.freedesktop.DBus',
    '--object-path',
    '/org/freedesktop/DBus',
    '--method',
    'org.freedesktop.DBus.NameHasOwner',
    name,
  ],
]

/** Runs a command; returns its output, or null where it failed or is not installed. */
export type RunCommand = (command: string, args: readonly string[]) => Promise<string | null>

const run: RunCommand = (command, args) =>
  new Promise((resolve) => {
    execFile(command, args, { timeout: 2_000 }, (error, output) => {
      resolve(error === null ? output : null)
    })
  })

/** Whether this name has an owner on the session bus. */
export async function askSessionBus(name: string, runCommand = run): Promise<boolean | null> {
  for (const question of questions) {
    const [command, ...args] = question(name)
    const [, answer] = /\b(true|false)\b/.exec((await runCommand(command, args)) ?? '') ?? []
    if (answer !== undefined) return answer === 'true'
  }
  return null
}
