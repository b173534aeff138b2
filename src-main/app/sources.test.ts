import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { BoardSnapshot, SourcesView, SourceView } from '../../src-shared/contract/index.ts'
import { resumeWatch } from '../connection/resume.ts'
import type { Simulator } from '../simulator/index.ts'
import type { CoreOptions } from './core.ts'
import {
  addCms,
  addGateway,
  adjustableTime,
  type App,
  app,
  board,
  cmsInput,
  cmsOf,
  eachInItsFolder,
  folder,
  gateway,
  signInInput,
  trustGateway,
  until,
  watchAll,
} from './testing.ts'

eachInItsFolder()

const sources = (one: App, good: (sources: SourceView[]) => boolean) =>
  until(
    async () => (await one.request('sources.get', null)).sources,
    (all) => good(all),
  )
const rowsOf = ({ calls }: BoardSnapshot) => calls.map(({ agentId }) => agentId).sort()
const agentOf = ({ agents }: BoardSnapshot, agentId: string) =>
  agents.find((agent) => agent.agentId === agentId)
const ids = (...simulators: Simulator[]) =>
  simulators.flatMap(({ accounts }) => accounts.agents.map(({ agentId }) => agentId))

const watchMore = ({ request }: App, simulator: Simulator) =>
  request('watch.add_agents', { agents: ids(simulator).map((agentId) => ({ agentId })) })

/** Sets up a CC-CMS as the first source, and watches the agents of its call center. */
async function watchCms(one: App, simulator: Simulator) {
  const { origin, sha256 } = cmsOf(simulator)
  await one.request('setup.check_address', { address: origin })
  await one.request('trust.accept', { origin, sha256 })
  await one.request('session.use_cms', cmsInput(simulator))
  await one.request('watch.set_agents', {
    agents: ids(simulator).map((agentId) => ({ agentId })),
  })
}

const otherAgents = { agents: 2, firstAgentId: 20_401 }

/** A gateway that is watched, and one with other agents that is added to it. */
async function twoGateways(more: Partial<CoreOptions> = {}) {
  const first = await gateway({ agents: 2 })
  const second = await gateway(otherAgents)
  const one = await app(folder, more)
  await watchAll(one, first)
  await addGateway(one, second)
  await watchMore(one, second)
  await board(one, ({ agents }) => agents.every(({ state }) => state === 'idle'))
  return { first, second, one }
}

