import { afterEach, expect, test } from 'vitest'
import { startSimulator, type Simulator } from './index.ts'
import { TestClient } from './testClient.ts'

const running: { stop: () => unknown }[] = []
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop()
})

const agentId = '10401'
async function start(): Promise<{
  simulator: Simulator
  agent: TestClient
  inspector: TestClient
}> {
  const simulator = await startSimulator({ agents: 2, shift: false, signInMs: 0, pollWaitMs: 0 })
  running.push(simulator)
  const [agent, inspector] = [new TestClient(simulator), new TestClient(simulator)]
  for (const client of [agent, inspector]) running.push({ stop: () => client.close() })
  await agent.signIn(agentId, { way: '/forcelogin' })
  await inspector.signIn('10301')
  return { simulator, agent, inspector }
}

type Do = (simulator: Simulator) => void
const talking: Do = (simulator) => simulator.talk(agentId, { callId: '1-1' })
const ringing: Do = (simulator) => simulator.ring(agentId, { callId: '1-1' })
const held: Do = (simulator) => simulator.hold(agentId, { callId: '1-1' })
const both: Do = (simulator) => {
  held(simulator)
  simulator.talk(agentId, { callId: '1-2' })
}
const nothing: Do = () => undefined

test.each<[string, string, Do, string, Record<string, string>]>([
  ['PUT', 'answer', ringing, '0', { '1-1': 'talking' }],
  ['PUT', 'answer', talking, '200-002', { '1-1': 'talking' }],
  ['PUT', 'answer', nothing, '200-002', {}],
  ['POST', 'hold', talking, '0', { '1-1': 'held' }],
  ['POST', 'hold', both, '0', { '1-1': 'held', '1-2': 'held' }],
  ['POST', 'hold', ringing, '200-014', { '1-1': 'ringing' }],
  ['POST', 'hold', held, '200-014', { '1-1': 'held' }],
  ['POST', 'hold', nothing, '200-013', {}],
  ['POST', 'gethold?callid=1-1', held, '0', { '1-1': 'talking' }],
  ['POST', 'gethold?callid=1-1', both, '200-016', { '1-1': 'held', '1-2': 'talking' }],
  ['POST', 'gethold?callid=1-9', held, '200-015', { '1-1': 'held' }],
  ['POST', 'gethold', held, '200-015', { '1-1': 'held' }],
  ['POST', 'connecthold/1-1', both, '0', {}],
  ['POST', 'connecthold/1-9', both, '200-006', { '1-1': 'held', '1-2': 'talking' }],
  ['POST', 'connecthold/1-1', held, '200-005', { '1-1': 'held' }],
  ['DELETE', 'release', both, '0', { '1-1': 'held' }],
  ['DELETE', 'release', held, '0', {}],
  ['DELETE', 'release', nothing, '200-017', {}],
])('%s %s', async (method, action, given, code, left) => {
  const { simulator, agent } = await start()
  given(simulator)
  const { body } = await agent.send(method, `voicecall/${agentId}/${action}`)
  expect(body?.retcode).toBe(code)
  const { agents } = simulator.state as {
    agents: { agentId: string; calls: { callId: string; state: string }[] }[]
  }
  const calls = agents.find((one) => one.agentId === agentId)?.calls ?? []
  expect(Object.fromEntries(calls.map((call) => [call.callId, call.state]))).toEqual(left)
})

test('a call that the agent’s client holds is on both lists, among the events and on record', async () => {
  const { simulator, agent, inspector } = await start()
  talking(simulator)
  await agent.send('POST', `onlineagent/${agentId}/syncagentinfo`)
  const eventTypes = async () => {
    const { body } = await agent.get(`agentevent/${agentId}`)
    const { eventType, content } = (body?.event ?? {}) as Record<string, unknown>
    return [eventType, content]
  }
  const lists = async () => [
    (await agent.get(`calldata/${agentId}/holdlist`)).body,
    (await inspector.get(`calldata/10301/holdlistex/${agentId}`)).body,
  ]
  await agent.send('POST', `voicecall/${agentId}/hold`)
  expect(await eventTypes()).toEqual(['AgentEvent_Hold', '1-1'])
  expect(await lists()).toMatchObject([
    { result: [{ callid: '1-1' }] },
    { result: [{ callid: '1-1' }] },
  ])
  expect(simulator.record).toMatchObject([{ agentId, callId: '1-1', endedAt: null }])
  await agent.send('POST', `voicecall/${agentId}/gethold?callid=1-1`)
  expect(await eventTypes()).toEqual([
    'AgentEvent_Talking',
    expect.objectContaining({ callid: '1-1' }),
  ])
  expect(await lists()).toMatchObject([{ retcode: '400-003' }, { retcode: '400-003' }])
  expect(simulator.record).toMatchObject([{ endedAt: expect.any(Number) }])
  await agent.send('POST', `voicecall/${agentId}/hold`)
  simulator.talk(agentId, { callId: '1-2' })
  for (let count = 0; count < 2; count++) await eventTypes()
  await agent.send('POST', `voicecall/${agentId}/connecthold/1-1`)
  expect([await eventTypes(), await eventTypes()]).toEqual([
    ['AgentEvent_Call_Release', { callid: '1-2' }],
    ['AgentEvent_Call_Release', { callid: '1-1' }],
  ])
  expect(simulator.record.every((hold) => hold.endedAt !== null)).toBe(true)
})

test('whom a client works for, the shift does not', async () => {
  let now = 1_760_000_000_000
  const simulator = await startSimulator({ agents: 1, signInMs: 0, now: () => now })
  running.push(simulator)
  const agent = new TestClient(simulator)
  running.push({ stop: () => agent.close() })
  await agent.signIn(agentId, { way: '/forcelogin' })
  const calls = async () => (await agent.get(`calldata/${agentId}/allcallid`)).body?.result
  const before = await calls()
  expect(before).toHaveLength(1)
  expect((await agent.send('POST', `voicecall/${agentId}/hold`)).body?.retcode).toBe('0')
  now += 100_000
  simulator.catchUp()
  expect(await calls()).toEqual(before)
})
