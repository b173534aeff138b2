import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { HandTime, keptLog, type Scripted, ScriptedGateway, settle } from './fakes.ts'
import { Session } from './session.ts'
import type { SessionState } from '../monitor/reader.ts'

const login = 'PUT onlineagent/101'
const poll = 'GET agentevent/101'
const status = 'GET onlineagent/101/agentstatus'
const logout = 'DELETE onlineagent/101/logout'
const credentials = { password: 'hunter-2', phone: '70021', withoutLicence: false }
const down = { ok: false, reason: 'unreachable' } as const

function start() {
  const time = new HandTime()
  const log = keptLog()
  const gateway = new ScriptedGateway()
    .answer(login, { retcode: '0', guid: 'g-1' })
    .answer(poll, 'hang')
    .answer(status, { retcode: '0', result: { agentState: 3 } })
    .answer(logout, { retcode: '0' })
  const session = new Session({ agentId: '101', transport: gateway, time, log, random: () => 1 })
  const states: SessionState[] = []
  session.onChange((state) => states.push(state))
  const kinds = () => states.map(({ kind }) => kind)
  return { time, log, gateway, session, states, kinds }
}

describe('signing in', () => {
  it.each([
    [false, false, login],
    [true, false, `${login}/loginex`],
    [false, true, `${login}/forcelogin`],
  ])('without licence %s, force %s: %s', async (withoutLicence, force, expected) => {
    const { gateway, session } = start()
    gateway.answer(expected, { retcode: '0', guid: 'g-1' })
    expect((await session.signIn({ ...credentials, withoutLicence }, force)).ok).toBe(true)
    expect(gateway.request[0]).toMatchObject({
      guid: null,
      body: {
        password: 'hunter-2',
        phonenum: '70021',
        status: 3,
        autoanswer: false,
        autoenteridle: false,
        releasephone: true,
        agenttype: 4,
        checkInWebm: false,
      },
      timeoutMs: 60_000,
    })
    expect(`${gateway.request[0]?.method} ${gateway.request[0]?.path}`).toBe(expected)
    await settle()
    // The heartbeat starts at once, and no request puts the session into a queue.
    expect(gateway.request[1]).toMatchObject({ path: 'agentevent/101', guid: 'g-1' })
    expect(gateway.request.some(({ path }) => path.includes('resetskill'))).toBe(false)
  })

  it.each(['100-002', '100-004', '100-020', '110-016'])(
    'asks once and stops at %s',
    async (code) => {
      const { gateway, session, time } = start()
      gateway.answer(login, { retcode: code })
      expect(await session.signIn(credentials, false)).toMatchObject({ ok: false, retcode: code })
      session.retry()
      await time.pass(600_000)
      expect(gateway.count(login)).toBe(1)
      expect(session.state).toMatchObject({ kind: 'signed-out', retcode: code })
    },
  )

  it('waits while another sign-in is in progress', async () => {
    const { gateway, session, time } = start()
    gateway.answer(login, (_, count) =>
      count < 3 ? { retcode: '100-021' } : { retcode: '0', guid: 'g-1' },
    )
    const signedIn = session.signIn(credentials, false)
    await time.pass(1_999)
    expect(gateway.count(login)).toBe(1)
    await time.pass(2_001)
    expect((await signedIn).ok).toBe(true)
  })

  it.each(['100-001', '100-011'])('as 5 where a gateway answers status 3 with %s', async (code) => {
    const { gateway, session } = start()
    gateway.answer(login, ({ body }) =>
      (body as { status: number }).status === 3 ? { retcode: code } : { retcode: '0', guid: 'g-1' },
    )
    expect((await session.signIn(credentials, false)).ok).toBe(true)
    expect(gateway.count(login)).toBe(2)
  })

  it('takes no license by force either, where the gateway supports that', async () => {
    const { gateway, session } = start()
    const older = { ...credentials, withoutLicence: true }
    gateway.answer(`${login}/forceloginex`, { retcode: '000-002' })
    gateway.answer(`${login}/forcelogin`, { retcode: '0', guid: 'g-1' })
    expect((await session.signIn(older, true)).ok).toBe(true)
    expect(gateway.request.slice(0, 2).map(({ path }) => path)).toEqual([
      'onlineagent/101/forceloginex',
      'onlineagent/101/forcelogin',
    ])
  })

  it('without a GUID in the reply is no sign-in', async () => {
    const { gateway, session } = start()
    gateway.answer(login, { retcode: '0' })
    expect(await session.signIn(credentials, false)).toMatchObject({ reason: 'bad-reply' })
  })
})

