/**
 * Starts the built app in the browser shell:
 * `node tools/browser-shell/server/run.ts [--shell-app=DIR] [--user-data-dir=…] [app arguments]`.
 * Prints one line with the address; a parent process with an IPC channel gets it as a message.
 */
import './register.ts'
import { readFileSync } from 'node:fs'
import { createRequire, syncBuiltinESMExports } from 'node:module'
import { delimiter, join, resolve } from 'node:path'
import tls from 'node:tls'
import threads from 'node:worker_threads'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { app } from '../electron/app.ts'
import { announceReady } from './control.ts'
import { holdTime } from '../electron/held-time.ts'
import { modes } from '../electron/modes.ts'
import { startServer } from './server.ts'

const ownFlag = '--shell-app='
const commandLine = process.argv.slice(2)
const folder = resolve(
  commandLine.find((arg) => arg.startsWith(ownFlag))?.slice(ownFlag.length) ??
    fileURLToPath(new URL('../../..', import.meta.url)),
)

/** Makes the process look like one of Electron. */
function dressUp() {
  const args = commandLine.filter((arg) => !arg.startsWith(ownFlag))
  process.argv = [process.execPath, folder, ...args]
  const { version } = createRequire(import.meta.url)('electron/package.json') as { version: string }
  Object.defineProperty(process.versions, 'electron', { value: version, enumerable: true })
  Object.defineProperty(process, 'type', { value: 'browser' })
  Object.defineProperty(process, 'resourcesPath', { value: join(folder, 'resources') })
  if (process.env['HOLDWATCH_SHELL_PLATFORM']) {
    Object.defineProperty(process, 'platform', { value: modes.platform })
  }
  Object.defineProperty(process, 'defaultApp', { value: true })
  app.setPath('app', folder)
}

/**
 * Reading the system's certificates can block for minutes on macOS; on the main thread it would block the whole app.
 */
function refuseBlockingRead() {
  const read = tls.getCACertificates
  tls.getCACertificates = (type) => {
    if (type === 'system')
      throw new Error('the system’s certificates block the thread that reads them')
    return read(type)
  }
  if (modes.store === 'stuck') blockThreads()
  syncBuiltinESMExports()
}

/** Blocks a thread that reads the system's certificates forever. */
function blockThreads() {
  const stuck =
    "require('node:tls').getCACertificates = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)\n"
  threads.Worker = class extends threads.Worker {
    constructor(code: string | URL, options: threads.WorkerOptions = {}) {
      super(options.eval === true ? stuck + String(code) : code, options)
    }
  }
}

/** Provides the session bus on which the app queries the panel. */
function offerSessionBus() {
  process.env['HOLDWATCH_SHELL_TRAY_HOST'] = modes.trayHost
  const folder = fileURLToPath(new URL('../session-bus', import.meta.url))
  process.env['PATH'] = folder + delimiter + (process.env['PATH'] ?? '')
}

/** Electron quits gracefully on the first signal and exits at once on a second one. */
function obeySignals() {
  let hasSignal = false
  const end = () => {
    if (hasSignal) process.exit(130)
    hasSignal = true
    app.quit()
  }
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
  process.on('disconnect', end)
}

const mainOf = (directory: string) => {
  const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as {
    main?: string
  }
  return pathToFileURL(join(directory, manifest.main ?? 'index.js')).href
}

/** If the parent process specified a start time, it also controls the app's clock. */
function obeyTime() {
  const begin = process.env['HOLDWATCH_SHELL_TIME']
  if (begin === undefined) return
  const turnTo = holdTime(Number(begin))
  process.on('message', (message: { turnTo?: number }) => {
    if (message.turnTo !== undefined)
      void turnTo(message.turnTo).then(() => process.send?.('turned'))
  })
}

dressUp()
refuseBlockingRead()
offerSessionBus()
obeyTime()
const port = Number(process.env['HOLDWATCH_SHELL_PORT'] ?? 0)
const { url, panelUrl, origin, token } = await startServer({
  port,
  token: process.env['HOLDWATCH_SHELL_TOKEN'],
})
obeySignals()
await import(mainOf(folder))
announceReady()
if (process.send) process.send({ type: 'shell', url, panelUrl, origin, token })
else {
  console.log(`${app.getName()} is at ${url}`)
  console.log(`Tray, notifications and dialogs are at ${panelUrl}`)
}
