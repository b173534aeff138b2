import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { UnknownReason } from '../../src-shared/contract/index.ts'
import type { Observation } from '../monitor/observation.ts'
import { type ClusterReader, createClusterReader } from './clusterReader.ts'
import { HandTime, keptLog, type Scripted, settle } from './fakes.ts'
import { FakeCluster } from './testCluster.ts'

const signInOf = (agentId: string) => ({
  agentId,
  password: 'p',
  phone: '7',
  withoutLicence: false,
  force: false,
})
const down = { ok: false, reason: 'unreachable', isUnsent: true } as const
const none = { kind: 'none' } as const
const unknown = (reason: UnknownReason, more: object = {}) => ({ kind: 'unknown', reason, ...more })

interface World {
  cluster: FakeCluster
  time: HandTime
  reader: ClusterReader
  /** Waits for the promise, turning the clock. */
  during: <T>(work: Promise<T>) => Promise<T>
  holds: (agentId: string) => Promise<Observation>
}

/** Agents 101, 102 … at nodes 0, 1 …, and as many accounts 900, 901 … as wanted. */
async function start({ nodes = 2, accounts = 2, agents = 4 } = {}): Promise<World> {
  const ids = Array.from({ length: agents }, (_, index) => String(101 + index))
  const cluster = new FakeCluster(ids, nodes)
  const time = new HandTime()
  const reader = createClusterReader({ transport: cluster, time, log: keptLog(), random: () => 1 })
  const during = async <T>(work: Promise<T>): Promise<T> => {
    let isOver = false
    const end = () => (isOver = true)
    work.then(end, end)
    for (await settle(); !isOver;) await time.pass(100)
    return work
  }
  const holds = (agentId: string) => during(reader.observe(agentId))
  if (accounts > 0) await during(reader.signIn(signInOf('900')))
  for (let index = 1; index < accounts; index++) {
    await during(reader.addAccount(signInOf(String(900 + index))))
  }
  await time.pass(300)
  cluster.asked = []
  return { cluster, time, reader, during, holds }
}

