import { describe, expect, it } from 'vitest'
import type { MonitorOptions } from './monitor.ts'
import type { EndedHold, StartedHold } from './ledger.ts'
import {
  createCms,
  createGateway,
  createTime,
  entry,
  failed,
  holding,
  watchSources,
} from './testWatch.ts'

const northOrigin = 'https://north:8043'
const southOrigin = 'https://south:8043'
const cmsOrigin = 'https://cms:28443'

/** Records the holds that began and ended. */
function record() {
  const started: string[] = []
  const ended: string[] = []
  const options: Partial<MonitorOptions> = {
    onHolds: (began: StartedHold[], over: EndedHold[]) => {
      started.push(...began.map(({ holdId }) => holdId))
      ended.push(...over.map(({ holdId }) => holdId))
    },
  }
  return { started, ended, options }
}

/** Two gateways; the list of each has its own agent. */
function twoGateways(agentIds = ['101', '201'], lists = true) {
  const time = createTime()
  const north = createGateway(time, northOrigin)
  const south = createGateway(time, southOrigin)
  if (lists) {
    north.setRoster([entry('101', 'talking')])
    south.setRoster([entry('201', 'talking')])
  }
  const holds = record()
  const watch = watchSources(time, [north.source, south.source], agentIds, () => holds.options)
  return { ...time, north, south, ...holds, ...watch }
}

/** A gateway that lists the agents, and a CC-CMS. */
function gatewayAndCms(agentIds = ['101', '102']) {
  const time = createTime()
  const gateway = createGateway(time, northOrigin)
  gateway.setRoster(agentIds.map((agentId) => entry(agentId, 'talking')))
  const cms = createCms(time, cmsOrigin)
  const holds = record()
  const watch = watchSources(time, [gateway.source, cms.source], agentIds, () => holds.options)
  return { ...time, gateway, cms, ...holds, ...watch }
}

const askedFor = ({ queries }: { queries: { agentId: string }[] }) => [
  ...new Set(queries.map(({ agentId }) => agentId)),
]

