import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Changes, type Hold, Ledger, type SavedHolds, startIsSeen } from './ledger.ts'
import type { Observation, SeenCall } from './observation.ts'

const north = 'https://north:8043'
const south = 'https://south:8043'
const cms = 'https://cms:28443'

const call = (callId: string, over: Partial<SeenCall> = {}): SeenCall => ({
  callId,
  callFeature: 0,
  caller: '02155501234',
  called: '4008000',
  skill: 'billing',
  ...over,
})
const listing = (...calls: (string | SeenCall)[]): Observation => ({
  kind: 'holding',
  calls: calls.map((each) => (typeof each === 'string' ? call(each) : each)),
  malformed: 0,
})
const none: Observation = { kind: 'none' }
const unknown: Observation = { kind: 'unknown', reason: 'timeout' }

type Step = [source: string, askedAt: number, observation: Observation, answeredAt?: number]

/** Applies observations of agent 101; a response takes 20 ms unless it has a moment of its own. */
function run(steps: Step[], ledger = new Ledger()) {
  if (!ledger.agents.has('101')) ledger.watch(['101'])
  const changes = steps.map(([source, askedAt, observation, answeredAt = askedAt + 20]): Changes =>
    ledger.observe('101', source, observation, askedAt, answeredAt),
  )
  return {
    ledger,
    started: changes.flatMap(({ started }) => started),
    ended: changes.flatMap(({ ended }) => ended),
    last: changes.at(-1),
    holds: ledger.agents.get('101')?.holds ?? [],
  }
}

describe('a hold that several sources may list', () => {
  it('is one hold that names them all, with the start that was observed first', () => {
    const { holds, started } = run([
      [north, 0, none],
      [north, 1_000, listing('a')],
      [south, 3_000, listing('a')],
    ])
    expect(started).toHaveLength(1)
    expect(holds).toMatchObject([
      { holdId: '101/a#1', sources: [north, south], firstSeenAt: 1_020, lastSeenAt: 3_020 },
    ])
    expect(holds.map(startIsSeen)).toEqual([true])
  })

  it('is not ended by a source that has never listed it', () => {
    const { holds, ended } = run([
      [north, 0, listing('1659513159-546')],
      [south, 100, none],
      [south, 1_100, listing('1659513159-547')],
      [south, 2_100, none],
    ])
    expect(holds.map(({ holdId }) => holdId)).toEqual(['101/1659513159-546#1'])
    expect(ended.map(({ holdId }) => holdId)).toEqual(['101/1659513159-547#1'])
  })

  it('ends as soon as one that has listed it does not any more', () => {
    const { holds, ended } = run([
      [north, 0, listing('a')],
      [south, 100, listing('a')],
      [south, 2_000, none],
    ])
    expect(holds).toEqual([])
    expect(ended).toMatchObject([{ holdId: '101/a#1', endedBy: 2_020 }])
  })

  it('does not start again with a response to an earlier query, under whichever id', () => {
    for (const id of ['1659513159-546', '1659513159000-546', '546']) {
      const { holds, started } = run([
        [north, 0, listing('1659513159-546')],
        [south, 100, listing(id)],
        [north, 2_000, none],
        [south, 1_900, listing(id), 2_500],
      ])
      expect(started, id).toHaveLength(1)
      expect(holds, id).toEqual([])
    }
  })

  it.each(['1659513159-546', '1659513159000-546'])(
    'held again is a new one whose start is not taken for known, whatever its id: %s',
    (id) => {
      const { holds } = run([
        [north, 0, none],
        [north, 1_000, listing('1659513159-546')],
        [south, 1_100, listing(id)],
        [north, 2_000, none],
        // Another one by now: the query before, of the same source, was about the first.
        [south, 2_100, listing(id)],
      ])
      expect(holds).toMatchObject([{ holdNumber: 2, notBefore: null, firstSeenAt: 2_120 }])
    },
  )

  it('held again has its number and total, although another source writes the id otherwise', () => {
    const { holds } = run([
      [cms, 0, listing('1659513159000-546')],
      [cms, 10_000, listing('1659513159000-546')],
      [cms, 11_000, none],
      [north, 20_000, listing('1659513159-546')],
    ])
    expect(holds).toMatchObject([{ holdNumber: 2, earlierMs: 10_000 }])
  })

  it('of undocumented id stays the same when the agent holds another call besides', () => {
    const { holds, ended } = run([
      [north, 0, listing('1659513159-546')],
      [south, 100, listing('546')],
      [south, 1_100, listing('546', '547')],
      [south, 2_100, unknown],
      [south, 3_100, listing('547', '546')],
    ])
    expect(ended).toEqual([])
    expect(holds.map(({ holdId, sources }) => [holdId, sources])).toEqual([
      ['101/1659513159-546#1', [north, south]],
      ['101/547#1', [south]],
    ])
  })

  it('keeps numbers and skill through the lists of a source that has none', () => {
    const bare = call('a', { caller: '', called: '', skill: '', callFeature: null })
    const { holds } = run([
      [cms, 0, listing(bare)],
      [north, 100, listing('a')],
      [cms, 1_000, listing(bare)],
    ])
    expect(holds.map((hold) => hold.call)).toEqual([call('a')])
  })
})