describe('a password', () => {
  const silent = { ok: false, reason: 'timeout' } as const

  it('without a response from any gateway is sent once more after the session timeout, then the supervisor must decide', async () => {
    const { gateway, session, time } = start()
    gateway.answer(login, silent)
    void session.start(credentials)
    await time.pass(119_000)
    expect(gateway.count(login)).toBe(1)
    expect(session.state).toMatchObject({ kind: 'interrupted', reason: 'timeout' })
    await time.pass(2_000)
    expect(gateway.count(login)).toBe(2)
    await time.pass(3_600_000)
    session.wake()
    await time.pass(3_600_000)
    expect(gateway.count(login)).toBe(2)
    expect(session.state).toEqual({ kind: 'stopped', reason: 'timeout' })
    gateway.answer(login, { retcode: '0', guid: 'g-1' })
    session.retry()
    await settle()
    expect(session.state.kind).toBe('signed-in')
  })

  it('is held back until a gateway responds to a request without a password', async () => {
    const { gateway, session, time } = start()
    gateway.answer(login, silent).answer(status, down)
    void session.start(credentials)
    await time.pass(600_000)
    expect(gateway.count(login)).toBe(1)
    gateway.answer(status, { retcode: '100-006' }).answer(login, { retcode: '0', guid: 'g-1' })
    await time.pass(10_000)
    expect(session.state.kind).toBe('signed-in')
    expect(gateway.count(login)).toBe(2)
  })

  it.each([
    ['was not sent', { ok: false, reason: 'unreachable', isUnsent: true } as const],
    ['a balancer kept to itself', { ok: false, reason: 'http-status', status: 503 } as const],
  ])('that %s is tried until the gateway is there', async (_, answer) => {
    const { gateway, session, time } = start()
    gateway.answer(login, answer)
    void session.start(credentials)
    await time.pass(60_000)
    expect(gateway.count(login)).toBeGreaterThan(8)
    gateway.answer(login, { retcode: '0', guid: 'g-1' })
    await time.pass(10_000)
    expect(session.state.kind).toBe('signed-in')
  })

  it('whose sign-in reply was lost waits until that session has expired', async () => {
    const { gateway, session, time } = start()
    gateway.answer(login, (_, count) => {
      if (count === 1) return { retcode: '0' }
      return time.now() < 125_000 ? { retcode: '100-002' } : { retcode: '0', guid: 'g-1' }
    })
    void session.start(credentials)
    await time.pass(140_000)
    expect(session.state.kind).toBe('signed-in')
  })

  it('is reported once when it is rejected', async () => {
    const refused: string[] = []
    const { gateway, time, log } = start()
    const session = new Session({
      agentId: '101',
      transport: gateway,
      time,
      log,
      onPasswordRefused: (retcode) => refused.push(retcode),
    })
    gateway.answer(login, { retcode: '100-004' })
    await session.start(credentials)
    session.retry()
    await time.pass(600_000)
    expect(refused).toEqual(['100-004'])
  })
})

