import { execFile } from 'node:child_process'
import { access } from 'node:fs/promises'
import { win32 } from 'node:path'
import { listsKey, parseRegistry } from './registry.ts'

/** An administrator's settings in the system's own place for them; the same keys as in the file. */
export type Policies = Record<string, unknown>

export interface PolicySource {
  /** For display. */
  where: string
  /** Empty where nothing is set; rejects where that is unknown. */
  read(): Promise<Policies>
}

/** Runs a program without a shell and resolves to its output; rejects where it fails. */
export type Run = (program: string, args: readonly string[]) => Promise<string>

/** Maximum time for the system's response, ms. */
const answerWithinMs = 5_000

const run: Run = (program, args) =>
  new Promise((resolve, reject) => {
    const options = { timeout: answerWithinMs, windowsHide: true, maxBuffer: 4 * 1024 * 1024 }
    execFile(program, args, options, (error, stdout) => {
      if (error === null) resolve(stdout)
      // Its message contains the whole command and the program's output.
      else reject(new Error(error.killed === true ? 'no answer in time' : `code ${error.code}`))
    })
  })

/** Group policies on Windows, a configuration profile on macOS; null where the system has no such place. */
export function systemPolicies(
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv,
  using: Run = run,
): PolicySource | null {
  if (platform === 'win32') return groupPolicies(env, using)
  return platform === 'darwin' ? configurationProfile(using) : null
}

const parentKey = 'HKLM\\Software\\Policies'
const policyKey = `${parentKey}\\Holdwatch`

function groupPolicies(env: NodeJS.ProcessEnv, using: Run): PolicySource {
  const root = env['SystemRoot'] ?? ''
  // Not by name: the search path may contain any program of that name.
  const reg = win32.join(win32.isAbsolute(root) ? root : 'C:\\Windows', 'System32', 'reg.exe')
  const query = (...args: string[]) => using(reg, ['query', ...args, '/reg:64'])
  return {
    where: policyKey,
    async read() {
      // For a missing key, it fails as for any other reason, with a message in the system's language.
      const isThere = listsKey(await query(parentKey), policyKey)
      return isThere ? parseRegistry(await query(policyKey, '/s'), policyKey) : {}
    },
  }
}

/**
 * This file contains the settings forced by a profile, and only the system writes it. Electron's own way to read
 * preferences (`getUserDefault`) does not distinguish forced settings from those that a user has set with `defaults
 * write`.
 */
const profileFile = '/Library/Managed Preferences/app.holdwatch.desktop.plist'

function configurationProfile(using: Run): PolicySource {
  return {
    where: profileFile,
    async read() {
      if (!(await isFile(profileFile))) return {}
      const json: unknown = JSON.parse(
        await using('/usr/bin/plutil', ['-convert', 'json', '-o', '-', profileFile]),
      )
      return Object(json) as Policies
    },
  }
}

const isFile = (path: string) =>
  access(path).then(
    () => true,
    ({ code }: NodeJS.ErrnoException) => code !== 'ENOENT',
  )
