import { describe, expect, it } from 'vitest'
import type { BoardPatch, BoardSnapshot } from '../../src-shared/contract/index.ts'
import { knownStartMs } from './ledger.ts'
import { entry, failed, holding, setUp } from './testWatch.ts'

describe('the monitor', () => {
  it('shows a hold with a known start, and removes it when the gateway does', async () => {
    const { answers, pass, call } = setUp(['101'])
    await pass(3_000)
    answers.set('101', holding())
    await pass(3_000)
    const { startedAt = NaN, notBefore } = call() ?? {}
    expect(startedAt - (notBefore ?? NaN)).toBeLessThanOrEqual(knownStartMs)
    expect(call()).toMatchObject({ callId: 'c1', stale: false, level: 'normal' })
    answers.set('101', { kind: 'none' })
    await pass(3_000)
    expect(call()).toBeUndefined()
  })

  it('reports that it is blind while the gateway refuses all requests, whichever agent they are about', async () => {
    const { room, pass, monitor, answers, call } = setUp(['101'])
    answers.set('101', holding())
    await pass(3_000)
    room.pause = { since: 3_000, reason: 'http-status', retcode: null }
    room.countRequest(300_000)
    await pass(10_000)
    expect(monitor.snapshot().watch.state).toBe('watching')
    await pass(1_000)
    expect(monitor.board.watch).toMatchObject({ state: 'interrupted', reason: 'http-status' })
    expect(call()?.stale).toBe(true)
    room.pause = null
    await pass(300_000)
    expect(monitor.board.watch.state).toBe('watching')
  })

  it('reports the teams from the gateway’s list', async () => {
    const { setRoster, monitor, pass, agent } = setUp(['101', '102'])
    setRoster([{ ...entry('101', 'idle'), group: 'Sales' }, entry('102', 'idle')])
    monitor.retry()
    await pass(2_000)
    expect(agent('101')?.team).toBe('Sales')
    expect(agent('102')?.team).toBe('')
  })

  it('sends no query because the heartbeat is at risk or is answered again', async () => {
    const { setRoster, setState, pass, queries, listsAsked, monitor } = setUp(['101', '102'])
    setRoster([entry('101', 'idle'), entry('102', 'idle')])
    monitor.retry()
    await pass(5_000)
    const before = { queries: queries.length, lists: listsAsked() }
    setState({ kind: 'signed-in', atRisk: { reason: 'timeout', since: 0 } })
    setState({ kind: 'signed-in', atRisk: { reason: 'http-status', since: 0 } })
    setState({ kind: 'signed-in' })
    await pass(100)
    expect({ queries: queries.length, lists: listsAsked() }).toEqual(before)
    setState({ kind: 'interrupted', reason: 'signed-out' })
    setState({ kind: 'signed-in' })
    await pass(100)
    expect(queries.length).toBe(before.queries + 2)
  })

  it('shows the customer masked, and the number only on request', async () => {
    const { answers, pass, call, monitor } = setUp(['101'])
    answers.set('101', holding('c1', 7))
    await pass(2_000)
    expect(call()?.customer).toBe('•••• 8000')
    expect(JSON.stringify(monitor.snapshot())).not.toContain('4008000')
    expect(monitor.numberOf('101/c1#1')).toBe('4008000')
    expect(monitor.numberOf('101/c2#1')).toBeNull()
  })

  it('dims the row of an agent who cannot be queried and says why, and never drops it', async () => {
    const { answers, pass, call, agent } = setUp(['101', '102'])
    answers.set('101', holding())
    await pass(2_000)
    answers.set('101', failed)
    await pass(20_000)
    expect(call()).toMatchObject({ stale: true, callId: 'c1' })
    expect(agent('101')).toMatchObject({ state: 'unseen', reason: 'timeout' })
    expect(agent('102')).toMatchObject({ state: 'not-holding', reason: null })
    answers.set('101', holding())
    await pass(30_000)
    expect(call()).toMatchObject({ stale: false, gap: true, holdNumber: 1 })
  })

  it('dims the row of an agent whose query hangs, five seconds after the last observation', async () => {
    const { monitor, answers, hanging, pass } = setUp(['101'])
    answers.set('101', holding())
    await pass(2_000)
    hanging.add('101')
    await pass(2_000)
    const { lastSeenAt = NaN } = monitor.board.calls[0] ?? {}
    let dimmedAt = NaN
    monitor.onPatch(({ now, calls }) => {
      if (calls?.put[0]?.stale === true) dimmedAt = now
    })
    await pass(10_000)
    expect(dimmedAt - lastSeenAt).toBeGreaterThan(5_000)
    expect(dimmedAt - lastSeenAt).toBeLessThan(5_200)
  })

  it('does not call an agent unobserved for one failed query', async () => {
    const { answers, pass, agent, queries } = setUp(['101'])
    await pass(2_000)
    answers.set('101', failed)
    const queriesBefore = queries.length
    while (queries.length === queriesBefore) await pass(100)
    expect(agent('101')?.state).toBe('not-holding')
  })

  it('raises the level at its limit, to the tenth of a second', async () => {
    const { answers, pass, call, time } = setUp(['101'])
    await pass(2_000)
    answers.set('101', holding())
    await pass(2_000)
    const startedAt = call()?.startedAt ?? NaN
    await pass(startedAt + 59_990 - time.awake)
    expect(call()).toMatchObject({ level: 'normal', halfway: true })
    await pass(30)
    expect(call()?.level).toBe('amber')
  })

  it('continues after a sleep of the machine and queries at once', async () => {
    const { answers, pass, call, time, queries } = setUp(['101'])
    answers.set('101', holding())
    await pass(2_000)
    const before = call()
    time.asleep += 600_000
    const queriesBefore = queries.length
    await pass(1_100)
    expect(queries.length).toBeGreaterThan(queriesBefore)
    expect(call()?.startedAt).toBe(before?.startedAt)
    expect(call()).toMatchObject({ level: 'critical', gap: true })
  })

  it('queries at once on a hint', async () => {
    const { pass, hint, queries, setRoster, time } = setUp(['101'])
    setRoster([entry('101', 'idle')])
    await pass(15_000)
    const queriesBefore = queries.length
    const at = time.awake
    hint('101')
    await pass(60)
    expect(queries.slice(queriesBefore).map(({ agentId }) => agentId)).toEqual(['101'])
    // At once, except for the even spacing of requests.
    expect((queries.at(-1)?.at ?? Infinity) - at).toBeLessThanOrEqual(50)
  })

  it('queries agents who talk often and the others seldom, once the agent list is known', async () => {
    const { monitor, pass, queries, setRoster, agent } = setUp(['101', '102'])
    setRoster([entry('101', 'talking'), entry('102', 'rest')])
    monitor.retry()
    await pass(5_000)
    const from = queries.length
    await pass(20_000)
    const later = queries.slice(from).map(({ agentId }) => agentId)
    expect(later.filter((id) => id === '101').length).toBeGreaterThan(15)
    expect(later.filter((id) => id === '102').length).toBeLessThanOrEqual(3)
    expect(agent('102')).toMatchObject({ state: 'rest', name: 'Name 102' })
  })

  it('queries an agent with a held call first when the list shows it not talking', async () => {
    const all = Array.from({ length: 200 }, (_, index) => String(1_000 + index))
    const { monitor, pass, setRoster, answers } = setUp(all)
    setRoster(all.map((id) => entry(id, 'talking')))
    for (const id of all.slice(0, 60)) answers.set(id, holding(`c${id}`))
    monitor.retry()
    await pass(60_000)
    expect(monitor.snapshot().calls).toHaveLength(60)
    // All end at the same time; one after the other, confirming sixty rows takes nine seconds.
    const over = all.slice(0, 60).filter((_, index) => index % 6 === 0)
    for (const id of over) answers.set(id, { kind: 'none' })
    setRoster(all.map((id) => entry(id, over.includes(id) ? 'wrap-up' : 'talking')))
    await pass(2_000)
    expect(monitor.snapshot().calls).toHaveLength(50)
  })

  it('shows what the list reports without querying the agents', async () => {
    const { monitor, pass, queries, setRoster, setListFails, agent } = setUp(['101'])
    setRoster([entry('101', 'idle')])
    monitor.retry()
    await pass(12_500)
    const queriesBefore = queries.length
    setRoster([entry('101', 'rest')])
    await pass(1_500)
    expect(agent('101')?.state).toBe('rest')
    setRoster([{ ...entry('101', 'rest'), name: 'Li Na' }])
    await pass(1_500)
    expect(agent('101')?.name).toBe('Li Na')
    setListFails(true)
    await pass(1_500)
    expect(agent('101')?.state).toBe('not-holding')
    expect(queries.length).toBe(queriesBefore)
  })

  it('shows a lower bound for an agent who talked before the first query', async () => {
    const { monitor, pass, setRoster, agent } = setUp(['101'])
    setRoster([entry('101', 'talking')])
    monitor.retry()
    await pass(3_000)
    expect(agent('101')).toMatchObject({ state: 'talking', sinceAtLeast: true })
    setRoster([entry('101', 'idle')])
    await pass(3_000)
    setRoster([entry('101', 'talking')])
    await pass(3_000)
    expect(agent('101')).toMatchObject({ state: 'talking', sinceAtLeast: false })
  })

  describe('reports since when an agent has been in its state', () => {
    /** An agent who talks, since an observed change. */
    const talking = async () => {
      const watched = setUp(['101'])
      watched.setRoster([entry('101', 'idle')])
      watched.monitor.retry()
      await watched.pass(3_000)
      watched.setRoster([entry('101', 'talking')])
      await watched.pass(5_000)
      expect(watched.agent('101')).toMatchObject({ state: 'talking', sinceAtLeast: false })
      return watched
    }
    const changeSeen = async ({ setRoster, pass, agent }: Awaited<ReturnType<typeof talking>>) => {
      setRoster([entry('101', 'wrap-up')])
      await pass(3_000)
      expect(agent('101')).toMatchObject({ state: 'wrap-up', sinceAtLeast: false })
    }

    it('as a lower bound, after an outage, until a change is observed', async () => {
      const watched = await talking()
      const { answers, setListFails, monitor, pass, agent, time } = watched
      setListFails(true)
      answers.set('101', failed)
      await pass(25_000)
      expect(agent('101')?.state).toBe('unseen')
      answers.set('101', { kind: 'none' })
      monitor.retry()
      await pass(2_000)
      expect(agent('101')).toMatchObject({ state: 'not-holding', sinceAtLeast: true })
      setListFails(false)
      monitor.retry()
      await pass(3_000)
      expect(agent('101')).toMatchObject({ state: 'talking', sinceAtLeast: true })
      expect(time.awake - (agent('101')?.since ?? NaN)).toBeLessThan(4_000)
      await changeSeen(watched)
    })

    it.each([1_000, 60_000])('as a lower bound, after a pause of %i ms', async (ms) => {
      const watched = await talking()
      const { monitor, pass, agent } = watched
      monitor.pause()
      await pass(ms)
      monitor.resume()
      expect(agent('101')?.sinceAtLeast).toBe(true)
      await pass(3_000)
      expect(agent('101')).toMatchObject({ state: 'talking', sinceAtLeast: true })
      await changeSeen(watched)
    })

    it('as a lower bound, after the session was lost, also for an agent who signed out meanwhile', async () => {
      const { answers, setState, setRoster, pass, agent } = await talking()
      setState({ kind: 'interrupted', reason: 'unreachable' })
      await pass(25_000)
      expect(agent('101')?.state).toBe('unseen')
      setRoster([entry('101', 'signed-out')])
      answers.set('101', { kind: 'unknown', reason: 'signed-out', retcode: '100-006' })
      setState({ kind: 'signed-in' })
      await pass(10_000)
      expect(agent('101')).toMatchObject({ state: 'signed-out', sinceAtLeast: true })
    })

    it.each([
      [1_500, false],
      [6_000, true],
    ])('of a hold that had lasted %i ms when it was found', async (heldMs, atLeast) => {
      const { answers, queries, setRoster, monitor, pass, agent, call } = setUp(['101'])
      // An idle agent is queried every ten seconds.
      setRoster([entry('101', 'idle')])
      monitor.retry()
      await pass(18_000)
      answers.set('101', holding('c1', 0, heldMs))
      monitor.retry()
      await pass(500)
      const foundAt = queries.at(-1)?.at ?? NaN
      const startedAt = foundAt - heldMs
      expect(call()?.startedAt).toBe(startedAt)
      expect(startedAt - (call()?.notBefore ?? NaN)).toBeLessThanOrEqual(knownStartMs)
      expect(agent('101')).toMatchObject({ state: 'holding', sinceAtLeast: atLeast })
    })

    it('as a lower bound, after the list alone was missing', async () => {
      const { setListFails, monitor, pass, agent } = await talking()
      setListFails(true)
      await pass(2_000)
      expect(agent('101')).toMatchObject({ state: 'not-holding', sinceAtLeast: true })
      setListFails(false)
      monitor.retry()
      await pass(2_000)
      expect(agent('101')).toMatchObject({ state: 'talking', sinceAtLeast: true })
    })

    it('as a lower bound, where the first list after a sleep shows another state', async () => {
      const { setRoster, pass, agent, time } = await talking()
      setRoster([entry('101', 'idle')])
      time.asleep += 20_000
      await pass(3_000)
      expect(agent('101')).toMatchObject({ state: 'idle', sinceAtLeast: true })
    })

    it('exactly, where a hold was observed to begin and to end', async () => {
      const { answers, pass, agent } = await talking()
      answers.set('101', holding())
      await pass(3_000)
      expect(agent('101')).toMatchObject({ state: 'holding', sinceAtLeast: false })
      answers.set('101', { kind: 'none' })
      await pass(3_000)
      expect(agent('101')).toMatchObject({ state: 'talking', sinceAtLeast: false })
    })

    it('as a lower bound, where a hold ended while no queries were sent', async () => {
      const { answers, monitor, pass, agent } = await talking()
      answers.set('101', holding())
      await pass(3_000)
      monitor.pause()
      await pass(10_000)
      answers.set('101', { kind: 'none' })
      monitor.resume()
      expect(agent('101')).toMatchObject({ state: 'holding', sinceAtLeast: true })
      await pass(3_000)
      expect(agent('101')).toMatchObject({ state: 'talking', sinceAtLeast: true })
    })
  })

  it('queries once when resume and unlock come together, and not at all while suspended', async () => {
    const { monitor, pass, queries, setRoster, listsAsked } = setUp(['101'])
    setRoster([entry('101', 'idle')])
    monitor.pause()
    await pass(5_000)
    const before = { lists: listsAsked(), queries: queries.length }
    monitor.retry()
    await pass(5_000)
    expect([listsAsked(), queries.length]).toEqual([before.lists, before.queries])
    monitor.resume()
    monitor.resume()
    await pass(100)
    expect([listsAsked(), queries.length]).toEqual([before.lists + 1, before.queries + 1])
  })

  it('continues when a listener throws, and reports the error', async () => {
    const { monitor, pass, answers, queries, malformed, failures, failNextTime } = setUp(['101'])
    const seen: BoardPatch[] = []
    let isBroken = true
    monitor.onPatch(() => {
      if (isBroken) throw new Error('the tray is gone')
    })
    monitor.onPatch((patch) => seen.push(patch))
    await pass(5_000)
    expect(seen.length).toBeGreaterThanOrEqual(5)
    expect(failures).toContainEqual(new Error('the tray is gone'))
    isBroken = false

    answers.set('101', { kind: 'holding', calls: [], malformed: 1 })
    failNextTime(new Error('no notice'))
    monitor.retry()
    await pass(30_000)
    const queriesBefore = queries.length
    await pass(60_000)
    expect(queries.length).toBeGreaterThan(queriesBefore)
    expect(malformed.length).toBeGreaterThan(1)
    expect(failures).toContainEqual(new Error('no notice'))
  })

  it('ends the holds of an agent who signed out only when both list and query confirm it', async () => {
    const { monitor, answers, pass, call, setRoster, agent } = setUp(['101'])
    answers.set('101', holding())
    await pass(2_000)
    answers.set('101', { kind: 'unknown', reason: 'signed-out', retcode: '100-006' })
    await pass(10_000)
    expect(call()).toMatchObject({ callId: 'c1', stale: true })
    setRoster([entry('101', 'signed-out')])
    answers.set('101', { kind: 'unknown', reason: 'signed-out' })
    monitor.retry()
    await pass(10_000)
    expect(call()).toMatchObject({ callId: 'c1', stale: true })
    answers.set('101', { kind: 'unknown', reason: 'signed-out', retcode: '100-006' })
    monitor.retry()
    await pass(10_000)
    expect(call()).toBeUndefined()
    expect(agent('101')?.state).toBe('signed-out')
  })

  it('ends no hold by a list that is older than the last observation of the call', async () => {
    const { answers, pass, call, setRoster, hangList } = setUp(['101'])
    setRoster([entry('101', 'signed-out')])
    await pass(2_000)
    // Signs in and holds; the next list is slow, and a query is refused.
    hangList()
    answers.set('101', holding())
    await pass(15_000)
    expect(call()).toMatchObject({ callId: 'c1', stale: false })
    answers.set('101', { kind: 'unknown', reason: 'signed-out', retcode: '100-006' })
    await pass(15_000)
    expect(call()).toMatchObject({ callId: 'c1', stale: true })
  })

  it('sends no queries while its session is lost, and reports so for every agent', async () => {
    const { monitor, pass, queries, setState, agent } = setUp(['101'])
    await pass(2_000)
    setState({ kind: 'stopped', reason: 'signed-in-elsewhere', retcode: '100-002' })
    const queriesBefore = queries.length
    await pass(10_000)
    expect(queries.length).toBe(queriesBefore)
    expect(monitor.snapshot().watch).toMatchObject({ state: 'stopped', retcode: '100-002' })
    expect(agent('101')).toMatchObject({ state: 'unseen', reason: 'signed-in-elsewhere' })
    setState({ kind: 'signed-in' })
    await pass(1_000)
    expect(monitor.snapshot().watch.state).toBe('watching')
    expect(agent('101')?.state).toBe('not-holding')
  })

  describe('with more agents than can be queried each second', () => {
    const all = Array.from({ length: 500 }, (_, index) => String(1_000 + index))
    const unseen = (monitor: { board: BoardSnapshot }) =>
      monitor.board.agents.filter(({ state }) => state === 'unseen')

    it('takes no agent for unobserved whom the list shows not talking, and queries those who talk', async () => {
      const { setRoster, monitor, pass, queries } = setUp(all)
      const state = (index: number) =>
        (['talking', 'idle', 'wrap-up', 'rest', 'busy'] as const)[index % 5]
      setRoster(all.map((id, index) => entry(id, state(index) ?? 'idle')))
      monitor.retry()
      await pass(60_000)
      for (let minute = 0; minute < 5; minute += 1) {
        await pass(60_000)
        expect(unseen(monitor)).toEqual([])
      }
      const lately = queries.filter(({ at }) => at > 240_000)
      const talkers = lately.filter(({ agentId }) => Number(agentId) % 5 === 0)
      expect(talkers.length / lately.length).toBeGreaterThan(0.6)
    })

    it('reports an agent it has not checked for long, since when, and does not blame the gateway', async () => {
      const many = Array.from({ length: 2_000 }, (_, index) => String(1_000 + index))
      const { setRoster, monitor, pass } = setUp(many)
      setRoster(many.map((id) => entry(id, 'talking')))
      monitor.retry()
      await pass(250_000)
      expect(unseen(monitor).length).toBeGreaterThan(500)
      const { now } = monitor.board
      for (const agent of unseen(monitor)) {
        expect(agent).toMatchObject({ reason: 'not-checked', retcode: null })
        expect(now - agent.since).toBeGreaterThan(30_000)
      }
      expect(monitor.board.watch.state).toBe('watching')
    })

    it('queries agents who do not talk again as soon as the list is lost', async () => {
      const { setRoster, setListFails, monitor, pass, queries } = setUp(all.slice(0, 20))
      setRoster(all.map((id) => entry(id, 'idle')))
      monitor.retry()
      await pass(10_000)
      setListFails(true)
      await pass(5_000)
      const since = queries.length
      await pass(2_000)
      expect(new Set(queries.slice(since).map(({ agentId }) => agentId)).size).toBe(20)
    })
  })

  it('queries all agents at once when any response arrives after an outage, list or query', async () => {
    const all = Array.from({ length: 20 }, (_, index) => String(101 + index))
    for (let outageMs = 90_000; outageMs < 98_000; outageMs += 250) {
      const { answers, setRoster, setListFails, monitor, pass, queries, listsAsked, time } =
        setUp(all)
      setRoster(all.map((agentId) => entry(agentId, 'talking')))
      monitor.retry()
      await pass(3_000)
      for (const agentId of all) answers.set(agentId, failed)
      setListFails(true)
      await pass(outageMs)
      answers.clear()
      setListFails(false)
      const before = { lists: listsAsked(), queries: queries.length }
      while (listsAsked() === before.lists && queries.length === before.queries) await pass(50)
      const since = time.awake - 50
      await pass(1_200)
      const queriesBefore = queries.filter(({ at }) => at >= since).map(({ agentId }) => agentId)
      expect(new Set(queriesBefore).size, `${outageMs}`).toBe(20)
    }
  })

  it('cancels unsent queries on a pause, and does not count that against an agent', async () => {
    const { monitor, queued, queueList, setRoster, pass, calledOff, agent, queries } = setUp([
      '101',
      '102',
    ])
    setRoster([entry('101', 'talking'), entry('102', 'talking')])
    monitor.retry()
    await pass(3_000)
    queued.add('101').add('102')
    queueList(true)
    await pass(2_000)
    monitor.pause()
    await pass(0)
    expect(calledOff()).toBe(3)
    const before = queries.length
    await pass(60_000)
    expect(queries.length).toBe(before)
    queued.clear()
    queueList(false)
    monitor.resume()
    await pass(200)
    // The agent that had waited longer when its query was canceled goes first.
    expect(queries.slice(before).map(({ agentId }) => agentId)).toEqual(['102', '101'])
    expect(monitor.board.watch.state).toBe('watching')
    expect(agent('101')).toMatchObject({ state: 'talking', reason: null })
  })

  it('pauses, reports so, and queries all agents when it resumes', async () => {
    const { monitor, pass, queries, agent } = setUp(['101', '102'])
    await pass(2_000)
    monitor.pause()
    const queriesBefore = queries.length
    await pass(60_000)
    expect(queries.length).toBe(queriesBefore)
    expect(agent('101')).toMatchObject({ state: 'unseen', reason: 'paused' })
    monitor.resume()
    await pass(100)
    expect(
      queries
        .slice(queriesBefore)
        .map(({ agentId }) => agentId)
        .sort(),
    ).toEqual(['101', '102'])
  })

  it('reports an outage of the gateway once several agents get no response', async () => {
    const { monitor, answers, pass } = setUp(['101', '102', '103'])
    await pass(2_000)
    for (const agentId of ['101', '102', '103']) {
      answers.set(agentId, { kind: 'unknown', reason: 'unreachable' })
    }
    await pass(30_000)
    expect(monitor.snapshot().watch).toMatchObject({ state: 'interrupted', reason: 'unreachable' })
  })

  it('has decisions made about a new row before any listener is notified of it', async () => {
    const decided: string[][] = []
    const attention = { kind: 'acknowledged', at: 0, until: null } as const
    const { monitor, answers, pass, hint } = setUp(['101'], () => ({
      decide: ({ calls }) => {
        decided.push(calls.map(({ holdId }) => holdId))
        return {
          alerts: { snoozedUntil: null, isQuiet: false },
          attentionOf: () => attention,
          notedAt: () => null,
        }
      },
    }))
    const rows: [string, unknown][] = []
    monitor.onPatch(({ calls }) => {
      for (const row of calls?.put ?? []) rows.push([row.holdId, row.attention])
    })
    await pass(2_200)
    answers.set('101', holding())
    hint('101')
    await pass(200)
    expect(rows).toEqual([['101/c1#1', attention]])
    // Once a second, and no more often for a response that changes no row.
    const before = decided.length
    await pass(10_000)
    expect(decided.slice(before)).toEqual(Array(10).fill(['101/c1#1']))
  })

  it('reports entries without a call id', async () => {
    const { answers, pass, malformed } = setUp(['101'])
    answers.set('101', { kind: 'holding', calls: [], malformed: 2 })
    await pass(2_000)
    expect(malformed[0]).toEqual(['101', 2])
  })

  it('sends patches that turn one snapshot into the next, and at least one a second', async () => {
    const { monitor, answers, pass } = setUp(['101', '102'])
    const board = new Map<string, unknown>()
    const apply = ({ calls, agents }: Pick<BoardPatch, 'calls' | 'agents'>) => {
      for (const call of calls?.put ?? []) board.set(call.holdId, call)
      for (const agent of agents?.put ?? []) board.set(agent.agentId, agent)
      for (const key of [...(calls?.gone ?? []), ...(agents?.gone ?? [])]) board.delete(key)
    }
    const first: BoardSnapshot = monitor.snapshot()
    apply({
      calls: { put: first.calls, gone: [] },
      agents: { put: first.agents, gone: [] },
    })
    const patches: BoardPatch[] = []
    monitor.onPatch((patch) => {
      patches.push(patch)
      apply(patch)
    })
    answers.set('101', holding())
    await pass(5_000)
    answers.set('101', failed)
    await pass(15_000)
    answers.set('101', { kind: 'none' })
    await pass(20_000)
    expect(patches.map(({ seq }) => seq)).toEqual(patches.map((_, index) => first.seq + 1 + index))
    expect(patches.length).toBeGreaterThanOrEqual(39)
    const last = monitor.snapshot()
    expect([...board.values()]).toEqual(expect.arrayContaining([...last.calls, ...last.agents]))
    expect(board.size).toBe(last.calls.length + last.agents.length)
  })
})