describe('with two gateways', () => {
  it('each is asked about the agents on its own list', async () => {
    const { north, south, pass, agent } = twoGateways()
    await pass(3_000)
    north.queries.length = south.queries.length = 0
    await pass(10_000)
    expect([askedFor(north), askedFor(south)]).toEqual([['101'], ['201']])
    expect(agent('101')).toMatchObject({ state: 'talking', sources: [northOrigin] })
    expect(agent('201')).toMatchObject({ state: 'talking', sources: [southOrigin] })
  })

  it('one that is down dims its own rows only, and says why', async () => {
    const { north, south, pass, agent, monitor, ended } = twoGateways()
    north.answers.set('101', holding('c1'))
    south.answers.set('201', holding('c2'))
    await pass(5_000)
    south.setState({ kind: 'interrupted', reason: 'unreachable' })
    await pass(20_000)
    const { calls, watch, sources } = monitor.snapshot()
    expect(calls.map(({ callId, stale }) => [callId, stale])).toEqual([
      ['c1', false],
      ['c2', true],
    ])
    expect(agent('101')).toMatchObject({ state: 'holding', reason: null })
    expect(agent('201')).toMatchObject({ state: 'unseen', reason: 'unreachable', held: 1 })
    expect(watch.state).toBe('watching')
    expect(sources.map((source) => source.watch.state)).toEqual(['watching', 'interrupted'])
    // It is as it was when the gateway is back.
    south.setState({ kind: 'signed-in' })
    await pass(2_000)
    expect(monitor.snapshot().calls[1]).toMatchObject({ stale: false, gap: true, holdNumber: 1 })
    expect(ended).toEqual([])
  })

  it('that both see an agent, the agent and the call are shown once, and both are named', async () => {
    const { north, south, pass, monitor, started } = twoGateways(['101'])
    south.setRoster([entry('101', 'talking')])
    for (const { answers } of [north, south]) answers.set('101', holding('c1'))
    await pass(5_000)
    const { calls, agents } = monitor.snapshot()
    expect(calls.map(({ sources }) => sources)).toEqual([[northOrigin, southOrigin]])
    expect(agents).toMatchObject([{ sources: [northOrigin, southOrigin], held: 1 }])
    expect(started).toEqual(['101/c1#1'])
  })

  it('an agent signed out of one and at work at the other is at work', async () => {
    const { north, south, pass, agent } = twoGateways(['101'])
    north.setRoster([entry('101', 'signed-out')])
    south.setRoster([entry('101', 'talking')])
    await pass(5_000)
    expect(agent('101')?.state).toBe('talking')
  })

  it('an agent on no list is asked for at both, and counts as seen only while both answer', async () => {
    const { north, south, pass, agent } = twoGateways(['301'])
    north.setRoster([])
    south.setRoster([])
    await pass(5_000)
    expect([askedFor(north), askedFor(south)]).toEqual([['301'], ['301']])
    expect(agent('301')).toMatchObject({
      state: 'not-holding',
      sources: [northOrigin, southOrigin],
    })
    south.answers.set('301', { kind: 'unknown', reason: 'not-visible', retcode: '100-007' })
    await pass(5_000)
    expect(agent('301')).toMatchObject({ state: 'unseen', reason: 'not-visible' })
    north.answers.set('301', holding('c1'))
    await pass(30_000)
    expect(agent('301')).toMatchObject({ state: 'unseen', held: 1 })
    // The next list has the agent.
    north.setRoster([entry('301', 'talking')])
    await pass(5_000)
    expect(agent('301')).toMatchObject({ state: 'holding', sources: [northOrigin] })
  })

  it('a call is queried where it was listed, though the agent has moved to the list of the other', async () => {
    const { north, south, pass, monitor, started, ended } = twoGateways(['101'])
    north.answers.set('101', holding('c1'))
    await pass(5_000)
    north.setRoster([entry('999', 'idle')])
    south.setRoster([entry('101', 'idle')])
    await pass(5_000)
    expect(monitor.snapshot().calls).toMatchObject([{ callId: 'c1', stale: false }])
    north.answers.clear()
    await pass(3_000)
    expect([started, ended]).toEqual([['101/c1#1'], ['101/c1#1']])
    north.queries.length = 0
    await pass(10_000)
    expect(north.queries).toEqual([])
  })

  it('the one comes first that has listed a call of the agent, then the one whose list has the agent', async () => {
    const { south, pass, monitor } = twoGateways(['101', '201', '301'])
    await pass(3_000)
    expect(monitor.sourcesOf('101')).toEqual([northOrigin, southOrigin])
    expect(monitor.sourcesOf('201')).toEqual([southOrigin, northOrigin])
    expect(monitor.sourcesOf('301')).toEqual([northOrigin, southOrigin])
    south.answers.set('301', holding('c3'))
    await pass(10_000)
    expect(monitor.sourcesOf('301')).toEqual([southOrigin, northOrigin])
  })

  it('names and teams come from both lists, and two that differ do not alternate', async () => {
    const { north, south, pass, agent, monitor } = twoGateways(['101', '201'])
    north.setRoster([{ ...entry('101', 'talking'), name: 'Li Na', group: 'Sales' }])
    south.setRoster([
      { ...entry('201', 'talking'), name: 'Wang Wei' },
      { ...entry('101', 'talking'), name: 'LI NA' },
      // A long list is requested less often, so that the two do not come together.
      ...Array.from({ length: 400 }, (_, index) => entry(String(5_000 + index), 'idle')),
    ])
    await pass(5_000)
    expect([agent('101')?.team, agent('201')?.name]).toEqual(['Sales', 'Wang Wei'])
    const names = new Set<string>()
    monitor.onPatch(({ agents }) => {
      for (const { name } of agents?.put ?? []) names.add(name)
    })
    await pass(20_000)
    expect(names.size).toBeLessThan(2)
  })

  it('the first failed query of many about one says nothing about the other', async () => {
    const ids = ['101', '102', '103', '104', '105']
    const { north, south, pass, monitor } = twoGateways([...ids, '201'])
    north.setRoster(ids.map((agentId) => entry(agentId, 'talking')))
    await pass(5_000)
    for (const agentId of ids)
      north.answers.set(agentId, { kind: 'unknown', reason: 'unreachable' })
    north.setListFails(true)
    south.queries.length = 0
    await pass(30_000)
    const { sources, agents } = monitor.snapshot()
    expect(sources[0]?.watch).toMatchObject({ state: 'interrupted', reason: 'unreachable' })
    expect(sources[1]?.watch.state).toBe('watching')
    expect(agents.at(-1)).toMatchObject({ agentId: '201', state: 'talking' })
    expect(south.queries.length).toBeGreaterThan(20)
  })

  it('restored holds of both continue, each with its source', async () => {
    const time = createTime()
    const [north, south] = [createGateway(time, northOrigin), createGateway(time, southOrigin)]
    north.setRoster([entry('101', 'talking')])
    south.setRoster([entry('201', 'talking')])
    const holds = record()
    const watch = watchSources(time, [north.source, south.source], [], () => holds.options)
    const saved = (agentId: string, origin: string) => ({
      sources: [origin],
      holdId: `${agentId}/c1#1`,
      agentId,
      call: { callId: 'c1', callFeature: 0, caller: '', called: '', skill: '' },
      holdNumber: 1,
      earlierMs: 0,
      notBefore: null,
      firstSeenAt: -60_000,
      lastSeenAt: -3_000,
      gap: false,
    })
    watch.monitor.restore({
      holds: [saved('101', northOrigin), saved('201', southOrigin)],
      earlier: new Map(),
    })
    north.answers.set('101', holding('c1'))
    watch.monitor.setAgents(['101', '201'].map((agentId) => ({ agentId, name: '' })))
    await time.pass(5_000)
    expect(watch.monitor.snapshot().calls).toMatchObject([
      { holdId: '101/c1#1', startedAt: -60_000, sources: [northOrigin] },
    ])
    expect([holds.started, holds.ended]).toEqual([[], ['201/c1#1']])
  })
})