describe('a source that is not queried any more', () => {
  it('loses no hold and ends none, and may end those it has listed when it is queried again', () => {
    const { ledger } = run([
      [north, 0, listing('a')],
      [cms, 100, listing('a')],
    ])
    ledger.release('101', north)
    expect(ledger.agents.get('101')).toMatchObject({ holds: [{ sources: [north, cms] }] })
    expect([...(ledger.agents.get('101')?.sights.keys() ?? [])]).toEqual([cms])
    const { ended, holds } = run([[north, 60_000, none]], ledger)
    expect(ended).toHaveLength(1)
    expect(holds).toEqual([])
  })

  it('that is removed takes along the holds that it alone has listed, which do not count as ended', () => {
    const { ledger } = run([
      [north, 0, listing('a')],
      [south, 100, listing('a', 'b')],
    ])
    ledger.remove(south)
    const { holds, ended } = run([[north, 1_000, listing('a')]], ledger)
    expect(holds).toMatchObject([{ holdId: '101/a#1', sources: [north], firstSeenAt: 20 }])
    expect(ended).toEqual([])
    const again = run([[north, 2_000, listing('a', 'b')]], ledger)
    expect(again.holds.map(({ holdNumber }) => holdNumber)).toEqual([1, 1])
  })
})

describe('open holds of several sources that are loaded late', () => {
  const saved = (source: string, callId: string): Hold => ({
    sources: [source],
    holdId: `101/${callId}#1`,
    agentId: '101',
    call: call(callId, { caller: '', called: '' }),
    holdNumber: 1,
    earlierMs: 0,
    notBefore: -31_000,
    firstSeenAt: -30_000,
    lastSeenAt: -3_000,
    gap: false,
  })
  const late = (...holds: Hold[]): SavedHolds => ({ holds, earlier: new Map() })

  it('are over only where a source that had listed them has responded', () => {
    const { ledger } = run([[north, 0, none]])
    ledger.join(late(saved(north, 'a'), saved(south, 'b')))
    expect(ledger.agents.get('101')?.holds.map(({ holdId }) => holdId)).toEqual(['101/b#1'])
  })

  it('continue where another source lists the call, also under its other id', () => {
    const { ledger } = run([[north, 0, listing('1659513159-546')]])
    ledger.join(late(saved(cms, '1659513159000-546')))
    expect(ledger.agents.get('101')?.holds).toMatchObject([
      { firstSeenAt: -30_000, lastSeenAt: 20, call: { caller: '02155501234' } },
    ])
  })
})

/** A call that is held from time to time, and the sources that can see it. */
interface TrueCall {
  callId: string
  sources: readonly string[]
  /** Periods of hold and of talk by turns, ms. */
  periods: readonly number[]
}
interface Query {
  source: string
  askedAt: number
  answeredAt: number
  /** The moment of which the response tells the truth; null where there is no response. */
  trueAt: number | null
}
interface Floor {
  calls: readonly TrueCall[]
  queries: readonly Query[]
}

const sources = [north, south, cms]

const floor: fc.Arbitrary<Floor> = fc.record({
  calls: fc
    .array(
      fc.record({
        sources: fc.subarray(sources, { minLength: 1 }),
        periods: fc.array(fc.integer({ min: 1, max: 9_000 }), { minLength: 1, maxLength: 12 }),
      }),
      { minLength: 1, maxLength: 3 },
    )
    .map((calls) => calls.map((each, index) => ({ ...each, callId: `165951315${index}-546` }))),
  queries: fc
    .tuple(
      ...sources.map((source) =>
        fc
          .array(
            fc.record({
              wait: fc.integer({ min: 1, max: 2_500 }),
              took: fc.integer({ min: 0, max: 2_500 }),
              share: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 6 }),
            }),
            { maxLength: 30 },
          )
          .map((steps) => {
            let now = 0
            return steps.map(({ wait, took, share }): Query => {
              const askedAt = (now += wait)
              const answeredAt = (now += took)
              const trueAt = share === null ? null : askedAt + Math.round(share * took)
              return { source, askedAt, answeredAt, trueAt }
            })
          }),
      ),
    )
    .map((each) => each.flat().sort((one, other) => one.answeredAt - other.answeredAt)),
})

