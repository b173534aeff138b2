import { describe, expect, it } from 'vitest'
import type { Observation } from '../monitor/observation.ts'
import { createAgentReader } from './agentReader.ts'
import { createClusterReader } from './clusterReader.ts'
import { HandTime, keptLog, type Scripted, ScriptedGateway, settle } from './fakes.ts'
import { Gate } from './gate.ts'
import { createInspectorReader } from './inspectorReader.ts'

const call = { callid: '1-2', callfeature: 0, caller: '021', called: '400', callskill: 's' }
const holding = { retcode: '0', result: [call] }
const down = { ok: false, reason: 'unreachable' } as const

describe.each([
  ['one session', createInspectorReader],
  ['a cluster with one account', createClusterReader],
])('the inspector way, %s', (_name, createReader) => {
  const list = 'GET calldata/900/holdlistex/101'
  const roster = 'GET agentgroup/900/allagentstatus'

  async function start(censor: unknown = true) {
    const gateway = new ScriptedGateway()
      .answer('PUT onlineagent/900', { retcode: '0', guid: 'g-1', result: { timeRemaining: '7' } })
      .answer('GET agentevent/900', 'hang')
      .answer('GET agentgroup/900/iscensor', { retcode: '0', result: censor })
      .answer('GET onlineagent/900/agentstatus', { retcode: '0', result: { agentState: 3 } })
      .answer('DELETE onlineagent/900/logout', { retcode: '0' })
      .answer(roster, { retcode: '0', result: [{ workno: '101', status: 7 }] })
      .answer(list, holding)
    const time = new HandTime()
    const reader = createReader({ transport: gateway, time, log: keptLog() })
    const input = { agentId: '900', password: 'p', phone: '', withoutLicence: false, force: false }
    const signedIn = await reader.signIn(input)
    return { gateway, time, reader, input, signedIn }
  }

  it.each([
    ['true', true],
    [false, false],
    [null, null],
  ])('iscensor %s is reported as %s', async (censor, inspector) => {
    expect((await start(censor)).signedIn).toEqual({
      ok: true,
      data: { inspector, mustChangePassword: false, passwordDaysLeft: 7 },
    })
  })

  it.each([
    [{ retcode: '100-004' }, { code: 'wrong-password', params: { retcode: '100-004' } }],
    [{ retcode: '100-002' }, { code: 'already-signed-in', params: { retcode: '100-002' } }],
    [{ retcode: '100-013' }, { code: 'gateway-code', params: { retcode: '100-013' } }],
    [{ ok: false, reason: 'untrusted-certificate' } as const, { code: 'certificate-untrusted' }],
    [
      { ok: false, reason: 'http-status', status: 503 } as const,
      { code: 'http-status', params: { status: 503 } },
    ],
  ])('a sign-in that ends with %j is reported as data', async (answer, error) => {
    const { gateway, reader, input } = await start()
    gateway.answer('PUT onlineagent/900', answer)
    expect(await reader.signIn(input)).toEqual({ ok: false, error })
  })

  it('reads which calls are held, that none is, and why it is not known', async () => {
    const { gateway, reader } = await start()
    expect(await reader.observe('101')).toMatchObject({
      kind: 'holding',
      calls: [{ callId: '1-2' }],
    })
    gateway.answer(list, { retcode: '400-003' })
    expect(await reader.observe('101')).toEqual({ kind: 'none' })
    gateway.answer(list, { retcode: '300-001' })
    const noRight = { kind: 'unknown', reason: 'no-right', retcode: '300-001' }
    expect(await reader.observe('101')).toEqual(noRight)
    gateway.answer(list, { ok: false, reason: 'http-status', status: 404 })
    const missing = { kind: 'unknown', reason: 'http-status', status: 404 }
    expect(await reader.observe('101')).toEqual(missing)
  })

  it('detects an old gateway that responds to every query with "bad URL", but not one that has answered before', async () => {
    const { gateway, reader } = await start()
    gateway.answer(list, { retcode: '000-002' })
    const seen = []
    for (let time = 0; time < 3; time++) seen.push(await reader.observe('101'))
    expect(seen.map((one) => one.kind === 'unknown' && one.reason)).toEqual([
      'gateway-error',
      'gateway-error',
      'http-status',
    ])
    expect(seen[2]).toMatchObject({ status: 404 })
    gateway.answer(list, { retcode: '400-003' })
    await reader.observe('101')
    gateway.answer(list, { retcode: '000-002' })
    for (let time = 0; time < 4; time++) {
      expect(await reader.observe('101')).toMatchObject({ reason: 'gateway-error' })
    }
  })

  it('"not signed in" while our own session is valid is about the agent', async () => {
    const { gateway, reader } = await start()
    gateway.answer(list, { retcode: '100-006' })
    const about = { kind: 'unknown', reason: 'signed-out', retcode: '100-006' }
    expect(await reader.observe('101')).toEqual(about)
    expect(reader.state).toEqual({ kind: 'signed-in' })
  })

  it('"not signed in" about our own session says nothing about the agent, and signs in again', async () => {
    const { gateway, reader } = await start()
    gateway
      .answer(list, { retcode: '100-006' })
      .answer('GET onlineagent/900/agentstatus', { retcode: '100-006' })
    expect(await reader.observe('101')).toEqual({ kind: 'unknown', reason: 'signed-out' })
    await settle()
    expect(gateway.count('PUT onlineagent/900')).toBe(2)
    expect(reader.state).toEqual({ kind: 'signed-in' })
  })

  it('falls back to other lists of agents, and stays with the one that is supported', async () => {
    const { gateway, reader } = await start()
    gateway
      .answer(roster, { retcode: '300-001' })
      .answer('GET qualitycontrol/900/allagent', { ok: false, reason: 'http-status', status: 404 })
      .answer('GET agentgroup/900/onlineagentonvdn', { retcode: '0', result: [{ workno: '101' }] })
    expect(await reader.agentDirectory()).toMatchObject({ ok: true, agents: [{ agentId: '101' }] })
    await reader.agentDirectory()
    expect(gateway.count(roster)).toBe(1)
    expect(reader.blindSpots).toEqual(['other-node', 'only-signed-in'])
    gateway.answer('GET agentgroup/900/onlineagentonvdn', { retcode: '300-001' })
    expect(await reader.agentDirectory()).toMatchObject({ ok: false })
    gateway.answer('GET agentgroup/900/onlineagentonvdn', down)
    expect(await reader.agentDirectory()).toEqual({ ok: false, reason: 'unreachable' })
  })

  it.each([
    { ok: false, reason: 'http-status', status: 502 } as const,
    { retcode: '000-007' },
    { retcode: '0', result: 'no list' },
  ])('comes back to the best list of agents after a fault that passes: %j', async (fault) => {
    const { gateway, reader } = await start()
    gateway
      .answer(roster, fault)
      .answer('GET qualitycontrol/900/allagent', { retcode: '0', result: [{ workno: '101' }] })
    expect(await reader.agentDirectory()).toMatchObject({
      agents: [{ agentId: '101', state: 'unknown' }],
    })
    expect(reader.blindSpots).toEqual(['other-node', 'only-inspected'])
    gateway.answer(roster, { retcode: '0', result: [{ workno: '101', status: 7 }] })
    expect(await reader.agentDirectory()).toMatchObject({
      agents: [{ agentId: '101', state: 'talking' }],
    })
    expect(reader.blindSpots).toEqual(['other-node'])
  })

  it('hints at an agent who signed in or out', async () => {
    const { gateway, reader, time } = await start()
    const hints: string[] = []
    reader.onHint((agentId) => hints.push(agentId))
    await reader.close()
    gateway.answer('GET agentevent/900', (_, count) =>
      count === 2
        ? {
            retcode: '0',
            event: { eventType: 'QC_AgentState_Notify', content: { monitoredagent: '101' } },
          }
        : 'hang',
    )
    reader.start({ agentId: '900', password: 'p', phone: '', withoutLicence: false, force: false })
    await time.pass(1_000)
    expect(hints).toEqual(['101'])
  })

  describe('sends a note', () => {
    const send = 'POST onlineagent/900/sendnoteletex'

    it('to one agent, whose id is a number, and tells what was answered', async () => {
      const { gateway, reader } = await start()
      gateway.answer(send, { retcode: '0' })
      expect(await reader.sendNote('101', 'Caller waits 客户')).toEqual({ kind: 'accepted' })
      const note = gateway.request.find(({ path }) => path.endsWith('sendnoteletex'))
      expect(note?.body).toEqual({ agentIds: [101], content: 'Caller waits 客户' })
    })

    it.each(['100-001', '100-007'])('that is refused with %s', async (retcode) => {
      const { gateway, reader } = await start()
      gateway.answer(send, { retcode })
      expect(await reader.sendNote('101', 'x')).toEqual({ kind: 'refused', retcode })
    })

    it('to an agent who is not signed in, which says nothing of our own session', async () => {
      const { gateway, reader } = await start()
      gateway.answer(send, { retcode: '100-006' })
      expect(await reader.sendNote('101', 'x')).toEqual({ kind: 'refused', retcode: '100-006' })
      expect(reader.state).toEqual({ kind: 'signed-in' })
    })

    it('over a session that is lost: it did not arrive', async () => {
      const { gateway, reader } = await start()
      gateway
        .answer(send, { retcode: '100-006' })
        .answer('GET onlineagent/900/agentstatus', { retcode: '100-006' })
      const unanswered = { kind: 'unanswered', reason: 'signed-out', mayHaveArrived: false }
      expect(await reader.sendNote('101', 'x')).toEqual(unanswered)
      await reader.close()
      expect(await reader.sendNote('101', 'x')).toEqual(unanswered)
    })

    it.each([
      [{ ok: false, reason: 'timeout' } as const, true],
      [{ ok: false, reason: 'unreachable', isUnsent: true } as const, false],
      [{ ok: false, reason: 'http-status', status: 429 } as const, false],
    ])('that is not answered, once: %j', async (answer, mayHaveArrived) => {
      const { gateway, reader } = await start()
      gateway.answer(send, answer)
      expect(await reader.sendNote('101', 'x')).toMatchObject({
        kind: 'unanswered',
        mayHaveArrived,
      })
      expect(gateway.count(send)).toBe(1)
    })
  })

  it('tells of notes that it is sent, with their text where there is one', async () => {
    const { gateway, reader, time, input } = await start()
    const notes: unknown[] = []
    reader.onNote((note) => notes.push(note))
    await reader.close()
    const content = { sender: 10412, sendername: 'Wei\n\u202e', context: 'On my\r\nway' }
    const eventType = 'AgentOther_Note'
    gateway.answer('GET agentevent/900', (_, count) => {
      if (count === 2) return { retcode: '0', event: { eventType, content } }
      if (count === 3) return { retcode: '0', event: { eventType, content: null } }
      return 'hang'
    })
    reader.start(input)
    await time.pass(1_000)
    expect(notes).toEqual([
      { sender: '10412', senderName: 'Wei', text: 'On my way' },
      { sender: '', senderName: '', text: null },
    ])
  })

  it.each([
    [{ retcode: '0', result: { workno: '101', phonenumber: '70401' } }, '70401'],
    [{ retcode: '0', result: null }, ''],
    [{ retcode: '300-002' }, ''],
    [down, ''],
  ])('knows the phone of an agent as far as the gateway tells: %j', async (answer, phone) => {
    const { gateway, reader } = await start()
    gateway.answer('GET agentgroup/900/agentbyworkno/101', answer)
    expect(await reader.phoneOf('101')).toBe(phone)
  })

  it('signs the previous session out when another signs in, and its own when closed', async () => {
    const { gateway, reader, input } = await start()
    gateway.answer('PUT onlineagent/901', { retcode: '0', guid: 'g-2' })
    gateway
      .answer('GET agentevent/901', 'hang')
      .answer('DELETE onlineagent/901/logout', { retcode: '0' })
    await reader.signIn({ ...input, agentId: '901' })
    expect(gateway.count('DELETE onlineagent/900/logout')).toBe(1)
    await reader.close()
    expect(gateway.count('DELETE onlineagent/901/logout')).toBe(1)
    expect(await reader.observe('101')).toEqual({ kind: 'unknown', reason: 'signed-out' })
  })

  it('closed right after start signs nobody in', async () => {
    const { gateway, reader, input } = await start()
    reader.start(input)
    await reader.close()
    await settle()
    expect(gateway.count('PUT onlineagent/900')).toBe(1)
    expect(reader.state).toEqual({ kind: 'signed-out' })
  })

  it('started in the background retries during an outage of the gateway', async () => {
    const { gateway, reader, input, time } = await start()
    await reader.close()
    gateway.answer('PUT onlineagent/900', { ...down, isUnsent: true })
    reader.start(input)
    await settle()
    expect(reader.state).toMatchObject({ kind: 'interrupted', reason: 'unreachable' })
    gateway.answer('PUT onlineagent/900', { retcode: '0', guid: 'g-5' })
    await time.pass(10_000)
    expect(reader.state).toEqual({ kind: 'signed-in' })
  })
})

