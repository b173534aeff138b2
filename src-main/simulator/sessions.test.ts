import { afterEach, expect, test } from 'vitest'
import { startSimulator, type Simulator, type SimulatorOptions } from './index.ts'
import { TestClient } from './testClient.ts'

const running: { stop: () => unknown }[] = []
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop()
})

let time = 0
async function start(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  time = 1_760_000_000_000
  const simulator = await startSimulator({
    agents: 4,
    shift: false,
    pollWaitMs: 30,
    signInMs: 0,
    now: () => time,
    ...options,
  })
  running.push(simulator)
  return simulator
}
function client(simulator: Simulator): TestClient {
  const made = new TestClient(simulator)
  running.push({ stop: () => made.close() })
  return made
}
const inspector = '10301'

test('a sign-in answers as documented and brings a GUID and the cookie', async () => {
  const simulator = await start()
  const reply = await client(simulator).signIn(inspector)
  expect(reply.status).toBe(200)
  expect(reply.body).toEqual({
    message: '',
    retcode: '0',
    result: {
      vdnid: 3,
      workno: inspector,
      mediatype: 'TFF',
      loginTime: '1760000000000',
      isForceChange: 'false',
      serverName: 'AgentGateway',
      timeRemaining: '57',
    },
  })
  expect(reply.headers['set-guid']).toMatch(/^JSESSIONID=[0-9a-f-]{36}\.AgentGateway0$/)
  expect(reply.headers['set-cookie']?.[0]).toMatch(/^huaweielbsession=[0-9a-f]{32};/)
})

test.each([
  ['no password', { password: undefined }, '100-001'],
  ['a long password', { password: 'x'.repeat(33) }, '100-001'],
  ['no phone', { phonenum: undefined }, '100-001'],
  ['a strange phone', { phonenum: 'abc' }, '100-013'],
  ['a strange state', { status: 9 }, '100-001'],
  ['a strange flag', { autoanswer: 'maybe' }, '100-001'],
  ['a strange agent type', { agenttype: 7 }, '100-012'],
  ['an IPv6 address', { ip: '::1' }, '100-016'],
  ['a wrong password', { password: 'wrong' }, '100-004'],
  ['texts for numbers, as the official example', { status: '3', agenttype: '4' }, '0'],
])('a sign-in with %s', async (_, body, code) => {
  const simulator = await start()
  expect((await client(simulator).signIn(inspector, { body })).body?.retcode).toBe(code)
})

test('only loginex does without a phone', async () => {
  const simulator = await start()
  const body = { phonenum: '' }
  const one = client(simulator)
  expect((await one.signIn(inspector, { way: '/forcelogin', body })).body?.retcode).toBe('100-001')
  expect((await one.signIn(inspector, { way: '/loginex', body })).body?.retcode).toBe('0')
})

test('five wrong passwords lock the account until the lock lapses', async () => {
  const simulator = await start({ lockMs: 1000 })
  const one = client(simulator)
  for (let attempt = 0; attempt < 5; attempt++) {
    const reply = await one.signIn(inspector, { body: { password: 'wrong' } })
    expect(reply.body?.retcode).toBe('100-004')
  }
  expect((await one.signIn(inspector)).body?.retcode).toBe('110-016')
  time += 1000
  expect((await one.signIn(inspector)).body?.retcode).toBe('0')
})

test('who is signed in elsewhere is displaced only by force', async () => {
  const simulator = await start()
  const [first, second] = [client(simulator), client(simulator)]
  await first.signIn(inspector)
  expect((await second.signIn(inspector)).body?.retcode).toBe('100-002')
  expect(await first.code(`agentgroup/${inspector}/iscensor`)).toBe('0')
  expect((await second.signIn(inspector, { way: '/forcelogin' })).body?.retcode).toBe('0')
  expect(await first.code(`agentgroup/${inspector}/iscensor`)).toBe('100-006')
  expect(simulator.stats.staleGuidRejections).toBe(1)
  expect((await client(simulator).signIn('10401')).body?.retcode).toBe('100-002')
})

test('a second sign-in before the first has answered is refused', async () => {
  const simulator = await start({ signInMs: 100 })
  const replies = await Promise.all([
    client(simulator).signIn(inspector),
    client(simulator).signIn(inspector),
  ])
  expect(replies.map((reply) => reply.body?.retcode).sort()).toEqual(['0', '100-021'])
})

