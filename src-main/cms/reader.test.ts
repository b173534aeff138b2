import { afterEach, describe, expect, it } from 'vitest'
import { BulkQueries } from '../monitor/bulkQueries.ts'
import type { Observation, SeenCall } from '../monitor/observation.ts'
import type { CmsFaultSpec } from '../simulator/index.ts'
import type { CmsReader } from './reader.ts'
import { signatureForms } from './signature.ts'
import { closeAll, cmsFloor, type CmsFloor, stateOf, vendorForm } from './testing.ts'

afterEach(closeAll)

const agents = ['10401', '10402', '10403', '10404']
const second = 1_000
const minute = 60 * second

/** Starts a reader in the form that the server accepts, and waits until it is signed in. */
async function started(floor: CmsFloor, changes: Parameters<CmsFloor['reader']>[0] = {}) {
  const reader = floor.reader(changes)
  reader.start(vendorForm)
  expect(await stateOf(reader, 'signed-in', 'interrupted', 'stopped')).toEqual({
    kind: 'signed-in',
  })
  return reader
}

/** Lets a second pass, and queries these agents. */
async function query(floor: CmsFloor, reader: CmsReader, ids: readonly string[] = agents) {
  await floor.time.pass(second)
  return reader.observeAll(ids)
}

/** Queries until this is true of the result. */
async function queryUntil(
  floor: CmsFloor,
  reader: CmsReader,
  isTrue: (observations: ReadonlyMap<string, Observation>) => boolean,
) {
  for (;;) {
    const observations = await query(floor, reader)
    if (isTrue(observations)) return observations
  }
}

const none = { kind: 'none' }
const callOf = (observations: ReadonlyMap<string, Observation>, agentId: string) => {
  const observation = observations.get(agentId)
  return observation?.kind === 'holding' ? observation.calls[0] : undefined
}

describe('setting up', () => {
  it.each(signatureForms.map((form, at) => [at, form] as const))(
    'finds the form of the signature after %i rejected: %j',
    async (rejections, form) => {
      const floor = await cmsFloor({ forms: [form] })
      const reader = floor.reader()
      expect(await reader.signIn()).toEqual({ ok: true, data: { form } })
      expect(reader.state).toEqual({ kind: 'signed-in' })
      expect(floor.cms.stats.rejectedSignatures).toBe(rejections)
      const callId = floor.simulator.hold('10401')
      expect(await reader.observeAll(agents)).toMatchObject(
        new Map<string, object>([
          ['10401', { kind: 'holding', calls: [{ callId }], malformed: 0 }],
          ['10402', none],
          ['10403', none],
          ['10404', none],
        ]),
      )
    },
  )

  it('says that the keys are wrong after each form once', async () => {
    const floor = await cmsFloor()
    const account = { ...floor.cms, secretKey: 'wrong' }
    const reader = floor.reader({ account })
    expect(await reader.signIn()).toEqual({ ok: false, error: { code: 'cms-refused-signature' } })
    expect(floor.cms.stats.rejectedSignatures).toBe(signatureForms.length)
    expect(reader.state).toEqual({ kind: 'signed-out', reason: 'wrong-signature' })
  })

  it.each([60 * minute, -60 * minute])(
    'says how far the clock is off: %i ms',
    async (clockAheadMs) => {
      const floor = await cmsFloor({ clockAheadMs })
      expect(await floor.reader().signIn()).toEqual({
        ok: false,
        error: { code: 'cms-clock-off', params: { minutes: 60 } },
      })
    },
  )

  it('says that a key pair has no rights', async () => {
    const floor = await cmsFloor()
    floor.cms.fault({ kind: 'code', code: '0101003' })
    expect(await floor.reader().signIn()).toEqual({
      ok: false,
      error: { code: 'cms-no-rights', params: { retcode: '0101003' } },
    })
  })

  it('needs only the right to query calls', async () => {
    const floor = await cmsFloor()
    for (const match of ['querytenants', 'totalagentabstractex3'] as const) {
      floor.cms.fault({ kind: 'code', code: '0101003', match })
    }
    expect(await floor.reader().signIn()).toMatchObject({ ok: true })
  })

  it.each([true, false])(
    'says that call center or VDN are wrong, whether tenants are listed (%s) or not',
    async (isListed) => {
      const floor = await cmsFloor()
      const fault = { kind: 'code', code: '0101003', match: 'querytenants' } as const
      if (!isListed) floor.cms.fault(fault)
      const account = { ...floor.cms, vdn: 8 }
      expect(await floor.reader({ account }).signIn()).toEqual({
        ok: false,
        error: { code: 'cms-wrong-center', params: { ccId: 1, vdn: 8 } },
      })
    },
  )

  it.each<[CmsFaultSpec, object]>([
    [
      { kind: 'status', status: 403 },
      { code: 'http-status', params: { status: 403 } },
    ],
    [{ kind: 'html502' }, { code: 'http-status', params: { status: 502 } }],
    [{ kind: 'malformed-json' }, { code: 'bad-reply' }],
    [{ kind: 'cut' }, { code: 'unreachable' }],
    [
      { kind: 'code', code: '0100003', match: 'queryagentcalls' },
      { code: 'gateway-code', params: { retcode: '0100003' } },
    ],
  ])('ends with %j', async (fault, error) => {
    const floor = await cmsFloor()
    floor.cms.fault(fault)
    expect(await floor.reader().signIn()).toEqual({ ok: false, error })
  })
})