describe('a further account', () => {
  it('is signed in, and reads the agents of its node', async () => {
    const { cluster, reader, during, holds } = await start({ accounts: 1 })
    cluster.agent('102').callId = '1-1'
    expect(await holds('102')).toEqual(none)
    expect(await during(reader.addAccount(signInOf('901')))).toEqual({
      ok: true,
      data: {
        inspector: true,
        mustChangePassword: false,
        passwordDaysLeft: null,
        isNodeCovered: false,
      },
    })
    expect(await holds('102')).toMatchObject({ kind: 'holding', calls: [{ callId: '1-1' }] })
    expect(reader.accounts).toMatchObject([
      { agentId: '900', node: 'AgentGateway0', visibleAgents: 0 },
      { agentId: '901', node: 'AgentGateway1', visibleAgents: 1 },
    ])
    expect(reader.signedIn).toEqual(['900', '901'])
  })

  it('at a node that is covered signs in again without the cookie, until it is at another', async () => {
    const { cluster, reader, during } = await start({ accounts: 1 })
    cluster.cookies = []
    cluster.nextNodes = [0, 0, 1]
    const added = await during(reader.addAccount(signInOf('901')))
    expect(added).toMatchObject({ ok: true, data: { isNodeCovered: false } })
    expect(cluster.count(/^PUT/)).toBe(3)
    expect(cluster.count(/logout$/)).toBe(2)
    expect(cluster.cookies).toEqual([null, null, null])
  })

  it('at a node that is covered for good stays after five more sign-ins, and says so', async () => {
    const { cluster, reader, time, during, holds } = await start({ accounts: 1 })
    cluster.nextNodes = Array.from({ length: 20 }, () => 0)
    const added = await during(reader.addAccount(signInOf('901')))
    expect(added).toMatchObject({ ok: true, data: { isNodeCovered: true } })
    expect(cluster.count(/^PUT/)).toBe(6)
    // It changes nothing: the same requests as with one account.
    cluster.asked = []
    expect(await holds('101')).toEqual(none)
    expect(await holds('101')).toEqual(none)
    expect(cluster.asked).toEqual(Array(2).fill('GET calldata/900/holdlistex/101'))
    await time.pass(3_600_000)
    expect(cluster.count(/^PUT/)).toBe(0)
  })

  it('without a node of its own takes over from the one that has it', async () => {
    const { cluster, reader, during, holds } = await start({ accounts: 1, nodes: 1 })
    cluster.nextNodes = Array.from({ length: 6 }, () => 0)
    await during(reader.addAccount(signInOf('901')))
    cluster.nextNodes = [1]
    cluster.end('900')
    await settle()
    cluster.asked = []
    expect(await holds('101')).toEqual(none)
    expect(cluster.count(/901.holdlistex/)).toBe(1)
    await during(reader.removeAccount('900'))
    cluster.asked = []
    expect(await holds('101')).toEqual(none)
    expect(cluster.asked).toEqual(['GET calldata/901/holdlistex/101'])
  })

  it('at the node of one that has no right is not in its way', async () => {
    const { cluster, reader, during } = await start({ accounts: 0 })
    cluster.fault = (what) =>
      what.endsWith('900/iscensor') ? { retcode: '0', result: false } : undefined
    await during(reader.signIn(signInOf('900')))
    cluster.nextNodes = [0]
    const added = await during(reader.addAccount(signInOf('901')))
    expect(added).toMatchObject({ ok: true, data: { isNodeCovered: false } })
    expect(cluster.count(/^PUT/)).toBe(2)
  })

  it('is left out where it has no right to inspect, and says so', async () => {
    const { cluster, reader, during, holds } = await start({ accounts: 1 })
    cluster.fault = (what) =>
      what.endsWith('901/iscensor') ? { retcode: '0', result: false } : undefined
    cluster.nextNodes = [0]
    const added = await during(reader.addAccount(signInOf('901')))
    expect(added).toMatchObject({ ok: true, data: { inspector: false } })
    expect(cluster.count(/^PUT/)).toBe(1)
    cluster.asked = []
    expect(await holds('102')).toEqual(none)
    expect(cluster.asked).toEqual(['GET calldata/900/holdlistex/102'])
  })

  it.each([
    ['100-004', 'wrong-password'],
    ['100-002', 'already-signed-in'],
  ])('that is refused with %s changes nothing', async (retcode, code) => {
    const { cluster, reader, during, holds } = await start({ accounts: 1 })
    cluster.fault = (what) => (what.startsWith('PUT') ? { retcode } : undefined)
    const answer = await during(reader.addAccount(signInOf('901')))
    expect(answer).toEqual({ ok: false, error: { code, params: { retcode } } })
    expect(reader.accounts.map(({ agentId }) => agentId)).toEqual(['900'])
    expect(await holds('102')).toEqual(none)
    expect(cluster.count(/^PUT/)).toBe(1)
  })

  it('that is refused when it signs in again is reported and left out', async () => {
    const { cluster, reader, during } = await start({ accounts: 1 })
    cluster.nextNodes = [0]
    cluster.fault = (what) =>
      what.startsWith('PUT') && cluster.count(/^PUT/) > 1 ? { retcode: '100-020' } : undefined
    const answer = await during(reader.addAccount(signInOf('901')))
    const error = { code: 'password-expired', params: { retcode: '100-020' } }
    expect(answer).toEqual({ ok: false, error })
    expect(reader.accounts).toHaveLength(1)
    expect(cluster.count(/^PUT/)).toBe(2)
  })

  it('none of which has the right shows nothing', async () => {
    const { cluster, reader, during, holds } = await start({ accounts: 0 })
    cluster.fault = (what) =>
      what.endsWith('iscensor') ? { retcode: '0', result: false } : undefined
    await during(reader.signIn(signInOf('900')))
    await during(reader.addAccount(signInOf('901')))
    expect(await holds('101')).toEqual(unknown('no-right'))
  })

  it('that could not be signed out is reported at the end, unless it has signed in again', async () => {
    const { cluster, reader, during } = await start({ accounts: 1 })
    cluster.fault = (what) =>
      /PUT|logout/.test(what) ? { ok: false, reason: 'timeout' } : undefined
    for (const account of ['901', '902']) {
      expect(await during(reader.addAccount(signInOf(account)))).toMatchObject({ ok: false })
    }
    cluster.fault = (what) =>
      what === 'DELETE onlineagent/903/logout' ? { retcode: '100-010' } : undefined
    await during(reader.addAccount(signInOf('902')))
    await during(reader.addAccount(signInOf('903')))
    await during(reader.removeAccount('903'))
    expect(await during(reader.close())).toEqual(['901', '903'])
  })

  it('replaces a session of the same account', async () => {
    const { cluster, reader, during } = await start()
    expect(await during(reader.addAccount(signInOf('901')))).toMatchObject({ ok: true })
    expect(cluster.asked.filter((what) => /logout|PUT/.test(what))).toEqual([
      'DELETE onlineagent/901/logout',
      'PUT onlineagent/901',
    ])
    expect(reader.signedIn).toEqual(['900', '901'])
  })

  it('is signed out when the reader is closed meanwhile', async () => {
    const { cluster, reader } = await start({ accounts: 1 })
    cluster.nextNodes = [0, 0, 0, 0]
    const adding = reader.addAccount(signInOf('901'))
    await settle()
    expect(await reader.close()).toEqual([])
    expect(await adding).toMatchObject({ ok: false })
    expect([cluster.nodeOf('900'), cluster.nodeOf('901')]).toEqual([undefined, undefined])
  })
})