describe('the event poll', () => {
  it('polls again after each reply, delivers events, and renews the GUID', async () => {
    const { gateway, session, time } = start()
    const events: string[] = []
    session.onEvent(({ type }) => events.push(type))
    gateway.answer(poll, (_, count) => {
      if (count === 1) return { retcode: '0', event: { eventType: 'AgentEvent_Hold' } }
      if (count === 2) return { retcode: '0', guid: 'g-2' }
      return count === 3 ? { retcode: '0' } : 'hang'
    })
    await session.signIn(credentials, false)
    await settle()
    expect(events).toEqual(['AgentEvent_Hold'])
    expect(time.due).toEqual([200])
    await time.pass(200)
    expect(time.due).toEqual([500])
    await time.pass(500)
    // Empty, and at once: a gateway that does not wait must not be polled in a tight loop.
    expect(time.due).toEqual([10_000])
    await time.pass(10_000)
    expect(
      gateway.request.filter(({ path }) => path.includes('agentevent')).map((a) => a.guid),
    ).toEqual(['g-1', 'g-1', 'g-2', 'g-2'])
  })

  it('polls again half a second after an empty reply that took a while', async () => {
    const { gateway, session, time } = start()
    let answer = () => {}
    gateway.answer(poll, () => new Promise((resolve) => (answer = () => resolve({ retcode: '0' }))))
    await session.signIn(credentials, false)
    await time.pass(9_800)
    answer()
    await settle()
    expect(time.due).toEqual([500])
  })

  it('reports a risk to the session after failures in a row; held calls are queried all the same', async () => {
    const { gateway, session, time } = start()
    gateway.answer(poll, down).answer('GET x', { retcode: '0' })
    await session.signIn(credentials, false)
    await time.pass(19_000)
    expect(session.state).toEqual({ kind: 'signed-in' }) // it may be temporary, and two minutes are long
    await time.pass(7_000)
    const atRisk = { reason: 'unreachable', since: 0 }
    expect(session.state).toEqual({ kind: 'signed-in', atRisk })
    expect(await session.request({ method: 'GET', path: 'x' })).toMatchObject({ ok: true })
    await time.pass(24_500)
    expect(gateway.count(poll)).toBe(9) // after 0.5, 1.5, 3.5, 7.5, 15.5, 25.5, 35.5 and 45.5 s
    gateway.answer(poll, (_, count) => (count === 10 ? { retcode: '0' } : 'hang'))
    await time.pass(10_000)
    expect(session.state).toEqual({ kind: 'signed-in' })
    expect(gateway.count(login)).toBe(1)
  })

  it.each([
    ['504', { ok: false, reason: 'http-status', status: 504 } as const],
    ['garbage', { ok: false, reason: 'bad-reply' } as const],
    ['an odd code', { retcode: '999-001' }],
  ])('does not block a query while its response is %s', async (_, fault) => {
    const { gateway, session, time } = start()
    gateway.answer(poll, fault).answer('GET x', { retcode: '0' })
    await session.signIn(credentials, false)
    for (let second = 0; second < 100; second++) {
      await time.pass(1_000)
      expect((await session.request({ method: 'GET', path: 'x' })).ok).toBe(true)
    }
  })

  it.each(['retry', 'wake'] as const)('is asked anew at once on %s', async (go) => {
    const { gateway, session, time } = start()
    gateway.answer(poll, (_, count) => (count < 3 ? down : 'hang'))
    await session.signIn(credentials, false)
    await time.pass(600)
    session[go]()
    await settle()
    expect(gateway.count(poll)).toBe(3)
    session[go]()
    await settle()
    expect(gateway.count(poll)).toBe(4) // the request in flight may hang on a dead connection
  })

  it('stops at an untrusted certificate until a retry', async () => {
    const { gateway, session, time } = start()
    await session.signIn(credentials, false)
    const untrusted = { ok: false, reason: 'untrusted-certificate' } as const
    gateway.answer('GET x', untrusted).answer(poll, untrusted)
    await session.request({ method: 'GET', path: 'x' })
    await settle()
    expect(session.state).toEqual({ kind: 'stopped', reason: 'untrusted-certificate' })
    const before = gateway.request.length
    await time.pass(600_000)
    expect(await session.request({ method: 'GET', path: 'x' })).toEqual(untrusted)
    expect(gateway.request.length).toBe(before)
    gateway.answer(poll, 'hang')
    session.retry()
    await settle()
    expect(session.state).toEqual({ kind: 'signed-in' })
  })

  it('continues at once on a retry, however many requests met the old certificate', async () => {
    const { gateway, session, time } = start()
    await session.signIn(credentials, false)
    const untrusted = { ok: false, reason: 'untrusted-certificate' } as const
    let answerLate = () => {}
    const late = new Promise<typeof untrusted>((resolve) => (answerLate = () => resolve(untrusted)))
    gateway
      .answer('GET x', untrusted)
      .answer('GET late', () => late)
      .answer(poll, untrusted)
    const second = session.request({ method: 'GET', path: 'late' })
    await session.request({ method: 'GET', path: 'x' })
    await settle()
    answerLate()
    await second
    await settle()
    gateway.answer(poll, 'hang')
    session.retry()
    await settle()
    expect(session.state).toEqual({ kind: 'signed-in' })
    await time.pass(60_000)
    expect(session.state).toEqual({ kind: 'signed-in' })
  })

  it('stops where the site delivers events in another way', async () => {
    const { gateway, session, time } = start()
    gateway.answer(poll, { retcode: '000-001' })
    await session.signIn(credentials, false)
    await time.pass(120_000)
    expect(gateway.count(poll)).toBe(3)
    expect(session.state).toEqual({ kind: 'stopped', reason: 'gateway-error', retcode: '000-001' })
  })

  it.each(['000-001', '000-002', '000-006', '100-001', '110-001', '100-018'])(
    'takes a single %s for a slip of the gateway’s, and asks again slowly',
    async (code) => {
      const { gateway, session, time, kinds } = start()
      gateway.answer(poll, (_, count) => (count === 1 ? { retcode: code } : { retcode: '0' }))
      await session.signIn(credentials, false)
      await time.pass(9_000)
      expect(gateway.count(poll)).toBe(1)
      await time.pass(60_000)
      expect(gateway.count(poll)).toBe(7)
      expect(kinds()).toEqual(['signing-in', 'signed-in'])
    },
  )

  it('allows a gateway a minute to respond to a poll: it may be configured to wait that long', async () => {
    const { gateway, session, time } = start()
    await session.signIn(credentials, false)
    await settle()
    expect(gateway.request.at(-1)).toMatchObject({ path: 'agentevent/101', timeoutMs: 65_000 })
    await time.pass(60_000)
    expect(session.state).toEqual({ kind: 'signed-in' })
  })

  it('slows down on request', async () => {
    const { gateway, session, time } = start()
    gateway.answer(poll, (_, count) => (count === 1 ? { retcode: '000-007' } : 'hang'))
    await session.signIn(credentials, false)
    await settle()
    expect(time.due).toEqual([2_000])
  })
})

