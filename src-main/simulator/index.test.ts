import { afterEach, expect, test } from 'vitest'
import { startSimulator, type Simulator } from './index.ts'

let simulator: Simulator | undefined
afterEach(() => simulator?.stop())

const minute = 60_000
let time = 1_760_000_000_000
const start = async (speed = 1): Promise<Simulator> => {
  time = 1_760_000_000_000
  simulator = await startSimulator({ agents: 20, speed, now: () => time })
  return simulator
}

test('the shift follows the clock, and is as many times faster as ordered', async () => {
  const normal = await start()
  for (let at = 0; at < 30; at++) {
    time += minute
    normal.catchUp()
  }
  const holds = normal.record.map(({ agentId }) => agentId)
  expect(holds.length).toBeGreaterThan(20)
  await normal.stop()
  const fast = await start(60)
  for (let at = 0; at < 30; at++) {
    time += minute / 60
    fast.catchUp()
  }
  expect(fast.record.map(({ agentId }) => agentId)).toEqual(holds)
  const last = fast.record.at(-1)?.startedAt ?? 0
  expect(last).toBeLessThanOrEqual(1_760_000_000_000 + minute / 2)
})

test('the shift lets go of an agent who is driven', async () => {
  const one = await start()
  for (const { agentId } of one.accounts.agents) {
    const { agents } = one.state as { agents: { agentId: string; calls: object[] }[] }
    if (agents.find((agent) => agent.agentId === agentId)?.calls.length !== 1) continue
    one.hold(agentId, { callId: `1-${agentId}` })
  }
  const driven = one.record.length
  expect(driven).toBeGreaterThan(5)
  time += 60 * minute
  one.catchUp()
  expect(one.record.slice(0, driven).every((hold) => hold.endedAt === null)).toBe(true)
})

test('a clock set back neither ends holds nor stops the shift', async () => {
  const one = await start()
  time -= 60 * minute
  one.catchUp()
  const before = one.record.length
  time += 10 * minute
  one.catchUp()
  expect(one.record.length).toBeGreaterThan(before)
})

test('two inspectors and the agents have accounts, and an unknown agent cannot be driven', async () => {
  const one = await start()
  const { inspector, secondInspector, agents } = one.accounts
  expect([inspector.agentId, secondInspector.agentId]).toEqual(['10301', '10302'])
  expect(agents).toHaveLength(20)
  expect(agents[0]).toEqual({
    agentId: '10401',
    name: 'Chen Wei 陈伟',
    password: 'Simulated-1',
    phone: '70401',
    node: 0,
  })
  expect(() => one.hold('999')).toThrow('There is no agent 999')
  expect(() => one.hold('10302')).toThrow('is not signed in')
})