describe('accounts in the background', () => {
  it('sign in after a restart, each at a node of its own', async () => {
    const { cluster, reader, time } = await start({ accounts: 0, nodes: 3 })
    cluster.nextNodes = [0, 0, 0, 1, 1, 2]
    reader.start(signInOf('900'))
    reader.startAccount(signInOf('901'))
    reader.startAccount(signInOf('902'))
    await time.pass(10_000)
    const nodes = ['900', '901', '902'].map((account) => cluster.nodeOf(account))
    expect(nodes.sort()).toEqual([0, 1, 2])
    expect(cluster.count(/^PUT/)).toBe(6)
  })

  it('one whose gateway is not reachable is retried; until then an agent may be at its node', async () => {
    const { cluster, reader, time, holds } = await start({ accounts: 0 })
    cluster.fault = (what) => (what === 'PUT onlineagent/901' ? down : undefined)
    reader.start(signInOf('900'))
    await settle()
    // Alone it has no means to tell.
    expect(await holds('102')).toEqual(none)
    reader.startAccount(signInOf('901'))
    await settle()
    expect(reader.state).toEqual({ kind: 'signed-in' })
    expect(await holds('102')).toEqual(unknown('unreachable'))
    cluster.agent('101').callId = '1-1'
    expect(await holds('101')).toMatchObject({ kind: 'holding' })
    cluster.fault = () => undefined
    await time.pass(10_000)
    expect(reader.accounts.map(({ state }) => state.kind)).toEqual(['signed-in', 'signed-in'])
    expect(await holds('102')).toEqual(none)
  })

  it('one whose password is refused is never tried again', async () => {
    const { cluster, reader, time } = await start({ accounts: 1 })
    cluster.fault = (what) => (what.startsWith('PUT') ? { retcode: '100-004' } : undefined)
    reader.startAccount(signInOf('901'))
    await time.pass(3_600_000)
    expect(cluster.count(/^PUT/)).toBe(1)
    expect(reader.accounts[1]?.state).toMatchObject({ kind: 'stopped', retcode: '100-004' })
    expect(reader.state.kind).toBe('signed-in')
  })

  it('one that has no right proves nothing by its refusals', async () => {
    const { cluster, reader, time, holds } = await start({ accounts: 1 })
    let right: Scripted = { ok: false, reason: 'http-status', status: 404 }
    cluster.fault = (what) => {
      if (what.endsWith('901/iscensor')) return right
      return what.includes('901/holdlistex') ? { retcode: '300-001' } : undefined
    }
    reader.startAccount(signInOf('901'))
    await time.pass(1_000)
    expect(await holds('102')).toEqual(unknown('no-right', { retcode: '300-001' }))
    // Once the gateway says so, it is left out.
    right = { retcode: '0', result: false }
    reader.startAccount(signInOf('901'))
    await time.pass(1_000)
    expect(reader.accounts[1]).toMatchObject({ hasInspectorRight: false })
    expect(await holds('102')).toEqual(none)
  })

  it('all without a session are waited for, even one that had no node of its own', async () => {
    const { cluster, reader, time, during, holds } = await start({ accounts: 1, nodes: 1 })
    cluster.nextNodes = Array.from({ length: 6 }, () => 0)
    await during(reader.addAccount(signInOf('901')))
    cluster.fault = (what) => (what.startsWith('PUT') ? down : undefined)
    for (const account of ['900', '901']) cluster.end(account)
    await settle()
    expect(await holds('101')).toEqual(unknown('unreachable'))
    cluster.fault = (what) => (what === 'PUT onlineagent/900' ? down : undefined)
    cluster.nextNodes = [0]
    await time.pass(20_000)
    expect(reader.signedIn).toEqual(['901'])
    // The other account may have been at a node that saw more.
    expect(await holds('101')).toEqual(unknown('unreachable'))
  })

  it('removed before it has signed in is not signed in', async () => {
    const { cluster, reader } = await start({ accounts: 1 })
    reader.startAccount(signInOf('901'))
    const removed = reader.removeAccount('901')
    await settle()
    await removed
    expect(cluster.nodeOf('901')).toBe(undefined)
    expect(reader.accounts.map(({ agentId }) => agentId)).toEqual(['900'])
  })

  it('the last one removed leaves nobody signed in, and another may sign in', async () => {
    const { cluster, reader, during, holds } = await start({ accounts: 1 })
    await during(reader.removeAccount('900'))
    expect(cluster.nodeOf('900')).toBe(undefined)
    expect(reader.accounts).toEqual([])
    expect(reader.state.kind).toBe('signed-out')
    expect(await holds('101')).toEqual(unknown('signed-out'))
    reader.startAccount(signInOf('901'))
    await settle()
    expect(reader.ownId).toBe('901')
    expect(await holds('101')).toEqual(none)
  })

  it('another account that signs in replaces all of them', async () => {
    const { cluster, reader, during } = await start()
    expect(await during(reader.signIn(signInOf('902')))).toMatchObject({ ok: true })
    expect(reader.signedIn).toEqual(['902'])
    expect(cluster.count(/logout$/)).toBe(2)
  })
})