describe('a GUID that is not accepted', () => {
  it.each(['100-006', '000-003'])(
    'is %s: sent once more if a newer one came meanwhile',
    async (code) => {
      const { gateway, session } = start()
      let renew = () => {}
      gateway.answer(poll, (_, count) =>
        count === 1
          ? new Promise((resolve) => (renew = () => resolve({ retcode: '0', guid: 'g-2' })))
          : 'hang',
      )
      gateway.answer('GET x', async ({ guid }) => {
        if (guid === 'g-2') return { retcode: '0', result: 'good' }
        renew()
        await settle()
        return { retcode: code }
      })
      await session.signIn(credentials, false)
      await settle()
      expect(await session.request({ method: 'GET', path: 'x' })).toMatchObject({
        reply: { retcode: '0', result: 'good' },
      })
      expect(gateway.count('GET x')).toBe(2)
    },
  )

  it('is not sent again while it is still the newest', async () => {
    const { gateway, session } = start()
    await session.signIn(credentials, false)
    expect(await session.request({ method: 'GET', path: 'x' })).toMatchObject({
      reply: { retcode: '100-006' },
    })
    expect(gateway.count('GET x')).toBe(1)
    expect(await session.check()).toEqual({ kind: 'fine' })
    expect(gateway.count(login)).toBe(1)
  })

  it('lost: signs in again by itself, and uses the new GUID from then on', async () => {
    const { gateway, session, kinds } = start()
    await session.signIn(credentials, false)
    gateway.answer(login, { retcode: '0', guid: 'g-9' }).answer(status, { retcode: '100-006' })
    expect(await session.check()).toMatchObject({ kind: 'lost' })
    await settle()
    expect(kinds()).toEqual(['signing-in', 'signed-in', 'interrupted', 'signed-in'])
    expect(gateway.request.at(-1)).toMatchObject({ path: 'agentevent/101', guid: 'g-9' })
  })

  it('many agents that fail together are checked once', async () => {
    const { gateway, session } = start()
    await session.signIn(credentials, false)
    await Promise.all([session.check(), session.check(), session.check()])
    expect(gateway.count(status)).toBe(1)
  })

  it.each(['105-005', '105-006', '105-007'])('%s on a query signs in again', async (code) => {
    const { gateway, session } = start()
    await session.signIn(credentials, false)
    gateway.answer('GET x', { retcode: code })
    await session.request({ method: 'GET', path: 'x' })
    await settle()
    expect(gateway.count(login)).toBe(2)
  })

  it('a password rejected when signing in again is never sent a second time', async () => {
    const { gateway, session, time } = start()
    await session.signIn(credentials, false)
    gateway.answer(login, { retcode: '100-004' }).answer(status, { retcode: '100-006' })
    await session.check()
    await time.pass(600_000)
    session.retry()
    await time.pass(600_000)
    expect(gateway.count(login)).toBe(2)
    expect(session.state).toEqual({ kind: 'stopped', reason: 'signed-out', retcode: '100-004' })
  })

  it.each(['105-006', '000-003', '100-006', '300-001', '300-002', '200-001', '100-012', '110-001'])(
    'stops where signing in again is answered with %s, and has the password still when told to go on',
    async (code) => {
      const { gateway, session, time } = start()
      await session.signIn(credentials, false)
      gateway.answer(status, { retcode: '100-006' })
      gateway.answer(login, (_, count) =>
        count === 2 ? { retcode: code } : { retcode: '0', guid: 'g-2' },
      )
      await session.check()
      await time.pass(600_000)
      expect(session.state).toMatchObject({ kind: 'stopped', retcode: code })
      expect(gateway.count(login)).toBe(2)
      session.retry()
      await settle()
      expect(session.state).toEqual({ kind: 'signed-in' })
    },
  )

  it.each(['100-004', '100-020', '110-016'])(
    'sends no password again that was refused with %s, whoever says to go on',
    async (code) => {
      const { gateway, session, time } = start()
      await session.signIn(credentials, false)
      gateway.answer(status, { retcode: '100-006' }).answer(login, { retcode: code })
      await session.check()
      await settle()
      session.retry()
      await time.pass(600_000)
      expect(gateway.count(login)).toBe(2)
    },
  )

  it('is valid although the agent’s own status is signed out, where the GUID is accepted', async () => {
    const { gateway, session } = start()
    gateway.answer(status, { retcode: '0', result: { agentState: 2, isWorking: false } })
    await session.signIn(credentials, false)
    expect(await session.check()).toEqual({ kind: 'fine' })
    await settle()
    expect(gateway.count(login)).toBe(1)
  })

  it('taken over by another client: stops, and never takes the session back', async () => {
    const { gateway, session, time } = start()
    gateway.answer(`${login}/forcelogin`, { retcode: '0', guid: 'g-1' })
    await session.signIn(credentials, true)
    gateway.answer(login, { retcode: '100-002' }).answer(status, { retcode: '100-006' })
    await session.check()
    await time.pass(600_000)
    expect(session.state).toMatchObject({ kind: 'stopped', reason: 'signed-in-elsewhere' })
    expect(gateway.count(login)).toBe(1)
    expect(gateway.count(`${login}/forcelogin`)).toBe(1)
    gateway.answer(login, { retcode: '0', guid: 'g-3' })
    session.retry()
    await settle()
    expect(session.state.kind).toBe('signed-in')
  })

  it('our own stale session after an outage is waited for, not taken for another client', async () => {
    const { gateway, session, time } = start()
    gateway.answer(poll, (_, count) => (count === 1 ? { retcode: '0' } : down)).answer(status, down)
    await session.signIn(credentials, false)
    await time.pass(60_000)
    gateway
      .answer(poll, { retcode: '100-006' })
      .answer(status, { retcode: '100-006' })
      .answer(login, { retcode: '100-002' })
    await time.pass(15_000)
    expect(session.state).toMatchObject({ kind: 'interrupted', reason: 'signed-in-elsewhere' })
    gateway.answer(login, { retcode: '0', guid: 'g-2' }).answer(poll, 'hang')
    await time.pass(10_000)
    expect(session.state.kind).toBe('signed-in')
  })

  it('a gateway that accepts the password and then rejects the session does not cause a tight loop', async () => {
    const { gateway, session, time } = start()
    gateway.answer(poll, { retcode: '100-006' }).answer(status, { retcode: '100-006' })
    await session.signIn(credentials, false)
    await time.pass(60_000)
    expect(gateway.count(login)).toBe(10)
  })

  it('polls refused although the session is valid: logs out with the working GUID, then signs in', async () => {
    const { gateway, session, time } = start()
    gateway.answer(poll, (_, count) => (count <= 3 ? { retcode: '000-003' } : 'hang'))
    gateway.answer(login, (_, count) =>
      count === 1 || gateway.count(logout) === 1
        ? { retcode: '0', guid: `g-${count}` }
        : { retcode: '100-002' },
    )
    await session.signIn(credentials, false)
    await time.pass(10_000)
    expect(gateway.count(login)).toBe(2)
    expect(session.state.kind).toBe('signed-in')
  })

  it('a poll whose reply was lost may have renewed the GUID: our own session is waited for', async () => {
    const { gateway, session, time } = start()
    gateway.answer(poll, (_, count) => (count === 1 ? down : { retcode: '100-006' }))
    gateway.answer(status, { retcode: '100-006' })
    gateway.answer(login, (_, count) =>
      count === 1
        ? { retcode: '0', guid: 'g-1' }
        : time.now() < 121_000
          ? { retcode: '100-002' }
          : { retcode: '0', guid: 'g-9' },
    )
    await session.signIn(credentials, false)
    await time.pass(100_000)
    expect(session.state).toMatchObject({ kind: 'interrupted', reason: 'signed-in-elsewhere' })
    gateway.answer(poll, 'hang')
    await time.pass(40_000)
    expect(session.state.kind).toBe('signed-in')
  })

  it('a query refused while a renewed GUID was in flight is sent again with that GUID', async () => {
    const { gateway, session } = start()
    let renew = () => {}
    gateway.answer(poll, (_, count) =>
      count === 1
        ? new Promise((resolve) => (renew = () => resolve({ retcode: '0', guid: 'g-2' })))
        : 'hang',
    )
    gateway.answer('GET x', ({ guid }) =>
      guid === 'g-2' ? { retcode: '0', result: 'good' } : { retcode: '100-006' },
    )
    gateway.answer(status, async ({ guid }) => {
      renew()
      await settle()
      return guid === 'g-1' ? { retcode: '100-006' } : { retcode: '0' }
    })
    await session.signIn(credentials, false)
    await settle()
    expect(await session.request({ method: 'GET', path: 'x' })).toMatchObject({
      reply: { result: 'good' },
    })
    expect(session.state.kind).toBe('signed-in')
  })

  it('is checked anew for a query that needs to know whom the refusal is about', async () => {
    const { gateway, session } = start()
    await session.signIn(credentials, false)
    await session.check()
    gateway.answer(status, { retcode: '100-006' })
    const ask = { method: 'GET', path: 'x' } as const
    expect(await session.request(ask)).toMatchObject({ reply: { retcode: '100-006' } })
    expect(await session.request(ask, true)).toEqual({ ok: false, reason: 'signed-out' })
    expect(gateway.count(status)).toBe(2)
  })

  it('a query refused while the session was replaced says nothing about the agent', async () => {
    const { gateway, session } = start()
    let endPoll = (_: Scripted) => {}
    gateway.answer(poll, (_, count) =>
      count === 1 ? new Promise((resolve) => (endPoll = resolve)) : 'hang',
    )
    await session.signIn(credentials, false)
    await settle()
    gateway.answer('GET calldata/101/holdlist', async () => {
      endPoll({ retcode: '105-005' })
      await settle()
      return { retcode: '100-006' }
    })
    expect(await session.request({ method: 'GET', path: 'calldata/101/holdlist' })).toEqual({
      ok: false,
      reason: 'signed-out',
    })
    expect(gateway.count(login)).toBe(2)
    expect(session.state).toEqual({ kind: 'signed-in' })
  })

  it('the session continues when a listener throws', async () => {
    const { gateway, session, time, log } = start()
    session.onChange(() => {
      throw new Error('a broken listener')
    })
    session.onEvent(() => {
      throw new Error('a broken listener')
    })
    gateway.answer(poll, { retcode: '0', event: { eventType: 'AgentEvent_Hold' } })
    await session.signIn(credentials, false)
    await time.pass(10_000)
    expect(gateway.count(poll)).toBe(51)
    expect(log.lines.some(({ message }) => message === 'a listener failed')).toBe(true)
  })

  it('a transport that rejects ends no session', async () => {
    const { gateway, session, time } = start()
    gateway.answer(poll, (_, count) => {
      if (count === 1) throw new Error('unforeseen')
      return 'hang'
    })
    await session.signIn(credentials, false)
    await time.pass(1_000)
    expect(session.state.kind).toBe('signed-in')
    expect(gateway.count(poll)).toBe(2)
  })
})