describe('the list of sources', () => {
  it('can grow: a gateway added later is asked at once, and shows what it has', async () => {
    const time = createTime()
    const north = createGateway(time, northOrigin)
    north.setRoster([entry('101', 'talking')])
    const watch = watchSources(time, [north.source], ['101', '201'])
    north.answers.set('201', { kind: 'unknown', reason: 'signed-out', retcode: '100-006' })
    await time.pass(5_000)
    expect(watch.agent('201')?.state).toBe('unseen')
    const south = createGateway(time, southOrigin)
    south.setRoster([entry('201', 'talking')])
    south.answers.set('201', holding('c2'))
    watch.monitor.addSource(south.source)
    await time.pass(2_000)
    expect(watch.agent('201')).toMatchObject({ state: 'holding', sources: [southOrigin] })
    expect(watch.monitor.board.sources.map(({ origin }) => origin)).toEqual([
      northOrigin,
      southOrigin,
    ])
  })

  it('can shrink: holds that only the removed one has listed are dropped, neither ended nor started', async () => {
    const { north, south, pass, monitor, started, ended } = twoGateways()
    north.answers.set('101', holding('c1'))
    south.answers.set('201', holding('c2'))
    await pass(5_000)
    monitor.removeSource(southOrigin)
    expect(monitor.board.calls.map(({ callId }) => callId)).toEqual(['c1'])
    await pass(5_000)
    expect([started, ended]).toEqual([['101/c1#1', '201/c2#1'], []])
    const queriesBefore = south.queries.length
    await pass(20_000)
    expect(south.queries.length).toBe(queriesBefore)
    expect(askedFor(north)).toContain('201')
    expect(monitor.snapshot().sources).toHaveLength(1)
  })

  it('drops no hold of a removed source that another one lists as well', async () => {
    const { north, south, pass, monitor, ended } = twoGateways(['101'])
    south.setRoster([entry('101', 'talking')])
    for (const { answers } of [north, south]) answers.set('101', holding('c1'))
    await pass(5_000)
    const before = monitor.snapshot().calls[0]
    monitor.removeSource(northOrigin)
    await pass(5_000)
    expect(monitor.snapshot().calls).toMatchObject([
      { startedAt: before?.startedAt, stale: false, sources: [southOrigin] },
    ])
    expect(ended).toEqual([])
  })

  it('stays at one: the last source cannot be removed', async () => {
    const { monitor, pass } = twoGateways()
    monitor.removeSource(northOrigin)
    monitor.removeSource(southOrigin)
    await pass(2_000)
    expect(monitor.snapshot().sources.map(({ origin }) => origin)).toEqual([southOrigin])
  })
})

