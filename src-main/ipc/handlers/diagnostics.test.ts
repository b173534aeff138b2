import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Diagnosis } from '../../../src-shared/contract/index.ts'
import { createLogger } from '../../base/log.ts'
import { TestClient } from '../../simulator/testClient.ts'
import { createDiagnosticsHandlers } from './diagnostics.ts'
import {
  type App,
  app,
  board,
  eachInItsFolder,
  folder,
  gateway,
  trustGateway,
  until,
  watchAll,
} from '../../app/testing.ts'

eachInItsFolder()

const first = (diagnosis: Diagnosis | null) => diagnosis?.sources[0]
const states = (diagnosis: Diagnosis | null) =>
  first(diagnosis)
    ?.steps.map(({ state }) => state)
    .join(' ')
const allGood = 'good good good good good good good good'

const nothing = () => {}
const noLog = { debug: nothing, info: nothing, warn: nothing, error: nothing }
const noFile = () => Promise.resolve(null)
const noFiles = { openCsv: noFile, saveCsv: noFile, openFolder: () => Promise.resolve(false) }

/** Runs the checks until the first event poll got a response. */
const runs = (one: App, wanted = allGood) =>
  until(
    () => one.request('diagnostics.run', null),
    (diagnosis) => states(diagnosis) === wanted,
  )
const draftOf = async (one: App, address: string) => {
  const { draft } = await one.request('setup.get', null)
  await one.request('setup.save_draft', { ...draft, address })
}

