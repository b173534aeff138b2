import fc from 'fast-check'
import { rememberMs } from './earlierHolds.ts'
import { describe, expect, it } from 'vitest'
import {
  type EndedHold,
  gapMs,
  type Hold,
  knownStartMs,
  Ledger,
  type SavedHolds,
  startIsSeen,
} from './ledger.ts'
import type { Observation, SeenCall } from './observation.ts'

const source = 'https://gw:8043'
const call = (callId: string): SeenCall => ({
  callId,
  callFeature: 0,
  caller: '02155501234',
  called: '4008000',
  skill: 'billing',
})
const holding = (...callIds: string[]): Observation => ({
  kind: 'holding',
  calls: callIds.map(call),
  malformed: 0,
})
const none: Observation = { kind: 'none' }
const unknown: Observation = { kind: 'unknown', reason: 'timeout' }

const watching = (...agentIds: string[]) => {
  const ledger = new Ledger()
  ledger.watch(agentIds)
  return ledger
}
const holdsOf = (ledger: Ledger, agentId = '101') => ledger.agents.get(agentId)?.holds ?? []

/** Applies observations of agent 101, each queried at `at` and answered 20 ms later. */
function run(steps: [at: number, observation: Observation][], ledger = watching('101')) {
  const started: Hold[] = []
  const ended: EndedHold[] = []
  for (const [at, observation] of steps) {
    const step = ledger.observe('101', source, observation, at, at + 20)
    started.push(...step.started)
    ended.push(...step.ended)
  }
  return { ledger, started, ended, holds: holdsOf(ledger) }
}

