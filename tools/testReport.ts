/** Reads the reports of the test runners, and composes the end of `npm test`. */
import { readFile } from 'node:fs/promises'
import { relative } from 'node:path'

/** A test that was run. */
export interface RanTest {
  file: string
  name: string
  /** Elapsed time. */
  ms: number
  /** User and system time; null where the system does not report it. */
  processorMs: number | null
  /** Why it may be slow, if its code states a reason. */
  reason: string | null
}

export interface Report {
  passed: number
  failed: number
  tests: RanTest[]
  /** Processor time that no parent's value includes (fixtures/processorTime.ts). */
  unwaitedMs: number
}

/** A test that takes longer must state the reason in its code. */
const slowProcessorMs = 5_000

interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  testResults: {
    name: string
    status: string
    assertionResults: {
      fullName: string
      duration?: number | null
      meta?: { processorMs?: number }
    }[]
  }[]
}

async function readJson<T>(file: string): Promise<T | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T
  } catch {
    return null
  }
}

/** Reads what Vitest's JSON reporter has written; null where there is nothing to read. */
export async function readUnitReport(file: string, root: string): Promise<Report | null> {
  const report = await readJson<VitestReport>(file)
  if (report === null) return null
  // A file that cannot be loaded has failed without any test.
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  ).length
  const tests = report.testResults.flatMap(({ name: path, assertionResults }) =>
    assertionResults.map(({ fullName, duration, meta }): RanTest => ({
      file: relative(root, path),
      name: fullName,
      ms: duration ?? 0,
      processorMs: meta?.processorMs ?? null,
      reason: null,
    })),
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    tests,
    unwaitedMs: 0,
  }
}

interface Suite {
  suites?: Suite[]
  specs: {
    title: string
    file: string
    tests: {
      annotations: { type: string; description?: string }[]
      results: { duration: number }[]
    }[]
  }[]
}
interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number }
  errors: unknown[]
  suites: Suite[]
}

/** What a spec records about itself (fixtures/app.ts). */
export const notes = {
  reason: 'slow',
  processorMs: 'processor ms',
  unwaitedMs: 'unwaited processor ms',
} as const

/** Reads what Playwright's JSON reporter has written; null where there is nothing to read. */
export async function readSpecReport(file: string): Promise<Report | null> {
  const report = await readJson<PlaywrightReport>(file)
  if (report === null) return null
  const specs = (suite: Suite): Suite['specs'] => [
    ...suite.specs,
    ...(suite.suites ?? []).flatMap(specs),
  ]
  const ran = report.suites
    .flatMap(specs)
    .flatMap(({ title, file: name, tests }) => tests.map((test) => ({ title, name, ...test })))
  const noted = ({ annotations }: (typeof ran)[number], type: string) =>
    annotations.find((note) => note.type === type)?.description ?? null
  const figure = (test: (typeof ran)[number], type: string) => {
    const text = noted(test, type)
    return text === null ? null : Number(text)
  }
  return {
    passed: report.stats.expected,
    failed: report.stats.unexpected + report.stats.flaky + report.errors.length,
    tests: ran.map((test) => ({
      file: `e2e/specs/${test.name}`,
      name: test.title,
      ms: test.results.reduce((sum, { duration }) => sum + duration, 0),
      processorMs: figure(test, notes.processorMs),
      reason: noted(test, notes.reason),
    })),
    unwaitedMs: ran.reduce((sum, test) => sum + (figure(test, notes.unwaitedMs) ?? 0), 0),
  }
}

const seconds = (ms: number | null) => (ms === null ? '?' : (ms / 1_000).toFixed(1)).padStart(5)

/**
 * The ten slowest tests, by processor time where the system reports it, and further ones that need a reason why they
 * take so long.
 */
export function slowestTests(tests: readonly RanTest[]): string[] {
  const cost = ({ processorMs, ms }: RanTest) => processorMs ?? ms
  const isUnexplained = ({ processorMs, reason }: RanTest) =>
    reason === null && (processorMs ?? 0) > slowProcessorMs
  return [...tests]
    .sort((a, b) => cost(b) - cost(a))
    .filter((test, place) => place < 10 || isUnexplained(test))
    .map((test) => {
      const why = isUnexplained(test) ? 'its code gives no reason' : test.reason
      const figures = `${seconds(test.processorMs)} s of processor time in ${seconds(test.ms)} s`
      return `${figures}  ${test.file}: ${test.name}${why === null ? '' : ` (${why})`}`
    })
}