describe('a query', () => {
  it('is one request for up to three thousand agents, and more than that one after another', async () => {
    const floor = await cmsFloor({}, { agents: 3_100 })
    const reader = await started(floor)
    const ids = floor.simulator.accounts.agents.map(({ agentId }) => agentId)
    floor.simulator.hold('13450')
    const observations = await query(floor, reader, ids)
    expect(observations.size).toBe(3_100)
    expect(observations.get('13450')).toMatchObject({ kind: 'holding' })
    expect(floor.cms.stats).toMatchObject({
      requests: { queryagentcalls: 2 },
      mostAgents: 3_000,
      mostQueriesAtOnce: 1,
    })
  })

  it('waits for the one before', async () => {
    const floor = await cmsFloor()
    const reader = await started(floor)
    // Two open connections, so that two requests would arrive together.
    await Promise.all([reader.agentDirectory(), reader.agentDirectory()])
    const [first, next] = [reader.observeAll(agents), reader.observeAll(agents)]
    await first
    expect(floor.cms.stats.requests.queryagentcalls).toBe(1)
    await floor.time.pass(second)
    expect((await next).size).toBe(4)
    expect(floor.cms.stats).toMatchObject({
      requests: { queryagentcalls: 2 },
      mostQueriesAtOnce: 1,
    })
  })

  it('is made once a second at most', async () => {
    const floor = await cmsFloor()
    const reader = await started(floor)
    await reader.observeAll(agents)
    let isOver = false
    const next = reader.observeAll(agents).then(() => (isOver = true))
    await floor.time.pass(second - 1)
    expect(isOver).toBe(false)
    await floor.time.pass(1)
    await next
  })

  it.each<CmsFaultSpec>([{ kind: 'text-desc' }, { kind: 'number-texts' }, { kind: 'other-agent' }])(
    'reads an answer with %j',
    async (fault) => {
      const floor = await cmsFloor()
      const reader = await started(floor)
      floor.cms.fault(fault)
      const callId = floor.simulator.hold('10401')
      const observations = await query(floor, reader)
      expect([...observations.keys()]).toEqual(agents)
      expect(callOf(observations, '10401')?.callId).toBe(callId)
      expect(observations.get('10402')).toEqual(none)
    },
  )

  it('knows nothing of an agent who is missing in the answer', async () => {
    const floor = await cmsFloor()
    const reader = await started(floor)
    floor.simulator.hold('10401')
    floor.cms.fault({ kind: 'missing-agent', agentId: '10401' })
    const observations = await query(floor, reader)
    expect([...observations.keys()]).toEqual(agents.slice(1))
  })

  it('counts a suspended call, and does not take it for a held one', async () => {
    const floor = await cmsFloor()
    const reader = await started(floor)
    floor.simulator.hold('10401')
    floor.cms.fault({ kind: 'call-status', agentId: '10401', status: 7 })
    expect((await query(floor, reader)).get('10401')).toEqual(none)
    expect([...reader.otherStatuses]).toEqual([[7, 1]])
  })

  it('tells when the server last accepted the signature', async () => {
    const floor = await cmsFloor()
    const reader = await started(floor)
    expect(reader.acceptedAt).toBe(0)
    await query(floor, reader)
    expect(reader.acceptedAt).toBe(second)
    floor.cms.fault({ kind: 'status', status: 401 })
    await query(floor, reader)
    expect(reader.acceptedAt).toBe(second)
  })

  it('sees a call that is held again as it sees the first', async () => {
    const floor = await cmsFloor()
    const reader = await started(floor)
    const callId = floor.simulator.hold('10401')
    expect(callOf(await query(floor, reader), '10401')?.callId).toBe(callId)
    floor.simulator.retrieve('10401')
    expect((await query(floor, reader)).get('10401')).toEqual(none)
    floor.simulator.hold('10401')
    expect(callOf(await query(floor, reader), '10401')?.callId).toBe(callId)
  })
})