describe('a hold', () => {
  it('has a known start when the agent was observed without it within two seconds', () => {
    const { holds } = run([
      [0, none],
      [knownStartMs - 20, holding('a')],
    ])
    expect(holds.map(startIsSeen)).toEqual([true])
  })

  it('is a lower bound when the last observation without it was longer ago, or there was none', () => {
    expect(
      run([
        [0, none],
        [knownStartMs, holding('a')],
      ]).holds.map(startIsSeen),
    ).toEqual([false])
    expect(run([[0, holding('a')]]).holds.map(startIsSeen)).toEqual([false])
  })

  it('counts a response with other calls as an observation without it', () => {
    const { holds } = run([
      [0, holding('a')],
      [1_000, holding('a', 'b')],
    ])
    expect(holds.map(startIsSeen)).toEqual([false, true])
  })

  it('does not take a failed query for an observation without it', () => {
    const { holds } = run([
      [0, none],
      [5_000, unknown],
      [6_000, holding('a')],
    ])
    expect(holds[0]?.notBefore).toBe(0)
  })

  describe('whose duration the gateway reports', () => {
    const heldFor = (heldMs: number): Observation => ({
      kind: 'holding',
      calls: [{ ...call('a'), heldMs }],
      malformed: 0,
    })

    it('has a known start, however long ago the last query was', () => {
      for (const earlier of [[], [[0, none] as [number, Observation]]]) {
        const { holds, started } = run([...earlier, [600_000, heldFor(130_000)]])
        expect(holds.map(startIsSeen)).toEqual([true])
        expect(started).toMatchObject([
          {
            notBefore: 470_000,
            firstSeenAt: 470_020,
            lastSeenAt: 600_020,
            lookedAt: earlier.length === 0 ? null : 0,
          },
        ])
      }
    })

    it('began no earlier than the last observation without it', () => {
      const { holds } = run([
        [0, none],
        [5_000, heldFor(5_010)],
      ])
      expect(holds).toMatchObject([{ notBefore: 0, firstSeenAt: 10 }])
    })

    it('stays a lower bound where it was observed not to be held in the meantime', () => {
      const { holds } = run([
        [0, none],
        [5_000, heldFor(5_021)],
      ])
      expect(holds).toMatchObject([{ notBefore: 0, firstSeenAt: 5_020 }])
      expect(holds.map(startIsSeen)).toEqual([false])
    })

    it('stays a lower bound where the response took too long to determine the moment', () => {
      const ledger = watching('101')
      ledger.observe('101', source, heldFor(60_000), 100_000, 103_000)
      expect(holdsOf(ledger)).toMatchObject([{ notBefore: 40_000, firstSeenAt: 43_000 }])
      expect(holdsOf(ledger).map(startIsSeen)).toEqual([false])
    })

    it('began between its bounds, whenever the gateway read its clock', () => {
      const ms = fc.integer({ min: 0, max: 20_000 })
      fc.assert(
        fc.property(ms, ms, ms, ms, fc.boolean(), (toStart, toAsk, toTell, toAnswer, looks) => {
          const beganAt = 100 + toStart
          const askedAt = beganAt + toAsk
          const toldAt = askedAt + toTell
          const ledger = watching('101')
          if (looks) ledger.observe('101', source, none, 100, 100)
          ledger.observe('101', source, heldFor(toldAt - beganAt), askedAt, toldAt + toAnswer)
          const [hold] = holdsOf(ledger)
          expect(hold?.notBefore).toBeLessThanOrEqual(beganAt)
          expect(hold?.firstSeenAt).toBeGreaterThanOrEqual(beganAt)
          expect(hold?.firstSeenAt).toBeLessThanOrEqual(beganAt + toTell + toAnswer)
        }),
      )
    })

    it('that is already known keeps its start', () => {
      const { holds } = run([
        [0, none],
        [1_000, holding('a')],
        [2_000, heldFor(500)],
      ])
      expect(holds).toMatchObject([{ notBefore: 0, firstSeenAt: 1_020 }])
    })
  })

  it('survives failures and ends only when the gateway no longer lists it', () => {
    const before = run([
      [0, none],
      [1_000, holding('a')],
      [2_000, unknown],
      [60_000, unknown],
    ])
    expect(before.holds).toHaveLength(1)
    const after = run([[61_000, none]], before.ledger)
    expect(after.holds).toEqual([])
    expect(after.ended).toMatchObject([{ holdId: '101/a#1', lastSeenAt: 1_020, endedBy: 61_020 }])
  })

  it('is marked where it was unobserved long enough to be retrieved and held again', () => {
    const close = run([
      [0, holding('a')],
      [20 + gapMs, holding('a')],
    ])
    expect(close.holds[0]?.gap).toBe(false)
    const far = run([
      [0, holding('a')],
      [21 + gapMs, holding('a')],
      [22 + gapMs, holding('a')],
    ])
    expect(far.holds[0]?.gap).toBe(true)
  })

  it('held again is a new hold of the same call, with count and confirmed total', () => {
    const { holds } = run([
      [0, none],
      [1_000, holding('a')],
      [11_000, holding('a')],
      [12_000, none],
      [13_000, holding('a')],
    ])
    expect(holds).toMatchObject([
      { holdId: '101/a#2', holdNumber: 2, earlierMs: 10_000, firstSeenAt: 13_020 },
    ])
  })

  it('is not ended by a list with a malformed entry, which may be its own', () => {
    const { holds } = run([
      [0, holding('a', 'b')],
      [1_000, { kind: 'holding', calls: [call('b')], malformed: 1 }],
    ])
    expect(holds.map(({ holdId, lastSeenAt }) => [holdId, lastSeenAt])).toEqual([
      ['101/a#1', 20],
      ['101/b#1', 1_020],
    ])
  })

  it('ignores a response that is older than what is known', () => {
    const ledger = watching('101')
    ledger.observe('101', source, holding('a'), 1_000, 1_100)
    expect(ledger.observe('101', source, none, 100, 1_400)).toEqual({
      started: [],
      ended: [],
      isNews: false,
    })
    expect(holdsOf(ledger)).toHaveLength(1)
  })

  it('counts as looked for at the time of the query where the response took long, for example through a sleep', () => {
    const knownAt = (answeredAt: number) => {
      const ledger = watching('101')
      ledger.observe('101', source, none, 1_000, answeredAt)
      return ledger.agents.get('101')?.sights.get(source)?.knownAt
    }
    expect(knownAt(1_000 + gapMs)).toBe(1_000 + gapMs)
    expect(knownAt(1_001 + gapMs)).toBe(1_000)
  })

  it('of one agent is not affected by the holds of another', () => {
    const ledger = watching('101', '102')
    ledger.observe('101', source, holding('a'), 0, 10)
    const record = ledger.agents.get('101')
    ledger.observe('102', source, none, 0, 10)
    expect(holdsOf(ledger)).toHaveLength(1)
    expect(ledger.agents.get('101')).toBe(record)
  })

  it('is removed when its agent is no longer watched, and a response in flight does not restore it', () => {
    const { ledger } = run([[0, holding('a')]])
    ledger.watch(['102'])
    expect(ledger.observe('101', source, holding('a'), 10, 20)).toEqual({
      started: [],
      ended: [],
      isNews: false,
    })
    expect([...ledger.agents.keys()]).toEqual(['102'])
  })

  it('keeps its count where its agent left the watch and came back', () => {
    const { ledger } = run([
      [0, none],
      [1_000, holding('a')],
      [2_000, none],
    ])
    ledger.watch([])
    ledger.watch(['101'])
    expect(run([[3_000, holding('a')]], ledger).holds[0]?.holdNumber).toBe(2)
  })

  it('is remembered for four hours after its end, and then discarded', () => {
    const numberAfter = (ms: number) =>
      run([
        [0, holding('a')],
        [1_000, none],
        [1_000 + ms, holding('a')],
      ]).holds[0]?.holdNumber
    // The end is the moment of the response.
    expect(numberAfter(rememberMs - 1)).toBe(2)
    expect(numberAfter(rememberMs)).toBe(1)
  })
})

