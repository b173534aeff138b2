import { X509Certificate } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { makeCertificate } from '../simulator/certificate.ts'
import { startSimulator, type SimulatorOptions } from '../simulator/index.ts'
import { createTrustedDispatcher } from '../trust/connector.ts'
import { factsOf } from '../trust/verdict.ts'
import { createClusterReader } from './clusterReader.ts'
import { HandTime, keptLog } from './fakes.ts'
import { Gate } from './gate.ts'
import { createTransport } from './transport.ts'

const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

const epoch = 1_760_000_000_000
/** A sign-in again waits for half a second; the clock may have been turned by a little since. */
const isPause = (ms: number) => ms > 400 && ms <= 500
/** What the gate waits for between two requests, ms. */
const spacingMs = 4
const limits = { perSecond: 1_000 / spacingMs, atOnce: 6 }

/** A cluster, and a reader with an account at each node; both follow the same hand clock. */
async function start(wish: Partial<SimulatorOptions> & { accounts?: number }) {
  const { accounts = wish.nodes ?? 2, ...options } = wish
  const time = new HandTime()
  const certificate = await makeCertificate()
  const simulator = await startSimulator({
    agents: 6,
    nodes: 2,
    shift: false,
    signInMs: 0,
    certificate,
    now: () => epoch + time.now(),
    setTimer: (ms, run) => time.schedule(ms, run),
    ...options,
  })
  open.push(() => simulator.stop())
  const { origin } = simulator
  const facts = factsOf(new X509Certificate(certificate.certPem))
  const trusted = createTrustedDispatcher({
    origin,
    systemCas: [],
    pin: () => ({ origin, sha256: facts.sha256, facts, reasons: [], trustedAt: 0 }),
  })
  open.push(() => trusted.close())
  const log = keptLog()
  const gate = new Gate({ time, log, limits: () => limits })
  const transport = gate.over(
    createTransport({ origin, dispatcher: trusted.dispatcher, log, time }),
  )
  const reader = createClusterReader({ transport, time, log, random: () => 1 })

  /** Turns the clock by a little whenever something waits for it, until that is so. */
  async function until(isSo: () => boolean): Promise<void> {
    for (let turns = 0; !isSo(); turns++) {
      if (turns > 1_000_000) throw new Error('nothing more happens')
      if (time.due.some((ms) => ms <= spacingMs)) await time.pass(spacingMs)
      else if (time.due.some(isPause)) await time.pass(500)
      else await new Promise((resolve) => setImmediate(resolve))
    }
  }
  async function during<T>(work: Promise<T>): Promise<T> {
    let isOver = false
    const end = () => (isOver = true)
    work.then(end, end)
    await until(() => isOver)
    return work
  }
  open.push(() => during(reader.close()))
  const inspectors = simulator.accounts.inspectors.map(({ agentId, password, phone }) => ({
    agentId,
    password,
    phone,
    withoutLicence: false,
    force: false,
  }))
  const signInOf = (index: number) => {
    const input = inspectors[index]
    if (input === undefined) throw new Error(`no inspector ${index}`)
    return input
  }
  expect(await during(reader.signIn(signInOf(0)))).toMatchObject({ ok: true })
  for (let index = 1; index < accounts; index++) {
    const added = await during(reader.addAccount(signInOf(index)))
    expect(added).toMatchObject({ ok: true, data: { inspector: true, isNodeCovered: false } })
  }
  const agents = simulator.accounts.agents.map(({ agentId }) => agentId)
  const observe = (agentId: string) => during(reader.observe(agentId))
  const observeAll = async () => {
    const kinds: string[] = []
    for (const agentId of agents) kinds.push((await observe(agentId)).kind)
    return kinds
  }
  return { simulator, reader, time, until, during, agents, observe, observeAll, signInOf }
}

const all = (kind: string) => Array.from({ length: 6 }, () => kind)
const unseenCodes = ['400-003', 'empty', '100-006', '100-007', '300-001', '300-002', '900-004']
const cases = unseenCodes.flatMap((unseen) => ([2, 3] as const).map((nodes) => ({ unseen, nodes })))

