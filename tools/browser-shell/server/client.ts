import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Command, ShellState } from './control.ts'
import type { ShellAddress } from './server.ts'

/** Far longer than any delay on a busy machine. */
export const limitMs = 60_000

/** The options for a start of the app. */
export interface ShellStart {
  userDataDir: string
  /** The app's own arguments. */
  args?: string[]
  env?: Record<string, string>
  /** Takes control of the app's clock: it starts at this moment, epoch ms, and only advances by `turnTo`. */
  time?: number
  /** A folder with a package.json whose `main` is the app; this repository by default. */
  appDir?: string
}

const runFile = fileURLToPath(new URL('./run.ts', import.meta.url))
/** The compile cache of earlier starts, which halves the cost of a start. */
const compiled = fileURLToPath(
  new URL('../../../node_modules/.cache/holdwatch/compiled', import.meta.url),
)

const isAddress = (message: unknown): message is ShellAddress =>
  typeof message === 'object' && message !== null && 'panelUrl' in message

/** An app that runs in the browser shell, with its control from outside. */
export class RunningShell {
  readonly address: ShellAddress
  readonly process: ChildProcess
  readonly #output: string[]
  readonly #ended: Promise<number | null>

  constructor(
    child: ChildProcess,
    address: ShellAddress,
    output: string[],
    ended: Promise<number | null>,
  ) {
    this.process = child
    this.address = address
    this.#output = output
    this.#ended = ended
  }

  /** The address of the app's window, for a browser. */
  get url() {
    return this.address.url
  }

  get panelUrl() {
    return this.address.panelUrl
  }

  /** The app's output so far. */
  get output() {
    return this.#output.join('')
  }

  /** Resolves with the exit code once the app has ended. */
  get ended() {
    return this.#ended
  }

  /** Performs an action of the user or the system on the app; rejects where that is not possible. */
  async control(command: Command): Promise<unknown> {
    const response = await this.#fetch('/__shell/control', {
      method: 'POST',
      body: JSON.stringify(command),
    })
    const { value, error } = (await response.json()) as { value?: unknown; error?: string }
    if (error !== undefined) throw new Error(error)
    return value
  }

  /** The state of the app that is visible from outside. */
  async state(after = -1, signal?: AbortSignal): Promise<ShellState> {
    const response = await this.#fetch(`/__shell/state?after=${after}`, signal ? { signal } : {})
    return (await response.json()) as ShellState
  }

  /** Waits, without polling, until the state matches; resolves to that state. */
  async until(matches: (state: ShellState) => boolean, timeout = limitMs): Promise<ShellState> {
    const signal = AbortSignal.timeout(timeout)
    let state = await this.state(-1, signal)
    while (!matches(state)) {
      try {
        state = await this.state(state.version, signal)
      } catch (cause) {
        const lastState = JSON.stringify(state, null, 1)
        throw new Error(`${String(matches)} did not come true; last seen: ${lastState}`, { cause })
      }
    }
    return state
  }

  /** Advances the app's controlled clock to a moment, epoch ms; no effect once it has ended. */
  async turnTo(at: number): Promise<void> {
    if (!this.process.connected) return
    const turned = new Promise<void>((resolve) => {
      const hear = (message: unknown) => {
        if (message !== 'turned') return
        this.process.off('message', hear)
        resolve()
      }
      this.process.on('message', hear)
    })
    this.process.send({ turnTo: at }, () => undefined)
    await Promise.race([turned, this.#ended])
  }

  /** Quits as from the menu and waits; kills the app after the time limit. */
  async quit(timeout = limitMs): Promise<number | null> {
    // The app may have ended before it responded.
    await this.control({ do: 'quit' }).catch(() => undefined)
    return this.#endWithin(timeout)
  }

  /** Ends the process without notice, as a crash would. */
  async kill(): Promise<void> {
    this.process.kill('SIGKILL')
    await this.#ended
  }

  async #endWithin(timeout: number) {
    const timer = setTimeout(() => this.process.kill('SIGKILL'), timeout)
    const code = await this.#ended
    clearTimeout(timer)
    return code
  }

  #fetch(path: string, init: RequestInit) {
    const { origin, token } = this.address
    return fetch(origin + path, { ...init, headers: { Authorization: `Bearer ${token}` } })
  }
}

/** Starts the app in the browser shell in a separate process. */
export async function startShell(start: ShellStart): Promise<RunningShell> {
  const own = start.appDir === undefined ? [] : [`--shell-app=${start.appDir}`]
  const args = [...own, `--user-data-dir=${start.userDataDir}`, ...(start.args ?? [])]
  const child = fork(runFile, args, {
    env: {
      NODE_COMPILE_CACHE: compiled,
      ...process.env,
      ...start.env,
      ...(start.time !== undefined && { HOLDWATCH_SHELL_TIME: String(start.time) }),
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: [],
  })
  const output: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => output.push(text))
  }
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', resolve)
  })
  const address = new Promise<ShellAddress>((resolve) => {
    child.on('message', (message) => {
      if (isAddress(message)) resolve(message)
    })
  })
  const first = await Promise.race([address, ended])
  if (isAddress(first)) return new RunningShell(child, first, output, ended)
  throw new ShellEnded(first, output.join(''))
}

/** The app exited before it had an address: a second instance, or a crash at the start. */
export class ShellEnded extends Error {
  readonly code: number | null
  readonly output: string

  constructor(code: number | null, output: string) {
    super(`the app ended with code ${code} before it could be reached:\n${output}`)
    this.code = code
    this.output = output
  }
}