describe('signing out', () => {
  it('ends the poll, logs out, and never by force', async () => {
    const { gateway, session, time } = start()
    await session.signIn(credentials, false)
    await session.signOut()
    expect(gateway.request.at(-1)).toMatchObject({ method: 'DELETE', guid: 'g-1' })
    const before = gateway.request.length
    session.retry()
    await time.pass(600_000)
    expect(gateway.request.length).toBe(before)
    expect(gateway.request.some(({ path }) => path.includes('forcelogout'))).toBe(false)
  })

  it('sends nothing more after it was requested', async () => {
    const { gateway, session, time } = start()
    gateway.answer(login, { retcode: '100-021' })
    void session.start(credentials)
    await settle()
    const out = session.signOut()
    await time.pass(10_000)
    expect(await out).toBe(true)
    expect(gateway.request).toHaveLength(1)
  })

  it('waits five seconds for a sign-in in flight, and reports a possible stale session', async () => {
    const { gateway, session, time } = start()
    gateway.answer(login, 'hang')
    void session.start(credentials)
    await settle()
    const out = session.signOut()
    await time.pass(5_000)
    expect(await out).toBe(false)
    expect(gateway.count(logout)).toBe(0)
  })

  it('waits for a sign-in in flight: the two never overlap', async () => {
    const { gateway, session } = start()
    let answer = () => {}
    gateway.answer(
      login,
      () => new Promise((resolve) => (answer = () => resolve({ retcode: '0', guid: 'g-1' }))),
    )
    void session.start(credentials)
    await settle()
    const out = session.signOut()
    await settle()
    expect(gateway.count(logout)).toBe(0)
    answer()
    await out
    expect(gateway.count(logout)).toBe(1)
    expect(session.state).toEqual({ kind: 'signed-out' })
  })
})