const observation: fc.Arbitrary<Observation> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(none) },
  { weight: 3, arbitrary: fc.constant(unknown) },
  {
    weight: 6,
    arbitrary: fc
      .record({
        ids: fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }),
        malformed: fc.constantFrom(0, 0, 0, 1),
      })
      .map(({ ids, malformed }): Observation => ({
        kind: 'holding',
        calls: ids.map(call),
        malformed,
      })),
  },
)
interface Step {
  agentId: string
  observation: Observation
  /** Ms between the last response and this query. */
  wait: number
  /** Ms until its response. */
  took: number
}
const history: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    agentId: fc.constantFrom('101', '102'),
    observation,
    wait: fc.integer({ min: 1, max: 9_000 }),
    took: fc.integer({ min: 0, max: 3_000 }),
  }),
  { maxLength: 60 },
)

/** Replays a sequence and passes each step to `check`. */
function play(
  steps: Step[],
  check: (step: {
    /** The holds of this agent. */
    before: readonly Hold[]
    after: readonly Hold[]
    ledger: Ledger
    agentId: string
    observation: Observation
    askedAt: number
    answeredAt: number
    started: Hold[]
    ended: EndedHold[]
  }) => void,
) {
  const ledger = watching('101', '102')
  let now = 0
  for (const { agentId, observation, wait, took } of steps) {
    const askedAt = (now += wait)
    const answeredAt = (now += took)
    const before = holdsOf(ledger, agentId)
    const step = ledger.observe(agentId, source, observation, askedAt, answeredAt)
    const after = holdsOf(ledger, agentId)
    check({ before, after, ledger, agentId, observation, askedAt, answeredAt, ...step })
  }
}

