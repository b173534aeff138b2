import { afterEach, expect, test } from 'vitest'
import { startSimulator, type Simulator, type SimulatorOptions } from './index.ts'
import { TestClient } from './testClient.ts'

const running: { stop: () => unknown }[] = []
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop()
})

async function start(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const simulator = await startSimulator({ agents: 4, shift: false, signInMs: 0, ...options })
  running.push(simulator)
  return simulator
}
async function signedIn(simulator: Simulator, agentId: string): Promise<TestClient> {
  const client = new TestClient(simulator)
  running.push({ stop: () => client.close() })
  await client.signIn(agentId, { way: '/forcelogin' })
  return client
}

test('an agent’s own held calls come with the types of the page’s example', async () => {
  const simulator = await start()
  const agent = await signedIn(simulator, '10401')
  expect((await agent.get('calldata/10401/holdlist')).body).toEqual({
    message: 'query hold list failed',
    retcode: '400-003',
  })
  simulator.hold('10401', {
    callId: '1760000123-204',
    caller: '02155501234',
    called: '4008000',
    skill: 'billing',
    feature: 7,
  })
  expect((await agent.get('calldata/10401/holdlist')).body).toEqual({
    message: '',
    retcode: '0',
    result: [
      {
        callfeature: 7,
        callid: '1760000123-204',
        caller: '02155501234',
        called: '4008000',
        callskill: 'billing',
        callskillid: 0,
        orgicallednum: '',
        calldata: null,
        begintime: null,
        endtime: null,
      },
    ],
  })
})

test('an inspector sees five fields of every held call, and not the one talked on', async () => {
  const simulator = await start()
  const inspector = await signedIn(simulator, '10301')
  simulator.hold('10401', { callId: '1-1' })
  simulator.hold('10401', { callId: '1-2' })
  simulator.talk('10401', { callId: '1-3' })
  const list = async () => {
    const { body } = await inspector.get('calldata/10301/holdlistex/10401')
    return (body?.result ?? body?.retcode) as object[] | string
  }
  expect(await list()).toEqual(
    ['1-1', '1-2'].map((callid) => ({
      callfeature: 0,
      callid,
      caller: '02155501234',
      called: '4008000',
      callskill: 'billing',
    })),
  )
  expect(() => simulator.retrieve('10401')).toThrow('is talking')
  simulator.release('10401')
  expect(simulator.retrieve('10401')).toBe('1-1')
  expect(await list()).toMatchObject([{ callid: '1-2' }])
  simulator.release('10401', '1-2')
  expect(await list()).toBe('400-003')
})

test('the inspector’s question is refused with the code for its reason', async () => {
  const simulator = await start()
  const inspector = await signedIn(simulator, '10301')
  const ask = (workno: string) => inspector.code(`calldata/10301/holdlistex/${workno}`)
  expect(await ask('10401')).toBe('400-003')
  expect(await ask('10301')).toBe('000-005')
  expect(await ask('20001')).toBe('300-002')
  simulator.signOut('10401')
  expect(await ask('10401')).toBe('100-006')
  const agent = await signedIn(simulator, '10402')
  expect(await agent.code('calldata/10402/holdlistex/10403')).toBe('300-001')
  expect(await agent.code('agentgroup/10402/allagentstatus')).toBe('300-001')
  expect(await agent.code('qualitycontrol/10402/allagent')).toBe('900-002')
})

test('with two nodes an inspector sees its own node only, and only with the cookie', async () => {
  const simulator = await start({ nodes: 2, unseen: '100-007' })
  const first = await signedIn(simulator, '10301')
  const second = await signedIn(simulator, '10302')
  expect([first.guid.slice(36), second.guid.slice(36)]).toEqual([
    '.AgentGateway0',
    '.AgentGateway1',
  ])
  expect(await first.code('calldata/10301/holdlistex/10401')).toBe('400-003')
  expect(await first.code('calldata/10301/holdlistex/10402')).toBe('100-007')
  expect(await second.code('calldata/10302/holdlistex/10402')).toBe('400-003')
  first.cookie = ''
  expect(await first.code('calldata/10301/holdlistex/10401')).toBe('100-006')
})

