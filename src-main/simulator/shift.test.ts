import { expect, test } from 'vitest'
import { CallCenter, statusOf } from './callCenter.ts'
import { defaultOptions, staff } from './options.ts'
import { Shift } from './shift.ts'

const second = 1000
const hour = 3600 * second

interface Day {
  center: CallCenter
  shift: Shift
  events: string[]
  /** Moves shift and clock on. */
  pass: (ms: number) => void
}

function day({ seed = 1, agents = 20, desktops = true, noteEffect = 1 } = {}): Day {
  let time = 1_760_000_000_000
  const events: string[] = []
  const center: CallCenter = new CallCenter(
    staff({ ...defaultOptions, agents, seed }),
    () => time,
    (agentId, type) => events.push(`${agentId} ${type}`),
  )
  const shift = new Shift(center, {
    seed,
    desktops,
    noteEffect,
    signIn: (id) => center.signIn(id),
  })
  return {
    center,
    shift,
    events,
    pass: (ms) => {
      time += ms
      shift.step(ms)
    },
  }
}

const inCall = ({ center }: Day, state: string): number =>
  [...center.agents.values()].filter((agent) => agent.calls.some((call) => call.state === state))
    .length

test('the same seed plays the same day, in steps of any size; another seed another one', () => {
  const [fine, coarse, other] = [day(), day(), day({ seed: 2 })]
  for (let at = 0; at < hour; at += 250) fine.pass(250)
  for (let at = 0; at < hour; at += 60 * second) coarse.pass(60 * second)
  other.pass(hour)
  expect(fine.events.length).toBeGreaterThan(500)
  expect(coarse.events).toEqual(fine.events)
  expect(other.events.slice(0, 200)).not.toEqual(fine.events.slice(0, 200))
  const repeat = day()
  for (let at = 0; at < hour; at += 250) repeat.pass(250)
  expect(repeat.center.record).toEqual(fine.center.record)
})

test.each([1, 2, 3, 4, 5])('seed %i starts with calls, and holds one within 5 s', (seed) => {
  const start = day({ seed })
  expect(inCall(start, 'talking')).toBeGreaterThanOrEqual(5)
  expect(start.center.record).toEqual([])
  start.pass(5 * second)
  expect(inCall(start, 'held')).toBeGreaterThanOrEqual(1)
  start.pass(25 * second)
  const signedOut = [...start.center.agents.values()].filter((agent) => statusOf(agent) === 2)
  expect(signedOut.map((agent) => agent.inspector)).toEqual([true, true])
})

test('with 20 agents usually 2 to 6 calls are held, and about a third of the agents talk', () => {
  const seen = { usual: 0, talking: 0, samples: 0 }
  for (let seed = 1; seed <= 5; seed++) {
    const one = day({ seed })
    for (let at = 0; at < 2 * hour; at += 10 * second) {
      one.pass(10 * second)
      const held = inCall(one, 'held')
      seen.samples += 1
      seen.talking += inCall(one, 'talking')
      if (held >= 2 && held <= 6) seen.usual += 1
    }
  }
  expect(seen.usual / seen.samples).toBeGreaterThan(0.7)
  expect(seen.talking / seen.samples / 20).toBeGreaterThan(0.25)
  expect(seen.talking / seen.samples / 20).toBeLessThan(0.42)
})

test('holds have a long tail, recur in a call, and happen beside consultations', () => {
  const one = day({ agents: 50 })
  const features = new Set<number>()
  let beside = 0
  for (let at = 0; at < 3 * hour; at += second) {
    one.pass(second)
    for (const agent of one.center.agents.values()) {
      for (const call of agent.calls) features.add(call.feature)
      if (agent.calls.length === 2) beside += 1
    }
  }
  const ended = one.center.record.filter((hold) => hold.endedAt !== null)
  const share = (from: number, to: number): number => {
    const length = (hold: (typeof ended)[number]) => (hold.endedAt ?? 0) - hold.startedAt
    const within = ended.filter((hold) => length(hold) >= from && length(hold) < to)
    return within.length / ended.length
  }
  expect(share(0, 61 * second)).toBeGreaterThan(0.45)
  expect(share(61 * second, 240 * second)).toBeGreaterThan(0.1)
  expect(share(300 * second, hour)).toBeGreaterThan(0.04)
  expect(share(300 * second, hour)).toBeLessThan(0.25)
  expect(new Set(ended.map((hold) => hold.callId)).size).toBeLessThan(ended.length)
  expect([...features].sort((a, b) => a - b)).toEqual([0, 6, 7, 44, 51])
  expect(beside).toBeGreaterThan(0)
})

