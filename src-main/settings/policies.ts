import { execFile } from 'node:child_process'
import { access } from 'node:fs/promises'
import { win32 } from 'node:path'
import { listsKey, parseRegistry } from './registry.ts'

/** What an administrator has set in the system's own place for it; the same keys as in the file. */
export type Policies = Record<string, unknown>

export interface PolicySource {
  /** For people. */
  where: string
  /** Empty where nothing is set; rejects where that is not known. */
  read(): Promise<Policies>
}

/** Runs a program without a shell and answers what it prints; rejects where it fails. */
export type Run = (program: string, args: readonly string[]) => Promise<string>

/** An answer of the system that takes longer does not come, ms. */
const answerWithinMs = 5_000

const run: Run = (program, args) =>
  new Promise((resolve, reject) => {
    const options = { timeout: answerWithinMs, windowsHide: true, maxBuffer: 4 * 1024 * 1024 }
    execFile(program, args, options, (error, stdout) => {
      if (error === null) resolve(stdout)
      // Its message holds the whole command and what the program has printed.
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
  // Not by name: a program of that name may lie anywhere in the search path.
  const reg = win32.join(win32.isAbsolute(root) ? root : 'C:\\Windows', 'System32', 'reg.exe')
  const query = (...args: string[]) => using(reg, ['query', ...args, '/reg:64'])
  return {
    where: policyKey,
    async read() {
      // Asked for a key that is not there, it fails as for any other reason, in the system's language.
      const isThere = listsKey(await query(parentKey), policyKey)
      return isThere ? parseRegistry(await query(policyKey, '/s'), policyKey) : {}
    },
  }
}

/**
 * What a profile has forced lies in this file, which only the system writes. Electron's own way to read preferences
 * (`getUserDefault`) does not tell what is forced from what a user has set with `defaults write`.
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
