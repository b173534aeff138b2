import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { electronEnvironment } from './children.ts'

/** The runtime of the app, and why it is not Electron. */
export type Runtime = { kind: 'electron'; path: string } | { kind: 'shell'; why: string }

const memoryFile = fileURLToPath(
  new URL('../../node_modules/.cache/holdwatch/electron-missing.json', import.meta.url),
)
const day = 24 * 60 * 60 * 1000

const executableOf: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
}

const shellBecause = (why: string): Runtime => ({ kind: 'shell', why })

/** Electron's package, if it is installed. */
function findPackage(): { folder: string; version: string } | null {
  try {
    const require = createRequire(import.meta.url)
    const file = require.resolve('electron/package.json')
    const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string }
    return { folder: dirname(file), version }
  } catch {
    return null
  }
}

/** The existing binary; checks the same paths in the same order as the package itself. */
function findBinary(folder: string): string | null {
  const pathFile = join(folder, 'path.txt')
  const named = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : ''
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  if (!override && named === '') return null
  const executable = named || (executableOf[process.platform] ?? 'electron')
  const path = join(override || join(folder, 'dist'), executable)
  return existsSync(path) ? path : null
}

/** A failed download is not repeated for a day, so that the next start is fast. */
function failedLately(version: string): boolean {
  try {
    const { version: missing, at } = JSON.parse(readFileSync(memoryFile, 'utf8')) as {
      version: string
      at: number
    }
    return missing === version && Date.now() - at < day
  } catch {
    return false
  }
}

function rememberFailure(version: string) {
  mkdirSync(dirname(memoryFile), { recursive: true })
  writeFileSync(memoryFile, JSON.stringify({ version, at: Date.now() }))
}

async function fetchBinary(folder: string): Promise<void> {
  // Its output is hidden: a network that forbids the download is not an error.
  await promisify(execFile)(process.execPath, [join(folder, 'install.js')], {
    env: electronEnvironment(),
    timeout: 20_000,
    killSignal: 'SIGKILL',
  }).catch(() => undefined)
}

/**
 * Decides between Electron and the browser shell. HOLDWATCH_RUNTIME=shell or =electron overrides the decision;
 * `mayFetch: false` never downloads Electron.
 */
export async function findRuntime({ mayFetch = true } = {}): Promise<Runtime> {
  const wish = process.env['HOLDWATCH_RUNTIME']
  if (wish === 'shell') return shellBecause('HOLDWATCH_RUNTIME asks for it')
  const { DISPLAY, WAYLAND_DISPLAY } = process.env
  const installed = findPackage()
  if (!installed) return shellBecause('the electron package is not installed')
  if (wish !== 'electron' && process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) {
    return shellBecause('there is no display')
  }
  const present = findBinary(installed.folder)
  if (present) return { kind: 'electron', path: present }
  if (mayFetch && !failedLately(installed.version)) {
    console.log('Electron’s binary is not here yet; trying to fetch it (20 s at most).')
    await fetchBinary(installed.folder)
    const fetched = findBinary(installed.folder)
    if (fetched) return { kind: 'electron', path: fetched }
    rememberFailure(installed.version)
  }
  return shellBecause('Electron’s binary is not here and could not be fetched')
}
