import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readLog } from './readLog.ts'
import { redactReport } from './redactReport.ts'
import { reportHead } from './report.ts'

describe('a report', () => {
  it('contains no digit of a number', () => {
    expect(redactReport('from [number …1234] and 021 5550 1234', [])).toBe(
      'from [number] and [number]',
    )
  })

  it('has every secret that the app knows removed, the longest first', () => {
    const secrets = ['hunter2-1', 'hunter2-1!x', 'Ünïcödé', '']
    expect(redactReport('hunter2-1!x was hunter2-1, Ünïcödé', secrets)).toBe(
      '[secret] was [secret], [secret]',
    )
  })

  it('does not reveal a short secret by removing words', () => {
    expect(redactReport('2025-11-22T09:46:00.000Z info signed in', ['info'])).toBe(
      '2025-11-22T09:46:00.000Z info signed in',
    )
  })
})

describe('the log in a report', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdwatch-test-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))
  const paths = () => ['a.old.log', 'a.log'].map((name) => join(folder, name))

  it('is read from the older file and the current one, in this order', async () => {
    await writeFile(join(folder, 'a.log'), 'three\n')
    expect(await readLog(paths())).toEqual({ files: ['a.log'], lines: ['three'] })
    await writeFile(join(folder, 'a.old.log'), 'one\r\ntwo\n')
    expect(await readLog(paths())).toEqual({
      files: ['a.old.log', 'a.log'],
      lines: ['one', 'two', 'three'],
    })
  })

  it('is empty if it does not exist', async () => {
    expect(await readLog(paths())).toEqual({ files: [], lines: [] })
  })
})

it('describes every finding in readable text', () => {
  const certificate = {
    origin: 'https://gw.example:8043',
    verdict: 'untrusted' as const,
    reasons: ['self-signed' as const],
    facts: { sha256: 'AB:CD', subject: '', issuer: '', names: [], validFrom: 0, validTo: 0 },
    before: [],
  }
  const step = { ms: null, at: null }
  const subject = { address: 'gw.example', name: '', way: 'inspector', isPaused: false } as const
  const paused = {
    address: 'https://cms.example:28080',
    name: 'Night',
    way: 'cms',
    isPaused: true,
  } as const
  const head = reportHead({
    madeAt: Date.UTC(2025, 10, 22),
    system: { Holdwatch: '0.1.0' },
    setUp: { 'read by': 'inspector' },
    diagnosis: {
      startedAt: Date.UTC(2025, 10, 22),
      isRunning: false,
      sources: [
        {
          ...subject,
          steps: [
            {
              name: 'address',
              state: 'good',
              ms: 3.4,
              at: null,
              finding: { kind: 'fact', fact: 'is-ip', params: { host: '10.0.0.1' }, retcode: null },
            },
            {
              ...step,
              name: 'tls',
              state: 'failed',
              finding: { kind: 'error', error: { code: 'not-tls' } },
            },
            {
              ...step,
              name: 'certificate',
              state: 'failed',
              finding: { kind: 'certificate', check: certificate },
            },
            {
              ...step,
              name: 'event-poll',
              state: 'failed',
              at: Date.UTC(2025, 10, 22),
              finding: {
                kind: 'trouble',
                reason: 'gateway-error',
                retcode: '000-001',
                agentId: null,
              },
            },
            { ...step, name: 'hold-query', state: 'not-reached', finding: null },
          ],
          agents: { watched: 3, unseen: 1 },
          blindSpots: ['other-node', 'only-inspected'],
        },
        { ...paused, steps: [], agents: { watched: 0, unseen: 0 }, blindSpots: [] },
      ],
    },
    figures: {
      subjects: [subject, paused],
      way: 'inspector',
      requestsPerSecond: 4.25,
      roundTrip: { answers: 10, silences: 1, p50Ms: 12.2, p95Ms: null },
      sight: { expectedMs: 500, measured: { holds: 2, meanMs: 400, mostMs: 900 } },
      agents: [{ state: 'talking', count: 3 }],
      guidAgeMs: 40_000,
      uptimeMs: (40 * 86_400 + 65) * 1_000,
      loopDelay: null,
    },
  })
  // The text as a reader receives it.
  expect(redactReport(head, [])).toBe(head)
  expect(head.split('\n').map((line) => line.replaceAll(/\s+/g, ' ').trim())).toEqual([
    'Holdwatch diagnostics',
    'made 2025-11-22T00:00:00.000Z',
    '',
    'System',
    'Holdwatch 0.1.0',
    '',
    'Set-up',
    'read by inspector',
    '',
    'Checks',
    'of gw.example, read by inspector, 2025-11-22T00:00:00.000Z',
    '1 address good 3 ms is-ip host=10.0.0.1',
    '2 tls failed not-tls',
    '3 certificate failed untrusted reasons=self-signed validTo=1970-01-01T00:00:00.000Z sha256=AB:CD',
    '4 event-poll failed at 2025-11-22T00:00:00.000Z gateway-error retcode=000-001',
    '5 hold-query not-reached',
    'agents watched 3, not seen 1',
    'cannot be known: other-node, only-inspected',
    'of https://cms.example:28080 (Night), read by cms, 2025-11-22T00:00:00.000Z: paused, not checked',
    '',
    'Figures',
    'requests a second 4.3',
    'answers in 5 minutes 10, without a usable answer 1',
    'round trip p50 12 ms',
    'round trip p95 -',
    'hold seen after, expected 500 ms',
    'hold seen after, measured 400 ms on average, 900 ms at most, 2 holds',
    'agents talking 3',
    'GUID age (h:mm:ss) 0:00:40',
    'uptime (h:mm:ss) 960:01:05',
    'event loop delay not measured yet',
  ])
})