test('logout is refused in a call, forcelogout releases it', async () => {
  const simulator = await start({ desktops: false })
  const one = client(simulator)
  await one.signIn('10401')
  simulator.talk('10401')
  const logout = () => one.send('DELETE', 'onlineagent/10401/logout')
  expect((await logout()).body?.retcode).toBe('100-010')
  simulator.hold('10401')
  expect((await one.send('DELETE', 'onlineagent/10401/forcelogout')).body?.retcode).toBe('0')
  expect(simulator.record[0]?.endedAt).toBe(time)
  expect((await logout()).body?.retcode).toBe('100-006')
  await one.signIn('10401')
  expect((await logout()).body?.retcode).toBe('0')
})

test('the poll brings a new GUID when one is due; the old one lives on to its own end', async () => {
  const simulator = await start()
  const one = client(simulator)
  const poll = () => one.get(`agentevent/${inspector}`)
  const ask = (guid: string) =>
    one.send('GET', `agentgroup/${inspector}/iscensor`, undefined, { guid })
  await one.signIn(inspector)
  const first = one.guid
  time += 59_999
  expect((await poll()).headers['set-guid']).toBeUndefined()
  time += 1
  const renewing = await poll()
  one.take(renewing)
  expect(one.guid).not.toBe(first)
  expect(renewing.headers['set-guid']).toBe(`JSESSIONID=${one.guid}`)
  time += 59_999
  expect((await ask(first)).body?.retcode).toBe('0')
  time += 1
  expect((await ask(first)).body?.retcode).toBe('100-006')
  expect((await ask(one.guid)).body?.retcode).toBe('0')
  expect(simulator.stats.staleGuidRejections).toBe(1)
  expect((await ask('wrong.AgentGateway0')).body?.retcode).toBe('100-006')
  expect(simulator.stats).toMatchObject({ staleGuidRejections: 1, otherGuidRejections: 1 })
})

test('the code for a bad GUID can be the other documented one', async () => {
  const simulator = await start({ guidRejection: '000-003' })
  expect(await client(simulator).code(`agentgroup/${inspector}/iscensor`)).toBe('000-003')
})

test('static GUIDs never change, and those of the desktops can be handed out', async () => {
  const simulator = await start({ authMode: 1 })
  const one = client(simulator)
  await one.signIn(inspector)
  time += 100_000
  expect((await one.get(`agentevent/${inspector}`)).headers['set-guid']).toBeUndefined()
  time += 100_000
  await one.get(`agentevent/${inspector}`)
  expect(await one.code(`agentgroup/${inspector}/iscensor`)).toBe('0')
  one.guid = simulator.accounts.agents[0]?.guid ?? ''
  expect(await one.code('calldata/10401/holdlist')).toBe('400-003')
  expect(await one.code('calldata/10402/holdlist')).toBe('100-006')
  time += 1_000_000
  expect(await one.code('calldata/10401/holdlist')).toBe('400-003')
})

test('updateGuid gives the new GUID in the body', async () => {
  const simulator = await start()
  const one = client(simulator)
  await one.signIn(inspector)
  const { body } = await one.send('PUT', `onlineagent/${inspector}/updateGuid`)
  one.guid = (body?.result as { guid: string }).guid
  expect(await one.code(`agentgroup/${inspector}/iscensor`)).toBe('0')
})

test('without a poll the session ends, with polls it does not', async () => {
  const simulator = await start({ authMode: 1 })
  const one = client(simulator)
  await one.signIn(inspector)
  for (let round = 0; round < 3; round++) {
    time += 119_000
    await one.get(`agentevent/${inspector}`)
  }
  expect(await one.code(`agentgroup/${inspector}/iscensor`)).toBe('0')
  time += 120_000
  expect(await one.code(`agentgroup/${inspector}/iscensor`)).toBe('100-006')
  expect((await one.signIn(inspector)).body?.retcode).toBe('0')
})

test('the poll hands out one event at a time, and at once when one comes', async () => {
  const simulator = await start({ pollWaitMs: 60_000, desktops: false })
  const one = client(simulator)
  await one.signIn('10401')
  const events: unknown[] = []
  const poll = async () => {
    const { body } = await one.get('agentevent/10401')
    events.push((body?.event as { eventType: string }).eventType)
    return body?.event
  }
  for (let count = 0; count < 3; count++) await poll()
  expect(events).toEqual([
    'AgentOther_InService',
    'AgentState_Ready',
    'AgentState_SetNotReady_Success',
  ])
  const waiting = poll()
  await expect.poll(() => simulator.stats.requests.poll).toBe(4)
  simulator.ring('10401', { callId: '1-2' })
  await waiting
  for (let count = 0; count < 3; count++) await poll()
  simulator.talk('10401')
  expect(await poll()).toMatchObject({
    eventType: 'AgentEvent_Talking',
    workNo: '10401',
    content: { callid: '1-2', caller: '02155501234', called: '4008000', feature: 0 },
  })
  simulator.hold('10401')
  expect(await poll()).toEqual({
    eventType: 'AgentEvent_Hold',
    eventGenTime: time,
    workNo: '10401',
    content: '1-2',
  })
  simulator.retrieve('10401')
  simulator.release('10401')
  await poll()
  await poll()
  expect(events.slice(3)).toEqual([
    'AgentState_Busy',
    'AgentOther_PhoneAlerting',
    'AgentOther_PhoneOffhook',
    'AgentEvent_Ringing',
    'AgentEvent_Talking',
    'AgentEvent_Hold',
    'AgentEvent_Talking',
    'AgentEvent_Call_Release',
  ])
})