describe('an agent', () => {
  it('whose node is not known holds nothing only when every node says so', async () => {
    const { cluster, holds } = await start({ nodes: 3, accounts: 3 })
    expect(await holds('101')).toEqual(none)
    expect(cluster.count(/holdlistex/)).toBe(3)
    cluster.fault = (what) =>
      what === 'GET calldata/902/holdlistex/101' ? { ok: false, reason: 'timeout' } : undefined
    expect(await holds('101')).toEqual(unknown('timeout'))
  })

  it('whose node is known is asked for there alone', async () => {
    const { cluster, holds } = await start()
    cluster.agent('102').callId = '1-1'
    expect(await holds('102')).toMatchObject({ kind: 'holding' })
    cluster.agent('102').callId = null
    cluster.asked = []
    expect(await holds('102')).toEqual(none)
    expect(cluster.asked).toEqual(['GET calldata/901/holdlistex/102'])
  })

  it('whose node’s session is lost is unknown with the reason; the others go on', async () => {
    const { cluster, reader, holds } = await start()
    cluster.unseen = () => ({ retcode: '300-001' })
    for (const agentId of ['101', '102']) expect(await holds(agentId)).toEqual(none)
    cluster.fault = (what) => (what === 'PUT onlineagent/901' ? { retcode: '100-004' } : undefined)
    cluster.end('901')
    await settle()
    expect(reader.state).toEqual({ kind: 'signed-in' })
    expect(reader.signedIn).toEqual(['900'])
    expect(await holds('102')).toEqual(unknown('signed-out'))
    expect(await holds('101')).toEqual(none)
  })

  it('of a node that fails over is found at the other at once', async () => {
    const { cluster, reader, time, holds } = await start()
    cluster.agent('102').callId = '1-1'
    await holds('102')
    const hints: string[] = []
    reader.onHint((agentId) => hints.push(agentId))
    cluster.nextNodes = Array(10).fill(0)
    cluster.failOver(1, 0)
    await settle()
    expect(hints).toContain('102')
    expect(await holds('102')).toMatchObject({ kind: 'holding' })
    await time.pass(10_000)
    // The account stays at the other node, in case it is needed again.
    expect(reader.accounts).toMatchObject([
      { node: 'AgentGateway0', visibleAgents: 1 },
      { node: 'AgentGateway0' },
    ])
    expect(reader.coverage).toMatchObject({
      nodes: ['AgentGateway0', 'AgentGateway1'],
      uncovered: ['AgentGateway1'],
    })
    cluster.agent('102').callId = null
    expect(await holds('102')).toEqual(none)
    expect(await holds('104')).toEqual(none)
  })

  it('an account without a node of its own returns to one that works again', async () => {
    const { cluster, reader, time } = await start()
    cluster.nextNodes = Array(6).fill(0)
    cluster.failOver(1, 0)
    await time.pass(30_000)
    expect(cluster.count(/^PUT/)).toBe(6)
    cluster.nextNodes = []
    await time.pass(600_000)
    expect(reader.accounts[1]).toMatchObject({ node: 'AgentGateway1' })
    expect(reader.coverage.uncovered).toEqual([])
    expect(cluster.count(/^PUT/)).toBe(7)
  })

  it('that no session sees is not visible', async () => {
    const { cluster, reader, time, holds } = await start({ nodes: 3 })
    cluster.unseen = () => ({ retcode: '300-001' })
    expect(await holds('103')).toEqual(unknown('not-visible', { retcode: '300-001' }))
    expect(await holds('103')).toEqual(unknown('not-visible', { retcode: '300-001' }))
    expect(await holds('101')).toEqual(none)
    await time.pass(300)
    expect(reader.coverage.elsewhere).toEqual(['103'])
    // Where it is signed out, or at another node, the list of agents tells.
    cluster.unseen = () => ({ retcode: '100-006' })
    expect(await holds('104')).toEqual(none)
    expect(await holds('106')).toEqual(unknown('not-visible', { retcode: '300-002' }))
    cluster.agent('102').node = 2
    expect(await holds('102')).toEqual(unknown('signed-out', { retcode: '100-006' }))
    expect(reader.coverage.elsewhere).toEqual(['103', '106'])
    await reader.agentDirectory()
    expect(reader.coverage.elsewhere).toEqual(['103', '106', '102'])
  })

  it('is looked for again after the list has shown it signed out, or an event', async () => {
    const { cluster, reader, time, holds } = await start()
    const agent = cluster.agent('102')
    agent.callId = '1-1'
    await holds('102')
    agent.node = agent.callId = null
    await reader.agentDirectory()
    agent.node = 0
    agent.callId = '1-2'
    expect(await holds('102')).toMatchObject({ calls: [{ callId: '1-2' }] })
    const hints: string[] = []
    reader.onHint((agentId) => hints.push(agentId))
    agent.node = 1
    cluster.notify('901', '102')
    await time.pass(300)
    expect(hints).toEqual(['102'])
    expect(await holds('102')).toMatchObject({ calls: [{ callId: '1-2' }] })
  })

  it('is asked for again where the nodes change during the query', async () => {
    const { cluster, holds } = await start()
    cluster.agent('102').callId = '1-1'
    // The first node has answered when the agent arrives there.
    cluster.fault = (what) => {
      if (what !== 'GET calldata/901/holdlistex/102') return undefined
      cluster.fault = () => undefined
      cluster.nextNodes = Array(10).fill(0)
      cluster.failOver(1, 0)
      return undefined
    }
    expect(await holds('102')).toMatchObject({ kind: 'holding' })
  })

  it('is looked for again where a renewed GUID names another node', async () => {
    const { cluster, reader, holds } = await start({ nodes: 3 })
    for (const agentId of ['101', '102', '103']) cluster.agent(agentId).callId = `1-${agentId}`
    for (const agentId of ['101', '102']) await holds(agentId)
    cluster.moveSession('901', 2)
    // The answer that brings the GUID may be that of either node; the call at the old one may still be held.
    expect(await holds('102')).toEqual(unknown('not-visible'))
    expect(reader.accounts[1]).toMatchObject({ node: 'AgentGateway2' })
    expect(await holds('103')).toMatchObject({ calls: [{ callId: '1-103' }] })
    expect(await holds('101')).toMatchObject({ calls: [{ callId: '1-101' }] })
    expect(reader.coverage.uncovered).toEqual(['AgentGateway1'])
  })

  it('is not asked for over a session that a poll has shown to be at another node', async () => {
    const { cluster, reader, time, holds } = await start({ nodes: 3 })
    cluster.agent('103').callId = '1-1'
    cluster.moveSession('901', 2)
    cluster.notify('901', '104')
    await time.pass(300)
    expect(reader.accounts[1]).toMatchObject({ node: 'AgentGateway2' })
    expect(await holds('103')).toMatchObject({ kind: 'holding' })
    expect(cluster.asked).toEqual([
      'GET calldata/900/holdlistex/103',
      'GET calldata/901/holdlistex/103',
      ...cluster.asked.filter((what) => !what.includes('holdlistex')),
    ])
  })

  it('is not taken to be away because our own session has ended', async () => {
    const { cluster, holds } = await start()
    cluster.agent('103').node = null
    expect(await holds('103')).toMatchObject({ retcode: '100-006' })
    cluster.agent('102').callId = '1-1'
    cluster.end('901', true)
    expect((await holds('102')).kind).not.toBe('none')
  })

  it('that is an account of the cluster is not asked for', async () => {
    const { cluster, reader, holds } = await start()
    expect(await holds('901')).toEqual(unknown('no-right', { retcode: '000-005' }))
    expect(cluster.asked).toEqual([])
    const directory = await reader.agentDirectory()
    expect(directory?.ok && directory.agents.map(({ agentId }) => agentId)).toEqual([
      '101',
      '102',
      '103',
      '104',
    ])
  })
})

