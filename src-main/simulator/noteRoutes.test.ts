import { afterEach, expect, test } from 'vitest'
import { startSimulator, type Simulator, type SimulatorOptions } from './index.ts'
import { TestClient } from './testClient.ts'

const running: { stop: () => unknown }[] = []
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop()
})

const inspectorId = '10301'
const agentId = '10401'
async function start(options: Partial<SimulatorOptions> = {}): Promise<{
  simulator: Simulator
  inspector: TestClient
  agent: TestClient
}> {
  const simulator = await startSimulator({
    agents: 3,
    shift: false,
    signInMs: 0,
    pollWaitMs: 0,
    ...options,
  })
  running.push(simulator)
  const [inspector, agent] = [new TestClient(simulator), new TestClient(simulator)]
  for (const client of [inspector, agent]) running.push({ stop: () => client.close() })
  await inspector.signIn(inspectorId)
  await agent.signIn(agentId, { way: '/forcelogin' })
  await agent.send('POST', `onlineagent/${agentId}/syncagentinfo`)
  return { simulator, inspector, agent }
}

const send = (client: TestClient, body: unknown) =>
  client.send('POST', `onlineagent/${inspectorId}/sendnoteletex`, body)
const note = { agentIds: [10401], content: '客户 is waiting' }

test('a note is answered as documented, and the receiver gets an event with its text', async () => {
  const { simulator, inspector, agent } = await start()
  expect((await send(inspector, note)).body).toEqual({
    message: 'success',
    retcode: '0',
    result: null,
  })
  expect(simulator.notes).toMatchObject([
    { sender: inspectorId, receiver: agentId, content: '客户 is waiting' },
  ])
  const { body } = await agent.get(`agentevent/${agentId}`)
  expect(body?.event).toMatchObject({
    eventType: 'AgentOther_Note',
    workNo: agentId,
    content: { sender: inspectorId, sendername: 'Helen Park', context: '客户 is waiting' },
  })
})

test('the event says nothing more where the gateway is as on the pages', async () => {
  const { inspector, agent } = await start({ notesWithText: false })
  await send(inspector, note)
  const { body } = await agent.get(`agentevent/${agentId}`)
  expect(body?.event).toMatchObject({ eventType: 'AgentOther_Note', content: null })
})

test('a note to oneself arrives', async () => {
  const { inspector } = await start()
  await inspector.send('POST', `onlineagent/${inspectorId}/syncagentinfo`)
  expect((await send(inspector, { ...note, agentIds: [10301] })).body?.retcode).toBe('0')
  const { body } = await inspector.get(`agentevent/${inspectorId}`)
  expect(body?.event).toMatchObject({ eventType: 'AgentOther_Note', workNo: inspectorId })
})

test.each<[string, unknown, string, string]>([
  ['an empty text', { ...note, content: '' }, '0', '0'],
  ['1023 bytes', { ...note, content: '保'.repeat(341) }, '0', '0'],
  ['1024 bytes', { ...note, content: `${'保'.repeat(341)}a` }, '100-001', '100-001'],
  ['ids as text', { ...note, agentIds: ['10401'] }, '100-001', '0'],
  ['no receiver', { ...note, agentIds: [] }, '100-001', '100-001'],
  ['101 receivers', { ...note, agentIds: Array(101).fill(10401) }, '100-001', '100-001'],
  ['no text', { agentIds: [10401] }, '100-001', '100-001'],
  ['no body', undefined, '100-001', '100-001'],
  ['an unknown receiver', { ...note, agentIds: [10499] }, '100-007', '100-007'],
])('%s', async (_, body, strictly, leniently) => {
  const answers: unknown[] = []
  for (const strict of [true, false]) {
    const { inspector } = await start({ strict })
    answers.push((await send(inspector, body)).body?.retcode)
  }
  expect(answers).toEqual([strictly, leniently])
})

test('a receiver who is not signed in is refused, and so is a sender', async () => {
  const { simulator, inspector } = await start()
  simulator.signOut(agentId)
  expect((await send(inspector, note)).body?.retcode).toBe('100-006')
  inspector.guid = 'none.AgentGateway0'
  expect((await send(inspector, note)).body?.retcode).toBe('100-006')
  expect(simulator.notes).toEqual([])
})
