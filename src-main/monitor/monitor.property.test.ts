import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { EndedHold, StartedHold } from './ledger.ts'
import type { Observation } from './observation.ts'
import { createCms, createGateway, createTime, entry, failed, watchSources } from './testWatch.ts'

const agentIds = ['101', '102', '103', '104']
const unseenAnswers: readonly Observation[] = [
  { kind: 'none' },
  { kind: 'unknown', reason: 'not-visible', retcode: '100-007' },
  { kind: 'unknown', reason: 'signed-out', retcode: '100-006' },
]

const agent = fc.constantFrom(...agentIds)
const source = fc.constantFrom<number[]>(0, 1, 2)
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('pass'), ms: fc.nat(4_000) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pass'), ms: fc.nat(40_000) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('hold', 'retrieve', 'call'), agent }) },
  fc.record({ do: fc.constant('move'), agent }),
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('fail', 'interrupt', 'stop', 'pause', 'hang', 'list fails'),
      source,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('heal'), source }) },
  fc.record({ do: fc.constantFrom('pause all', 'go on', 'retry') }),
  fc.record({ do: fc.constant('sleep'), ms: fc.nat(120_000) }),
)
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never

const shape = fc.record({
  /** Which gateways have a list of agents. */
  lists: fc.tuple(fc.boolean(), fc.boolean()),
  hasCms: fc.boolean(),
  /** Agents who are missing from the responses of the CC-CMS. */
  missing: fc.subarray(agentIds),
  /** At which gateway each agent is, or at both. */
  homes: fc.array(fc.constantFrom<number[][]>([0], [1], [0, 1]), { minLength: 4, maxLength: 4 }),
  /** What a gateway answers about an agent that it does not see. */
  unseen: fc.constantFrom(...unseenAnswers),
})
type Shape = typeof shape extends fc.Arbitrary<infer One> ? One : never

interface TrueHold {
  agentId: string
  callId: string
  from: number
  to: number
}

/** Two gateways and perhaps a CC-CMS, which tell the truth about the calls that they see, if they respond. */
function createFloor({ lists, hasCms, missing, homes, unseen }: Shape) {
  const time = createTime()
  const gateways = [
    createGateway(time, 'https://north:8043'),
    createGateway(time, 'https://south:8043'),
  ] as const
  const cms = createCms(time, 'https://cms:28443')
  for (const agentId of missing) cms.missing.add(agentId)
  const sources = [...gateways, ...(hasCms ? [cms] : [])]
  const homeOf = new Map(agentIds.map((agentId, index) => [agentId, homes[index] ?? [0]]))
  const failing = new Set<number>()
  const callOf = new Map(agentIds.map((agentId, index) => [agentId, `165951315${index}-${index}`]))
  const truth: TrueHold[] = []
  const moved = new Set<string>()
  let calls = agentIds.length

  const now = () => time.clock.now()
  const current = (agentId: string) =>
    truth.find((hold) => hold.agentId === agentId && hold.to === Infinity)
  const listed = (agentId: string, isCms: boolean): Observation => {
    const hold = current(agentId)
    if (hold === undefined) return { kind: 'none' }
    const texts = isCms
      ? { callFeature: null, caller: '', called: '', skill: '' }
      : { callFeature: 0, caller: '02155501234', called: '', skill: 'billing' }
    // The CC-CMS writes the ids in milliseconds.
    const callId = isCms ? hold.callId.replace('-', '000-') : hold.callId
    return { kind: 'holding', calls: [{ callId, ...texts }], malformed: 0 }
  }
  const update = () => {
    for (const [index, gateway] of gateways.entries()) {
      for (const agentId of agentIds) {
        const isHere = homeOf.get(agentId)?.includes(index) === true
        const answer = isHere ? listed(agentId, false) : unseen
        gateway.answers.set(agentId, failing.has(index) ? failed : answer)
      }
      if (!lists[index]) continue
      const here = agentIds.filter((agentId) => homeOf.get(agentId)?.includes(index))
      gateway.setRoster([entry('999', 'idle'), ...here.map((id) => entry(id, 'talking'))])
    }
    for (const agentId of agentIds) cms.answers.set(agentId, listed(agentId, true))
    cms.fail(failing.has(2) ? failed : null)
  }
  update()

  const started: StartedHold[] = []
  const ended: EndedHold[] = []
  const watch = watchSources(
    time,
    sources.map((each) => each.source),
    agentIds,
    () => ({
      onHolds: (began, over) => {
        started.push(...began)
        ended.push(...over)
      },
    }),
  )
  const { monitor } = watch

  const take = async (one: Step) => {
    if (one.do === 'pass') await time.pass(one.ms)
    else if (one.do === 'hold') {
      const callId = callOf.get(one.agent) ?? ''
      if (!current(one.agent)) truth.push({ agentId: one.agent, callId, from: now(), to: Infinity })
    } else if (one.do === 'retrieve' || one.do === 'call' || one.do === 'move') {
      const hold = current(one.agent)
      if (hold !== undefined) hold.to = now()
      if (one.do === 'call') callOf.set(one.agent, `165951315${(calls += 1) % 10}-${calls}`)
      // Signing out ends the calls.
      if (one.do === 'move') {
        callOf.set(one.agent, `165951315${(calls += 1) % 10}-${calls}`)
        homeOf.set(one.agent, homeOf.get(one.agent)?.includes(0) === true ? [1] : [0])
        moved.add(one.agent)
      }
    } else if (one.do === 'pause all') monitor.pause()
    else if (one.do === 'go on') monitor.resume()
    else if (one.do === 'retry') monitor.retry()
    else if (one.do === 'sleep') {
      time.time.asleep += one.ms
      // Until the sleep is noticed.
      await time.pass(2_000)
    } else if ('source' in one) await takeSource(one.do, one.source)
    update()
  }
  const takeSource = async (what: string, index: number) => {
    const each = sources[index]
    if (each === undefined) return
    const { origin } = each.source
    if (what === 'fail') failing.add(index)
    else if (what === 'interrupt') each.setState({ kind: 'interrupted', reason: 'unreachable' })
    else if (what === 'stop') each.setState({ kind: 'stopped', reason: 'no-right' })
    else if (what === 'pause') monitor.setSourcePaused(origin, true)
    else if (what === 'list fails') each.setListFails(true)
    else if (what === 'hang' && each === cms) cms.hang(true)
    else if (what === 'heal') {
      failing.delete(index)
      each.setListFails(false)
      if (each === cms && cms.hangs()) {
        // The reader gives up a query that hangs.
        cms.hang(false)
        monitor.setSourcePaused(origin, true)
      }
      update()
      each.setState({ kind: 'signed-in' })
      monitor.setSourcePaused(origin, false)
      await time.pass(0)
    }
  }
  return { ...watch, ...time, sources, truth, moved, started, ended, take, now, update, current }
}

