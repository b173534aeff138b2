import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { SourceCheck } from '../../src-shared/contract/index.ts'
import { resumeWatch } from '../connection/resume.ts'
import {
  addCms,
  addGateway,
  type App,
  app,
  board,
  cmsInput,
  cmsOf,
  eachInItsFolder,
  folder,
  gateway,
  until,
  watchAll,
} from './testing.ts'

eachInItsFolder()

const run = async (one: App): Promise<SourceCheck[]> =>
  (await one.request('diagnostics.run', null))?.sources ?? []
const states = (source: SourceCheck | undefined) =>
  source?.steps.map(({ state }) => state).join(' ')
const step = (source: SourceCheck | undefined, name: string) =>
  source?.steps.find((one) => one.name === name)
const allGood = 'good good good good good good good good'

/** A gateway that is watched, and one with other agents that is added to it. */
async function twoGateways(remember = true) {
  const first = await gateway({ agents: 2 })
  const second = await gateway({ agents: 2, firstAgentId: 20_401 })
  const one = await app()
  await watchAll(one, first)
  await addGateway(one, second, remember)
  await one.request('watch.add_agents', {
    agents: second.accounts.agents.map(({ agentId }) => ({ agentId })),
  })
  await board(one, ({ agents }) => agents.every(({ state }) => state === 'idle'))
  return { first, second, one }
}

describe('the checks of two gateways', () => {
  it('are about the session and the agents of each', async () => {
    const { first, second, one } = await twoGateways()
    await one.request('sources.rename', { origin: second.origin, name: 'South' })
    const sources = await until(
      () => run(one),
      (all) => all.every((source) => states(source) === allGood),
    )
    expect(sources).toMatchObject([
      { address: first.origin, name: '', agents: { watched: 2, unseen: 0 } },
      { address: second.origin, name: 'South', agents: { watched: 2, unseen: 0 } },
    ])
    expect(sources.map((source) => step(source, 'hold-query')?.finding)).toMatchObject([
      { params: { agentId: '10401' } },
      { params: { agentId: '20401' } },
    ])
    expect((await one.request('diagnostics.get_figures', null)).subjects).toMatchObject([
      { address: first.origin, way: 'inspector' },
      { address: second.origin, name: 'South' },
    ])
  })

  it('show which of them is down, and go on with the other', async () => {
    const { first, second, one } = await twoGateways()
    await until(
      () => run(one),
      (all) => states(all[1]) === allGood,
    )
    await first.goAway()
    const [down, up] = await run(one)
    expect(states(down)).toMatch(/^good failed not-reached/)
    expect(step(down, 'tcp')?.finding).toMatchObject({ error: { code: 'port-closed' } })
    expect(states(up)).toBe(allGood)

    const saved = await one.request('diagnostics.save_report', null)
    const report = await readFile(join(folder, saved?.file ?? ''), 'utf8')
    expect(report).toContain(`of ${first.origin}, read by inspector`)
    expect(report).toMatch(/2 tcp +failed .*port-closed/)
    expect(report).toContain(`of ${second.origin}, read by inspector`)
    expect(report).toMatch(/8 hold-query +good/)
  })

  it('leave the start of a hold open only where such a hold is listed', async () => {
    const first = await gateway({ agents: 2 })
    const second = await gateway({ agents: 2, firstAgentId: 20_401 })
    first.hold('10401')
    const one = await app()
    await watchAll(one, first)
    await board(one, ({ calls }) => calls.length === 1)
    await addGateway(one, second)
    const spots = (await run(one)).map(({ blindSpots }) => blindSpots.includes('hold-start'))
    expect(spots).toEqual([true, false])
  })

  it('leave a paused one alone', async () => {
    const { second, one } = await twoGateways()
    await one.request('sources.set_paused', { origin: second.origin, isPaused: true })
    await until(
      async () => second.stats.requestsInFlight,
      (count) => count === 0,
    )
    const { connections: before } = second.stats
    const [, paused] = await run(one)
    expect(paused).toMatchObject({ isPaused: true, steps: [], blindSpots: [] })
    expect(second.stats.connections).toBe(before)
  })

  it('say that nobody is signed in where the password is not stored', async () => {
    const { second, one } = await twoGateways(false)
    const { origin } = second
    await one.close()
    const again = await app()
    await resumeWatch(again)
    await board(again, ({ agents }) => agents.some(({ state }) => state === 'idle'))
    const { login } = second.stats.requests
    const [, idle] = await run(again)
    expect(idle).toMatchObject({ address: origin, way: 'inspector' })
    expect(states(idle)).toBe('good good good good skipped skipped skipped skipped')
    expect(step(idle, 'sign-in')?.finding).toMatchObject({ fact: 'nobody-signed-in' })
    expect(second.stats.requests.login).toBe(login)
  })
})