it('shows neither the password nor the GUID when printed or serialized', async () => {
  const { gateway, session, log, time } = start()
  const outcome = await session.signIn(credentials, false)
  gateway.answer(status, { retcode: '100-006' }).answer(login, { retcode: '100-004' })
  await session.check()
  await time.pass(1_000)
  const everything = [
    inspect(session, { depth: 9, showHidden: true }),
    JSON.stringify(session),
    inspect(outcome, { depth: 9 }),
    inspect(log.lines, { depth: 9 }),
  ].join()
  expect(everything).toContain('101')
  expect(everything).not.toMatch(/hunter-2|g-1|70021/)
})

describe('signing in again, for another node', () => {
  it('signs out first, never by force, and tells the new node', async () => {
    const { gateway, session, kinds } = start()
    gateway
      .answer(login, { retcode: '0', guid: 'g-2.AgentGateway1' })
      .answer(`${login}/forcelogin`, { retcode: '0', guid: 'g-1.AgentGateway0' })
    expect(session.node).toBeNull()
    await session.signIn(credentials, true)
    expect(session.node).toBe('AgentGateway0')
    await session.signInAgain()
    expect([gateway.count(logout), gateway.count(login)]).toEqual([1, 1])
    expect(session.node).toBe('AgentGateway1')
    expect(kinds().slice(-2)).toEqual(['interrupted', 'signed-in'])
  })

  it('waits for its own session, where the gateway takes a while to end it', async () => {
    const { gateway, session, time } = start()
    await session.signIn(credentials, false)
    gateway.answer(login, (_, count) =>
      count < 4 ? { retcode: '100-002' } : { retcode: '0', guid: 'g-2' },
    )
    let isOver = false
    const again = session.signInAgain().then(() => (isOver = true))
    await time.pass(19_999)
    expect(isOver).toBe(false)
    await time.pass(1)
    await again
    expect(session.state).toEqual({ kind: 'signed-in' })
  })

  it('is over after one attempt that fails, and continues by itself', async () => {
    const { gateway, session, time } = start()
    await session.signIn(credentials, false)
    gateway.answer(login, { ...down, isUnsent: true })
    await session.signInAgain()
    expect(session.state).toMatchObject({ kind: 'interrupted', reason: 'unreachable' })
    gateway.answer(login, { retcode: '0', guid: 'g-2' })
    await time.pass(10_000)
    expect(session.state).toEqual({ kind: 'signed-in' })
  })

  it('does nothing where it is not signed in', async () => {
    const { gateway, session } = start()
    await session.signInAgain()
    expect(gateway.request).toEqual([])
  })
})

