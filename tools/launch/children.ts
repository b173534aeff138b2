import { type ChildProcess, spawn, type StdioOptions } from 'node:child_process'

interface StartOptions {
  args: string[]
  env?: NodeJS.ProcessEnv
  stdio?: StdioOptions
  cwd?: string
}

/**
 * The processes that a launcher has started. Each has its own process group, so that Ctrl-C reaches only the launcher,
 * which ends them in order and lets the app sign out.
 */
export class Children {
  readonly #running: { child: ChildProcess; ended: Promise<unknown> }[] = []

  start(command: string, { args, env, stdio = 'inherit', cwd }: StartOptions): ChildProcess {
    const child = spawn(command, args, {
      stdio,
      env: env ?? process.env,
      detached: process.platform !== 'win32',
      ...(cwd === undefined ? {} : { cwd }),
    })
    const ended = new Promise((resolve) => {
      child.once('close', resolve)
      child.once('error', resolve)
    })
    this.#running.push({ child, ended })
    return child
  }

  /** Ends them, the most recent first; kills any that has not ended after ten seconds. */
  async endAll(): Promise<void> {
    for (const { child, ended } of this.#running.splice(0).reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await ended
      clearTimeout(timer)
    }
  }
}

/** The environment for Electron, without the variable that makes it run as plain Node. */
export function electronEnvironment(): NodeJS.ProcessEnv {
  const env = { ...process.env }
  delete env['ELECTRON_RUN_AS_NODE']
  return env
}

/** Resolves with the exit code of a child process; a signal counts as a failure. */
export const exitOf = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      resolve(code ?? 1)
    })
  })