/** The times from and to which the call was held. */
function truth({ periods }: TrueCall): { from: number; to: number }[] {
  let now = 0
  const holds: { from: number; to: number }[] = []
  for (const [index, ms] of periods.entries()) {
    if (index % 2 === 1) holds.push({ from: now, to: now + ms })
    now += ms
  }
  return holds
}
const isHeldAt = (each: TrueCall, at: number) =>
  truth(each).some(({ from, to }) => from <= at && at < to)

/** The CC-CMS writes the ids in milliseconds. */
const idFor = (source: string, callId: string) =>
  source === cms ? callId.replace('-', '000-') : callId

/** Plays the floor; each source tells the truth about the calls that it can see. */
function play(
  { calls, queries }: Floor,
  check: (step: Query & Changes & { before: readonly Hold[]; holds: readonly Hold[] }) => void,
) {
  const ledger = new Ledger()
  ledger.watch(['101'])
  for (const query of queries) {
    const { source, askedAt, answeredAt, trueAt } = query
    const held = calls.filter(
      (each) => each.sources.includes(source) && trueAt !== null && isHeldAt(each, trueAt),
    )
    const listed = held.map(({ callId }) => idFor(source, callId))
    const answer = listed.length === 0 ? none : listing(...listed)
    const before = ledger.agents.get('101')?.holds ?? []
    const observation = trueAt === null ? unknown : answer
    const changes = ledger.observe('101', source, observation, askedAt, answeredAt)
    check({ ...query, ...changes, before, holds: ledger.agents.get('101')?.holds ?? [] })
  }
}

describe('whichever sources see a call, whenever they respond', () => {
  const always = (law: (floor: Floor) => void) => {
    fc.assert(fc.property(floor, law), { numRuns: 500 })
  }
  const callOf = ({ calls }: Floor, hold: Hold): TrueCall => {
    const known = calls.find(({ callId }) => hold.call.callId.replace('000-', '-') === callId)
    if (known === undefined) throw new Error('There is no such call')
    return known
  }

  it('each row is a hold that began between the bounds of its start', () => {
    always((one) => {
      play(one, ({ started }) => {
        for (const hold of started) {
          const { notBefore, firstSeenAt } = hold
          const isTrue = truth(callOf(one, hold)).some(
            ({ from }) => (notBefore ?? -Infinity) <= from && from <= firstSeenAt,
          )
          expect(isTrue).toBe(true)
        }
      })
    })
  })

  it('no call has two rows, and no hold begins or ends twice', () => {
    always((one) => {
      const open = new Set<string>()
      const ever = new Set<string>()
      play(one, ({ holds, started, ended }) => {
        for (const { holdId } of ended) expect(open.delete(holdId)).toBe(true)
        for (const hold of started) {
          const key = `${callOf(one, hold).callId} ${hold.holdNumber}`
          expect(ever.has(key)).toBe(false)
          ever.add(key)
          open.add(hold.holdId)
        }
        expect(holds.map(({ holdId }) => holdId).sort()).toEqual([...open].sort())
        const keys = holds.map((hold) => callOf(one, hold).callId)
        expect(new Set(keys).size).toBe(keys.length)
      })
    })
  })

  it('a hold is lost to nothing: it goes only when a source that has listed it sees that it is over', () => {
    always((one) => {
      play(one, ({ source, trueAt, before, holds, ended }) => {
        const gone = before.filter(({ holdId }) => holds.every((hold) => hold.holdId !== holdId))
        expect(gone.map(({ holdId }) => holdId)).toEqual(ended.map(({ holdId }) => holdId))
        for (const hold of ended) {
          expect(hold.sources).toContain(source)
          expect(trueAt).not.toBeNull()
          expect(isHeldAt(callOf(one, hold), trueAt ?? NaN)).toBe(false)
          const wasOver = truth(callOf(one, hold)).some(
            ({ from, to }) => from <= hold.firstSeenAt && to <= (trueAt ?? NaN),
          )
          expect(wasOver).toBe(true)
        }
      })
    })
  })

  it('a hold that a source lists is on the board, unless another one ended while it was queried', () => {
    always((one) => {
      let lastEndAt = -Infinity
      play(one, ({ source, askedAt, answeredAt, trueAt, holds, ended }) => {
        if (trueAt !== null && askedAt >= lastEndAt) {
          for (const each of one.calls) {
            if (!each.sources.includes(source) || !isHeldAt(each, trueAt)) continue
            const rows = holds.filter((hold) => callOf(one, hold) === each)
            expect(rows).toHaveLength(1)
            expect(rows[0]?.sources).toContain(source)
          }
        }
        if (ended.length > 0) lastEndAt = answeredAt
      })
    })
  })

  it('what is no news changes nothing but the times of confirmation', () => {
    always((one) => {
      play(one, ({ before, holds, isNews }) => {
        if (isNews) return
        const stripped = (some: readonly Hold[]) => some.map((hold) => ({ ...hold, lastSeenAt: 0 }))
        expect(stripped(holds)).toEqual(stripped(before))
      })
    })
  })
})