describe('an agent whose id is not accepted', () => {
  const many = async () => {
    const floor = await cmsFloor({}, { agents: 3_000 })
    const reader = await started(floor)
    const ids = floor.simulator.accounts.agents.map(({ agentId }) => agentId)
    const queries = () => floor.cms.stats.requests.queryagentcalls
    return { floor, reader, ids, queries }
  }
  const notAccepted = { kind: 'unknown', reason: 'gateway-error', retcode: '0100002' }

  it('is found among thousands with few requests, and left out from then on', async () => {
    const { floor, reader, ids, queries } = await many()
    floor.cms.fault({ kind: 'bad-agent', agentId: '12000' })
    const first = await query(floor, reader, ids)
    expect(first.size).toBe(3_000)
    expect(first.get('12000')).toEqual(notAccepted)
    expect([...first.values()].filter(({ kind }) => kind === 'none')).toHaveLength(2_999)
    expect(queries()).toBeLessThanOrEqual(1 + 24)
    expect(reader.refusedAgents).toEqual(['12000'])
    const before = queries()
    const next = await query(floor, reader, ids)
    expect(queries()).toBe(before + 1)
    expect(next.get('12000')).toEqual(notAccepted)
    expect(next.get('12001')).toEqual(none)
  })

  it('is found in several queries where there are many, while the others are known', async () => {
    const { floor, reader, ids, queries } = await many()
    const bad = ids.filter((_, at) => at % 300 === 299)
    for (const agentId of bad) floor.cms.fault({ kind: 'bad-agent', agentId })
    await query(floor, reader, ids)
    let before = queries()
    while (reader.refusedAgents.length < 10) {
      await query(floor, reader, ids)
      expect(queries() - before).toBeLessThanOrEqual(41)
      before = queries()
    }
    expect([...reader.refusedAgents].sort()).toEqual(bad)
    expect(reader.state).toEqual({ kind: 'signed-in' })
    const last = await query(floor, reader, ids)
    expect([...last.values()].filter(({ kind }) => kind === 'none')).toHaveLength(2_990)
  })

  it('is tried again after half an hour, and when the user asks for it', async () => {
    const { floor, reader, ids } = await many()
    floor.cms.fault({ kind: 'bad-agent', agentId: '12000' })
    await query(floor, reader, ids)
    floor.cms.clearFaults()
    expect((await query(floor, reader, ids)).get('12000')).toEqual(notAccepted)
    await floor.time.pass(30 * minute)
    expect((await query(floor, reader, ids)).get('12000')).toEqual(none)
    const stop = floor.cms.fault({ kind: 'bad-agent', agentId: '12000' })
    await query(floor, reader, ids)
    stop()
    reader.retry()
    expect((await query(floor, reader, ids)).get('12000')).toEqual(none)
  })

  it('may be the only one', async () => {
    const floor = await cmsFloor()
    const reader = await started(floor)
    floor.cms.fault({ kind: 'bad-agent', agentId: '10401' })
    expect(await query(floor, reader, ['10401'])).toEqual(new Map([['10401', notAccepted]]))
    expect(reader.state).toEqual({ kind: 'signed-in' })
  })

  it('is not searched for without end where nothing is accepted', async () => {
    const { floor, reader, ids, queries } = await many()
    floor.cms.configure({ vdn: 8 })
    const observations = await query(floor, reader, ids)
    expect([...observations.values()].every(({ kind }) => kind === 'unknown')).toBe(true)
    expect(queries()).toBe(41)
    expect(reader.state).toEqual({
      kind: 'stopped',
      reason: 'gateway-error',
      retcode: '0100002',
    })
    expect(reader.refusedAgents).toEqual([])
  })
})