describe('two gateways on one board', () => {
  it('show the held calls of both, and each agent with its source', async () => {
    const { first, second, one } = await twoGateways()
    first.hold('10401')
    second.hold('20402')
    const both = await board(one, ({ calls }) => calls.length === 2)
    expect(rowsOf(both)).toEqual(['10401', '20402'])
    expect(both.calls.map((call) => [call.agentId, call.sources])).toEqual(
      expect.arrayContaining([
        ['10401', [first.origin]],
        ['20402', [second.origin]],
      ]),
    )
    expect(agentOf(both, '10402')?.sources).toEqual([first.origin])
    expect(agentOf(both, '20401')?.sources).toEqual([second.origin])
    first.retrieve('10401')
    await board(one, (now) => rowsOf(now).join() === '20402')
  })

  it('of which one fails dim its rows only', async () => {
    const { first, second, one } = await twoGateways()
    first.hold('10401')
    second.hold('20401')
    await board(one, ({ calls }) => calls.length === 2)
    await second.goAway()
    const half = await board(one, (now) => agentOf(now, '20402')?.state === 'unseen')
    expect(half.watch.state).toBe('watching')
    expect(half.sources.map(({ watch }) => watch.state)).toEqual(['watching', 'interrupted'])
    expect(agentOf(half, '10402')?.state).toBe('idle')
    const dim = await board(one, ({ calls }) => calls.some(({ stale }) => stale))
    expect(dim.calls.find(({ agentId }) => agentId === '10401')?.stale).toBe(false)
    first.retrieve('10401')
    await board(one, (now) => rowsOf(now).join() === '20401')
    await second.comeBack()
    await board(one, ({ calls }) => calls.every(({ stale }) => !stale))
  })

  it('are both there after a restart, with their open holds', async () => {
    const { first, second, one } = await twoGateways()
    first.hold('10401')
    second.hold('20401')
    const { calls } = await board(one, (now) => now.calls.length === 2)
    await one.close()
    const again = await app()
    await resumeWatch(again)
    const after = await board(
      again,
      (now) => now.calls.length === 2 && now.calls.every(({ stale }) => !stale),
    )
    expect(after.calls.map(({ holdId }) => holdId).sort()).toEqual(
      calls.map(({ holdId }) => holdId).sort(),
    )
    expect((await again.request('sources.get', null)).sources).toMatchObject([
      { origin: first.origin, isFirst: true },
      { origin: second.origin, isFirst: false, accounts: [{ state: 'signed-in' }] },
    ])
  })

  it('become one when the second is removed: its rows go, and count as not observed', async () => {
    const { first, second, one } = await twoGateways()
    first.hold('10401')
    second.hold('20401')
    await board(one, ({ calls }) => calls.length === 2)
    await one.request('sources.remove', { origin: second.origin })
    const rest = await board(one, (now) => rowsOf(now).join() === '10401')
    expect(rest.sources).toHaveLength(1)
    const page = await one.request('history.get_page', {
      filter: { from: null, to: null, agents: [], skills: [], levels: [], search: '' },
      sort: { by: 'started', descending: true },
      offset: 0,
      limit: 10,
    })
    expect(page.rows).toMatchObject([{ agentId: '20401', endedBy: null }])
    await until(
      () => Promise.resolve(second.state),
      () => second.stats.requests.logout > 0,
    )
    await expect(one.request('sources.remove', { origin: first.origin })).rejects.toMatchObject({
      code: 'source-is-first',
    })
  })

  it('of which one is paused go on with the other', async () => {
    const { first, second, one } = await twoGateways()
    await one.request('sources.set_paused', { origin: second.origin, isPaused: true })
    const half = await board(one, (now) => agentOf(now, '20401')?.reason === 'paused')
    expect(half.watch.state).toBe('watching')
    first.hold('10401')
    await board(one, (now) => rowsOf(now).join() === '10401')
    second.hold('20401')
    await one.request('sources.set_paused', { origin: second.origin, isPaused: false })
    await board(one, ({ calls }) => calls.length === 2)
  })

  it('take a name, and refuse an address that is there already', async () => {
    const { first, second, one } = await twoGateways()
    const { origin } = second
    await one.request('sources.rename', { origin, name: ' North ' })
    const { sources: named } = await one.request('board.get_snapshot', null)
    expect(named.map(({ name }) => name)).toEqual(['', 'North'])
    for (const address of [first.origin, second.origin]) {
      await expect(one.request('sources.check_address', { address })).rejects.toMatchObject({
        code: 'source-exists',
      })
    }
    await expect(
      one.request('sources.add_gateway', {
        origin: 'https://127.0.0.1:9',
        account: signInInput(first),
      }),
    ).rejects.toMatchObject({ code: 'certificate-not-shown' })
  })
})

describe('a source that was added', () => {
  const states = ({ sources: all }: BoardSnapshot) => all.map(({ watch }) => watch.state)

  it.each([
    ['by itself', false],
    ['also where the supervisor has tried in between', true],
  ])('comes back after more than two minutes without it, %s', async (_, retries) => {
    const time = adjustableTime()
    const first = await gateway({ agents: 2, ...time.forGateway })
    const second = await gateway({ ...otherAgents, cms: true, ...time.forGateway })
    const one = await app(folder, time.forApp)
    await watchAll(one, first)
    await addGateway(one, second)
    await addCms(one, second)
    await watchMore(one, second)
    await board(one, (now) => states(now).every((state) => state === 'watching'))
    /** Second by second, as long as the first source answers. */
    const turn = async (isEnough: (now: BoardSnapshot, seconds: number) => boolean) => {
      for (let seconds = 1; seconds < 300; seconds += 1) {
        time.turn(1_000)
        const fresh = await board(one, ({ now, lastAnswerAt }) => now - (lastAnswerAt ?? 0) < 8_000)
        if (isEnough(fresh, seconds)) return
      }
      throw new Error('Never enough')
    }

    await second.goAway()
    await cmsOf(second).goAway()
    second.hold('20401')
    await turn((_now, seconds) => seconds === 125)
    const half = await board(one, ({ calls }) => calls.length === 0)
    expect(states(half)).toEqual(['watching', 'interrupted', 'interrupted'])
    if (retries) {
      await one.request('watch.retry', null)
      await turn((_now, seconds) => seconds === 5)
    }

    await second.comeBack()
    await cmsOf(second).comeBack()
    await turn((now) => states(now).every((state) => state === 'watching'))
    await board(one, (now) => rowsOf(now).join() === '20401' && now.calls[0]?.stale === false)
    const all = (await one.request('sources.get', null)).sources
    expect(all.map(({ watch }) => watch?.state)).toEqual(Array(3).fill('watching'))
    expect(all.flatMap(({ accounts }) => accounts).map(({ state }) => state)).toEqual(
      Array(2).fill('signed-in'),
    )
  })

  it('says that another client has taken over its account, and signs in again when asked', async () => {
    const { second, one } = await twoGateways()
    const { agentId } = second.accounts.inspector
    second.signIn(agentId)
    const lost = await board(one, (now) => states(now)[1] === 'stopped')
    expect(lost.sources[1]?.watch.reason).toBe('signed-in-elsewhere')
    expect(states(lost)[0]).toBe('watching')
    const [, source] = (await one.request('sources.get', null)).sources
    expect(source).toMatchObject({
      watch: { state: 'stopped' },
      accounts: [{ agentId, state: 'stopped', reason: 'signed-in-elsewhere' }],
    })
    const account = { ...signInInput(second), force: true }
    await one.request('sources.add_account', { origin: second.origin, account })
    await board(one, (now) => states(now)[1] === 'watching')
  })
})