describe('a pause', () => {
  it('of one source dims its rows and asks it nothing, and they continue afterwards', async () => {
    const { north, south, pass, monitor, agent, started, ended } = twoGateways()
    north.answers.set('101', holding('c1'))
    south.answers.set('201', holding('c2'))
    await pass(5_000)
    const before = monitor.snapshot().calls[1]
    monitor.setSourcePaused(southOrigin, true)
    const queriesBefore = south.queries.length
    await pass(20_000)
    expect(south.queries.length).toBe(queriesBefore)
    expect(monitor.snapshot().calls.map(({ callId, stale }) => [callId, stale])).toEqual([
      ['c1', false],
      ['c2', true],
    ])
    expect(monitor.board.sources[1]?.watch.state).toBe('paused')
    // The other gateway, whose list does not have the agent, may answer that nothing is held.
    expect(agent('201')).toMatchObject({
      state: 'unseen',
      reason: 'paused',
      sources: [southOrigin],
    })
    expect(agent('101')?.state).toBe('holding')
    monitor.setSourcePaused(southOrigin, false)
    await pass(1_000)
    expect(monitor.snapshot().calls[1]).toMatchObject({
      startedAt: before?.startedAt,
      stale: false,
      gap: true,
    })
    expect([started.length, ended.length]).toEqual([2, 0])
  })

  it('of the whole watch and of one source are independent', async () => {
    const { north, south, pass, monitor } = twoGateways()
    await pass(3_000)
    monitor.setSourcePaused(southOrigin, true)
    monitor.pause()
    const queriesBefore = [north.queries.length, south.queries.length] as const
    await pass(30_000)
    expect([north.queries.length, south.queries.length]).toEqual(queriesBefore)
    expect(monitor.snapshot().watch.state).toBe('paused')
    expect(monitor.board.agents.map(({ state, reason }) => [state, reason])).toEqual([
      ['unseen', 'paused'],
      ['unseen', 'paused'],
    ])
    monitor.resume()
    await pass(5_000)
    expect(north.queries.length).toBeGreaterThan(queriesBefore[0])
    expect(south.queries.length).toBe(queriesBefore[1])
    expect(monitor.snapshot().sources.map(({ watch }) => watch.state)).toEqual([
      'watching',
      'paused',
    ])
  })

  it('of a source that is added while it lasts includes that one', async () => {
    const time = createTime()
    const north = createGateway(time, northOrigin)
    const south = createGateway(time, southOrigin)
    const { monitor } = watchSources(time, [north.source], ['101'])
    monitor.pause()
    monitor.addSource(south.source)
    await time.pass(5_000)
    expect(south.queries).toEqual([])
    monitor.resume()
    await time.pass(1_000)
    expect(south.queries.length).toBeGreaterThan(0)
  })
})

it('a sleep of the machine is noticed for all sources, and their rows continue', async () => {
  const { gateway, cms, pass, time, monitor, started, ended } = gatewayAndCms(['101'])
  cms.answers.set('101', holding('c1'))
  await pass(3_000)
  time.asleep += 600_000
  const queriesBefore = [gateway.queries.length, cms.queries.length] as const
  await pass(2_000)
  expect(cms.queries.length).toBeGreaterThan(queriesBefore[1])
  expect(monitor.snapshot().calls).toMatchObject([{ gap: true, level: 'critical', stale: false }])
  expect([started.length, ended.length]).toEqual([1, 0])
})