describe('a gateway that accepts the password again and again', () => {
  it('but refuses the polls of each valid session gets one more sign-in, and the last session is used', async () => {
    const { gateway, session, time } = start()
    gateway.answer(poll, { retcode: '100-006' })
    await session.start(credentials)
    await time.pass(600_000)
    expect(gateway.count(login)).toBe(2)
    expect(session.state).toMatchObject({ kind: 'signed-in', atRisk: { reason: 'signed-out' } })
  })

  it('but loses each session after its first poll does not cause a tight loop', async () => {
    const { gateway, session, time } = start()
    gateway
      .answer(login, (_, count) => ({ retcode: '0', guid: `g-${count}` }))
      .answer(poll, { retcode: '0' })
      .answer(status, { retcode: '100-006' })
      .answer('GET x', { retcode: '100-006' })
    await session.start(credentials)
    for (let second = 0; second < 600; second += 1) {
      await time.pass(1_000)
      await session.request({ method: 'GET', path: 'x' })
    }
    // Half a second at first, and ten seconds in the end.
    expect(gateway.count(login)).toBeLessThan(65)
  })
})

it('tries no older sign-in interface once it is to sign out', async () => {
  const { gateway, session } = start()
  let answer = () => {}
  gateway
    .answer(
      `${login}/forceloginex`,
      () => new Promise((resolve) => (answer = () => resolve({ retcode: '000-002' }))),
    )
    .answer(`${login}/forcelogin`, { retcode: '0', guid: 'g-1' })
  void session.start({ ...credentials, withoutLicence: true }, true)
  await settle()
  const out = session.signOut()
  answer()
  expect(await out).toBe(true)
  expect(gateway.count(`${login}/forcelogin`)).toBe(0)
})

it('counts a sign-in that failed on an established connection as one that may have arrived', async () => {
  const { gateway, session, time } = start()
  gateway.answer(login, { ok: false, reason: 'tls-failure' })
  await session.start(credentials)
  await time.pass(119_000)
  expect(gateway.count(login)).toBe(1)
  gateway.answer(login, { ok: false, reason: 'tls-failure', isUnsent: true })
  await time.pass(600_000)
  expect(gateway.count(login)).toBeGreaterThan(10)
})

it('knows when the gateway last accepted its GUID', async () => {
  const { gateway, session, time } = start()
  expect(session.acceptedAt).toBe(-Infinity)
  await session.signIn(credentials, false)
  await time.pass(1_000)
  expect(session.acceptedAt).toBe(0)
  gateway.answer('GET x', { retcode: '400-003' })
  await session.request({ method: 'GET', path: 'x' })
  expect(session.acceptedAt).toBe(1_000)
  await time.pass(1_000)
  for (const answer of [{ retcode: '100-006' }, { retcode: '000-002' }, down]) {
    gateway.answer('GET x', answer).answer(status, down)
    await session.request({ method: 'GET', path: 'x' })
  }
  expect(session.acceptedAt).toBe(1_000)
})
