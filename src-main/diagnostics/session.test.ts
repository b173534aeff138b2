import { describe, expect, it, vi } from 'vitest'
import type { WatchedAgent } from '../../src-shared/contract/index.ts'
import type { Observation } from '../monitor/observation.ts'
import { agentCounts, blindSpotsOf, type RunningSession, SessionCheck } from './session.ts'
import { Traffic } from './traffic.ts'

const origin = 'https://gw:8043'
const agent = (agentId: string, over: Partial<WatchedAgent> = {}): WatchedAgent => ({
  agentId,
  name: '',
  team: '',
  state: 'idle',
  reason: null,
  retcode: null,
  since: 0,
  sinceAtLeast: false,
  failures: 0,
  nextTryAt: null,
  held: 0,
  sources: [origin],
  ...over,
})
const unseen = (agentId: string, reason: WatchedAgent['reason'], retcode: string | null = null) =>
  agent(agentId, { state: 'unseen', reason, retcode })

function check(
  over: Partial<Omit<RunningSession, 'observe'>> = {},
  answer: Observation = { kind: 'none' },
) {
  const time = { at: 60_000 }
  const clock = { now: () => time.at, wall: () => time.at }
  const traffic = new Traffic(clock)
  const observe = vi.fn(async (_agentId: string) => {
    time.at += 25
    return answer
  })
  const session: RunningSession = {
    origin,
    way: 'inspector',
    state: { kind: 'signed-in' },
    inspectorId: '10301',
    hasInspectorRight: null,
    agents: [agent('10401')],
    blindSpots: [],
    clockDifferenceMs: null,
    observe: async (ids) =>
      new Map(await Promise.all(ids.map(async (id) => [id, await observe(id)] as const))),
    ...over,
  }
  const ended = (name: string, retcode: string | null) => {
    traffic.add({
      origin,
      name,
      ms: 1,
      retcode,
      reason: retcode === null ? 'timeout' : null,
      renewedGuid: false,
    })
  }
  return { check: new SessionCheck(session, traffic, clock), session, observe, ended, time }
}

describe('the sign-in step', () => {
  it('reports who is signed in and since when', () => {
    const { check: steps, ended } = check()
    ended('PUT onlineagent/loginex', '0')
    expect(steps.signIn()).toEqual({
      state: 'good',
      at: 60_000,
      finding: { kind: 'fact', fact: 'signed-in', params: { agentId: '10301' }, retcode: '0' },
    })
  })

  it.each([
    [{ kind: 'signing-in' }, 'signing-in'],
    [{ kind: 'signed-out' }, 'nobody-signed-in'],
  ] as const)('cannot be checked while the session is %j', (state, fact) => {
    expect(check({ state }).check.signIn()).toMatchObject({ state: 'skipped', finding: { fact } })
  })

  it.each([
    { kind: 'interrupted', reason: 'unreachable' },
    { kind: 'stopped', reason: 'signed-in-elsewhere', retcode: '100-002' },
    { kind: 'signed-out', reason: 'signed-out', retcode: '100-004' },
  ] as const)('fails with the session’s own reason: %j', (state) => {
    const { finding, ...verdict } = check({ state }).check.signIn()
    expect(verdict.state).toBe('failed')
    expect(finding).toMatchObject({ kind: 'trouble', reason: state.reason })
    expect(finding).toHaveProperty('retcode', 'retcode' in state ? state.retcode : null)
  })

  it.each([
    [
      [agent('1'), unseen('2', 'signed-out')],
      'good',
      { fact: 'agents-read', params: { seen: 1, all: 2 } },
    ],
    [[agent('1', { state: 'waiting' })], 'skipped', { fact: 'signing-in' }],
    [[unseen('1', 'paused')], 'skipped', { fact: 'watch-paused' }],
    [[], 'skipped', { fact: 'nobody-watched' }],
    [
      [unseen('1', 'signed-in-elsewhere', '100-002')],
      'failed',
      { reason: 'signed-in-elsewhere', retcode: '100-002', agentId: '1' },
    ],
  ] as const)('speaks for all agents’ own sessions: %#', (agents, state, finding) => {
    const { check: steps } = check({ way: 'agent', inspectorId: null, agents })
    expect(steps.signIn()).toMatchObject({ state, finding })
  })
})