describe('over real TLS, a cluster', () => {
  it.each(cases)('of $nodes nodes that answer $unseen for the unseen', async (options) => {
    const { simulator, reader, agents, time, observe, observeAll } = await start(options)
    // Before anything is learned, a call is found wherever it is held.
    const calls = agents.map((agentId) => simulator.hold(agentId))
    for (const [index, agentId] of agents.entries()) {
      expect(await observe(agentId)).toMatchObject({ calls: [{ callId: calls[index] }] })
    }
    for (const agentId of agents) simulator.retrieve(agentId)
    const before = simulator.stats.requests.holdlistex
    expect(await observeAll()).toEqual(all('none'))
    // Each agent was asked for at its own node alone.
    expect(simulator.stats.requests.holdlistex - before).toBe(6)
    expect(reader.accounts.map(({ visibleAgents }) => visibleAgents)).toEqual(
      reader.accounts.map(() => 6 / options.nodes),
    )
    await time.pass(300)
    expect(reader.coverage).toMatchObject({ uncovered: [], elsewhere: [] })
  })

  it.each(unseenCodes)(
    'that answers %s for the unseen shows that nothing is held',
    async (unseen) => {
      const { simulator, agents, time, observe, observeAll } = await start({ unseen })
      for (let round = 0; round < 3; round++) {
        const kinds = await observeAll()
        if (unseen !== '100-007') expect(kinds).toEqual(all('none'))
        await time.pass(10_000)
        // A code that may be an internal error, too, is believed once the node has answered about another agent.
        simulator.hold(agents[0] ?? '')
        simulator.hold(agents[1] ?? '')
        for (const agentId of agents.slice(0, 2)) {
          expect((await observe(agentId)).kind).toBe('holding')
          simulator.retrieve(agentId)
          simulator.release(agentId)
        }
      }
      expect(await observeAll()).toEqual(all('none'))
    },
  )

  it.each([
    ['answered', 6],
    ['missing', 12],
    ['bad-url', 12],
  ] as const)('whose routes that tell the node are %s', async (probes, queries) => {
    const { simulator, until, observeAll } = await start({ unseen: '400-003', probes })
    // Two lists of agents, or one attempt, after which an agent’s node is asked for, once.
    await until(() => simulator.stats.requests[probes === 'missing' ? 'other' : 'clusterinfo'] > 0)
    if (probes === 'answered') await until(() => simulator.stats.requests.clusterinfo === 2)
    await until(() => simulator.stats.requestsInFlight === 0)
    expect(await observeAll()).toEqual(all('none'))
    expect(simulator.stats.requests.holdlistex).toBe(queries)
    expect(await observeAll()).toEqual(all('none'))
    const { clusterinfo, other } = simulator.stats.requests
    expect(clusterinfo + other).toBe(2)
  })

  it.each([2, 3] as const)('of %i nodes, of which one fails', async (nodes) => {
    const { simulator, reader, agents, until, observe, observeAll } = await start({
      nodes,
      unseen: '400-003',
    })
    const agentId = agents[1] ?? ''
    const callId = simulator.hold(agentId)
    const holding = { kind: 'holding', calls: [{ callId }] }
    expect(await observe(agentId)).toMatchObject(holding)
    const { login, logout } = simulator.stats.requests
    simulator.failOver(1)
    // The very query that meets the failed node finds the call at another.
    expect(await observe(agentId)).toMatchObject(holding)
    // The account of the failed node finds no node of its own, and remains.
    await until(
      () => reader.signedIn.length === nodes && simulator.stats.requests.login === login + 6,
    )
    expect(simulator.stats.requests.logout).toBe(logout + 5)
    expect(new Set(reader.accounts.map(({ node }) => node)).size).toBe(nodes - 1)
    expect(reader.coverage.uncovered).toEqual(['AgentGateway1'])
    expect(await observe(agentId)).toMatchObject(holding)
    expect((await observeAll()).filter((kind) => kind === 'none')).toHaveLength(5)
    simulator.retrieve(agentId)
    expect(await observe(agentId)).toEqual({ kind: 'none' })
  })

  it('behind a balancer that takes turns: each account gets a node of its own', async () => {
    const { simulator, reader } = await start({ nodes: 3, balancing: 'round-robin' })
    expect(reader.accounts.map(({ node }) => node)).toEqual([
      'AgentGateway0',
      'AgentGateway1',
      'AgentGateway2',
    ])
    expect(simulator.stats.requests).toMatchObject({ login: 3, logout: 0 })
  })

  it('behind a balancer that always chooses the same node: says so, and what is not seen', async () => {
    const { simulator, reader, time, during, observeAll, signInOf } = await start({
      accounts: 1,
      balancing: 'sticks',
      unseen: '300-001',
    })
    const added = await during(reader.addAccount(signInOf(1)))
    expect(added).toMatchObject({ ok: true, data: { isNodeCovered: true } })
    expect(simulator.stats.requests).toMatchObject({ login: 7, logout: 5 })
    expect((await observeAll()).filter((kind) => kind === 'none')).toHaveLength(3)
    await time.pass(300)
    expect(reader.coverage).toEqual({
      nodes: ['AgentGateway0'],
      uncovered: [],
      elsewhere: ['10402', '10404', '10406'],
    })
    await during(reader.removeAccount('10302'))
    expect(simulator.stats.requests.logout).toBe(6)
    expect(reader.signedIn).toEqual(['10301'])
  })

  it('signs out all of its accounts', async () => {
    const { simulator, reader, during, signInOf } = await start({ nodes: 3 })
    expect(await during(reader.close())).toEqual([])
    expect(simulator.stats.requests.logout).toBe(3)
    expect(reader.state.kind).toBe('signed-out')
    expect(signInOf(2).agentId).toBe('10303')
  })
})