test('an empty poll says nothing but its two keys', async () => {
  const simulator = await start()
  const one = client(simulator)
  await one.signIn(inspector)
  for (let count = 0; count < 3; count++) await one.get(`agentevent/${inspector}`)
  expect((await one.get(`agentevent/${inspector}`)).body).toEqual({ message: '', retcode: '0' })
})

test('who is displaced while polling is told so', async () => {
  const simulator = await start({ pollWaitMs: 60_000 })
  const one = client(simulator)
  await one.signIn(inspector)
  for (let count = 0; count < 3; count++) await one.get(`agentevent/${inspector}`)
  const waiting = one.get(`agentevent/${inspector}`)
  await expect.poll(() => simulator.stats.requests.poll).toBe(4)
  await client(simulator).signIn(inspector, { way: '/forcelogin' })
  expect((await waiting).body?.retcode).toBe('100-006')
})

/** Every event that waits for this agent's poll, with its content. */
async function events(one: TestClient, agentId: string): Promise<[string, unknown][]> {
  const seen: [string, unknown][] = []
  for (;;) {
    const { body } = await one.get(`agentevent/${agentId}`)
    const event = body?.event as { eventType: string; content: unknown } | undefined
    if (event === undefined) return seen
    seen.push([event.eventType, event.content])
  }
}

test('an outgoing call is told from the phone to the customer’s', async () => {
  const simulator = await start({ pollWaitMs: 0, desktops: false })
  const one = client(simulator)
  await one.signIn('10401')
  await events(one, '10401')
  const call = { callId: '1-1', caller: '4008000', called: '013900001111', feature: 7 }
  simulator.talk('10401', call)
  const { callId: callid, ...rest } = call
  expect(await events(one, '10401')).toEqual([
    ['AgentState_Busy', null],
    ['AgentOther_PhoneAlerting', null],
    ['AgentOther_PhoneOffhook', null],
    ['AgentEvent_Customer_Alerting', { callid, otherPhone: '013900001111' }],
    ['AgentEvent_Talking', { callid, ...rest, mediaAbility: 0 }],
  ])
  simulator.hold('10401')
  simulator.talk('10401', { callId: '1-2' })
  simulator.hangUp('10401', '1-1')
  const eventTypes = await events(one, '10401')
  expect(eventTypes.map(([type]) => type)).toEqual([
    'AgentEvent_Hold',
    'AgentEvent_Talking',
    'AgentEvent_Customer_Release',
  ])
  expect(eventTypes.at(-1)?.[1]).toEqual({ callid: '1-1' })
  expect(simulator.record[0]?.endedAt).toBe(time)
})

test('a poll that waits hears of the sign-out', async () => {
  const simulator = await start({ pollWaitMs: 60_000, desktops: false })
  const one = client(simulator)
  await one.signIn('10401')
  for (let count = 0; count < 3; count++) await one.get('agentevent/10401')
  const waiting = one.get('agentevent/10401')
  await expect.poll(() => simulator.stats.requests.poll).toBe(4)
  time += 60_000
  await one.send('DELETE', 'onlineagent/10401/logout')
  const { body, headers } = await waiting
  expect(body).toMatchObject({ retcode: '0', event: { eventType: 'AgentOther_ShutdownService' } })
  expect(headers['set-guid']).toBeUndefined()
  expect(await one.code('agentevent/10401')).toBe('100-006')
})

test('whose events are pushed must not poll, and is kept by heartbeats', async () => {
  const simulator = await start()
  const one = client(simulator)
  const push = { callBackUri: 'https://desk.test/events', serviceToken: 'token' }
  await one.signIn(inspector, { body: push })
  expect(await one.code(`agentevent/${inspector}`)).toBe('000-001')
  const beat = (method: string, what: string) =>
    one.send(method, `onlineagent/${inspector}/${what}`)
  const first = one.guid
  for (const [method, what] of [
    ['PUT', 'heartbeat'],
    ['POST', 'handshake'],
  ] as const) {
    time += 60_000
    const reply = await beat(method, what)
    expect(reply.body?.retcode).toBe('0')
    one.take(reply)
  }
  expect(one.guid).not.toBe(first)
  time += 119_999
  expect((await beat('PUT', 'heartbeat')).body?.result).toEqual({ loginTime: '1760000000000' })
  expect(await one.code(`agentgroup/${inspector}/iscensor`)).toBe('0')
})

