import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BoardPatch, BoardSnapshot } from '../../src-shared/contract/index.ts'
import { Alerts } from '../alerts/alerts.ts'
import { standardSettings } from '../alerts/testFloor.ts'
import { defaultLimits } from '../../src-shared/levels.ts'
import { entry, failed, holding, setUp } from '../monitor/testWatch.ts'

const agentIds = ['101', '102', '103']
const second = 1_000
const minute = 60 * second

/** The board as a page has it: one snapshot, and the patches since then. */
class Page {
  #board: BoardSnapshot
  readonly gaps: [number, number][] = []

  constructor(snapshot: BoardSnapshot) {
    this.#board = snapshot
  }

  get board(): BoardSnapshot {
    return this.#board
  }

  take({ calls, agents, ...head }: BoardPatch): void {
    if (head.seq !== this.#board.seq + 1) this.gaps.push([this.#board.seq, head.seq])
    this.#board = {
      ...this.#board,
      ...(head as Partial<BoardSnapshot>),
      calls: changed(this.#board.calls, calls, ({ holdId }) => holdId),
      agents: changed(this.#board.agents, agents, ({ agentId }) => agentId),
    }
  }
}

function changed<T>(
  list: T[],
  changes: { put: T[]; gone: string[] } | undefined,
  key: (one: T) => string,
): T[] {
  const map = new Map(list.map((one) => [key(one), one]))
  for (const gone of changes?.gone ?? []) map.delete(gone)
  for (const one of changes?.put ?? []) map.set(key(one), one)
  return [...map.values()]
}

/** Without the fields that a page does not need, and in an order that is not part of the patches. */
const comparable = ({ calls, agents, watch, alerts, limits, seq }: BoardSnapshot) => ({
  calls: calls
    .map((call) => (call.stale ? call : { ...call, lastSeenAt: 0 }))
    .sort((a, b) => a.holdId.localeCompare(b.holdId)),
  agents: [...agents].sort((a, b) => a.agentId.localeCompare(b.agentId)),
  watch,
  alerts,
  limits,
  seq,
})

/** Monitor and alerts, wired as in the app. */
function watchFloor(isClumsy = false) {
  const made = { settings: standardSettings, limits: defaultLimits, isPrivate: false }
  const patches: BoardPatch[] = []
  let alerts!: Alerts
  let clicks = 0
  const floor = setUp(agentIds, ({ clock, setTimer }) => {
    alerts = new Alerts({
      clock,
      timeOfDay: () => (20 * 60 - 3) * minute + clock.now(),
      setTimer,
      settings: () => made.settings,
      notify: ({ entries }) => {
        // A quick supervisor acknowledges from within the notification.
        clicks += 1
        if (isClumsy && clicks % 3 === 0) alerts.acknowledge(entries[0]?.holdId ?? '')
        if (isClumsy && clicks % 7 === 0) throw new Error('no notifications here')
      },
      withdraw: () => {},
      notifyNoData: () => {},
      withdrawNoData: () => {},
      play: () => {},
      flash: () => {},
      onHandled: () => {},
      onFault: () => {},
      snoozedUntil: null,
      onSnoozedAll: () => {},
      onKeep: () => {},
      onDue: () => {
        floor.monitor.publish()
      },
    })
    return {
      rules: () => ({ limits: made.limits, skillLimits: {}, isPrivate: made.isPrivate }),
      decide: (draft) => {
        alerts.update(draft)
        return {
          alerts: alerts.state,
          attentionOf: (holdId) => alerts.attentionOf(holdId),
          notedAt: () => null,
        }
      },
    }
  })
  const { monitor } = floor
  const page = new Page(monitor.snapshot())
  if (isClumsy) {
    monitor.onPatch(({ seq }) => {
      if (seq % 5 === 0) monitor.publish()
      if (seq % 7 === 0) alerts.snoozeAll(seq % 14 === 0)
      if (seq % 11 === 0) throw new Error('the tray is gone')
    })
  }
  monitor.onPatch((patch) => {
    patches.push(patch)
    page.take(patch)
  })
  return { ...floor, alerts, page, made, patches }
}

describe('one pass from response to patch', () => {
  it('publishes in one patch that an acknowledgement ends, and the level that ends it', async () => {
    const { answers, pass, alerts, patches, call, page, time } = watchFloor()
    await pass(2 * second)
    answers.set('101', holding())
    await pass(62 * second)
    const { holdId = '', startedAt = 0 } = call() ?? {}
    alerts.acknowledge(holdId)
    const before = patches.length
    await pass(startedAt + 120 * second + 100 - time.awake)
    const rows = patches.slice(before).flatMap(({ calls }) => calls?.put ?? [])
    expect(rows.map(({ level, attention }) => [level, attention])).toEqual([['red', null]])
    expect(page.gaps).toEqual([])
  })

  it('makes one patch of a click, at once', async () => {
    const { answers, pass, alerts, patches, call } = watchFloor()
    answers.set('101', holding())
    await pass(62 * second)
    const before = patches.length
    alerts.acknowledge(call()?.holdId ?? '')
    expect(patches.length).toBe(before + 1)
    expect(patches.at(-1)?.calls?.put).toMatchObject([{ attention: { kind: 'acknowledged' } }])
    alerts.snoozeAll(true)
    expect(patches.length).toBe(before + 2)
    expect(patches.at(-1)).toMatchObject({ alerts: { snoozedUntil: expect.any(Number) as number } })
  })

  it('makes another pass for a request within one, and lets no patch overtake', async () => {
    const { monitor, pass, page, made } = watchFloor()
    const order: string[] = []
    monitor.onPatch(({ seq, limits }) => {
      order.push(`${seq} patch`)
      if (limits === undefined || made.isPrivate) return
      made.isPrivate = true
      made.limits = { ...made.limits, criticalMs: 600_000 }
      monitor.publish()
      order.push(`${seq} another pass`)
    })
    await pass(second)
    order.length = 0
    made.limits = { ...made.limits, amberMs: 30_000 }
    monitor.publish()
    const { seq } = page.board
    expect(order).toEqual([`${seq - 1} patch`, `${seq - 1} another pass`, `${seq} patch`])
    expect(page.board.limits).toEqual(made.limits)
    expect(page.gaps).toEqual([])
  })

  const agent = fc.constantFrom(...agentIds)
  const minutes = fc.constantFrom<(1 | 3 | 5)[]>(1, 3, 5)
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('pass'), ms: fc.nat(90_000) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('pass'), ms: fc.nat(2_000) }) },
    {
      weight: 4,
      arbitrary: fc.record({ do: fc.constantFrom('hold', 'end', 'lose', 'hang'), agent }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('acknowledge'), agent }) },
    fc.record({ do: fc.constant('snooze'), agent, minutes }),
    fc.record({ do: fc.constantFrom('attend', 'hint', 'retry'), agent }),
    fc.record({ do: fc.constantFrom('pause', 'go on', 'out', 'in', 'look', 'retry all') }),
    fc.record({ do: fc.constant('mute'), isOn: fc.boolean() }),
    fc.record({ do: fc.constant('quiet'), isOn: fc.boolean() }),
    fc.record({ do: fc.constant('private'), isOn: fc.boolean() }),
    fc.record({ do: fc.constant('limits'), amberMs: fc.constantFrom(5_000, 30_000, 60_000) }),
    fc.record({ do: fc.constant('sleep'), ms: fc.nat(600_000) }),
    fc.record({ do: fc.constant('list'), agent, isTalking: fc.boolean() }),
    fc.record({ do: fc.constant('list fails'), isSo: fc.boolean() }),
    fc.record({ do: fc.constant('watch'), watched: fc.subarray(agentIds) }),
  )

  type Step = typeof step extends fc.Arbitrary<infer One> ? One : never

  it('increments numbers by one and gives the page the state of the board, for any sequence', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 40, size: 'max' }),
        fc.boolean(),
        async (steps, isClumsy) => {
          const floor = watchFloor(isClumsy)
          const { monitor, alerts, answers, page, made, pass, setState } = floor
          const named = (ids: readonly string[]) => ids.map((agentId) => ({ agentId, name: '' }))
          let watched: readonly string[] = agentIds
          const holdOf = (id: string) =>
            monitor.board.calls.find(({ agentId }) => agentId === id)?.holdId ?? 'none'
          const take = async (one: Step) => {
            if (one.do === 'pass') await pass(one.ms)
            else if (one.do === 'hold') answers.set(one.agent, holding())
            else if (one.do === 'end') answers.delete(one.agent)
            else if (one.do === 'lose') answers.set(one.agent, failed)
            else if (one.do === 'hang') floor.hanging.add(one.agent)
            else if (one.do === 'acknowledge') alerts.acknowledge(holdOf(one.agent))
            else if (one.do === 'snooze') alerts.snooze(holdOf(one.agent), one.minutes)
            else if (one.do === 'attend') alerts.clearAttention(holdOf(one.agent))
            else if (one.do === 'hint') floor.hint(one.agent)
            else if (one.do === 'retry') monitor.retryAgent(one.agent)
            else if (one.do === 'retry all') monitor.retry()
            else if (one.do === 'pause') monitor.pause()
            else if (one.do === 'go on') monitor.resume()
            else if (one.do === 'out') setState({ kind: 'interrupted', reason: 'unreachable' })
            else if (one.do === 'in') setState({ kind: 'signed-in' })
            else if (one.do === 'look') monitor.snapshot()
            else if (one.do === 'mute') alerts.snoozeAll(one.isOn)
            else if (one.do === 'sleep') floor.time.asleep += one.ms
            else if (one.do === 'list fails') floor.setListFails(one.isSo)
            else if (one.do === 'list') {
              floor.setRoster([entry(one.agent, one.isTalking ? 'talking' : 'idle')])
            } else if (one.do === 'watch') {
              watched = one.watched
              monitor.setAgents(named(watched))
            } else {
              if (one.do === 'quiet') {
                const quietTime = { ...standardSettings.quietTime, isOn: one.isOn }
                made.settings = { ...standardSettings, quietTime }
              }
              if (one.do === 'private') made.isPrivate = one.isOn
              if (one.do === 'limits') made.limits = { ...defaultLimits, amberMs: one.amberMs }
              monitor.publish()
            }
          }
          for (const one of steps) {
            await take(one)
            expect(page.gaps).toEqual([])
            expect(comparable(page.board)).toEqual(comparable(monitor.board))
            // No change was missed: a board that is derived from scratch is the same.
            monitor.publish()
            const { calls, agents } = comparable(monitor.board)
            monitor.setAgents(named(watched))
            expect(comparable(monitor.board)).toMatchObject({ calls, agents })
          }
          monitor.close()
        },
      ),
      { numRuns: 60 },
    )
  })
})