describe('a failure', () => {
  const allUnknown = (observations: ReadonlyMap<string, Observation>) =>
    [...observations].map(([agentId, { kind }]) => `${agentId} ${kind}`)

  it.each<[CmsFaultSpec, object]>([
    [{ kind: 'status', status: 502 }, { reason: 'http-status' }],
    [{ kind: 'malformed-json' }, { reason: 'bad-reply' }],
    [{ kind: 'cut' }, { reason: 'unreachable' }],
    [
      { kind: 'code', code: '0100001' },
      { reason: 'gateway-error', retcode: '0100001' },
    ],
    [
      { kind: 'code', code: '0100999' },
      { reason: 'gateway-error', retcode: '0100999' },
    ],
    [
      { kind: 'code', code: '0300008' },
      { reason: 'gateway-error', retcode: '0300008' },
    ],
    [{ kind: 'status', status: 429 }, { reason: 'http-status' }],
  ])('interrupts after %j, and continues after the pause', async (fault, trouble) => {
    const floor = await cmsFloor()
    const reader = await started(floor)
    floor.simulator.hold('10401')
    floor.cms.fault({ ...fault, times: 1 })
    const observations = await query(floor, reader)
    expect(allUnknown(observations)).toEqual(agents.map((agentId) => `${agentId} unknown`))
    expect(observations.get('10401')).toMatchObject(trouble)
    const { state } = reader
    expect(state).toMatchObject({ kind: 'interrupted', ...trouble })
    const nextTryAt = state.kind === 'interrupted' ? (state.nextTryAt ?? 0) : 0
    const before = floor.cms.stats.requests
    // No request meanwhile, whoever asks.
    expect((await reader.observeAll(agents)).get('10401')).toMatchObject(trouble)
    await floor.time.pass(nextTryAt - floor.time.now() - 1)
    expect(floor.cms.stats.requests).toEqual(before)
    await floor.time.pass(1)
    await stateOf(reader, 'signed-in')
    await floor.time.pass(minute)
    expect((await reader.observeAll(agents)).get('10401')).toMatchObject({ kind: 'holding' })
  })

  it('is followed by longer pauses with each repetition', async () => {
    const floor = await cmsFloor()
    const reader = await started(floor)
    floor.cms.fault({ kind: 'code', code: '0100001' })
    await query(floor, reader)
    const pauses: number[] = []
    for (let times = 0; times < 8; times++) {
      const state = await stateOf(reader, 'interrupted')
      const nextTryAt = state.kind === 'interrupted' ? (state.nextTryAt ?? 0) : 0
      pauses.push(nextTryAt - floor.time.now())
      const isTrying = new Promise<void>((resolve) => {
        const stop = reader.onState(() => {
          const { state } = reader
          if (state.kind !== 'interrupted' || state.nextTryAt === undefined) return
          stop()
          resolve()
        })
      })
      await floor.time.pass(nextTryAt - floor.time.now())
      await isTrying
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60].map((seconds) => seconds * second))
  })

  it('halves the rate where the server is overloaded, and it recovers', async () => {
    const floor = await cmsFloor()
    const reader = await started(floor)
    expect(reader.intervalMs).toBe(second)
    floor.cms.fault({ kind: 'status', status: 429, times: 1 })
    expect((await query(floor, reader)).get('10401')).toMatchObject({
      reason: 'http-status',
      status: 429,
      isPutOff: true,
    })
    expect(reader.intervalMs).toBe(2 * second)
    await floor.time.pass(2 * second)
    await stateOf(reader, 'signed-in')
    let isOver = false
    await reader.observeAll(agents)
    const next = reader.observeAll(agents).then(() => (isOver = true))
    await floor.time.pass(1_500)
    expect(isOver).toBe(false)
    await floor.time.pass(500)
    await next
    for (let times = 0; times < 10; times++) {
      await floor.time.pass(second)
      await query(floor, reader)
    }
    expect(reader.intervalMs).toBe(second)
  })

  it('lets the monitor query less often, too, so that no query has to wait', async () => {
    const floor = await cmsFloor()
    const reader = await started(floor)
    const waits: number[] = []
    const queries = new BulkQueries({
      reader,
      now: () => floor.time.now(),
      setTimer: (ms, run) => floor.time.schedule(ms, run),
      random: () => 0.5,
      judge: (_agentId, observation) => observation,
      onObservations: (_observations, askedAt, answeredAt) => waits.push(answeredAt - askedAt),
      onWithdrawn: () => {},
      onFault: (error) => {
        throw error
      },
    })
    const isIdle = () => expect.poll(() => queries.nextTryAt).not.toBeNull()
    floor.cms.fault({ kind: 'status', status: 429, times: 1 })
    queries.setAgents(agents)
    await isIdle()
    await floor.time.pass(2 * second)
    await stateOf(reader, 'signed-in')
    const { queryagentcalls: before } = floor.cms.stats.requests
    for (let times = 0; times < 12; times++) {
      await floor.time.pass(second / 2)
      await isIdle()
    }
    queries.close()
    expect(new Set(waits)).toEqual(new Set([0]))
    // Six in six seconds at the usual rate.
    expect(floor.cms.stats.requests.queryagentcalls - before).toBeLessThanOrEqual(4)
    expect(floor.cms.stats.requests.queryagentcalls - before).toBeGreaterThanOrEqual(3)
  })

  it('waits as long as the server asks', async () => {
    const floor = await cmsFloor()
    const reader = await started(floor)
    floor.cms.fault({ kind: 'status', status: 429, retryAfter: '45', times: 1 })
    await query(floor, reader)
    const { state } = reader
    expect(state.kind === 'interrupted' && state.nextTryAt).toBe(floor.time.now() + 45 * second)
  })

  it.each<[CmsFaultSpec, object]>([
    [{ kind: 'status', status: 401 }, { reason: 'wrong-signature' }],
    [
      { kind: 'code', code: '0101003' },
      { reason: 'gateway-error', retcode: '0101003' },
    ],
    [
      { kind: 'code', code: '0100003' },
      { reason: 'gateway-error', retcode: '0100003' },
    ],
  ])('stops after %j, until the user retries', async (fault, trouble) => {
    const floor = await cmsFloor()
    const reader = await started(floor)
    const stop = floor.cms.fault(fault)
    expect((await query(floor, reader)).get('10401')).toMatchObject(trouble)
    expect(reader.state).toEqual({ kind: 'stopped', ...trouble })
    const before = floor.cms.stats.requests
    await floor.time.pass(60 * minute)
    await reader.observeAll(agents)
    expect(floor.cms.stats.requests).toEqual(before)
    reader.wake()
    expect(await reader.agentDirectory()).toMatchObject({ ok: false, ...trouble })
    expect(floor.cms.stats.requests).toEqual(before)
    stop()
    reader.retry()
    expect(reader.state).toEqual({ kind: 'signing-in' })
    await stateOf(reader, 'signed-in')
    expect((await query(floor, reader)).get('10401')).toEqual(none)
  })

  it('stops when the certificate is no longer trusted', async () => {
    const floor = await cmsFloor()
    const reader = await started(floor)
    floor.distrust()
    await query(floor, reader)
    expect(reader.state).toEqual({ kind: 'stopped', reason: 'untrusted-certificate' })
  })

  it('is followed by a short pause again once a query has succeeded', async () => {
    const floor = await cmsFloor()
    const reader = await started(floor)
    const pauseMs = async () => {
      floor.cms.fault({ kind: 'code', code: '0100001', times: 1 })
      await query(floor, reader)
      const { state } = reader
      const nextTryAt = state.kind === 'interrupted' ? (state.nextTryAt ?? 0) : 0
      const pauseMs = nextTryAt - floor.time.now()
      await floor.time.pass(pauseMs)
      await stateOf(reader, 'signed-in')
      return pauseMs
    }
    expect([await pauseMs(), await pauseMs()]).toEqual([second, 2 * second])
    await query(floor, reader)
    expect(await pauseMs()).toBe(second)
  })

  it('is over when the calls of an agent can be queried', async () => {
    const floor = await cmsFloor()
    const reader = await started(floor)
    await query(floor, reader)
    floor.cms.fault({ kind: 'code', code: '0100001', match: 'queryagentcalls', times: 2 })
    await query(floor, reader)
    await floor.time.pass(second)
    await expect.poll(() => floor.cms.stats.requests.queryagentcalls).toBe(3)
    expect(await stateOf(reader, 'interrupted')).toMatchObject({ retcode: '0100001' })
    expect(floor.cms.stats.requests.totalagentabstractex3).toBe(1)
  })

  it('of the list of agents at the start says nothing about calls', async () => {
    const floor = await cmsFloor()
    floor.cms.fault({ kind: 'code', code: '0101003', match: 'totalagentabstractex3' })
    const reader = await started(floor)
    expect((await query(floor, reader)).get('10401')).toEqual(none)
  })

  it('of the clock is measured', async () => {
    const floor = await cmsFloor()
    const reader = await started(floor)
    expect(reader.clockDifferenceMs).toBeNull()
    floor.cms.configure({ clockAheadMs: 60 * minute })
    await query(floor, reader)
    expect(reader.state).toEqual({ kind: 'stopped', reason: 'wrong-signature' })
    const difference = reader.clockDifferenceMs ?? 0
    expect(Math.abs(difference + 60 * minute)).toBeLessThanOrEqual(second)
  })

  it('at the start is known before the first query', async () => {
    const floor = await cmsFloor()
    const reader = floor.reader()
    reader.start(vendorForm)
    expect((await reader.observeAll(agents)).get('10401')).toEqual(none)
    const wrong = floor.reader({ account: { ...floor.cms, secretKey: 'wrong' } })
    wrong.start(vendorForm)
    expect((await wrong.observeAll(agents)).get('10401')).toEqual({
      kind: 'unknown',
      reason: 'wrong-signature',
    })
  })

  it('at the start is retried', async () => {
    const floor = await cmsFloor()
    await floor.cms.goAway()
    const reader = floor.reader()
    reader.start(vendorForm)
    expect(reader.state).toEqual({ kind: 'signing-in' })
    const state = await stateOf(reader, 'interrupted')
    expect(state).toEqual({ kind: 'interrupted', reason: 'unreachable', nextTryAt: second })
    await floor.cms.comeBack()
    await floor.time.pass(second)
    await stateOf(reader, 'signed-in')
  })

  it('is retried at once when the computer wakes up', async () => {
    const floor = await cmsFloor()
    const reader = await started(floor)
    await floor.cms.goAway()
    await query(floor, reader)
    expect(reader.state.kind).toBe('interrupted')
    await floor.cms.comeBack()
    reader.wake()
    await stateOf(reader, 'signed-in')
  })

  it('of a dead connection is not waited for after the computer wakes up', async () => {
    const floor = await cmsFloor()
    const reader = await started(floor)
    floor.cms.fault({ kind: 'half-open', times: 1 })
    const hanging = query(floor, reader)
    await expect.poll(() => floor.cms.stats.requests.queryagentcalls).toBe(1)
    reader.wake()
    expect((await hanging).get('10401')).toEqual(none)
    expect(reader.state).toEqual({ kind: 'signed-in' })
  })

  it('is none where the caller gave up', async () => {
    const floor = await cmsFloor()
    const reader = await started(floor)
    floor.cms.fault({ kind: 'half-open', times: 1 })
    const caller = new AbortController()
    await floor.time.pass(second)
    const hanging = reader.observeAll(agents, { signal: caller.signal })
    await expect.poll(() => floor.cms.stats.requests.queryagentcalls).toBe(1)
    caller.abort()
    expect((await hanging).get('10401')).toMatchObject({ kind: 'unknown' })
    expect(reader.state).toEqual({ kind: 'signed-in' })
  })

  it('comes from nothing after the reader is closed', async () => {
    const floor = await cmsFloor()
    const reader = await started(floor)
    floor.cms.fault({ kind: 'half-open', times: 1 })
    const hanging = query(floor, reader)
    await expect.poll(() => floor.cms.stats.requests.queryagentcalls).toBe(1)
    expect(await reader.close()).toEqual([])
    await hanging
    expect(reader.state).toEqual({ kind: 'signed-out' })
    expect(floor.time.due).toEqual([])
    expect((await reader.observeAll(agents)).get('10401')).toEqual({
      kind: 'unknown',
      reason: 'signed-out',
    })
  })
})