it('each change of a source is reported with the state that the board shows', async () => {
  const views: SourcesView[] = []
  const { second, one } = await twoGateways({
    emit: (name, data) => {
      if (name === 'sources.changed') views.push(data as SourcesView)
    },
  })
  const reported = () => views.at(-1)?.sources.map(({ watch }) => watch?.state)
  const isShown = (state: string) =>
    board(one, ({ sources: [, source] }) => source?.watch.state === state)
  for (const agentId of ids(second)) second.hold(agentId)
  await board(one, ({ calls }) => calls.length === 2)
  // The session is all right; only queries fail.
  const endFault = second.fault({ match: 'holdlistex', kind: 'cut' })
  await isShown('interrupted')
  expect(reported()).toEqual(['watching', 'interrupted'])
  endFault()
  await isShown('watching')
  expect(reported()).toEqual(['watching', 'watching'])
  second.signIn(second.accounts.inspector.agentId)
  await isShown('stopped')
  expect(reported()).toEqual(['watching', 'stopped'])
  await one.request('sources.remove', { origin: second.origin })
  expect(reported()).toEqual(['watching'])
})

describe('an account whose password is not stored', () => {
  it('is listed with all that is known of it, and can sign in again', async () => {
    const first = await gateway({ agents: 2 })
    const second = await gateway(otherAgents)
    const one = await app()
    await watchAll(one, first)
    await addGateway(one, second, false)
    await watchMore(one, second)
    await one.close()
    const again = await app()
    await resumeWatch(again)
    const { agentId, phone, withoutLicence } = signInInput(second)
    const [, source] = (await again.request('sources.get', null)).sources
    expect(source).toMatchObject({
      watch: null,
      accounts: [{ agentId, phone, withoutLicence, state: 'signed-out', reason: null }],
    })
    const account = signInInput(second)
    await again.request('sources.add_account', { origin: second.origin, account })
    await board(again, ({ agents }) => agents.every(({ state }) => state === 'idle'))
  })

  it('is listed beside one that is signed in, and can be removed', async () => {
    const simulator = await gateway({ nodes: 2 })
    const { origin } = simulator
    const [, other] = simulator.accounts.inspectors
    const one = await app()
    await watchAll(one, simulator)
    const account = { ...signInInput(simulator), ...other, remember: false }
    await one.request('sources.add_account', { origin, account })
    await one.close()
    const again = await app()
    await resumeWatch(again)
    const [source] = await sources(again, ([now]) => now?.accounts[0]?.state === 'signed-in')
    expect(source?.accounts.map(({ agentId }) => agentId)).toEqual([
      simulator.accounts.inspector.agentId,
      other?.agentId,
    ])
    expect(source?.accounts[1]?.state).toBe('signed-out')
    const agentId = other?.agentId ?? ''
    const rest = await again.request('sources.remove_account', { origin, agentId })
    expect(rest.sources[0]?.accounts).toHaveLength(1)
  })

  it('can be removed from a source without any connection', async () => {
    const first = await gateway({ agents: 2 })
    const second = await gateway({ ...otherAgents, nodes: 2 })
    const { origin } = second
    const [, other] = second.accounts.inspectors
    const one = await app()
    await watchAll(one, first)
    await addGateway(one, second, false)
    const account = { ...signInInput(second), ...other, remember: false }
    await one.request('sources.add_account', { origin, account })
    await one.close()
    const again = await app()
    await resumeWatch(again)
    const agentId = other?.agentId ?? ''
    const rest = await again.request('sources.remove_account', { origin, agentId })
    expect(rest.sources[1]?.accounts).toMatchObject([{ agentId: signInInput(second).agentId }])
  })
})