describe('the limits of the responses', () => {
  it('are those of the session, while it gets responses', () => {
    const blindSpots = ['other-node', 'hold-start'] as const
    expect(blindSpotsOf(check({ blindSpots }).session)).toEqual(blindSpots)
    const state = { kind: 'interrupted', reason: 'unreachable' } as const
    expect(blindSpotsOf(check({ blindSpots, state }).session)).toEqual([])
  })
})

describe('the inspector right', () => {
  it('is confirmed by the single hold query, which the last step reports', async () => {
    const { check: steps, observe } = check()
    expect(await steps.inspectorRight()).toMatchObject({
      state: 'good',
      finding: { fact: 'right-shown' },
    })
    expect(await steps.holdQuery()).toEqual({
      state: 'good',
      ms: 25,
      finding: { kind: 'fact', fact: 'none-held', params: { agentId: '10401' }, retcode: null },
    })
    expect(observe).toHaveBeenCalledOnce()
  })

  it('is missing where the gateway rejects the query for that reason', async () => {
    const refused = { kind: 'unknown', reason: 'no-right', retcode: '300-001' } as const
    expect(await check({}, refused).check.inspectorRight()).toMatchObject({
      state: 'failed',
      finding: { kind: 'trouble', reason: 'no-right', retcode: '300-001', agentId: '10401' },
    })
  })

  it.each([
    [true, 'good', 'right-said'],
    [null, 'skipped', 'right-not-told'],
  ] as const)('with no answer is what was said at the sign-in: %j', async (right, state, fact) => {
    const { check: steps } = check(
      { hasInspectorRight: right },
      { kind: 'unknown', reason: 'timeout' },
    )
    expect(await steps.inspectorRight()).toMatchObject({ state, finding: { fact } })
    expect(await steps.holdQuery()).toMatchObject({
      state: 'failed',
      finding: { reason: 'timeout' },
    })
  })

  it('is not needed where each agent reads its own calls', async () => {
    const { check: steps, observe } = check({ way: 'agent' })
    expect(await steps.inspectorRight()).toMatchObject({ finding: { fact: 'no-right-needed' } })
    expect(observe).not.toHaveBeenCalled()
  })
})

describe('the event poll', () => {
  it('is good as long as the last response is recent', () => {
    const { check: steps, ended, time } = check()
    ended('GET agentevent', '0')
    ended('GET agentevent', null)
    // A site may have configured the gateway to wait for a minute.
    time.at += 65_000
    expect(steps.eventPoll()).toMatchObject({
      state: 'good',
      at: 60_000,
      finding: { retcode: '0' },
    })
    time.at += 20_000
    expect(steps.eventPoll()).toMatchObject({ state: 'failed', finding: { reason: 'timeout' } })
  })

  it('fails with the code of the gateway', () => {
    const { check: steps, ended } = check()
    ended('GET agentevent', '000-001')
    expect(steps.eventPoll()).toMatchObject({
      state: 'failed',
      finding: { reason: 'gateway-error', retcode: '000-001' },
    })
  })

  it.each([
    ['inspector', 'poll-pending'],
    ['agent', 'no-poll'],
  ] as const)('that was never answered is told for the way “%s”', (way, fact) => {
    expect(check({ way }).check.eventPoll()).toMatchObject({ state: 'skipped', finding: { fact } })
  })
})