describe('as a whole', () => {
  it('is signed in while any session is, and signs out all of them', async () => {
    const { cluster, reader, time, during } = await start()
    cluster.fault = (what) => (what.startsWith('PUT') ? down : undefined)
    const kinds: string[] = []
    reader.onState(() => kinds.push(reader.state.kind))
    cluster.end('900')
    await settle()
    expect(reader.state.kind).toBe('signed-in')
    cluster.end('901')
    await settle()
    expect(reader.state).toMatchObject({ kind: 'interrupted', reason: 'unreachable' })
    expect(kinds.at(-1)).toBe('interrupted')
    cluster.fault = () => undefined
    reader.retry()
    await time.pass(1_000)
    expect(reader.signedIn).toEqual(['900', '901'])
    cluster.fault = (what) =>
      what === 'DELETE onlineagent/901/logout' ? { retcode: '100-010' } : undefined
    expect(await during(reader.close())).toEqual(['901'])
    expect(reader.state.kind).toBe('signed-out')
    expect(time.due).toEqual([])
  })

  it('takes the list of agents from the first session that answers, and stays with it', async () => {
    const { cluster, reader } = await start()
    cluster.fault = (what) =>
      /900\/(allagent|onlineagent)/.test(what) ? { retcode: '300-001' } : undefined
    expect(await reader.agentDirectory()).toMatchObject({ ok: true })
    expect(cluster.asked).toHaveLength(4)
    expect(await reader.agentDirectory()).toMatchObject({ ok: true })
    expect(cluster.asked).toHaveLength(5)
    cluster.fault = (what) =>
      what.includes('agentgroup') ? { ok: false, reason: 'timeout' } : undefined
    expect(await reader.agentDirectory()).toEqual({ ok: false, reason: 'timeout' })
  })

  it('sends a note over the session that sees the agent, otherwise over the first', async () => {
    const { cluster, reader, holds } = await start()
    cluster.agent('102').callId = '1-1'
    await holds('102')
    cluster.asked = []
    for (const agentId of ['102', '103', '901']) {
      expect(await reader.sendNote(agentId, 'x')).toEqual({ kind: 'accepted' })
    }
    expect(cluster.asked).toEqual(
      ['901', '900', '901'].map((account) => `POST onlineagent/${account}/sendnoteletex`),
    )
    expect(reader.ownId).toBe('900')
  })

  it('reports a change of what is covered once, and nothing where nothing has changed', async () => {
    const { cluster, reader, time, during, holds } = await start({ accounts: 1 })
    cluster.unseen = () => ({ retcode: '300-001' })
    const reports: string[][] = []
    reader.onCoverage(() => reports.push([...reader.coverage.elsewhere]))
    for (const agentId of ['101', '102', '104']) await holds(agentId)
    await time.pass(300)
    expect(reports).toEqual([['102', '104']])
    for (const agentId of ['101', '102', '104']) await holds(agentId)
    await time.pass(300)
    expect(reports).toHaveLength(1)
    await during(reader.addAccount(signInOf('901')))
    for (const agentId of ['101', '102', '104']) await holds(agentId)
    await time.pass(300)
    expect(reports.at(-1)).toEqual([])
    expect(reader.accounts.map(({ visibleAgents }) => visibleAgents)).toEqual([1, 2])
  })
})