test.each([{ callBackUri: 'https://desk.test/events' }, { serviceToken: 'token' }])(
  'with %j alone events are polled, and heartbeats keep nothing',
  async (body) => {
    const simulator = await start({ authMode: 1 })
    const one = client(simulator)
    await one.signIn(inspector, { body })
    expect(await one.code(`agentevent/${inspector}`)).toBe('0')
    const handshake = () => one.send('POST', `onlineagent/${inspector}/handshake`)
    time += 119_999
    expect((await handshake()).body?.retcode).toBe('0')
    time += 1
    expect((await handshake()).body?.retcode).toBe('100-006')
  },
)

test('one poll gets the events of all agents, where the gateway is set up so', async () => {
  const simulator = await start({ eventMode: 2, authMode: 1, desktops: false })
  const [one, other] = [client(simulator), client(simulator)]
  await one.signIn('10401')
  await other.signIn('10402')
  const all = async () => (await one.get('agentevent/allagentevent')).body
  const eventTypes = (await all())?.event as { eventType: string; workNo: string }[]
  expect(new Set(eventTypes.map(({ workNo }) => workNo))).toEqual(new Set(['10401', '10402']))
  expect(eventTypes).toHaveLength(6)
  expect(await all()).toEqual({ message: '', retcode: '0', event: [] })
  simulator.hold('10402', { callId: '1-1' })
  expect((await all())?.event).toMatchObject([{ eventType: 'AgentEvent_Hold', content: '1-1' }])
  expect(await one.code('agentevent/10401')).toBe('000-001')
  time += 119_999
  await all()
  time += 1
  expect(await other.code('onlineagent/10402/agentstatus')).toBe('0')
})

test('without that, and without a good GUID, there is no such poll', async () => {
  const simulator = await start()
  const one = client(simulator)
  expect(await one.code('agentevent/allagentevent')).toBe('100-006')
  await one.signIn(inspector)
  expect(await one.code('agentevent/allagentevent')).toBe('000-003')
})

test.each([
  ['/forceloginex', { phonenum: undefined }],
  ['/forceloginexwithoutphone', { phonenum: undefined }],
  ['/forceloginex', {}],
])('%s displaces a session, with body %j', async (way, body) => {
  const simulator = await start()
  const [first, second] = [client(simulator), client(simulator)]
  await first.signIn(inspector)
  expect((await second.signIn(inspector, { way, body })).body?.retcode).toBe('0')
  expect(await first.code(`agentgroup/${inspector}/iscensor`)).toBe('100-006')
})

test('a sign-in by account says whose account it is', async () => {
  const simulator = await start()
  const one = client(simulator)
  const signIn = (account: string) =>
    one.send('PUT', 'onlineagent/loginbyaccount', { account, password: 'Simulated-1' })
  expect((await signIn('nobody')).body?.retcode).toBe('100-004')
  const reply = await signIn(inspector)
  expect(reply.body).toMatchObject({ retcode: '0', result: { workno: inspector } })
  one.take(reply)
  expect(await one.code(`agentgroup/${inspector}/iscensor`)).toBe('0')
  expect((await signIn(inspector)).body?.retcode).toBe('100-002')
})

test('a sign-in and a sign-out of one agent must not overlap', async () => {
  const release: (() => void)[] = []
  const setTimer = (_: number, run: () => void) => {
    release.push(run)
    return () => undefined
  }
  const simulator = await start({ authMode: 1, signInMs: 1, signOutMs: 2, setTimer })
  const [one, other] = [client(simulator), client(simulator)]
  release.length = 0
  const held = async <T>(reply: Promise<T>): Promise<() => Promise<T>> => {
    await expect.poll(() => release).toHaveLength(1)
    return () => {
      release.splice(0).forEach((run) => run())
      return reply
    }
  }
  await (
    await held(one.signIn(inspector))
  )()
  const signOut = () => one.send('DELETE', `onlineagent/${inspector}/logout`)

  const signingIn = await held(other.signIn(inspector, { way: '/forcelogin' }))
  expect((await signOut()).body?.retcode).toBe('100-021')
  await signingIn()

  const signingOut = await held(signOut())
  expect((await other.signIn(inspector)).body?.retcode).toBe('000-007')
  expect((await signOut()).body?.retcode).toBe('000-007')
  expect((await signingOut()).body?.retcode).toBe('0')
})