describe('a CC-CMS beside a gateway', () => {
  it('is asked about everybody, and the gateway about nobody as long as it answers', async () => {
    const { gateway, cms, pass, agent, monitor } = gatewayAndCms()
    await pass(3_000)
    gateway.queries.length = 0
    cms.answers.set('102', holding('c1'))
    await pass(10_000)
    expect(gateway.queries).toEqual([])
    expect(agent('102')).toMatchObject({ state: 'holding', sources: [cmsOrigin] })
    expect(monitor.snapshot().sources.map(({ watch }) => watch.state)).toEqual([
      'watching',
      'watching',
    ])
  })

  it('hands the agents over when it fails and takes them back, and the hold is the same throughout', async () => {
    const { gateway, cms, pass, monitor, agent, started, ended } = gatewayAndCms()
    // The CC-CMS writes the id in milliseconds, and knows neither number nor skill.
    cms.answers.set('101', {
      kind: 'holding',
      calls: [
        { callId: '1659513159000-546', callFeature: null, caller: '', called: '', skill: '' },
      ],
      malformed: 0,
    })
    gateway.answers.set('101', holding('1659513159-546'))
    await pass(10_000)
    const before = monitor.snapshot().calls[0]
    const check = (second: number) => {
      const { calls } = monitor.snapshot()
      expect(calls.map(({ holdId }) => holdId)).toEqual([before?.holdId])
      expect(calls[0]?.startedAt).toBe(before?.startedAt)
      // Unconfirmed for a moment after the second failure, until the gateway has answered.
      if (second > 2) expect(calls[0]?.stale).toBe(false)
    }
    for (let round = 0; round < 3; round += 1) {
      cms.fail(failed)
      for (let second = 0; second < 20; second += 1) {
        await pass(1_000)
        check(second)
      }
      expect(agent('102')).toMatchObject({ state: 'talking', sources: [northOrigin] })
      cms.fail(null)
      for (let second = 0; second < 20; second += 1) {
        await pass(1_000)
        check(second)
      }
      expect(agent('102')).toMatchObject({ sources: [cmsOrigin] })
      gateway.queries.length = 0
      await pass(5_000)
      expect(gateway.queries).toEqual([])
    }
    expect(monitor.snapshot().calls[0]).toMatchObject({ customer: '•••• 1234', skill: 'billing' })
    expect([started.length, ended.length]).toEqual([1, 0])
  })

  it('hands nobody over for one failed query', async () => {
    const { gateway, cms, pass, agent } = gatewayAndCms()
    await pass(3_000)
    gateway.queries.length = 0
    const queriesBefore = cms.queries.length
    cms.fail(failed)
    while (cms.queries.length === queriesBefore) await pass(50)
    cms.fail(null)
    await pass(5_000)
    expect(gateway.queries).toEqual([])
    expect(agent('101')).toMatchObject({ state: 'not-holding', failures: 0 })
  })

  it('that stops answering in the middle of a query is replaced after five seconds', async () => {
    const { gateway, cms, pass, monitor } = gatewayAndCms()
    cms.answers.set('101', holding('c1'))
    gateway.answers.set('101', holding('c1'))
    await pass(5_000)
    cms.hang(true)
    await pass(7_000)
    expect(askedFor(gateway)).toContain('102')
    expect(monitor.snapshot().calls).toMatchObject([{ stale: false }])
  })

  it('that is stopped or paused hands the agents over at once', async () => {
    for (const stop of ['stopped', 'paused'] as const) {
      const { gateway, cms, pass, monitor, agent } = gatewayAndCms()
      await pass(5_000)
      gateway.queries.length = 0
      if (stop === 'paused') monitor.setSourcePaused(cmsOrigin, true)
      else cms.setState({ kind: 'stopped', reason: 'no-right' })
      await pass(500)
      expect(askedFor(gateway).sort()).toEqual(['101', '102'])
      expect(agent('101')).toMatchObject({ state: 'talking', sources: [northOrigin] })
      const queriesBefore = cms.queries.length
      await pass(10_000)
      expect(cms.queries.length).toBe(queriesBefore)
    }
  })

  it('that fails: the gateway begins with the agents who hold, then those who talk', async () => {
    const ids = Array.from({ length: 200 }, (_, index) => String(1_000 + index))
    const { gateway, cms, pass } = gatewayAndCms(ids)
    const late = ids.slice(-3)
    gateway.setRoster(ids.map((id, index) => entry(id, index < 100 ? 'idle' : 'talking')))
    for (const id of late) {
      cms.answers.set(id, holding(`c${id}`))
      gateway.answers.set(id, holding(`c${id}`))
    }
    await pass(20_000)
    gateway.queries.length = 0
    cms.fail(failed)
    await pass(9_000)
    const first = gateway.queries.map(({ agentId }) => agentId)
    expect(first.length).toBeGreaterThan(50)
    // The requests that were sent before it was known who holds are as many as may be in flight.
    expect(first.slice(0, 9)).toEqual(expect.arrayContaining(late))
    const talkers = first.slice(9, 50).filter((id) => Number(id) >= 1_100)
    expect(talkers.length).toBeGreaterThan(35)
  })

  it('does not lose a call that only the gateway lists: it is queried there until it ends', async () => {
    const { gateway, cms, pass, monitor, started, ended } = gatewayAndCms()
    await pass(3_000)
    cms.fail(failed)
    gateway.answers.set('101', holding('c1'))
    await pass(10_000)
    cms.fail(null)
    await pass(20_000)
    expect(monitor.snapshot().calls).toMatchObject([{ callId: 'c1', stale: false }])
    expect(askedFor({ queries: gateway.queries.slice(-5) })).toEqual(['101'])
    gateway.answers.clear()
    await pass(3_000)
    expect(monitor.snapshot().calls).toEqual([])
    expect([started.length, ended.length]).toEqual([1, 1])
  })

  it('does not answer about an agent whom it does not list: the gateway is asked about that one alone', async () => {
    const { gateway, cms, pass, agent } = gatewayAndCms()
    cms.missing.add('102')
    await pass(5_000)
    gateway.queries.length = 0
    await pass(10_000)
    expect(askedFor(gateway)).toEqual(['102'])
    expect(agent('101')?.sources).toEqual([cmsOrigin])
    expect(agent('102')).toMatchObject({ state: 'talking', sources: [northOrigin] })
  })
})