describe('the routes without a page', () => {
  const local = (account: string, ...ids: string[]): [RegExp, Scripted] => [
    new RegExp(`${account}/alllocalagentstatus`),
    { retcode: '0', result: ids.map((workno) => ({ workno, status: 4 })) },
  ]
  const info = (agentId: string, cluster: string): [RegExp, Scripted] => [
    new RegExp(`agentclusterinfo/${agentId}$`),
    { retcode: '0', result: { clusters: [{ cluster }] } },
  ]

  async function startWith(...answers: [RegExp, Scripted][]) {
    const world = await start({ accounts: 1 })
    world.cluster.fault = (what) => answers.find(([pattern]) => pattern.test(what))?.[1]
    await world.during(world.reader.addAccount(signInOf('901')))
    await settle()
    return world
  }
  const askedFor = ({ cluster }: World, agentId: string) =>
    cluster.asked.filter((what) => what.endsWith(`holdlistex/${agentId}`)).length

  it('where a list places our own accounts rightly, an agent is asked for there alone', async () => {
    const world = await startWith(local('900', '900', '101'), local('901', '901', '102'))
    expect(await world.holds('102')).toEqual(none)
    expect(world.cluster.asked.at(-1)).toBe('GET calldata/901/holdlistex/102')
    expect(askedFor(world, '102')).toBe(1)
  })

  it.each([
    ['the agents of all nodes', local('900', '900', '901', '101', '102')],
    ['no inspectors', local('900', '101')],
    ['nobody', local('900')],
  ])('a list of %s is not believed, and no other is requested', async (_, list) => {
    const world = await startWith(list, local('901', '901', '101'))
    expect(await world.holds('101')).toEqual(none)
    expect(askedFor(world, '101')).toBe(2)
    expect(world.cluster.count(/alllocalagentstatus/)).toBe(1)
  })

  it('where an agent’s node is told, and our own accounts’ rightly, it is asked for there alone', async () => {
    const world = await startWith(info('901', 'AgentGateway1'), info('102', 'AgentGateway1'))
    await world.holds('102')
    await settle()
    await world.holds('102')
    expect(askedFor(world, '102')).toBe(3)
    await world.holds('101')
    await world.holds('101')
    expect(world.cluster.count(/agentclusterinfo\/101/)).toBe(1)
  })

  it.each([
    ['missing', info('nobody', '')],
    ['about the node that is asked', info('901', 'AgentGateway0')],
    ['about several nodes', info('901', 'AgentGateway0 AgentGateway1')],
    ['about no node', info('901', 'AgentGateway')],
  ])('an answer %s is not believed, and none is requested again', async (_, answer) => {
    const world = await startWith(answer, info('102', 'AgentGateway0'))
    world.cluster.agent('102').callId = '1-1'
    await world.holds('101')
    await world.holds('103')
    await settle()
    expect(world.cluster.count(/agentclusterinfo/)).toBe(1)
    expect(await world.holds('102')).toMatchObject({ kind: 'holding' })
  })
})

