import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { notes, type RanTest, readSpecReport, readUnitReport, slowestTests } from './testReport.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdwatch-report-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const write = async (report: unknown) => {
  const file = join(folder, 'report.json')
  await writeFile(file, JSON.stringify(report))
  return file
}

describe('the report of the unit tests', () => {
  it('counts a file that cannot be loaded as a failed test', async () => {
    const file = await write({
      numPassedTests: 1,
      numFailedTests: 0,
      testResults: [
        {
          name: '/x/a.test.ts',
          status: 'passed',
          assertionResults: [{ fullName: 'adds', duration: 12, meta: { processorMs: 10 } }],
        },
        { name: '/x/b.test.ts', status: 'failed', assertionResults: [] },
      ],
    })
    expect(await readUnitReport(file, '/x')).toEqual({
      passed: 1,
      failed: 1,
      tests: [{ file: 'a.test.ts', name: 'adds', ms: 12, processorMs: 10, reason: null }],
      unwaitedMs: 0,
    })
  })

  it('is null where the runner has written none', async () => {
    expect(await readUnitReport(join(folder, 'none.json'), '/x')).toBeNull()
    expect(await readSpecReport(join(folder, 'none.json'))).toBeNull()
  })
})

describe('the report of the specs', () => {
  it('contains what each spec records, and the sum of processor time without a waiting parent', async () => {
    const test = (title: string, processorMs: number, reason?: string) => ({
      title,
      file: 'a.spec.ts',
      tests: [
        {
          annotations: [
            { type: notes.processorMs, description: String(processorMs) },
            { type: notes.unwaitedMs, description: '1000' },
            ...(reason === undefined ? [] : [{ type: notes.reason, description: reason }]),
          ],
          results: [{ duration: 4_000 }],
        },
      ],
    })
    const file = await write({
      stats: { expected: 2, unexpected: 1, flaky: 1 },
      errors: [{}],
      suites: [{ specs: [test('one', 3_000)], suites: [{ specs: [test('two', 9_000, 'much')] }] }],
    })
    const report = await readSpecReport(file)
    expect(report).toMatchObject({ passed: 2, failed: 3, unwaitedMs: 2_000 })
    expect(report?.tests).toEqual([
      { file: 'e2e/specs/a.spec.ts', name: 'one', ms: 4_000, processorMs: 3_000, reason: null },
      { file: 'e2e/specs/a.spec.ts', name: 'two', ms: 4_000, processorMs: 9_000, reason: 'much' },
    ])
  })
})

describe('the slowest tests', () => {
  const ran = (over: Partial<RanTest>): RanTest => ({
    file: 'a.test.ts',
    name: 'one',
    ms: 100,
    processorMs: 50,
    reason: null,
    ...over,
  })

  it('are ten, by processor time, and report a missing reason', () => {
    const many = Array.from({ length: 20 }, (_, i) => ran({ name: `${i}`, processorMs: i }))
    const lines = slowestTests([
      ...many,
      ran({ name: 'excused', processorMs: 9_000, reason: '500 agents' }),
      ran({ name: 'bare', processorMs: 6_000 }),
    ])
    expect(lines).toHaveLength(10)
    expect(lines[0]).toContain(
      '9.0 s of processor time in   0.1 s  a.test.ts: excused (500 agents)',
    )
    expect(lines[1]).toContain('bare (its code gives no reason)')
    expect(lines[2]).toMatch(/a\.test\.ts: 19$/)
  })

  it('are more where more of them lack a reason', () => {
    const excused = Array.from({ length: 12 }, (_, i) =>
      ran({ name: `${i}`, processorMs: 9_000, reason: 'much' }),
    )
    const lines = slowestTests([...excused, ran({ name: 'bare', processorMs: 6_000 })])
    expect(lines).toHaveLength(11)
    expect(lines.at(-1)).toContain('bare (its code gives no reason)')
  })

  it('are sorted by elapsed time where the system reports no processor time', () => {
    const lines = slowestTests([
      ran({ name: 'short', processorMs: null }),
      ran({ name: 'long', processorMs: null, ms: 9_000 }),
    ])
    expect(lines.map((line) => line.split(': ')[1])).toEqual(['long', 'short'])
  })
})