describe('for any sequence of observations', () => {
  it('no hold is lost by an unknown observation', () => {
    fc.assert(
      fc.property(history, (steps) => {
        play(steps, ({ before, after, observation, ended }) => {
          if (observation.kind !== 'unknown') return
          expect(after).toEqual(before)
          expect(ended).toEqual([])
        })
      }),
    )
  })

  it('none is counted twice: one row for each listed call, one end for each start', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const open = new Set<string>()
        const ever = new Set<string>()
        play(steps, ({ after, ledger, observation, started, ended }) => {
          for (const { holdId } of ended) expect(open.delete(holdId)).toBe(true)
          for (const { holdId } of started) {
            expect(ever.has(holdId)).toBe(false)
            ever.add(holdId)
            open.add(holdId)
          }
          const all = [...ledger.agents.values()].flatMap(({ holds }) => holds)
          expect(all.map(({ holdId }) => holdId).sort()).toEqual([...open].sort())
          const keys = all.map((hold) => `${hold.agentId}/${hold.call.callId}`)
          expect(new Set(keys).size).toBe(keys.length)
          if (observation.kind === 'none') expect(after).toEqual([])
          if (observation.kind === 'holding' && observation.malformed === 0) {
            expect(after.length).toBe(observation.calls.length)
          }
        })
      }),
    )
  })

  it('a duration never decreases while the hold lasts', () => {
    fc.assert(
      fc.property(history, (steps) => {
        play(steps, ({ before, after }) => {
          for (const old of before) {
            const now = after.find(({ holdId }) => holdId === old.holdId)
            if (now !== undefined) {
              expect(now.firstSeenAt).toBe(old.firstSeenAt)
              expect(now.lastSeenAt).toBeGreaterThanOrEqual(old.lastSeenAt)
              expect(now.earlierMs).toBe(old.earlierMs)
            }
          }
        })
      }),
    )
  })

  it('none is shown with more certainty than the observations justify', () => {
    fc.assert(
      fc.property(history, (steps) => {
        /** Per agent: the time and the calls of each complete response. The test's own record. */
        const looks = new Map<
          string,
          { askedAt: number; answeredAt: number; ids: string[]; whole: boolean }[]
        >()
        play(steps, ({ after, agentId, observation, askedAt, answeredAt }) => {
          const seen = looks.get(agentId) ?? []
          if (observation.kind !== 'unknown') {
            const calls = observation.kind === 'holding' ? observation.calls : []
            const whole = observation.kind === 'none' || observation.malformed === 0
            seen.push({ askedAt, answeredAt, ids: calls.map(({ callId }) => callId), whole })
            looks.set(agentId, seen)
          }
          for (const hold of after) {
            const { callId } = hold.call
            const firstIndex = seen.findIndex(({ answeredAt: at }) => at === hold.firstSeenAt)
            const before = seen[firstIndex - 1]
            const absentAt = before?.whole && !before.ids.includes(callId) ? before.askedAt : null
            const known = absentAt !== null && hold.firstSeenAt - absentAt <= knownStartMs
            if (!known) expect(startIsSeen(hold)).toBe(false)
            const sightings = seen.slice(firstIndex).filter(({ ids }) => ids.includes(callId))
            const hidden = sightings.some((sight, index) => {
              const last = sightings[index - 1]
              return last !== undefined && sight.askedAt - last.answeredAt > gapMs
            })
            if (hidden) expect(hold.gap).toBe(true)
          }
        })
      }),
    )
  })
})

const hour = 3_600_000

/** Held since 30 s before the start of this run (known), and last observed 3 s before it. */
const savedHold: Hold = {
  sources: [source],
  holdId: '101/a#1',
  agentId: '101',
  call: { ...call('a'), caller: '', called: '' },
  holdNumber: 1,
  earlierMs: 0,
  notBefore: -31_000,
  firstSeenAt: -30_000,
  lastSeenAt: -3_000,
  gap: false,
}
const saved: SavedHolds = { holds: [savedHold], earlier: new Map() }

