import { afterEach, expect, test } from 'vitest'
import { startSimulator, type Simulator, type SimulatorOptions } from './index.ts'
import { TestClient } from './testClient.ts'

const running: { stop: () => unknown }[] = []
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop()
})

async function start(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const basics = { agents: 6, shift: false, signInMs: 0, pollWaitMs: 30 } as const
  const simulator = await startSimulator({ ...basics, ...options })
  running.push(simulator)
  return simulator
}
function client(simulator: Simulator): TestClient {
  const made = new TestClient(simulator)
  running.push({ stop: () => made.close() })
  return made
}
async function signedIn(simulator: Simulator, agentId: string): Promise<TestClient> {
  const one = client(simulator)
  await one.signIn(agentId)
  return one
}
const nodeOf = ({ guid }: TestClient) => guid.slice(36)
const nodes = ['.AgentGateway0', '.AgentGateway1', '.AgentGateway2']

test.each([1, 2, 3] as const)('with %i nodes there is an inspector for each', async (count) => {
  const simulator = await start({ nodes: count })
  const { inspectors, inspector, secondInspector } = simulator.accounts
  expect(inspectors.slice(0, 2)).toEqual([inspector, secondInspector])
  expect(inspectors).toHaveLength(Math.max(2, count))
  expect(new Set(inspectors.map(({ node }) => node)).size).toBe(count)
})

test('each inspector of three nodes sees a third of the agents', async () => {
  const simulator = await start({ nodes: 3, unseen: '100-007' })
  for (const [index, { agentId }] of simulator.accounts.inspectors.entries()) {
    const one = await signedIn(simulator, agentId)
    expect(nodeOf(one)).toBe(nodes[index])
    const codes = simulator.accounts.agents.map((agent) =>
      one.code(`calldata/${agentId}/holdlistex/${agent.agentId}`),
    )
    const seen = (await Promise.all(codes)).map((code) => code === '400-003')
    expect(seen).toEqual([0, 1, 2, 3, 4, 5].map((place) => place % 3 === index))
  }
})

test.each([
  ['400-003', '400-003'],
  ['100-006', '100-006'],
  ['300-001', '300-001'],
  ['empty', '0'],
  [() => '900-004', '900-004'],
])('what a node answers about an agent whom it does not see: %s', async (unseen, code) => {
  const simulator = await start({ nodes: 2, unseen })
  const one = await signedIn(simulator, '10301')
  simulator.hold('10402')
  const { body } = await one.get('calldata/10301/holdlistex/10402')
  expect(body?.retcode).toBe(code)
  expect(body?.result).toEqual(code === '0' ? [] : undefined)
})

test('a balancer that takes turns sends each sign-in to the next node, unless its cookie leads to one', async () => {
  const simulator = await start({ nodes: 3, balancing: 'round-robin' })
  const one = client(simulator)
  const visits: string[] = []
  const visit = async () => {
    await one.signIn('10301')
    visits.push(nodeOf(one))
    await one.send('DELETE', 'onlineagent/10301/logout')
  }
  await visit()
  await visit()
  for (let count = 0; count < 3; count++) {
    one.cookie = ''
    await visit()
  }
  expect(visits.map((node) => nodes.indexOf(node))).toEqual([0, 0, 1, 2, 0])
})

test('a balancer that goes by the address always chooses the same node', async () => {
  const simulator = await start({ nodes: 2, balancing: 'sticks' })
  const [first, second] = [await signedIn(simulator, '10301'), await signedIn(simulator, '10302')]
  expect([nodeOf(first), nodeOf(second)]).toEqual([nodes[0], nodes[0]])
})

test('a node that fails ends its sessions; its agents and their calls are at another one', async () => {
  const simulator = await start({ nodes: 2, unseen: '400-003' })
  const [first, second] = [await signedIn(simulator, '10301'), await signedIn(simulator, '10302')]
  const callId = simulator.hold('10402')
  const holds = (one: TestClient, own: string) => one.get(`calldata/${own}/holdlistex/10402`)
  expect((await holds(second, '10302')).body?.result).toMatchObject([{ callid: callId }])
  expect((await holds(first, '10301')).body?.retcode).toBe('400-003')
  simulator.failOver(1)
  expect((await holds(second, '10302')).body?.retcode).toBe('100-006')
  expect((await holds(first, '10301')).body?.result).toMatchObject([{ callid: callId }])
  expect(simulator.record).toMatchObject([{ callId, endedAt: null }])
  // The failed node's cookie leads nowhere any more.
  await second.signIn('10302')
  expect(nodeOf(second)).toBe(nodes[0])
  await second.send('DELETE', 'onlineagent/10302/logout')
  simulator.recover(1)
  second.cookie = ''
  await second.signIn('10302')
  expect(nodeOf(second)).toBe(nodes[1])
  expect(() => simulator.failOver(2)).toThrow('There is no node 2')
  simulator.failOver(1)
  expect(() => simulator.failOver(0)).toThrow('Node 0 is the last one')
})

test('the routes that tell where an agent is answer where that is wanted', async () => {
  const simulator = await start({ nodes: 2, probes: 'answered' })
  const one = await signedIn(simulator, '10301')
  const { body } = await one.get('agentgroup/10301/alllocalagentstatus')
  const local = (body?.result as { workno: string }[]).map(({ workno }) => workno)
  expect(local).toEqual(['10301', '10401', '10403', '10405'])
  const where = await one.get('querymonitor/10301/agentclusterinfo/10402')
  expect(where.body?.result).toEqual({ workno: '10402', clusterName: 'AgentGateway1' })
  const without = await start({ nodes: 2, probes: 'missing' })
  const other = await signedIn(without, '10301')
  expect((await other.get('agentgroup/10301/alllocalagentstatus')).status).toBe(404)
  expect((await other.get('querymonitor/10301/agentclusterinfo/10402')).status).toBe(404)
})