describe('the checks', () => {
  it('have no subject before anything is set up', async () => {
    const one = await app()
    expect(await one.request('diagnostics.run', null)).toBeNull()
    expect(await one.request('diagnostics.get_last', null)).toBeNull()
    expect(await one.request('diagnostics.get_figures', null)).toMatchObject({
      subjects: [],
      way: null,
      requestsPerSecond: null,
      agents: [],
    })
  })

  it('end where one fails in a way nobody expected', async () => {
    const one = await app(folder, { proxy: () => Promise.reject(new Error('no proxy')) })
    await draftOf(one, 'https://127.0.0.1:1')
    await expect(one.request('diagnostics.run', null)).rejects.toThrow('internal')
    expect(await one.request('diagnostics.get_last', null)).toMatchObject({ isRunning: false })
  })

  it('are all good for a watch, which they do not disturb', async () => {
    const simulator = await gateway()
    const one = await app()
    await watchAll(one, simulator)
    const callId = simulator.hold(simulator.accounts.agents[0]?.agentId ?? '')
    await board(one, ({ calls }) => calls.length === 1)
    await runs(one)

    await one.request('watch.set_paused', { paused: true })
    // Earlier requests are complete after a first run; from then on only the checks send any.
    await one.request('diagnostics.run', null)
    await until(
      async () => simulator.stats.requestsInFlight,
      (count) => count === 0,
    )
    const { requests: before } = simulator.stats
    const countsBefore = { ...before }
    const diagnosis = await one.request('diagnostics.run', null)
    expect(states(diagnosis)).toBe(allGood)
    const { requests: after } = simulator.stats
    expect({ ...after, poll: 0 }).toEqual({
      ...countsBefore,
      holdlistex: countsBefore.holdlistex + 1,
      poll: 0,
    })

    expect(first(diagnosis)?.steps.slice(4)).toMatchObject([
      { at: expect.any(Number), finding: { fact: 'signed-in', retcode: '0' } },
      { finding: { fact: 'right-shown' } },
      { at: expect.any(Number), finding: { fact: 'poll-answered', retcode: '0' } },
      { ms: expect.any(Number), finding: { kind: 'fact' } },
    ])
    expect(await one.request('diagnostics.get_last', null)).toEqual(diagnosis)
    await one.request('watch.set_paused', { paused: false })
    const seen = await board(one, ({ watch }) => watch.state === 'watching')
    expect(seen.calls).toMatchObject([{ callId, holdNumber: 1 }])
  })

  it('report what the responses leave open, as long as there are responses', async () => {
    const simulator = await gateway()
    simulator.hold(simulator.accounts.agents[0]?.agentId ?? '')
    const one = await app()
    await watchAll(one, simulator)
    await board(one, ({ calls }) => calls[0]?.notBefore === null)
    const spots = async () => first(await one.request('diagnostics.run', null))?.blindSpots
    expect(await spots()).toEqual(['other-node', 'hold-start'])
    simulator.retrieve(simulator.accounts.agents[0]?.agentId ?? '')
    await board(one, ({ calls }) => calls.length === 0)
    expect(await spots()).toEqual(['other-node'])
    await simulator.goAway()
    expect(await spots()).toEqual([])
  })

  it('end where the gateway does not respond, and at a session that was taken over', async () => {
    const simulator = await gateway()
    const one = await app()
    await watchAll(one, simulator)
    await board(one, ({ watch }) => watch.state === 'watching')
    simulator.signIn(simulator.accounts.inspector.agentId)
    await board(one, ({ watch }) => watch.state === 'stopped')
    const taken = await one.request('diagnostics.run', null)
    expect(states(taken)).toBe('good good good good failed not-reached not-reached not-reached')
    expect(first(taken)?.steps[4]?.finding).toMatchObject({
      reason: 'signed-in-elsewhere',
      retcode: '100-002',
    })
    await simulator.goAway()
    const diagnosis = await one.request('diagnostics.run', null)
    expect(first(diagnosis)?.steps[1]).toMatchObject({
      state: 'failed',
      finding: { error: { code: 'port-closed' } },
    })
  })

  it('cover agents’ own sessions', async () => {
    const simulator = await gateway({ authMode: 1 })
    const one = await app()
    await trustGateway(one, simulator)
    await one.request('session.use_agents', null)
    const agents = simulator.accounts.agents.map(({ agentId, guid = '' }) => ({
      agentId,
      credential: { kind: 'guid' as const, guid },
    }))
    await one.request('watch.set_agents', { agents })
    await board(one, ({ agents: seen }) => seen.every(({ state }) => state !== 'waiting'))
    const diagnosis = await one.request('diagnostics.run', null)
    expect(states(diagnosis)).toBe('good good good good good skipped skipped good')
    expect(first(diagnosis)?.steps[4]?.finding).toMatchObject({ params: { seen: 4, all: 4 } })
    expect(first(diagnosis)?.blindSpots).toEqual(['guid-node', 'guid-auto-answer'])
    expect((await one.request('diagnostics.get_figures', null)).guidAgeMs).toBeNull()
  })

  it('examine the address entered in the set-up, also while another is watched', async () => {
    const [watched, other] = [await gateway(), await gateway()]
    const one = await app()
    await draftOf(one, 'gateway.invalid')
    const typed = await one.request('diagnostics.run', null)
    expect(first(typed)).toMatchObject({ address: 'gateway.invalid' })
    expect(first(typed)?.steps[0]).toMatchObject({
      state: 'failed',
      finding: { error: { code: 'host-unknown' } },
    })

    await watchAll(one, watched)
    await runs(one)
    await one.request('setup.go_to', { route: 'address' })
    await draftOf(one, other.origin)
    expect(states(await one.request('diagnostics.run', null))).toBe(
      'good good good failed not-reached not-reached not-reached not-reached',
    )
    await one.request('setup.check_address', { address: other.origin })
    await one.request('trust.accept', { origin: other.origin, sha256: other.sha256 })
    expect(states(await one.request('diagnostics.run', null))).toBe(
      'good good good good skipped skipped skipped skipped',
    )
    expect(other.stats.bytesReceived).toBe(0)
  })

  it('run once when requested twice at once', async () => {
    const one = await app()
    await draftOf(one, 'gateway.invalid')
    const [first, second] = await Promise.all([
      one.request('diagnostics.run', null),
      one.request('diagnostics.run', null),
    ])
    expect(first).toEqual(second)
  })
})

it('report how the watch runs', async () => {
  const simulator = await gateway({ guidIntervalMs: 300, guidTimeoutMs: 60_000 })
  const one = await app()
  await watchAll(one, simulator)
  const [agent] = simulator.accounts.agents
  const agentId = agent?.agentId ?? ''
  simulator.talk(agentId)
  await board(one, ({ agents }) => agents.some(({ state }) => state === 'talking'))
  simulator.hold(agentId)
  const figures = await until(
    () => one.request('diagnostics.get_figures', null),
    ({ sight, loopDelay }) => sight.measured !== null && loopDelay !== null,
  )
  expect(figures).toMatchObject({ subjects: [{ address: simulator.origin }], way: 'inspector' })
  expect(figures.requestsPerSecond).toBeGreaterThan(0)
  expect(figures.roundTrip.answers).toBeGreaterThan(0)
  expect(figures.roundTrip.p95Ms).toBeGreaterThanOrEqual(figures.roundTrip.p50Ms ?? Infinity)
  expect(figures.sight.expectedMs).toBe(500)
  expect(figures.sight.measured?.mostMs).toBeLessThan(5_000)
  expect(figures.agents.reduce((sum, { count }) => sum + count, 0)).toBe(4)
  expect(figures.guidAgeMs).toBeGreaterThanOrEqual(0)
  expect(figures.uptimeMs).toBeGreaterThan(0)
})