describe('whatever happens', () => {
  interface Act {
    kind:
      | 'hold'
      | 'retrieve'
      | 'move'
      | 'sign-out'
      | 'fail-over'
      | 'lose-session'
      | 'outage'
      | 'recover'
    agent: number
    node: number
    /** Where a session that ends is signed in again. */
    to: number
  }
  type Step =
    Act | { kind: 'ask'; agent: number; meanwhile: Act | null } | { kind: 'pass'; ms: number }
  function steps(nodes: number): fc.Arbitrary<Step[]> {
    const rest = { agent: fc.nat(3), node: fc.nat(nodes - 1), to: fc.nat(nodes - 1) }
    const of = (...kinds: Act['kind'][]) => fc.record({ kind: fc.constantFrom(...kinds), ...rest })
    const drastic = of('fail-over', 'lose-session', 'outage', 'recover')
    const ask = fc.record({
      kind: fc.constant('ask' as const),
      agent: rest.agent,
      meanwhile: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, drastic),
    })
    const step = fc.oneof<fc.WeightedArbitrary<Step>[]>(
      { weight: 8, arbitrary: ask },
      { weight: 6, arbitrary: of('hold', 'hold', 'retrieve') },
      { weight: 2, arbitrary: of('move', 'sign-out') },
      { weight: 2, arbitrary: drastic },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('pass'), ms: fc.nat(15_000) }) },
    )
    return fc.array(step, { minLength: 5, maxLength: 60 })
  }
  /** What a node may answer about an agent whom it does not see, in any order. */
  const unseen: readonly Scripted[] = [
    { retcode: '400-003' },
    { retcode: '0', result: [] },
    { retcode: '0', result: null },
    { retcode: '100-006' },
    { retcode: '100-007' },
    { retcode: '300-001' },
    { retcode: '300-002' },
    { retcode: '900-004' },
    { ok: false, reason: 'timeout' },
    { ok: false, reason: 'http-status', status: 502 },
  ]
  /** What may be answered about anyone at any time. */
  const trouble: readonly Scripted[] = [
    { retcode: '000-007' },
    { retcode: '000-004' },
    { retcode: '105-002' },
    { ok: false, reason: 'timeout' },
    { ok: false, reason: 'http-status', status: 503 },
  ]
  /** The same while a node cannot reach its own server. */
  const outage: readonly Scripted[] = [{ retcode: '100-007' }, ...trouble]

  const runs = 200
  it.each([2, 3])(
    'with %i nodes no hold is missed or ended by chance, and none is invented',
    async (nodes) => {
      const scenario = fc.record({
        steps: steps(nodes),
        dice: fc.infiniteStream(fc.nat(9_999)),
        /** Whether all nodes answer alike, as real ones probably do. */
        uniform: fc.option(fc.constantFrom(...unseen)),
        isTroubled: fc.boolean(),
      })
      const counts = { holding: 0, none: 0, unknown: 0 }
      await fc.assert(
        fc.asyncProperty(scenario, async ({ steps, dice, uniform, isTroubled }) => {
          const { cluster, reader, time, holds } = await start({ nodes, accounts: nodes })
          const roll = () => Number(dice.next().value)
          const any = <T>(values: readonly T[]): T => {
            const value = values[roll() % values.length]
            if (value === undefined) throw new Error('nothing to choose from')
            return value
          }
          const ailing = new Set<number>()
          let meanwhile: Act | null = null
          const agentOf = ({ agent }: { agent: number }) => String(101 + agent)
          /** The calls that the reader has returned and that are still held. */
          const lastCalls = new Map<string, string>()
          let calls = 0
          const act = (one: Act) => {
            const agent = cluster.agent(agentOf(one))
            cluster.nextNodes = [one.to]
            switch (one.kind) {
              case 'hold':
                if (agent.node !== null) agent.callId ??= `1-${(calls += 1)}`
                return
              case 'retrieve':
                agent.callId = null
                return
              case 'move':
              case 'sign-out':
                agent.node = agent.callId = null
                return
              case 'outage':
                return ailing.add(one.node)
              case 'recover':
                return ailing.delete(one.node)
              case 'lose-session':
                return cluster.end(String(900 + one.node))
              case 'fail-over':
                return cluster.failOver(one.node, (one.node + 1) % nodes)
            }
          }
          cluster.unseen = () => uniform ?? any(unseen)
          cluster.fault = (what) => {
            const [, account = ''] = /calldata\/(\d+)\/holdlistex/.exec(what) ?? []
            if (account === '') return undefined
            if (meanwhile !== null && roll() % 2 === 0) {
              const one = meanwhile
              meanwhile = null
              act(one)
            }
            if (ailing.has(cluster.nodeOf(account) ?? -1)) return any(outage)
            return isTroubled && roll() % 5 === 0 ? any(trouble) : undefined
          }
          const isCovered = (node: number | null) =>
            reader.signedIn.some((account) => cluster.nodeOf(account) === node)

          async function ask(agentId: string): Promise<Observation> {
            const agent = cluster.agent(agentId)
            const { callId } = agent
            const answer = await holds(agentId)
            counts[answer.kind] += 1
            if (answer.kind === 'none') {
              if (isCovered(agent.node)) expect(agent.callId ?? callId).toBe(null)
              if (lastCalls.get(agentId) === agent.callId) expect(agent.callId).toBe(null)
            }
            if (answer.kind === 'holding') {
              expect(answer.calls.map((call) => call.callId)).toEqual([agent.callId])
              lastCalls.set(agentId, agent.callId ?? '')
            }
            return answer
          }
          for (const one of steps) {
            if (one.kind === 'pass') await time.pass(one.ms)
            else if (one.kind === 'ask') {
              meanwhile = one.meanwhile
              await ask(agentOf(one))
              meanwhile = null
            } else {
              act(one)
              // The list is requested once a second, or more often than an agent can sign out and in again.
              if (one.kind === 'move' || one.kind === 'sign-out') await reader.agentDirectory()
              if (one.kind === 'move') cluster.agent(agentOf(one)).node = one.node
            }
          }
          // Once all is well again, every call held at a covered node is found.
          ailing.clear()
          cluster.nextNodes = []
          cluster.fault = () => undefined
          await time.pass(180_000)
          for (const [agentId, agent] of cluster.agents) {
            if (!isCovered(agent.node)) continue
            agent.callId ??= `1-${(calls += 1)}`
            // A home that is out of date is noticed at one of the checks, another node at each.
            for (let round = 0; round < nodes; round++) {
              await ask(agentId)
              await time.pass(61_000)
            }
            expect((await ask(agentId)).kind).toBe('holding')
          }
        }),
        { numRuns: runs, seed: 7 },
      )
      for (const count of Object.values(counts)) expect(count).toBeGreaterThan(runs)
    },
  )
})