describe('the hold query', () => {
  it('is about an unobserved agent, and the right is confirmed by an observed one', async () => {
    const agents = [agent('2'), unseen('3', 'http-status'), unseen('4', 'http-status')]
    const { check: steps, session, observe } = check({ agents })
    observe.mockImplementation(async (agentId) =>
      agentId !== '2' ? { kind: 'unknown', reason: 'http-status', status: 500 } : { kind: 'none' },
    )
    expect(await steps.inspectorRight()).toMatchObject({ finding: { fact: 'right-shown' } })
    expect(await steps.holdQuery()).toMatchObject({
      state: 'failed',
      finding: { kind: 'trouble', reason: 'http-status', agentId: '3' },
    })
    expect(observe.mock.calls).toEqual([['2'], ['3']])
    expect(agentCounts(session)).toEqual({ watched: 3, unseen: 2 })
  })

  it.each([
    ['2', 'none', 'good'],
    ['2', 'unknown', 'failed'],
  ] as const)(
    'takes a few mistyped ids for a remark, where others are answered: %s %s',
    async (id, kind, state) => {
      const agents = [unseen('1', 'not-visible'), agent(id), unseen('3', 'not-visible'), agent('4')]
      const { check: steps, session, observe } = check({ agents })
      const refused = { kind: 'unknown', reason: 'not-visible', retcode: '000-005' } as const
      observe.mockImplementation(async (agentId) =>
        agentId === id && kind === 'none' ? { kind } : refused,
      )
      const agentId = state === 'good' ? id : '1'
      const verdict = await steps.holdQuery()
      expect(verdict.state).toBe(state)
      expect(verdict.finding).toMatchObject(
        state === 'good' ? { params: { agentId } } : { agentId },
      )
      expect(observe.mock.calls).toEqual([['1'], [id]])
      expect(agentCounts(session)).toEqual({ watched: 4, unseen: 2 })
    },
  )

  it('is about any agent where all are observed', async () => {
    const agents = [agent('3'), agent('4')]
    const call = { callId: 'c', callFeature: 0, caller: '02155501234', called: '', skill: '' }
    const { check: steps, observe } = check(
      { agents },
      { kind: 'holding', calls: [call], malformed: 0 },
    )
    const verdict = await steps.holdQuery()
    expect(observe).toHaveBeenCalledWith('3')
    expect(verdict.finding).toMatchObject({ fact: 'held', params: { agentId: '3', n: 1 } })
    expect(JSON.stringify(verdict)).not.toContain('1234')
  })

  it('leaves the agents of other sources aside, where it has some of its own', async () => {
    const other = { sources: ['https://other:8043'] }
    const agents = [agent('1', { ...other, state: 'unseen' }), agent('2')]
    const { check: steps, session, observe } = check({ agents })
    expect(await steps.holdQuery()).toMatchObject({ state: 'good' })
    expect(observe.mock.calls).toEqual([['2']])
    expect(agentCounts(session)).toEqual({ watched: 1, unseen: 0 })
  })

  it('is about any agent where another source answers about all of them', async () => {
    const agents = [agent('1', { sources: ['https://cms:28080'] })]
    const good = check({ agents })
    expect(await good.check.holdQuery()).toMatchObject({ state: 'good' })
    expect(agentCounts(good.session)).toEqual({ watched: 0, unseen: 0 })
    // The agent may belong to another gateway.
    const refused = { kind: 'unknown', reason: 'no-right', retcode: '300-001' } as const
    const { check: steps } = check({ agents }, refused)
    expect(await steps.inspectorRight()).toMatchObject({ finding: { fact: 'right-not-told' } })
    expect(await steps.holdQuery()).toMatchObject({
      state: 'skipped',
      finding: { fact: 'no-agent-here' },
    })
    expect(
      await check({ agents }, { kind: 'unknown', reason: 'timeout' }).check.holdQuery(),
    ).toMatchObject({ state: 'failed', finding: { reason: 'timeout' } })
  })

  it('needs a session and an agent', async () => {
    const none = new SessionCheck(null, new Traffic({ now: () => 0, wall: () => 0 }), {
      now: () => 0,
      wall: () => 0,
    })
    expect(none.signIn()).toMatchObject({ finding: { fact: 'nobody-signed-in' } })
    expect(await none.holdQuery()).toMatchObject({ finding: { fact: 'needs-sign-in' } })
    expect(await check({ agents: [] }).check.holdQuery()).toMatchObject({
      state: 'skipped',
      finding: { fact: 'nobody-watched' },
    })
  })
})