describe('the report', () => {
  it('contains no number, password, GUID or cookie, whatever was logged', async () => {
    const simulator = await gateway({ agents: 5 })
    const one = await app()
    await watchAll(one, simulator)
    const numbers = ['02155501234', '+8613900001111', '95588']
    for (const [index, caller] of numbers.entries()) {
      simulator.hold(simulator.accounts.agents[index]?.agentId ?? '', { caller, called: caller })
    }
    await board(one, ({ calls }) => calls.length === numbers.length)
    await runs(one)

    // Real ones, as issued by this gateway.
    const client = new TestClient(simulator)
    await client.signIn(simulator.accounts.secondInspector.agentId)
    const { guid, cookie } = client
    client.close()
    const { password } = simulator.accounts.inspector
    expect(guid).toMatch(/AgentGateway/)
    expect(cookie).toMatch(/^huaweielbsession=/)

    const lines: string[] = []
    const log = createLogger((line) => lines.push(line), true)
    for (const line of one.logged) log.info(line)
    for (const secret of [guid, cookie, password, ...numbers]) {
      log.warn('told by name', { password, guid, cookie, caller: secret, phone: secret })
      log.error(`caller: ${secret}`, new Error(`password=${secret}; {"called":"${secret}"}`))
    }
    log.warn(`somebody said ${password}, twice`)
    log.info('told as a number', { n: Number(numbers[0]), list: [numbers[1]] })
    log.error(
      'the answer held',
      new Error(`${guid} ${cookie} ${password} ${numbers.slice(0, 2).join()}`),
    )
    await writeFile(join(folder, 'holdwatch.old.log'), `${lines.join('\n')}\n`)
    // As if an older version, or a bug, had written it unredacted.
    const raw = `guid ${guid} cookie: ${cookie} ${cookie} password ${password} ${numbers.slice(0, 2).join(' ')}`
    await appendFile(join(folder, 'holdwatch.log'), `2025-11-22T09:46:00.000Z warn ${raw}\n`)

    const saved = await one.request('diagnostics.save_report', null)
    expect(saved?.file).toMatch(/^holdwatch-diagnostics-\d{4}-\d\d-\d\dT\d{4}\.txt$/)
    const report = await readFile(join(folder, saved?.file ?? ''), 'utf8')
    const preview = await one.request('diagnostics.preview_report', null)
    for (const text of [report, preview.head, preview.log.end]) {
      expect(text).not.toContain(password)
      expect(text).not.toContain(guid)
      expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-|\.AgentGateway\d/i)
      expect(text).not.toContain(cookie.split('=')[1])
      for (const number of numbers) expect(text).not.toContain(number.replace(/\D/g, '').slice(-4))
    }
    expect(report).toContain(`gateway                  ${simulator.origin}`)
    expect(report).toMatch(/8 hold-query +good/)
    expect(report).toContain('Log (holdwatch.old.log, holdwatch.log)')
    expect(report).toContain('2025-11-22T09:46:00.000Z warn guid [guid]')
    expect(preview.log).toMatchObject({ files: ['holdwatch.old.log', 'holdwatch.log'] })
  })

  it('reports that it cannot be written, and nothing where no file was chosen', async () => {
    const one = await app()
    const save = (path: string | null) => {
      const files = { ...noFiles, saveText: () => Promise.resolve(path) }
      const parts = {
        clock: { now: () => 0, wall: Date.now, resync: () => 0 },
        log: noLog,
        logFiles: [],
      }
      return createDiagnosticsHandlers(one.diagnostics, files, parts)['diagnostics.save_report'](
        null,
      )
    }
    await expect(save(join(folder, 'gone', 'report.txt'))).rejects.toMatchObject({
      appError: { code: 'file-not-written' },
    })
    expect(await save(null)).toBeNull()
  })

  it('is available before anything is set up', async () => {
    const one = await app()
    const { head, log } = await one.request('diagnostics.preview_report', null)
    expect(head).toContain('not run since the app was started')
    expect(log).toEqual({ files: [], lines: 0, end: '' })
  })
})

it('shows the folder of the log and no other', async () => {
  const one = await app()
  expect(await one.request('diagnostics.open_log_folder', null)).toEqual({ opened: true, folder })
})
