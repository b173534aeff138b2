/**
 * `npm test`: runs all checks, and ends with one line, `N passed, N failed`. Lint, type check and build count as one
 * check each; a runner that crashes or reports nothing counts as failed.
 */
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ownProcessorMs } from '../e2e/fixtures/processorTime.ts'
import { readSpecReport, readUnitReport, type Report, slowestTests } from './testReport.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const bin = (path: string) => join(root, 'node_modules', path)

/** A cache folder of a tool; a fresh clone has none. */
const cache = (name: string) => join(root, 'node_modules/.cache/holdwatch', name)

interface Outcome {
  passed: number
  failed: number
}
interface Finished {
  code: number
  output: string
  seconds: number
}

/** Runs one of the repository's tools with this version of Node. */
function run(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Finished> {
  const started = performance.now()
  const output: string[] = []
  const path = [dirname(process.execPath), bin('.bin'), process.env['PATH']].join(delimiter)
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: {
      ...process.env,
      FORCE_COLOR: '0',
      NODE_COMPILE_CACHE: cache('compiled'),
      PATH: path,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output.push(text)
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

const say = (name: string, verdict: string, seconds: number) => {
  console.log(`${name}: ${verdict} (${seconds.toFixed(1)} s)`)
}

/** Runs steps concurrently; together they count as one check. */
async function check(name: string, steps: string[][]): Promise<Outcome> {
  const began = performance.now()
  const finished = await Promise.all(steps.map((step) => run(step)))
  const broken = finished.filter(({ code }) => code !== 0)
  say(name, broken.length === 0 ? 'passed' : 'failed', (performance.now() - began) / 1_000)
  for (const { output } of broken) console.log(output)
  return broken.length === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

/** Counts the tests of a runner's report; a failing exit code without a failed test is also a failure. */
function judge(name: string, finished: Finished, report: Report | null): Report {
  const { passed, failed } = report ?? { passed: 0, failed: 0 }
  const crashed = report === null || passed + failed === 0 || (finished.code !== 0 && failed === 0)
  if (crashed) console.log(`${name}: the runner itself failed with exit code ${finished.code}`)
  const all = failed + (crashed ? 1 : 0)
  say(name, `${passed} passed, ${all} failed`, finished.seconds)
  if (all > 0) console.log(finished.output)
  return { tests: report?.tests ?? [], unwaitedMs: report?.unwaitedMs ?? 0, passed, failed: all }
}

async function unitTests(folder: string): Promise<Report> {
  const file = join(folder, 'unit.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const finished = await run([bin('vitest/vitest.mjs'), 'run', ...reporters])
  return judge('unit tests', finished, await readUnitReport(file, root))
}

async function specs(folder: string): Promise<Report> {
  const file = join(folder, 'e2e.json')
  const args = [bin('@playwright/test/cli.js'), 'test', '-c', 'e2e/playwright.config.ts']
  const finished = await run(args, { HOLDWATCH_E2E_JSON: file })
  const runtime = /\[(Electron|browser shell)\]/.exec(finished.output)?.[1] ?? 'nothing'
  return judge(`end-to-end specs in ${runtime}`, finished, await readSpecReport(file))
}

const incremental = (project: string) => [
  ...['-p', project, '--incremental'],
  ...['--tsBuildInfoFile', cache(`${project.replaceAll('/', '-')}.tsbuildinfo`)],
]

const lint = () =>
  check('lint', [
    [bin('eslint/bin/eslint.js'), '--cache', '--cache-location', cache('eslint'), '.'],
    [
      bin('prettier/bin/prettier.cjs'),
      ...['--check', '--log-level', 'warn'],
      ...['--cache', '--cache-location', cache('prettier'), '.'],
    ],
  ])
const typecheck = () =>
  check('type check', [
    [bin('typescript/bin/tsc'), ...incremental('tsconfig.json')],
    [bin('typescript/bin/tsc'), ...incremental('e2e/tsconfig.json')],
    [bin('typescript/bin/tsc'), ...incremental('tools/tsconfig.json')],
    [bin('vue-tsc/bin/vue-tsc.js'), ...incremental('src-renderer/tsconfig.json')],
  ])
const build = () => check('build', [[bin('electron-vite/bin/electron-vite.js'), 'build']])

/** Checks the build, and starts it once. */
const conformance = () => check('conformance', [['tools/conformance/run.ts']])

const inTurn = async (steps: (() => Promise<Outcome>)[]) => {
  const outcomes: Outcome[] = []
  for (const step of steps) outcomes.push(await step())
  return outcomes
}

const folder = await mkdtemp(join(tmpdir(), 'holdwatch-tests-'))
try {
  // Static checks and unit tests run concurrently; the specs run alone.
  const [statics, units] = await Promise.all([
    inTurn([build, typecheck, lint, conformance]),
    unitTests(folder),
  ])
  const ran = [units, await specs(folder)]
  const all = [...statics, ...ran]
  const passed = all.reduce((sum, outcome) => sum + outcome.passed, 0)
  const failed = all.reduce((sum, outcome) => sum + outcome.failed, 0)
  if (failed > 0 || passed === 0) process.exitCode = 1

  console.log('\nSlowest tests:')
  for (const line of slowestTests(ran.flatMap(({ tests }) => tests))) console.log(line)
  const waited = ownProcessorMs()
  if (waited !== null) {
    const spent = waited + ran.reduce((sum, { unwaitedMs }) => sum + unwaitedMs, 0)
    console.log(`Processor time in all: ${(spent / 60_000).toFixed(1)} minutes`)
  }
  console.log(`${passed} passed, ${failed} failed`)
} finally {
  await rm(folder, { recursive: true, force: true })
}