describe('where the first source has to sign in by hand', () => {
  it('the others come back with it, and so do all accounts whose passwords are stored', async () => {
    const first = await gateway({ agents: 2 })
    const second = await gateway({ ...otherAgents, nodes: 2, cms: true })
    const { origin } = second
    const one = await app()
    await trustGateway(one, first)
    await one.request('session.sign_in', { ...signInInput(first), remember: false })
    await one.request('watch.set_agents', { agents: ids(first).map((agentId) => ({ agentId })) })
    // The account that a source was added with is not needed for the other one.
    await addGateway(one, second, false)
    const [, other] = second.accounts.inspectors
    await one.request('sources.add_account', {
      origin,
      account: { ...signInInput(second), ...other },
    })
    await addCms(one, second)
    await one.close()

    const again = await app()
    await resumeWatch(again)
    expect(await again.request('setup.get', null)).toMatchObject({ route: 'sign-in' })
    await again.request('session.sign_in', signInInput(first))
    const statesOf = (all: SourceView[]) =>
      all.map(({ watch, accounts }) => [watch?.state, ...accounts.map(({ state }) => state)])
    const expected = [
      ['watching', 'signed-in'],
      ['watching', 'signed-out', 'signed-in'],
      ['watching'],
    ]
    const back = await sources(again, (all) => isDeepStrictEqual(statesOf(all), expected))
    expect(statesOf(back)).toEqual(expected)

    await again.request('sources.add_account', { origin, account: signInInput(second) })
    await sources(again, (all) =>
      isDeepStrictEqual(statesOf(all)[1], ['watching', 'signed-in', 'signed-in']),
    )
  })
})

describe('a note', () => {
  const send = async (one: App, agentId: string) => {
    await one.request('preferences.set', { key: 'notes', value: true })
    const { calls } = await board(one, (now) => rowsOf(now).includes(agentId))
    const { holdId = '' } = calls.find((call) => call.agentId === agentId) ?? {}
    await one.request('hold.send_note', { holdId, text: 'Please go back' })
  }
  const received = ({ notes }: Simulator) => notes.map(({ sender, receiver }) => [sender, receiver])

  it('is sent by the inspector of the gateway that was added to a CC-CMS, who can test it, too', async () => {
    const simulator = await gateway({ cms: true })
    const one = await app()
    await watchCms(one, simulator)
    await addGateway(one, simulator)
    const { agentId } = simulator.accounts.inspector
    simulator.hold('10401')
    await send(one, '10401')
    await one.request('notes.send_test', { text: 'Test' })
    expect(received(simulator)).toEqual([
      [agentId, '10401'],
      [agentId, agentId],
    ])
  })

  it('goes to the gateway that has the agent, also where a CC-CMS shows the hold', async () => {
    const first = await gateway({ agents: 2 })
    const second = await gateway({ ...otherAgents, cms: true })
    const one = await app()
    await watchAll(one, first)
    await addGateway(one, second)
    await addCms(one, second)
    await watchMore(one, second)
    const { origin } = cmsOf(second)
    await board(one, (now) => agentOf(now, '20401')?.sources.join() === origin)
    second.hold('20401')
    await send(one, '20401')
    expect(received(first)).toEqual([])
    expect(received(second)).toEqual([[second.accounts.inspector.agentId, '20401']])
  })

  it('is tested with an account that is signed in', async () => {
    const { first, second, one } = await twoGateways()
    first.signIn(first.accounts.inspector.agentId)
    await board(one, ({ sources: [source] }) => source?.watch.state === 'stopped')
    await one.request('notes.send_test', { text: 'Test' })
    expect(received(second)).toHaveLength(1)
  })
})