describe('the open holds of an earlier run', () => {
  it('are restored unchanged, by agent', () => {
    const holds = [
      savedHold,
      { ...savedHold, agentId: '102', holdId: '102/a#1' },
      { ...savedHold, call: call('b'), holdId: '101/b#1' },
    ]
    const { agents } = new Ledger({ ...saved, holds })
    expect(agents.get('101')?.holds).toEqual([holds[0], holds[2]])
    expect(agents.get('102')?.holds).toEqual([holds[1]])
    expect([...agents.values()]).toMatchObject([{ sights: new Map() }, { sights: new Map() }])
  })

  it('continue where the call is held, and get their numbers back', () => {
    const { started, holds } = run([[1_980, holding('a')]], new Ledger(saved))
    expect(started).toEqual([])
    expect(holds).toEqual([{ ...savedHold, call: call('a'), lastSeenAt: 2_000 }])
    expect(holds.map(startIsSeen)).toEqual([true])
  })

  it('are marked when the app was away long enough to miss a retrieve', () => {
    const awayFor = (ms: number) =>
      run([[ms - 3_000, holding('a')]], new Ledger(saved)).holds.map(({ gap }) => gap)
    expect(awayFor(gapMs)).toEqual([false])
    expect(awayFor(gapMs + 1)).toEqual([true])
  })

  it('restore the earlier holds with them, each for its remaining time', () => {
    const endedBefore = [2 * hour, 3 * hour, hour]
    const earlier = new Map(
      endedBefore.map((endedMs, index) => [
        `101/${index}`,
        { count: 1, totalMs: 5_000, lastEndedAt: -endedMs },
      ]),
    )
    const numbersAt = (at: number) =>
      run([[at, holding('0', '1', '2')]], new Ledger({ ...saved, earlier }))
        .holds.filter(({ call: { callId } }) => callId !== 'a')
        .map(({ holdNumber }) => holdNumber)
    expect(numbersAt(rememberMs - 3 * hour - 1_000)).toEqual([2, 2, 2])
    expect(numbersAt(rememberMs - 3 * hour)).toEqual([2, 1, 2])
    expect(numbersAt(rememberMs - hour)).toEqual([1, 1, 1])
  })
})

describe('open holds that are loaded late', () => {
  /** A watch that began without them, and received this response. */
  const joined = (answer: Observation | null, late = saved) => {
    const ledger = watching('101')
    if (answer !== null) ledger.observe('101', source, answer, 1_999, 2_000)
    ledger.join(late)
    return ledger
  }

  it.each([
    ['was not asked about yet', null],
    ['gave no answer yet', unknown],
  ])('are taken up of an agent who %s', (_what, answer) => {
    expect(holdsOf(joined(answer))).toEqual([savedHold])
  })

  it('continue where the call is held', () => {
    const earlier = new Map([['101/a', { count: 1, totalMs: 4_000, lastEndedAt: -40_000 }]])
    const second = { ...savedHold, holdId: '101/a#2', holdNumber: 2 }
    const ledger = joined(holding('a', 'b'), { holds: [second], earlier })
    expect(holdsOf(ledger)).toMatchObject([
      {
        holdId: '101/a#2',
        firstSeenAt: -30_000,
        lastSeenAt: 2_000,
        call: { caller: '02155501234' },
      },
      { holdId: '101/b#1', firstSeenAt: 2_000 },
    ])
    const { ended } = ledger.observe('101', source, none, 4_000, 4_001)
    expect(ended.map(({ holdId }) => holdId)).toEqual(['101/a#2', '101/b#1'])
  })

  it('are over where the call is no longer held', () => {
    expect(holdsOf(joined(none))).toEqual([])
  })

  it('are not restored for an agent who is not watched', () => {
    const ledger = new Ledger()
    ledger.join(saved)
    expect([...ledger.agents]).toEqual([])
  })

  it('restore the totals of calls that were held before, and change none that is known', () => {
    const earlier = new Map([
      ['101/a', { count: 3, totalMs: 4_000, lastEndedAt: -40_000 }],
      ['101/b', { count: 3, totalMs: 4_000, lastEndedAt: -30_000 }],
    ])
    const ledger = watching('101')
    ledger.observe('101', source, holding('a'), 1_000, 1_001)
    ledger.observe('101', source, none, 1_500, 1_501)
    ledger.join({ holds: [], earlier })
    const { started } = ledger.observe('101', source, holding('a', 'b'), 4_000, 4_001)
    expect(started.map(({ holdId }) => holdId)).toEqual(['101/a#2', '101/b#4'])
  })
})
