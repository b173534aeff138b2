/**
 * `node tools/launch/launch.ts dev|start|demo [app arguments]`: runs the app in Electron if possible, otherwise in the
 * browser shell, and prints which.
 */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Children, electronEnvironment, exitOf } from './children.ts'
import { prepareDemo } from './demo.ts'
import { findRuntime, type Runtime } from './find-electron.ts'
import type { ShellAddress } from '../browser-shell/server/server.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const fileOf = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const children = new Children()

/** Chromium does not run as root with its sandbox. */
const electronFlags = () => (process.getuid?.() === 0 ? ['--no-sandbox'] : [])

const isAddress = (message: unknown): message is ShellAddress =>
  typeof message === 'object' && message !== null && 'panelUrl' in message

/** Runs the built app until it ends. */
async function runBuilt(runtime: Runtime, args: string[]): Promise<number> {
  if (!existsSync(join(root, 'out/main/index.js'))) {
    throw new Error('There is no built app yet: run `npm run build` first.')
  }
  if (runtime.kind === 'electron') {
    const env = electronEnvironment()
    return exitOf(children.start(runtime.path, { args: [...electronFlags(), root, ...args], env }))
  }
  const child = children.start(process.execPath, {
    args: [fileOf('../browser-shell/server/run.ts'), ...args],
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  child.on('message', (message) => {
    if (!isAddress(message)) return
    console.log(`Tray, notifications and dialogs are at ${message.panelUrl}`)
    console.log(`Holdwatch is at ${message.url}`)
  })
  return exitOf(child)
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve()
    })
  })
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Runs electron-vite with hot reload, which starts the executable in ELECTRON_EXEC_PATH as Electron. */
async function runDev(runtime: Runtime, args: string[]): Promise<number> {
  const env: NodeJS.ProcessEnv = {
    ...electronEnvironment(),
    ELECTRON_CLI_ARGS: JSON.stringify([
      ...(runtime.kind === 'electron' ? electronFlags() : []),
      ...args,
    ]),
  }
  if (runtime.kind === 'electron') env['ELECTRON_EXEC_PATH'] = runtime.path
  else {
    // The same address for all restarts of the main process, so that the page finds it again.
    env['HOLDWATCH_SHELL_PORT'] = String(await freePort())
    env['HOLDWATCH_SHELL_TOKEN'] = randomBytes(24).toString('base64url')
    env['ELECTRON_EXEC_PATH'] = fileOf('./electron-exec.mjs')
    env['PATH'] = dirname(process.execPath) + delimiter + (process.env['PATH'] ?? '')
  }
  const tool = join(root, 'node_modules/electron-vite/bin/electron-vite.js')
  return exitOf(children.start(process.execPath, { args: [tool, '--watch'], env, cwd: root }))
}

async function launch(mode: string, args: string[]): Promise<number> {
  if (mode !== 'dev' && mode !== 'start' && mode !== 'demo') {
    throw new Error('Say what to launch: dev, start or demo.')
  }
  const runtime = await findRuntime()
  if (runtime.kind === 'shell') {
    console.log(`Holdwatch runs in the browser shell, not in Electron, because ${runtime.why}.`)
    console.log('Open the address below in a browser on this machine.')
  }
  if (mode === 'dev') return runDev(runtime, args)
  if (mode === 'start') return runBuilt(runtime, args)
  const demo = await prepareDemo(children, args)
  try {
    return await runBuilt(runtime, demo.args)
  } finally {
    await children.endAll()
    await demo.remove()
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    void children.endAll()
  })
}

try {
  const [mode = '', ...args] = process.argv.slice(2)
  process.exitCode = await launch(mode, args)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  await children.endAll()
}