/** The id that the gateways use. */
const plainId = (callId: string) => callId.replace('000-', '-')

it('whatever fails: no row is false, doubled or lost, and no end is reported that was none', async () => {
  await fc.assert(
    fc.asyncProperty(shape, fc.array(step, { maxLength: 40, size: 'max' }), async (one, steps) => {
      const floor = createFloor(one)
      const { monitor, truth, started, ended, now } = floor
      const holdsOf = ({ agentId, callId }: { agentId: string; callId: string }) =>
        truth.filter((hold) => hold.agentId === agentId && hold.callId === plainId(callId))
      const check = () => {
        const { calls, agents } = monitor.snapshot()
        // No row is false: a row that is not dimmed was held within the last five seconds.
        for (const row of calls) {
          if (row.stale) continue
          expect(holdsOf(row).some(({ to }) => now() - to <= 5_000)).toBe(true)
        }
        // No call has two rows.
        const keys = calls.map(({ agentId, callId }) => `${agentId} ${plainId(callId)}`)
        expect(new Set(keys).size).toBe(keys.length)
        // None is lost: what began is on the board until it ends.
        const over = new Set(ended.map(({ holdId }) => holdId))
        expect(over.size).toBe(ended.length)
        expect(new Set(started.map(({ holdId }) => holdId)).size).toBe(started.length)
        expect(calls.map(({ holdId }) => holdId).sort()).toEqual(
          started
            .map(({ holdId }) => holdId)
            .filter((holdId) => !over.has(holdId))
            .sort(),
        )
        for (const { agentId, call, notBefore, firstSeenAt } of started) {
          const isTrue = holdsOf({ agentId, callId: call.callId }).some(
            ({ from }) => (notBefore ?? -Infinity) <= from && from <= firstSeenAt,
          )
          expect(isTrue).toBe(true)
        }
        // No end is reported that was none.
        for (const { agentId, call, firstSeenAt, endedBy } of ended) {
          const isTrue = holdsOf({ agentId, callId: call.callId }).some(
            ({ from, to }) => from <= firstSeenAt && to <= endedBy,
          )
          expect(isTrue).toBe(true)
        }
        // Nobody is said not to hold who has held a call for long.
        for (const { agentId, state } of agents) {
          const hold = floor.current(agentId)
          const ms = hold === undefined ? 0 : now() - hold.from
          if (ms > 40_000) expect(['holding', 'unseen', 'waiting']).toContain(state)
        }
      }
      for (const each of steps) {
        await floor.take(each)
        check()
      }
      // Once everything responds, the board shows exactly what is held.
      monitor.resume()
      for (const index of [0, 1, 2]) await floor.take({ do: 'heal', source: index })
      monitor.retry()
      await floor.pass(15_000)
      check()
      const { calls } = monitor.snapshot()
      const rows = calls.filter(({ stale }) => !stale).map(({ callId }) => plainId(callId))
      const held = truth.filter(({ to }) => to === Infinity).map(({ callId }) => callId)
      expect(rows.sort()).toEqual(held.sort())
      // Only the gateway that an agent has left could tell that a call there is over.
      for (const { stale, agentId } of calls) if (stale) expect(floor.moved).toContain(agentId)
    }),
    { numRuns: 150 },
  )
})