test('states of tables A and B follow what agents do', async () => {
  const simulator = await start({ agents: 7 })
  const inspector = await signedIn(simulator, '10301')
  simulator.setState('10401', 'busy')
  simulator.setState('10402', 'wrap-up')
  simulator.setState('10403', 'rest')
  simulator.ring('10404')
  simulator.hold('10405')
  simulator.signOut('10406')
  const { body } = await inspector.get('agentgroup/10301/allagentstatus')
  const rows = body?.result as { workno: string; status: number; ctiStatus: number }[]
  expect(rows.map((row) => [row.workno, row.status, row.ctiStatus])).toEqual([
    ['10301', 3, 7],
    ['10302', 2, 0],
    ['10401', 3, 7],
    ['10402', 5, 6],
    ['10403', 8, 8],
    ['10404', 7, 4],
    ['10405', 7, 5],
    ['10406', 2, 0],
    ['10407', 4, 1],
  ])
  expect(rows[2]).toMatchObject({ name: 'Chen Wei 陈伟', groupname: expect.any(String) })
  const inspected = (await inspector.get('qualitycontrol/10301/allagent')).body?.result
  expect((inspected as object[])[4]).toEqual({
    workno: '10405',
    name: simulator.accounts.agents[4]?.name,
    status: '7',
  })
  const one = (await inspector.get('agentgroup/10301/agentbyworkno/10405')).body?.result
  expect(one).toMatchObject({ workno: '10405', status: 7, ctiStatus: 5, phonenumber: '70405' })
  const own = (await inspector.get('onlineagent/10301/agentstatus')).body?.result
  expect(own).toEqual({ agentState: 3, isWorking: false })
})

test('iscensor tells an inspector from an agent', async () => {
  const simulator = await start()
  const inspector = await signedIn(simulator, '10301')
  const agent = await signedIn(simulator, '10401')
  expect((await inspector.get('agentgroup/10301/iscensor')).body?.result).toBe(true)
  expect((await agent.get('agentgroup/10401/iscensor')).body?.result).toBe(false)
})

test('syncagentinfo knows since when the agent’s own call is held, with times as text', async () => {
  const now = 1_760_000_000_000
  const simulator = await start({ now: () => now })
  const agent = await signedIn(simulator, '10401')
  const info = async () =>
    (await agent.send('POST', 'onlineagent/10401/syncagentinfo')).body?.result
  expect(await info()).toEqual({
    agentStateInfo: {
      workNo: '10401',
      state: 4,
      holdCallId: '',
      beginHoldTime: null,
      curCallId: '',
      beginTalkingTime: null,
      callerNo: '',
      calledNo: '',
      callFeature: null,
      currentTime: String(now),
    },
  })
  simulator.ring('10401')
  expect(await info()).toMatchObject({ agentStateInfo: { state: 8, beginTalkingTime: null } })
  const callId = simulator.talk('10401')
  simulator.hold('10401')
  expect(await info()).toEqual({
    agentStateInfo: {
      workNo: '10401',
      state: 11,
      holdCallId: callId,
      beginHoldTime: String(now),
      curCallId: callId,
      beginTalkingTime: String(now),
      callerNo: '02155501234',
      calledNo: '4008000',
      callFeature: 0,
      currentTime: String(now),
    },
  })
})

test('syncagentinfo drops the events that wait', async () => {
  const simulator = await start({ pollWaitMs: 0 })
  const agent = await signedIn(simulator, '10401')
  await agent.send('POST', 'onlineagent/10401/syncagentinfo')
  expect((await agent.get('agentevent/10401')).body).toEqual({ message: '', retcode: '0' })
})

test('call data is one object, with its beginning in epoch ms', async () => {
  let now = 1_760_000_000_000
  const simulator = await start({ now: () => now })
  const agent = await signedIn(simulator, '10401')
  const info = async (what: string) => (await agent.get(`calldata/10401/${what}`)).body?.result
  expect(await info('callinfo')).toBe(null)
  simulator.ring('10401', { callId: '1-1', caller: '013900001111' })
  const expected = {
    callfeature: 0,
    callid: '1-1',
    caller: '013900001111',
    called: '4008000',
    callskill: 'billing',
    callskillid: 0,
    orgicallednum: '',
    calldata: '',
    begintime: null as number | null,
    endtime: null as number | null,
    userPriority: 0,
    trunkNo: 65_535,
    logontimes: 0,
  }
  expect(await info('callinfo')).toEqual(expected)
  now += 5000
  simulator.talk('10401')
  expected.begintime = now
  expect(await info('callinfo?isNoContainLastCall=true')).toEqual(expected)
  simulator.hold('10401')
  simulator.talk('10401', { callId: '1-2' })
  expect(await info('callinfobycallid/1-1')).toEqual(expected)
  expect(await info('callinfo')).toMatchObject({ callid: '1-2' })
  expect(await info('allcallid')).toEqual(['1-1', '1-2'])
  simulator.release('10401', '1-2')
  now += 5000
  simulator.hangUp('10401')
  expected.endtime = now
  expect(await info('callinfo')).toEqual(expected)
  expect(await info('callinfo?isNoContainLastCall=true')).toBe(null)
  expect(await agent.code('calldata/10401/callinfobycallid/1-1')).toBe('400-001')
})

