/**
 * `npm test`: every check there is, ended by one line `N passed, N failed`. Lint, type check and
 * build count as one check each; a runner that crashes or reports nothing counts as failed.
 */
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const bin = (path: string) => join(root, 'node_modules', path)

interface Outcome {
  passed: number
  failed: number
}
interface Finished {
  code: number
  output: string
  seconds: number
}

/** Runs one of the repository's tools on this same Node; live output only where it is wanted. */
function run(args: string[], env: NodeJS.ProcessEnv = {}, live = false): Promise<Finished> {
  const started = performance.now()
  const output: string[] = []
  const path = [dirname(process.execPath), bin('.bin'), process.env['PATH']].join(delimiter)
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, FORCE_COLOR: '0', PATH: path, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output.push(text)
      if (live) process.stdout.write(text)
    })
  }
  return new Promise((resolve) => {
    const end = (code: number | null) => {
      const seconds = (performance.now() - started) / 1000
      resolve({ code: code ?? 1, output: output.join(''), seconds })
    }
    child.once('error', (error) => {
      output.push(String(error))
      end(1)
    })
    child.once('close', end)
  })
}

const say = (name: string, verdict: string, { seconds }: Finished) => {
  console.log(`${name}: ${verdict} (${seconds.toFixed(1)} s)`)
}

/** Runs steps one after another up to the first that fails; together they are one check. */
async function check(name: string, steps: string[][]): Promise<Outcome> {
  for (const [index, step] of steps.entries()) {
    const finished = await run(step)
    const last = index === steps.length - 1
    if (finished.code !== 0) {
      say(name, 'failed', finished)
      console.log(finished.output)
      return { passed: 0, failed: 1 }
    }
    if (last) say(name, 'passed', finished)
  }
  return { passed: 1, failed: 0 }
}

/** Counts a runner's report; a failing exit code with no failed test is itself a failure. */
function judge(name: string, finished: Finished, counted: Outcome | null): Outcome {
  const { passed, failed } = counted ?? { passed: 0, failed: 0 }
  const crashed = counted === null || passed + failed === 0 || (finished.code !== 0 && failed === 0)
  if (crashed) console.log(`${name}: the runner itself failed with exit code ${finished.code}`)
  const outcome = { passed, failed: failed + (crashed ? 1 : 0) }
  say(name, `${outcome.passed} passed, ${outcome.failed} failed`, finished)
  if (outcome.failed > 0) console.log(finished.output)
  return outcome
}

async function readReport<T>(file: string): Promise<T | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T
  } catch {
    return null
  }
}

interface UnitReport {
  numPassedTests: number
  numFailedTests: number
  testResults: { status: string; assertionResults: unknown[] }[]
}

async function unitTests(folder: string): Promise<Outcome> {
  const file = join(folder, 'unit.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const finished = await run([bin('vitest/vitest.mjs'), 'run', ...reporters])
  const report = await readReport<UnitReport>(file)
  // A file that cannot even be loaded has failed without a single test in it.
  const broken = report?.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  ).length
  return judge(
    'unit tests',
    finished,
    report && {
      passed: report.numPassedTests,
      failed: report.numFailedTests + (broken ?? 0),
    },
  )
}

interface E2eReport {
  stats: { expected: number; unexpected: number; flaky: number }
  errors: unknown[]
}

async function e2eTests(folder: string): Promise<Outcome> {
  const file = join(folder, 'e2e.json')
  const args = [bin('@playwright/test/cli.js'), 'test', '-c', 'e2e/playwright.config.ts']
  const finished = await run(args, { HOLDWATCH_E2E_JSON: file })
  const report = await readReport<E2eReport>(file)
  const runtime = /\[(Electron|browser shell)\]/.exec(finished.output)?.[1] ?? 'nothing'
  return judge(
    `end-to-end specs in ${runtime}`,
    finished,
    report && {
      passed: report.stats.expected,
      failed: report.stats.unexpected + report.stats.flaky + report.errors.length,
    },
  )
}

const lint = () =>
  check('lint', [
    [bin('eslint/bin/eslint.js'), '.'],
    [bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'],
  ])
const typecheck = () =>
  check('type check', [
    [bin('typescript/bin/tsc'), '-p', 'tsconfig.json'],
    [bin('typescript/bin/tsc'), '-p', 'e2e/tsconfig.json'],
    [bin('vue-tsc/bin/vue-tsc.js'), '-p', 'src-renderer/tsconfig.json'],
  ])
const build = () => check('build', [[bin('electron-vite/bin/electron-vite.js'), 'build']])

const inTurn = async (steps: (() => Promise<Outcome>)[]) => {
  const outcomes: Outcome[] = []
  for (const step of steps) outcomes.push(await step())
  return outcomes
}

const folder = await mkdtemp(join(tmpdir(), 'holdwatch-tests-'))
try {
  // Two at a time: the static checks beside the unit tests; the specs have the machine alone.
  const outcomes = await Promise.all([
    inTurn([lint, typecheck, build]),
    inTurn([() => unitTests(folder)]),
  ])
  const all = [...outcomes.flat(), await e2eTests(folder)]
  const passed = all.reduce((sum, outcome) => sum + outcome.passed, 0)
  const failed = all.reduce((sum, outcome) => sum + outcome.failed, 0)
  if (failed > 0 || passed === 0) process.exitCode = 1
  console.log(`${passed} passed, ${failed} failed`)
} finally {
  await rm(folder, { recursive: true, force: true })
}