describe('the details of a held call', () => {
  const wish = { caller: '02112345678', called: '4008000', skill: 'billing', feature: 0 }
  const details = { caller: '02112345678', called: '4008000', skill: 'billing', callFeature: 0 }
  const hasDetails = (observations: ReadonlyMap<string, Observation>) =>
    callOf(observations, '10401')?.caller !== ''

  it('come with a later query, and are queried once', async () => {
    const floor = await cmsFloor()
    const reader = await started(floor)
    const callId = floor.simulator.hold('10401', wish)
    expect(callOf(await query(floor, reader), '10401')).toEqual({
      callId,
      callFeature: null,
      caller: '',
      called: '',
      skill: '',
    })
    expect(callOf(await queryUntil(floor, reader, hasDetails), '10401')).toEqual({
      callId,
      ...details,
    })
    floor.simulator.retrieve('10401')
    await query(floor, reader)
    floor.simulator.hold('10401', { callId })
    expect(callOf(await query(floor, reader), '10401')?.caller).toBe('02112345678')
    expect(floor.cms.stats.requests.querybasiccallinfo).toBe(1)
  })

  it('are queried with the other form of the id, which is remembered', async () => {
    const floor = await cmsFloor({ callIds: 'milliseconds' })
    const reader = await started(floor)
    floor.simulator.hold('10401', wish)
    await queryUntil(floor, reader, hasDetails)
    expect(floor.cms.stats.requests.querybasiccallinfo).toBe(2)
    floor.simulator.hold('10402', wish)
    await queryUntil(floor, reader, (all) => callOf(all, '10402')?.caller !== '')
    expect(floor.cms.stats.requests.querybasiccallinfo).toBe(3)
  })

  it('are queried a few times with growing pauses, and then no more', async () => {
    const floor = await cmsFloor()
    const reader = await started(floor)
    floor.cms.fault({ kind: 'code', code: '0100999', match: 'querybasiccallinfo' })
    const callId = floor.simulator.hold('10401', wish)
    const path = 'calldata/querybasiccallinfo'
    const answered = () => floor.log.lines.filter(({ fields }) => fields?.path === path).length
    const attempts: number[] = []
    for (let seconds = 0; seconds < 120; seconds++) {
      await query(floor, reader)
      if ([0, 3, 13, 43].includes(seconds)) {
        attempts.push(seconds)
        // Each time with the id in both forms.
        await expect.poll(answered).toBe(2 * attempts.length)
      }
    }
    expect(answered()).toBe(8)
    expect(callOf(await query(floor, reader), '10401')).toMatchObject({ callId, caller: '' })
  })

  it('are not queried again where the key pair has no right to them', async () => {
    const floor = await cmsFloor()
    const reader = await started(floor)
    floor.cms.fault({ kind: 'code', code: '0101003', match: 'querybasiccallinfo' })
    floor.simulator.hold('10401', wish)
    await query(floor, reader)
    await expect.poll(() => floor.cms.stats.requests.querybasiccallinfo).toBe(1)
    floor.simulator.hold('10402', wish)
    for (let times = 0; times < 60; times++) await query(floor, reader)
    expect(floor.cms.stats.requests.querybasiccallinfo).toBe(1)
    expect(reader.state).toEqual({ kind: 'signed-in' })
  })

  it('are queried in one form only while the server is overloaded', async () => {
    const floor = await cmsFloor()
    const reader = await started(floor)
    floor.cms.fault({ kind: 'code', code: '0300008', match: 'querybasiccallinfo', times: 1 })
    floor.simulator.hold('10401', wish)
    await queryUntil(floor, reader, hasDetails)
    expect(floor.cms.stats.requests.querybasiccallinfo).toBe(2)
  })

  it('are queried again when the user retries', async () => {
    const floor = await cmsFloor()
    const reader = await started(floor)
    const fault = { kind: 'code', code: '0101003', match: 'querybasiccallinfo' } as const
    const stop = floor.cms.fault(fault)
    floor.simulator.hold('10401', wish)
    await query(floor, reader)
    await expect.poll(() => floor.cms.stats.requests.querybasiccallinfo).toBe(1)
    stop()
    reader.retry()
    await queryUntil(floor, reader, hasDetails)
  })

  it('are forgotten with the agent', async () => {
    const floor = await cmsFloor()
    const reader = await started(floor)
    floor.simulator.hold('10401', wish)
    await queryUntil(floor, reader, hasDetails)
    await query(floor, reader, ['10402'])
    expect(callOf(await query(floor, reader), '10401')?.caller).toBe('')
  })

  it('come from a gateway that lists the call, whatever the form of its id', async () => {
    const queriedIds: string[] = []
    const floor = await cmsFloor()
    const callId = floor.simulator.hold('10401', { ...wish, callId: '1735787045-1' })
    const gatewayCalls: SeenCall[] = [{ callId: '1735787045000-1', ...details }]
    const reader = await started(floor, {
      gatewayCallsOf: (agentId) => {
        queriedIds.push(agentId)
        return Promise.resolve(gatewayCalls)
      },
    })
    await queryUntil(floor, reader, hasDetails)
    expect(callOf(await query(floor, reader), '10401')).toEqual({ callId, ...details })
    expect(queriedIds).toEqual(['10401'])
    expect(floor.cms.stats.requests.querybasiccallinfo).toBe(0)
  })

  it('come from the CC-CMS where no gateway sees the agent', async () => {
    const floor = await cmsFloor()
    const reader = await started(floor, { gatewayCallsOf: () => Promise.resolve(null) })
    floor.simulator.hold('10401', wish)
    expect(callOf(await queryUntil(floor, reader, hasDetails), '10401')).toMatchObject(details)
  })

  it('stay away where the gateway lists no such call, or fails', async () => {
    for (const answer of [() => Promise.resolve([]), () => Promise.reject(new Error('failed'))]) {
      let queriedIds = 0
      const floor = await cmsFloor()
      const gatewayCallsOf = () => {
        queriedIds += 1
        return answer()
      }
      const reader = await started(floor, { gatewayCallsOf })
      const callId = floor.simulator.hold('10401', wish)
      for (let times = 0; times < 120; times++) await query(floor, reader)
      expect(callOf(await query(floor, reader), '10401')).toMatchObject({ callId, caller: '' })
      expect(queriedIds).toBe(4)
      expect(floor.cms.stats.requests.querybasiccallinfo).toBe(0)
    }
  })

  it('never appear in the log', async () => {
    const floor = await cmsFloor()
    const reader = await started(floor)
    floor.simulator.hold('10401', wish)
    await queryUntil(floor, reader, hasDetails)
    expect(JSON.stringify(floor.log.lines)).not.toMatch(/02112345678|4008000/)
  })
})