test('an agent driven by hand is left alone', () => {
  const one = day()
  one.shift.leave('10401')
  for (const call of [...one.center.agent('10401').calls]) one.center.release('10401', call.callId)
  one.center.hold('10401', { callId: '1-1' })
  one.pass(hour)
  expect(one.center.agent('10401').calls).toMatchObject([{ callId: '1-1', state: 'held' }])
})

test('an agent lent to a client is left alone until idle again', () => {
  const one = day({ agents: 1 })
  const { center } = one
  const agent = center.agent('10401')
  while (agent.calls.length === 0) one.pass(second)
  one.shift.lend('10401')
  const [{ callId } = { callId: '' }] = agent.calls
  if (agent.calls[0]?.state !== 'held') center.hold('10401', { callId })
  one.pass(hour)
  expect(agent.calls).toMatchObject([{ callId, state: 'held' }])
  center.release('10401')
  center.setState('10401', 'busy')
  one.pass(hour)
  expect(agent).toMatchObject({ calls: [], resting: 'busy' })
  center.setState('10401', 'idle')
  const before = one.events.length
  one.pass(hour)
  expect(one.events.slice(before)).toContain('10401 AgentEvent_Talking')
})

test('some customers hang up while on hold', () => {
  const one = day({ agents: 50 })
  one.pass(3 * hour)
  expect(one.events.some((event) => event.endsWith(' AgentEvent_Customer_Release'))).toBe(true)
})

test('without desktops nobody signs in, and who is signed in gets calls', () => {
  const one = day({ desktops: false })
  one.pass(hour)
  expect(one.events).toEqual([])
  one.center.signIn('10401')
  for (let at = 0; at < hour; at += second) one.pass(second)
  expect(one.center.record.length).toBeGreaterThan(0)
  expect(new Set(one.center.record.map((hold) => hold.agentId))).toEqual(new Set(['10401']))
})

test('an agent signed out in the middle of a call comes back and goes on', () => {
  const one = day({ agents: 1 })
  one.center.signOut('10401')
  expect(statusOf(one.center.agent('10401'))).toBe(2)
  one.pass(hour)
  expect(statusOf(one.center.agent('10401'))).not.toBe(2)
})

/** The agents who hold after a minute, each sent a note; how many have retrieved the call 10 s later. */
function answersToNotes(noteEffect: number): { held: number; retrieved: number } {
  const sums = { held: 0, retrieved: 0 }
  for (let seed = 1; seed <= 10; seed++) {
    const one = day({ seed, noteEffect })
    one.pass(60 * second)
    // Whoever consults a colleague meanwhile goes on with that.
    const isAlone = (agentId: string) => one.center.agent(agentId).calls.length === 1
    const open = one.center.record.filter(
      ({ agentId, endedAt }) => endedAt === null && isAlone(agentId),
    )
    for (const { agentId } of open) one.shift.noteArrived(agentId)
    one.pass(10 * second)
    const isTalking = (hold: (typeof open)[number]) =>
      one.center
        .agent(hold.agentId)
        .calls.some(({ callId, state }) => callId === hold.callId && state === 'talking')
    sums.held += open.length
    sums.retrieved += open.filter(isTalking).length
  }
  return sums
}

test('an agent who holds goes back to the call after a note, if notes have that effect', () => {
  const { held, retrieved } = answersToNotes(1)
  expect(held).toBeGreaterThan(10)
  expect(retrieved).toBe(held)
  expect(answersToNotes(0).retrieved).toBeLessThan(held / 2)
})

test('a note to an agent who does not hold changes nothing', () => {
  const [noted, left] = [day(), day()]
  for (const one of [noted, left]) one.pass(20 * second)
  for (const agent of noted.center.agents.values())
    if (!agent.calls.some(({ state }) => state === 'held')) noted.shift.noteArrived(agent.agentId)
  for (const one of [noted, left]) one.pass(600 * second)
  expect(noted.events).toEqual(left.events)
})