describe('a CC-CMS alone', () => {
  const alone = (agentIds = ['101', '102']) => {
    const time = createTime()
    const cms = createCms(time, cmsOrigin)
    const holds = record()
    return {
      ...time,
      cms,
      ...holds,
      ...watchSources(time, [cms.source], agentIds, () => holds.options),
    }
  }

  it('shows who holds, and removes the row when the call is over', async () => {
    const { cms, pass, call, agent, started, ended } = alone()
    await pass(3_000)
    cms.answers.set('101', holding('c1'))
    await pass(1_200)
    expect(call()).toMatchObject({ callId: 'c1', stale: false, sources: [cmsOrigin] })
    expect(agent('101')).toMatchObject({ state: 'holding', sinceAtLeast: false })
    await pass(30_000)
    expect(call()).toMatchObject({ stale: false, gap: false })
    cms.answers.clear()
    await pass(1_200)
    expect(agent('101')).toMatchObject({ state: 'not-holding', sinceAtLeast: false })
    expect([started, ended]).toEqual([['101/c1#1'], ['101/c1#1']])
  })

  it('says of an agent who is missing from its answer that it does not list the agent', async () => {
    const { cms, pass, agent, monitor } = alone()
    cms.answers.set('102', holding('c2'))
    await pass(3_000)
    cms.missing.add('102')
    await pass(20_000)
    expect(agent('101')?.state).toBe('not-holding')
    expect(agent('102')).toMatchObject({ state: 'unseen', reason: 'not-listed', failures: 1 })
    expect(monitor.snapshot().calls).toMatchObject([{ callId: 'c2', stale: true }])
    expect(monitor.board.watch.state).toBe('watching')
  })

  it('is interrupted after its second failure, and says since when', async () => {
    const { cms, pass, monitor, agent } = alone()
    cms.answers.set('101', holding('c1'))
    await pass(3_000)
    cms.fail({ kind: 'unknown', reason: 'unreachable' })
    await pass(5_000)
    expect(monitor.snapshot().watch).toMatchObject({ state: 'interrupted', reason: 'unreachable' })
    await pass(3_000)
    expect(agent('102')).toMatchObject({ state: 'unseen', reason: 'unreachable' })
    expect(monitor.snapshot().calls).toMatchObject([{ callId: 'c1', stale: true }])
    cms.fail(null)
    await pass(9_000)
    expect(monitor.snapshot().watch.state).toBe('watching')
    expect(monitor.snapshot().calls).toMatchObject([{ callId: 'c1', stale: false, gap: true }])
  })

  it('reports entries without a call id', async () => {
    const { cms, pass, malformed } = alone()
    cms.answers.set('101', { kind: 'holding', calls: [], malformed: 2 })
    await pass(1_500)
    expect(malformed[0]).toEqual(['101', 2])
  })
})