describe('the checks of a CC-CMS', () => {
  async function alone() {
    const simulator = await gateway({ cms: true })
    const cms = cmsOf(simulator)
    const { origin, sha256 } = cms
    const one = await app()
    await one.request('setup.check_address', { address: origin })
    await one.request('trust.accept', { origin, sha256 })
    await one.request('session.use_cms', cmsInput(simulator))
    await one.request('watch.set_agents', {
      agents: simulator.accounts.agents.map(({ agentId }) => ({ agentId })),
    })
    await board(one, ({ agents }) => agents.every(({ state }) => state === 'idle'))
    return { simulator, cms, one }
  }

  it('are good with one query about all agents', async () => {
    const { simulator, one } = await alone()
    simulator.hold('10402', { caller: '02155501234' })
    await board(one, ({ calls }) => calls[0]?.customer === '•••• 1234')
    const [source] = await run(one)
    expect(source).toMatchObject({ way: 'cms', agents: { watched: 4, unseen: 0 } })
    expect(states(source)).toBe('good good good good good good good')
    expect(step(source, 'call-query')?.finding).toMatchObject({ params: { agents: 4, n: 1 } })
    expect(step(source, 'agents-listed')?.finding).toMatchObject({ fact: 'all-listed' })
    const { head } = await one.request('diagnostics.preview_report', null)
    expect(head).toContain('read by cms')
    expect(head).toContain(`CC-CMS                   ${source?.address}`)
    expect(head).not.toContain(cmsInput(simulator).secretKey)
    // The details of the held call are still known.
    const { calls } = await one.request('board.get_snapshot', null)
    expect(calls[0]?.customer).toBe('•••• 1234')
  })

  it('name an agent who is missing from the answer', async () => {
    const { cms, one } = await alone()
    cms.fault({ kind: 'missing-agent', agentId: '10402' })
    await board(one, ({ agents }) => agents.some(({ reason }) => reason === 'not-listed'))
    const [source] = await run(one)
    expect(step(source, 'agents-listed')?.finding).toMatchObject({
      fact: 'some-missing',
      params: { n: 1, all: 4, agents: '10402' },
    })
    expect(source?.agents).toEqual({ watched: 4, unseen: 1 })
  })

  it('say how far the clocks differ where the signature is rejected', async () => {
    const { cms, one } = await alone()
    cms.configure({ clockAheadMs: 3_600_000 })
    await board(one, ({ watch }) => watch.reason === 'wrong-signature')
    const [source] = await run(one)
    expect(states(source)).toBe('good good good good failed not-reached not-reached')
    expect(step(source, 'signature')?.finding).toMatchObject({
      error: { code: 'cms-clock-off', params: { minutes: 60 } },
    })
  })

  it('tell a key without rights from one that is not accepted', async () => {
    const { cms, one } = await alone()
    cms.fault({ kind: 'code', code: '0101003' })
    await board(one, ({ watch }) => watch.state === 'stopped')
    const [source] = await run(one)
    expect(states(source)).toBe('good good good good good failed not-reached')
    expect(step(source, 'call-query')?.finding).toMatchObject({ retcode: '0101003' })
  })

  it('beside a gateway do not keep the gateway from being examined', async () => {
    const simulator = await gateway({ cms: true })
    const cms = cmsOf(simulator)
    const one = await app()
    await watchAll(one, simulator)
    await addCms(one, simulator)
    await board(one, ({ agents }) => agents.every(({ sources: [source] }) => source === cms.origin))
    const [first, second] = await until(
      () => run(one),
      ([source]) => states(source) === allGood,
    )
    expect(first?.agents).toEqual({ watched: 0, unseen: 0 })
    expect(step(first, 'hold-query')?.finding).toMatchObject({ params: { agentId: '10401' } })
    expect(states(second)).toBe('good good good good good good good')
  })

  it('examine an address entered in the set-up up to its certificate', async () => {
    const { one } = await alone()
    await one.request('setup.go_to', { route: 'address' })
    const other = await gateway({ cms: true })
    const { draft } = await one.request('setup.get', null)
    await one.request('setup.save_draft', { ...draft, address: cmsOf(other).origin, way: 'cms' })
    await one.request('setup.check_address', { address: cmsOf(other).origin })
    await one.request('trust.accept', cmsOf(other))
    const [source] = await run(one)
    expect(states(source)).toBe('good good good good skipped skipped skipped')
    expect(step(source, 'signature')?.finding).toMatchObject({ fact: 'no-key' })
  })
})

it('in the set-up the session that was set up is examined, also at the gateway of the board', async () => {
  const simulator = await gateway({ agents: 2 })
  const one = await app()
  await watchAll(one, simulator)
  await one.request('setup.go_to', { route: 'sign-in' })
  await one.request('session.use_agents', null)
  const [source] = await run(one)
  expect(source).toMatchObject({ address: simulator.origin, way: 'agent' })
})

it('a source that is removed while it is examined ends the run like any other', async () => {
  const simulator = await gateway({ agents: 2, cms: true })
  const one = await app()
  await watchAll(one, simulator)
  const cms = cmsOf(simulator)
  await addCms(one, simulator)
  await board(one, ({ sources }) => sources.every(({ watch }) => watch.state === 'watching'))
  cms.fault({ kind: 'delay', ms: 500 })
  const running = run(one)
  await until(
    () => one.request('diagnostics.get_last', null),
    (last) => step(last?.sources[1], 'call-query')?.state === 'running',
  )
  await one.request('sources.remove', { origin: cms.origin })
  await running
  expect(await one.request('diagnostics.get_last', null)).toMatchObject({ isRunning: false })
})
