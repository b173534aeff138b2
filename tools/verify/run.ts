/**
 * `npm run verify`, for a person at a desktop: downloads Electron, runs the specs in it, starts the demo, asks for what
 * only a person can see (checks.txt), and writes `verification-SYSTEM.md`.
 */
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { release, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { electronEnvironment, exitOf } from '../launch/children.ts'
import { findRuntime } from '../launch/find-electron.ts'
import { readSpecReport } from '../testReport.ts'
import { readChecks, systemNames } from './checks.ts'
import { isGood, reportOf, type SpecResult, type Verification } from './report.ts'
import { type Ask, walk } from './walk.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const inElectron: NodeJS.ProcessEnv = { ...electronEnvironment(), HOLDWATCH_RUNTIME: 'electron' }

/** Runs one of the repository's tools, with visible output. */
const run = (...args: string[]): Promise<number> =>
  exitOf(spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env: inElectron }))

async function fetchElectron(): Promise<void> {
  await run('node_modules/electron/install.js')
  const runtime = await findRuntime({ mayFetch: false })
  if (runtime.kind !== 'electron') throw new Error(`There is no Electron: ${runtime.why}.`)
}

async function runSpecs(): Promise<SpecResult> {
  const folder = mkdtempSync(join(tmpdir(), 'holdwatch-verify-'))
  const file = join(folder, 'specs.json')
  inElectron['HOLDWATCH_E2E_JSON'] = file
  try {
    await run('node_modules/@playwright/test/cli.js', 'test', '-c', 'e2e/playwright.config.ts')
    return await readSpecReport(file)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Runs the demo during the questions, without its output, which would hide them. */
async function beside<T>(work: () => Promise<T>): Promise<T> {
  const args = ['tools/launch/launch.ts', 'demo']
  const demo = spawn(process.execPath, args, { cwd: root, stdio: 'ignore', env: inElectron })
  try {
    return await work()
  } finally {
    // On Windows this would end only the launcher, not the app.
    if (process.platform !== 'win32') demo.kill('SIGTERM')
    else execFileSync('taskkill', ['/PID', String(demo.pid), '/T', '/F'])
  }
}

/** The user at this terminal. */
function person(): { ask: Ask; leave: () => void } {
  const lines = createInterface({ input: process.stdin })
  const answers = lines[Symbol.asyncIterator]()
  return {
    async ask(question) {
      process.stdout.write(question)
      const { value, done } = await answers.next()
      return done === true ? null : value
    },
    leave: () => {
      lines.close()
    },
  }
}

const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim()
const commit = () =>
  git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') === '' ? '' : '-dirty')

async function verify(): Promise<void> {
  const system = systemNames[process.platform]
  if (system === undefined) throw new Error(`${process.platform} is no system that the app is for.`)
  const checks = readChecks(readFileSync(new URL('checks.txt', import.meta.url), 'utf8'), system)
  const { version } = JSON.parse(
    readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8'),
  ) as { version: string }

  await fetchElectron()
  if ((await run('node_modules/electron-vite/bin/electron-vite.js', 'build')) !== 0) {
    throw new Error('The app could not be built.')
  }
  const specs = await runSpecs()
  const { ask, leave } = person()
  const verification: Verification = {
    system: `${system} ${release()} ${process.arch}`,
    electron: version,
    commit: commit(),
    at: Date.now(),
    specs,
    answers: await beside(() => walk(checks, ask)),
  }
  leave()
  const file = `verification-${system}.md`
  writeFileSync(join(root, file), reportOf(verification))
  console.log(`\nWritten to ${file}.`)
  if (!isGood(verification)) process.exitCode = 1
}

try {
  await verify()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