describe('a cluster of two nodes', () => {
  const cluster = () => gateway({ agents: 4, nodes: 2, unseen: '300-001' })

  it('is seen whole with an inspector at each node, also after a restart', async () => {
    const simulator = await cluster()
    const [, second] = simulator.accounts.inspectors
    if (second === undefined) throw new Error('No second inspector')
    const one = await app()
    await watchAll(one, simulator)
    await board(one, ({ agents }) => agents.filter(({ state }) => state === 'unseen').length === 2)
    await sources(one, ([source]) => source?.elsewhere.length === 2)

    const { origin } = simulator
    const account = { ...signInInput(simulator), agentId: second.agentId, phone: second.phone }
    await one.request('sources.add_account', { origin, account })
    await board(one, ({ agents }) => agents.every(({ state }) => state !== 'unseen'))
    for (const agentId of ids(simulator)) simulator.hold(agentId)
    await board(one, ({ calls }) => calls.length === 4)
    const [whole] = await sources(one, ([source]) => source?.elsewhere.length === 0)
    expect(whole?.accounts.map(({ state }) => state)).toEqual(['signed-in', 'signed-in'])
    expect(new Set(whole?.nodes).size).toBe(2)

    await one.close()
    const again = await app()
    await resumeWatch(again)
    await board(again, ({ calls }) => calls.length === 4 && calls.every(({ stale }) => !stale))
  })

  it('refuses an account that is no inspector, and forgets it', async () => {
    const simulator = await cluster()
    const one = await app()
    await watchAll(one, simulator)
    const [agent] = simulator.accounts.agents.slice(-1)
    const { origin } = simulator
    simulator.signOut(agent?.agentId ?? '')
    const account = { ...signInInput(simulator), agentId: agent?.agentId ?? '' }
    await expect(one.request('sources.add_account', { origin, account })).rejects.toMatchObject({
      code: 'no-inspector-right',
    })
    const [source] = (await one.request('sources.get', null)).sources
    expect(source?.accounts).toHaveLength(1)
  })
})

describe('a CC-CMS', () => {
  it('alone shows held calls with numbers and skill, also after a restart', async () => {
    const simulator = await gateway({ cms: true })
    const { origin } = cmsOf(simulator)
    const one = await app()
    await watchCms(one, simulator)
    const callId = simulator.hold('10402', { caller: '02155501234', skill: 'sales' })
    const { calls } = await board(one, (now) => now.calls.some(({ customer }) => customer !== ''))
    expect(calls).toMatchObject([
      { agentId: '10402', callId, customer: '•••• 1234', sources: [origin] },
    ])
    expect(JSON.stringify(one.logged)).not.toContain('02155501234')
    await one.close()
    const again = await app(folder)
    await resumeWatch(again)
    await board(again, (now) => rowsOf(now).join() === '10402' && now.calls[0]?.stale === false)
    simulator.retrieve('10402')
    await board(again, (now) => now.calls.length === 0)
  })

  it('says what is wrong with a key, a number or a clock', async () => {
    const simulator = await gateway({ cms: true })
    const cms = cmsOf(simulator)
    const { origin, sha256 } = cms
    const one = await app()
    await one.request('setup.check_address', { address: origin })
    await one.request('trust.accept', { origin, sha256 })
    const fails = async (over: object) => {
      const input = { ...cmsInput(simulator), ...over }
      return one.request('session.use_cms', input).catch((error: unknown) => error)
    }
    expect(await fails({ secretKey: 'x' })).toMatchObject({ code: 'cms-refused-signature' })
    expect(await fails({ vdn: '5001' })).toMatchObject({ code: 'cms-number-invalid', field: 'vdn' })
    expect(await fails({ vdn: '8' })).toMatchObject({ code: 'cms-wrong-center' })
    expect(await fails({ accessKey: ' ' })).toMatchObject({
      code: 'cms-key-empty',
      field: 'accessKey',
    })
    cms.configure({ clockAheadMs: 3_600_000 })
    expect(await fails({})).toMatchObject({ code: 'cms-clock-off', params: { minutes: 60 } })
  })

  it('beside a gateway says who holds, and the gateway gives the number', async () => {
    const simulator = await gateway({ cms: true })
    const cms = cmsOf(simulator)
    const one = await app()
    await watchAll(one, simulator)
    await addCms(one, simulator)
    await board(one, ({ agents }) => agents.every(({ sources: [source] }) => source === cms.origin))
    const before = simulator.stats.requests.holdlistex
    simulator.hold('10401', { caller: '02155501234' })
    const { calls } = await board(one, (now) => now.calls.some(({ customer }) => customer !== ''))
    const both = [cms.origin, simulator.origin]
    expect(calls).toMatchObject([{ customer: '•••• 1234', sources: both }])
    expect(simulator.stats.requests.holdlistex - before).toBeLessThan(8)

    // The gateway takes over, with the same hold and the same start.
    await cms.goAway()
    const taken = await board(one, ({ agents }) =>
      agents.every(
        ({ sources: [source], state }) => source === simulator.origin && state !== 'unseen',
      ),
    )
    expect(taken.calls).toMatchObject([
      { holdId: calls[0]?.holdId, startedAt: calls[0]?.startedAt },
    ])
    simulator.retrieve('10401')
    await board(one, (now) => now.calls.length === 0)
  })
})