describe('the per-agent way', () => {
  const login = 'PUT onlineagent/101'
  const list = 'GET calldata/101/holdlist'
  const password = { kind: 'password', password: 'p', phone: '7' } as const
  const guid = { kind: 'guid', guid: 'abc.AgentGateway1' } as const

  function start(credential: typeof password | typeof guid | null) {
    const gateway = new ScriptedGateway()
      .answer(login, { retcode: '0', guid: 'g-1' })
      .answer('GET agentevent/101', 'hang')
      .answer('GET onlineagent/101/agentstatus', { retcode: '0', result: { agentState: 4 } })
      .answer('DELETE onlineagent/101/logout', { retcode: '0' })
      .answer(list, holding)
    const time = new HandTime()
    const reader = createAgentReader({ transport: gateway, time, log: keptLog() })
    reader.setAgents([{ agentId: '101', credential }])
    return { gateway, time, reader }
  }

  it('knows the phone that it signs an agent in with', () => {
    expect(start(password).reader.phoneOf('101')).toBe('7')
    expect(start(guid).reader.phoneOf('101')).toBe('')
  })

  it('returns the agents whom the gateway did not sign out', async () => {
    const { gateway, reader } = start(password)
    await reader.observe('101')
    expect(reader.signedIn).toEqual(['101'])
    gateway.answer('DELETE onlineagent/101/logout', { retcode: '100-010' })
    expect(await reader.close()).toEqual(['101'])
    expect(reader.signedIn).toEqual([])
  })

  it('waits for its own stale session, but for no other', async () => {
    const { gateway, time } = start(password)
    gateway.answer(login, (_, count) =>
      count === 1 ? { retcode: '100-002' } : { retcode: '0', guid: 'g-1' },
    )
    const reader = createAgentReader({
      transport: gateway,
      time,
      log: keptLog(),
      hasStaleSession: (agentId) => agentId === '101',
    })
    reader.setAgents([{ agentId: '101', credential: password }])
    expect(await reader.observe('101')).toMatchObject({ reason: 'signed-in-elsewhere' })
    await time.pass(10_000)
    expect(await reader.observe('101')).toMatchObject({ kind: 'holding' })
  })

  it('with a given GUID only sends queries: no sign-in, no poll, no sign-out', async () => {
    const { gateway, time, reader } = start(guid)
    expect(await reader.observe('101')).toMatchObject({ kind: 'holding' })
    gateway.answer(list, { retcode: '100-006' })
    const out = { kind: 'unknown', reason: 'signed-out', retcode: '100-006' }
    expect(await reader.observe('101')).toEqual(out)
    await time.pass(60_000)
    await reader.close()
    expect(gateway.request.map(({ path, guid }) => [path, guid])).toEqual([
      ['calldata/101/holdlist', 'abc.AgentGateway1'],
      ['calldata/101/holdlist', 'abc.AgentGateway1'],
    ])
  })

  it('sends a rejected password once more where it is entered again', async () => {
    const { gateway, reader } = start(password)
    gateway.answer(login, (_, count) =>
      count === 1 ? { retcode: '110-016' } : { retcode: '0', guid: 'g-1' },
    )
    const refused = { kind: 'unknown', reason: 'signed-out', retcode: '110-016' }
    expect(await reader.observe('101')).toEqual(refused)
    expect(gateway.count(login)).toBe(1)
    reader.setAgents([{ agentId: '101', credential: { ...password } }])
    expect(await reader.observe('101')).toMatchObject({ kind: 'holding' })
    expect(gateway.count(login)).toBe(2)
  })

  describe('with many agents behind one gate', () => {
    const ids = (count: number, from: number) =>
      Array.from({ length: count }, (_, index) => String(from + index))

    /** `hanging`: their sign-ins never get a response. */
    function many(all: readonly string[], hanging: readonly string[] = []) {
      const gateway = new ScriptedGateway()
      for (const id of all) {
        gateway
          .answer(
            `PUT onlineagent/${id}`,
            hanging.includes(id) ? 'hang' : { retcode: '0', guid: id },
          )
          .answer(`GET agentevent/${id}`, 'hang')
          .answer(`GET calldata/${id}/holdlist`, { retcode: '400-003' })
          .answer(`DELETE onlineagent/${id}/logout`, { retcode: '0' })
      }
      const time = new HandTime()
      const log = keptLog()
      const gate = new Gate({ time, log, limits: () => ({ perSecond: 20, atOnce: 6 }) })
      const perSecond = () => gate.perSecond
      const reader = createAgentReader({ transport: gate.over(gateway), time, log, perSecond })
      reader.setAgents(all.map((agentId) => ({ agentId, credential: password })))
      const sent = (method: string) => gateway.request.filter((one) => one.method === method).length
      return { gateway, time, reader, sent }
    }

    it('sends no sign-in any more once all are to be signed out', async () => {
      const { time, reader, sent } = many(ids(98, 101))
      for (const id of ids(98, 101)) void reader.observe(id)
      await time.pass(500)
      const before = sent('PUT')
      const left = reader.close()
      await time.pass(30_000)
      expect(await left).toEqual([])
      expect(sent('PUT')).toBe(before)
      expect(sent('DELETE')).toBe(before)
    })

    it('signs all of them out, however many wait for their turn', async () => {
      const { time, reader, sent } = many(ids(150, 101))
      for (const id of ids(150, 101)) void reader.observe(id)
      await time.pass(60_000)
      expect(reader.signedIn).toHaveLength(150)
      const left = reader.close()
      await time.pass(10_000)
      expect(await left).toEqual([])
      expect(sent('DELETE')).toBe(150)
    })

    it('queries agents that are signed in while the sign-ins of others hang', async () => {
      const hanging = ids(6, 201)
      const { gateway, time, reader } = many(['101', ...hanging], hanging)
      const first = reader.observe('101')
      await time.pass(100)
      await first
      const others = hanging.map((id) => reader.observe(id))
      await time.pass(3_000)
      expect(await Promise.all(others)).toEqual(
        hanging.map(() => ({ kind: 'unknown', reason: 'signed-out' })),
      )
      const next = reader.observe('101')
      await time.pass(100)
      expect(await next).toEqual({ kind: 'none' })
      expect(gateway.count('GET calldata/101/holdlist')).toBe(2)
    })
  })

  describe('queries since when a call is held', () => {
    const sync = 'POST onlineagent/101/syncagentinfo'
    const none = { retcode: '400-003' }
    const at = 1_760_000_000_000
    const heldFor = (ms: number, holdCallId = '1-2') => ({
      retcode: '0',
      result: {
        agentStateInfo: { holdCallId, beginHoldTime: String(at), currentTime: String(at + ms) },
      },
    })
    const heldMs = (seen: Observation) =>
      seen.kind === 'holding' ? seen.calls.map((one) => one.heldMs) : seen

    it('once, where no list shows it', async () => {
      const { gateway, time, reader } = start(password)
      gateway.answer(sync, heldFor(130_000))
      expect(heldMs(await reader.observe('101'))).toEqual([130_000])
      await time.pass(10_000)
      expect(heldMs(await reader.observe('101'))).toEqual([undefined])
      expect(gateway.count(sync)).toBe(1)
      expect(gateway.request.find(({ path }) => path.endsWith('syncagentinfo'))?.guid).toBe('g-1')
    })

    it('again where it was retrieved and held once more', async () => {
      const { gateway, time, reader } = start(password)
      gateway.answer(sync, (_, count) => heldFor(count * 1_000))
      await reader.observe('101')
      gateway.answer(list, none)
      await reader.observe('101')
      await time.pass(10_000)
      gateway.answer(list, holding)
      expect(heldMs(await reader.observe('101'))).toEqual([2_000])
    })

    it('not where the previous list was requested two seconds ago or less', async () => {
      const { gateway, time, reader } = start(password)
      gateway.answer(sync, heldFor(1_000)).answer(list, none)
      await reader.observe('101')
      await time.pass(2_000)
      gateway.answer(list, holding)
      expect(heldMs(await reader.observe('101'))).toEqual([undefined])
      expect(gateway.count(sync)).toBe(0)
    })

    it('also where the previous list had a malformed entry, which may have been this call', async () => {
      const { gateway, time, reader } = start(password)
      gateway.answer(sync, heldFor(1_000)).answer(list, { retcode: '0', result: [{}] })
      await reader.observe('101')
      const requestsBefore = gateway.count(sync)
      await time.pass(1_000)
      gateway.answer(list, holding)
      expect(heldMs(await reader.observe('101'))).toEqual([1_000])
      expect(requestsBefore).toBe(0)
    })

    it('not again after a failure, which does not show that the call was absent', async () => {
      const { gateway, time, reader } = start(password)
      gateway.answer(sync, heldFor(1_000))
      await reader.observe('101')
      gateway.answer(list, down)
      await reader.observe('101')
      await time.pass(60_000)
      gateway.answer(list, holding)
      expect(heldMs(await reader.observe('101'))).toEqual([undefined])
    })

    it('and applies the result only to the call that it names', async () => {
      const { gateway, reader } = start(password)
      gateway.answer(list, { retcode: '0', result: [call, { ...call, callid: '1-3' }] })
      gateway.answer(sync, heldFor(5_000, '1-3'))
      expect(heldMs(await reader.observe('101'))).toEqual([undefined, 5_000])
    })

    it.each([
      { retcode: '000-002' },
      { retcode: '100-006' },
      down,
      { ok: false, reason: 'http-status', status: 404 } as const,
    ])('and without an answer to that shows the call as it is listed: %j', async (answer) => {
      const { gateway, reader } = start(password)
      gateway.answer(sync, answer)
      expect(heldMs(await reader.observe('101'))).toEqual([undefined])
      expect(gateway.count(sync)).toBeGreaterThan(0)
      expect(reader.state.kind).toBe('signed-in')
    })

    it('and waits a second for the response, no longer', async () => {
      const { gateway, time, reader } = start(password)
      gateway.answer(sync, 'hang')
      const seen = reader.observe('101')
      await time.pass(1_000)
      expect(heldMs(await seen)).toEqual([undefined])
    })

    describe('or uses the event that reported the hold', () => {
      const poll = 'GET agentevent/101'
      const gatewayTime = (time: HandTime) => at + time.now()
      /** Polls that return an event each after this many ms, and then nothing more. */
      const told = async (delays: readonly number[], last: object) => {
        const begun = start(password)
        const { gateway, time, reader } = begun
        gateway.answer(list, none).answer(sync, heldFor(1_000, 'another'))
        const events = [
          ...delays.map((ms) => ({ eventType: 'AgentState_Ready', ms })),
          { eventType: 'AgentEvent_Hold', content: '1-2', ms: 0, ...last },
        ]
        let [next, holdToldAt] = [0, NaN]
        gateway.answer(poll, (): Scripted => {
          const entry = events[next++]
          if (entry === undefined) return 'hang'
          const { ms, ...event } = entry
          holdToldAt = time.now()
          return {
            retcode: '0',
            event: { workNo: '101', eventGenTime: gatewayTime(time) - ms, ...event },
          }
        })
        await reader.observe('101')
        await time.pass(10_000)
        gateway.answer(list, holding)
        return { ...begun, sinceToldMs: time.now() - holdToldAt }
      }

      it('by the shortest delay of the events', async () => {
        const { gateway, reader, sinceToldMs } = await told([4_000, 30, 900], { ms: 2_030 })
        expect(heldMs(await reader.observe('101'))).toEqual([sinceToldMs + 2_000])
        expect(sinceToldMs).toBeGreaterThan(2_000)
        expect(gateway.count(sync)).toBe(0)
      })

      it.each([
        ['the event says no time', [10, 10, 10], { eventGenTime: undefined }],
        ['it is of another call', [10, 10, 10], { content: '1-9' }],
        ['too few events came to judge the gateway’s clock by', [10], {}],
      ])('but asks where %s', async (_, delays, last) => {
        const { gateway, reader } = await told(delays, last)
        expect(heldMs(await reader.observe('101'))).toEqual([undefined])
        expect(gateway.count(sync)).toBe(1)
      })
    })

    it('never with a given GUID: the events are those of the agent’s desktop', async () => {
      const { gateway, reader } = start(guid)
      gateway.answer(sync, heldFor(1_000))
      expect(heldMs(await reader.observe('101'))).toEqual([undefined])
      expect(gateway.count(sync)).toBe(0)
    })
  })

  it.each([
    [password, []],
    [guid, ['guid-node', 'guid-auto-answer']],
  ])('leaves open what a given GUID leaves open: %j', (credential, spots) => {
    const { reader } = start(credential)
    expect(reader.blindSpots).toEqual(spots)
    reader.setAgents([])
    expect(reader.blindSpots).toEqual([])
  })

  it('without a credential sends nothing', async () => {
    const { gateway, reader } = start(null)
    expect(await reader.observe('101')).toEqual({ kind: 'unknown', reason: 'signed-out' })
    expect(gateway.request).toEqual([])
  })

  it('signs in at the first query, once for many, and never by force', async () => {
    const { gateway, reader } = start(password)
    expect(gateway.count(login)).toBe(0)
    const [one, two] = await Promise.all([reader.observe('101'), reader.observe('101')])
    expect([one, two]).toMatchObject([{ kind: 'holding' }, { kind: 'holding' }])
    expect(gateway.count(login)).toBe(1)
    await reader.close()
    expect(gateway.count('DELETE onlineagent/101/logout')).toBe(1)
    expect(gateway.request.some(({ path }) => path.includes('force'))).toBe(false)
  })

  it('leaves an agent alone whose desktop is signed in, for long or until a retry', async () => {
    const { gateway, reader, time } = start(password)
    gateway.answer(login, { retcode: '100-002' })
    const elsewhere = { kind: 'unknown', reason: 'signed-in-elsewhere', retcode: '100-002' }
    for (let minute = 0; minute < 4; minute++) {
      expect(await reader.observe('101')).toEqual(elsewhere)
      await time.pass(60_000)
    }
    expect(gateway.count(login)).toBe(1)
    await time.pass(60_000)
    await reader.observe('101')
    await settle()
    expect(gateway.count(login)).toBe(2)
    gateway.answer(login, { retcode: '0', guid: 'g-1' })
    reader.retry('101')
    await settle()
    expect(await reader.observe('101')).toMatchObject({ kind: 'holding' })
    expect(reader.state).toEqual({ kind: 'signed-in' })
  })

  it('sends a wrong password once, however many queries and retries follow', async () => {
    const { gateway, reader, time } = start(password)
    gateway.answer(login, { retcode: '100-004' })
    const refused = { kind: 'unknown', reason: 'signed-out', retcode: '100-004' }
    expect(await reader.observe('101')).toEqual(refused)
    reader.retry('101')
    await time.pass(600_000)
    expect(await reader.observe('101')).toEqual(refused)
    expect(gateway.count(login)).toBe(1)
    reader.setAgents([{ agentId: '101', credential: { ...password, password: 'right' } }])
    gateway.answer(login, { retcode: '0', guid: 'g-1' })
    expect(await reader.observe('101')).toMatchObject({ kind: 'holding' })
  })

  it.each([
    ['AgentEvent_Hold', 1],
    ['AgentEvent_Talking', 1],
    ['AgentEvent_Call_Release', 1],
    ['AgentEvent_Customer_Release', 1],
    ['AgentEvent_linkagePhoneHold', 1],
    ['AgentEvent_linkagePhoneUnHold', 1],
    ['AgentState_Busy', 0],
  ])('%s is worth %i question', async (eventType, count) => {
    const { gateway, reader, time } = start(password)
    gateway.answer('GET agentevent/101', (_, n) => {
      if (n === 1) return { retcode: '0' }
      return n === 2 ? { retcode: '0', event: { eventType } } : 'hang'
    })
    const hints: string[] = []
    await reader.observe('101') // signing in is worth one too
    reader.onHint((agentId) => hints.push(agentId))
    await time.pass(10_000)
    expect(hints.length).toBe(count)
  })

  it('replaces only what changed', async () => {
    const { gateway, reader } = start(password)
    await reader.observe('101')
    reader.setAgents([{ agentId: '101', credential: { ...password } }])
    await reader.observe('101')
    expect(gateway.count(login)).toBe(1)
    reader.setAgents([])
    await settle()
    expect(gateway.count('DELETE onlineagent/101/logout')).toBe(1)
    expect(await reader.observe('101')).toEqual({ kind: 'unknown', reason: 'signed-out' })
  })

  it('a new sign-in waits for the sign-out before it', async () => {
    const { gateway, reader } = start(password)
    await reader.observe('101')
    let loggedOut = () => {}
    gateway.answer(
      'DELETE onlineagent/101/logout',
      () => new Promise((resolve) => (loggedOut = () => resolve({ retcode: '0' }))),
    )
    reader.setAgents([{ agentId: '101', credential: { ...password, phone: '8' } }])
    const observed = reader.observe('101')
    await settle()
    expect(gateway.count(login)).toBe(1)
    loggedOut()
    expect(await observed).toMatchObject({ kind: 'holding' })
  })

  it.each([
    ['password', password],
    ['GUID', guid],
  ])('a certificate that is not trusted stops the whole watch (%s)', async (_, credential) => {
    const { gateway, reader } = start(credential)
    const untrusted = { ok: false, reason: 'untrusted-certificate' } as const
    gateway.answer(login, untrusted).answer(list, untrusted)
    const blind = { kind: 'unknown', reason: 'untrusted-certificate' }
    expect(await reader.observe('101')).toEqual(blind)
    expect(reader.state).toEqual({ kind: 'stopped', reason: 'untrusted-certificate' })
    const before = gateway.request.length
    expect(await reader.observe('101')).toEqual(blind)
    expect(gateway.request.length).toBe(before)
    gateway.answer(login, { retcode: '0', guid: 'g-1' }).answer(list, holding)
    reader.retry()
    expect(reader.state).toEqual({ kind: 'signed-in' })
    await settle()
    expect(await reader.observe('101')).toMatchObject({ kind: 'holding' })
  })
})