test('an inspector counts an agent’s held calls and lists all call ids', async () => {
  const simulator = await start()
  const inspector = await signedIn(simulator, '10301')
  const agent = await signedIn(simulator, '10402')
  simulator.hold('10401', { callId: '1-1' })
  simulator.talk('10401', { callId: '1-2' })
  simulator.signOut('10403')
  const ask = async (client: TestClient, path: string) => {
    const { body } = await client.get(path)
    return body?.result ?? body?.retcode
  }
  expect(await ask(inspector, 'calldata/10301/agentholdnum/10401')).toBe(1)
  expect(await ask(inspector, 'calldata/10301/agentholdnum/10402')).toBe(0)
  expect(await ask(inspector, 'calldata/10301/agentholdnum/10403')).toBe('100-006')
  expect(await ask(agent, 'calldata/10402/agentholdnum/10401')).toBe('300-001')
  expect(await ask(inspector, 'calldata/10301/allcallinfoEx/10401')).toEqual(['1-1', '1-2'])
  expect(await ask(inspector, 'calldata/10301/allcallinfoEx/10403')).toBe('100-006')
  expect(await ask(inspector, 'calldata/10301/allcallinfoEx/20001')).toBe('100-007')
  expect(await ask(agent, 'calldata/10402/allcallinfoEx/10402')).toEqual([])
  expect(await ask(agent, 'calldata/10402/allcallinfoEx/10401')).toBe('900-002')
})

test('the list of agents who are signed in has no others', async () => {
  const simulator = await start()
  const inspector = await signedIn(simulator, '10301')
  simulator.signOut('10402')
  simulator.hold('10401')
  const { body } = await inspector.get('agentgroup/10301/onlineagentonvdn')
  const rows = body?.result as { workno: string; status: number; ctiStatus: number }[]
  expect(rows.map((row) => [row.workno, row.status, row.ctiStatus])).toEqual([
    ['10301', 3, 7],
    ['10401', 7, 5],
    ['10403', 4, 1],
    ['10404', 4, 1],
  ])
})

test.each([
  'agentgroup/10301/alllocalagentstatus',
  'querymonitor/10301/clusterinfo',
  'querymonitor/10301/agentclusterinfo/10401',
  'querymonitor/10301/allagentclusterinfo',
  'querymonitor/10301/clusterinfobyname/AgentGateway',
  'querymonitor/10301/systemversion',
])('%s is a bad URL, as nobody knows its answer', async (path) => {
  const simulator = await start()
  const inspector = await signedIn(simulator, '10301')
  expect(await inspector.code(path)).toBe('000-002')
})

test('an agent’s client sets the state and the skills', async () => {
  const simulator = await start()
  const agent = await signedIn(simulator, '10401')
  const post = async (what: string) =>
    (await agent.send('POST', `onlineagent/10401/${what}`)).body?.retcode
  const expected = () =>
    (simulator.state as { agents: object[] }).agents.find(
      (one) => 'calls' in one && 'agentId' in one && one.agentId === '10401',
    )
  expect(expected()).toMatchObject({ resting: 'busy', inQueue: false })
  expect(await post('sayfree')).toBe('0')
  expect(expected()).toMatchObject({ resting: 'idle' })
  expect(await post('saybusy?reason=200')).toBe('0')
  expect(expected()).toMatchObject({ resting: 'busy' })
  expect(await post('resetskill/false')).toBe('000-002')
  expect(await post('resetskill/false?skillid=all')).toBe('000-002')
  expect(expected()).toMatchObject({ inQueue: false })
  expect(await post('resetskill/false?skillid=1;2&phonelinkage=1')).toBe('0')
  expect(expected()).toMatchObject({ inQueue: true })
  expect(await post('resetskill/true')).toBe('0')
})

test('paths, methods, ids and the content type are checked before anything else', async () => {
  const simulator = await start()
  const inspector = await signedIn(simulator, '10301')
  const status = async (method: string, path: string, headers = {}) =>
    (await inspector.send(method, path, undefined, headers)).status
  expect(await status('GET', 'calldata/10301/holdlist')).toBe(200)
  expect(await status('POST', 'calldata/10301/holdlist')).toBe(405)
  expect(await status('GET', 'onlineagent/10301')).toBe(405)
  expect(await status('GET', 'calldata/100/holdlist')).toBe(404)
  expect(await status('GET', 'calldata/1000000/holdlist')).toBe(404)
  expect(await status('GET', 'calldata/10301/holdlistex/007')).toBe(404)
  expect(await status('GET', 'calldata/10301/nothing')).toBe(404)
  expect(await status('GET', 'calldata/10301/holdlist', { 'Content-Type': 'text/plain' })).toBe(415)
  const lowest = await inspector.get('calldata/101/holdlist')
  expect(lowest).toMatchObject({ status: 200, body: { retcode: '100-006' } })
})

test('an old gateway has no holdlistex', async () => {
  const simulator = await start({ holdlistex: false })
  const inspector = await signedIn(simulator, '10301')
  expect((await inspector.get('calldata/10301/holdlistex/10401')).status).toBe(404)
  expect(await inspector.code('calldata/10301/holdlist')).toBe('400-003')
})