describe('the list of agents', () => {
  it('has everyone with name and state, in pages, and the names once', async () => {
    const floor = await cmsFloor({}, { agents: 2_100 })
    const reader = await started(floor)
    floor.simulator.hold('10401')
    floor.simulator.signOut('12500')
    const before = floor.cms.stats.requests.totalagentabstractex3
    const answer = await reader.agentDirectory()
    expect(answer?.ok && answer.agents).toHaveLength(2_102)
    expect(floor.cms.stats.requests.totalagentabstractex3).toBe(before + 3)
    const byId = new Map(answer?.ok ? answer.agents.map((agent) => [agent.agentId, agent]) : [])
    expect(byId.get('10401')).toEqual({
      agentId: '10401',
      name: 'Chen Wei 陈伟',
      group: '',
      state: 'talking',
    })
    expect(byId.get('12500')?.state).toBe('signed-out')
    expect(byId.get('12499')?.state).toBe('idle')
    await reader.agentDirectory()
    expect(floor.cms.stats.requests.querytotalagentinfo).toBe(1)
    await floor.time.pass(30 * minute)
    await reader.agentDirectory()
    expect(floor.cms.stats.requests.querytotalagentinfo).toBe(2)
  })

  it('has no names where there is no right to them, and asks again later', async () => {
    const floor = await cmsFloor()
    const reader = await started(floor)
    const stop = floor.cms.fault({ kind: 'code', code: '0101003', match: 'querytotalagentinfo' })
    const names = async () => {
      const answer = await reader.agentDirectory()
      return answer?.ok ? answer.agents.map(({ name }) => name).filter(Boolean).length : -1
    }
    expect(await names()).toBe(0)
    stop()
    expect(await names()).toBe(0)
    await floor.time.pass(5 * minute)
    expect(await names()).toBe(6)
  })

  it.each<[CmsFaultSpec, object]>([
    [
      { kind: 'code', code: '0101003' },
      { reason: 'gateway-error', retcode: '0101003' },
    ],
    [{ kind: 'status', status: 502 }, { reason: 'http-status' }],
    [{ kind: 'malformed-json' }, { reason: 'bad-reply' }],
  ])('is refused with %j, which says nothing about calls', async (fault, refusal) => {
    const floor = await cmsFloor()
    const reader = await started(floor)
    floor.cms.fault(fault)
    expect(await reader.agentDirectory()).toEqual({ ok: false, ...refusal })
    expect(reader.state).toEqual({ kind: 'signed-in' })
  })
})
