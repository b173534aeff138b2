import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PastHold } from '../../src-shared/contract/index.ts'
import { type EndedHold, type Hold, Ledger } from '../monitor/ledger.ts'
import type { Observation } from '../monitor/observation.ts'
import { HandClock, newest, openHistory, origin, type TestHistory } from './fakes.ts'

const agents = ['101', '102']

type Step =
  | { kind: 'look'; agent: number; calls: string[] | null; ms: number }
  | { kind: 'step-wall-clock'; ms: number }
  | { kind: 'drop'; agent: number }
  | { kind: 'restart'; awayMs: number; isKilled: boolean }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('look' as const),
      agent: fc.nat({ max: 1 }),
      // Null: the query failed.
      calls: fc.option(fc.subarray(['a', 'b'])),
      ms: fc.integer({ min: 1, max: 20_000 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('step-wall-clock' as const),
      ms: fc.integer({ min: -1e8, max: 1e8 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('drop' as const), agent: fc.nat({ max: 1 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('restart' as const),
      awayMs: fc.nat({ max: 100_000 }),
      isKilled: fc.boolean(),
    }),
  },
)

/** A watch as in the app: observations update the ledger, the ledger reports to the history. */
class Watched {
  readonly #folder: string
  #test: TestHistory
  #ledger = new Ledger()
  /** The duration of each hold that is over, ms, and whether its end was observed. */
  readonly over: { callId: string; heldMs: number; isEndSeen: boolean }[] = []

  private constructor(folder: string, test: TestHistory) {
    this.#folder = folder
    this.#test = test
    this.#ledger.watch(agents)
    test.history.restore([origin])
  }

  static async begin(folder: string): Promise<Watched> {
    return new Watched(folder, await openHistory(folder))
  }

  get open(): Hold[] {
    return [...this.#ledger.agents.values()].flatMap(({ holds }) => holds)
  }

  async take(step: Step): Promise<void> {
    const { clock, history } = this.#test
    if (step.kind === 'look') {
      clock.pass(step.ms)
      this.#look(agents[step.agent] ?? '', step.calls)
    } else if (step.kind === 'step-wall-clock') {
      clock.wallAt += step.ms
    } else if (step.kind === 'drop') {
      const remaining = agents.filter((_, index) => index !== step.agent)
      this.over.push(...this.open.filter(({ agentId }) => !remaining.includes(agentId)).map(unseen))
      history.setAgents(remaining.map((agentId) => ({ agentId, name: '' })))
      this.#ledger.watch(remaining)
      this.#ledger.watch(agents)
    } else {
      await this.#restart(step.awayMs, step.isKilled)
    }
  }

  async rows(): Promise<PastHold[]> {
    await this.#test.history.flush()
    return (await this.#test.history.page({ ...newest, limit: 500 })).rows
  }

  close(): Promise<void> {
    return this.#test.history.close()
  }

  #look(agentId: string, calls: string[] | null): void {
    const { clock, history } = this.#test
    const now = clock.now()
    const changes = this.#ledger.observe(agentId, origin, observation(calls), now - 0.25, now)
    history.recordStarts(changes.started)
    history.recordEnds(changes.ended)
    this.over.push(...changes.ended.map(seen))
    history.recordOpen(this.open)
  }

  async #restart(awayMs: number, isKilled: boolean): Promise<void> {
    const { clock, history } = this.#test
    const ages = this.#ages()
    if (isKilled) await history.flush()
    else await history.close()
    // Another process, with a board clock of its own.
    const next = new HandClock(clock.wallAt + awayMs)
    this.#test = await openHistory(this.#folder, { clock: next })
    this.#ledger = new Ledger(this.#test.history.restore([origin]))
    this.#ledger.watch(agents)
    for (const [holdId, age] of this.#ages()) {
      expect(age).toBeGreaterThanOrEqual((ages.get(holdId) ?? Infinity) - 1)
      ages.delete(holdId)
    }
    expect([...ages]).toEqual([])
  }

  #ages(): Map<string, number> {
    const now = this.#test.clock.now()
    return new Map(this.open.map(({ holdId, firstSeenAt }) => [holdId, now - firstSeenAt]))
  }
}

function observation(calls: string[] | null): Observation {
  if (calls === null) return { kind: 'unknown', reason: 'timeout' }
  if (calls.length === 0) return { kind: 'none' }
  return {
    kind: 'holding',
    malformed: 0,
    calls: calls.map((callId) => ({
      callId,
      callFeature: 0,
      caller: '1',
      called: '2',
      skill: 's',
    })),
  }
}

const over = (hold: Hold, isEndSeen: boolean) => ({
  callId: `${hold.agentId}/${hold.call.callId}`,
  heldMs: hold.lastSeenAt - hold.firstSeenAt,
  isEndSeen,
})
const seen = (hold: EndedHold) => over(hold, true)
const unseen = (hold: Hold) => over(hold, false)

const inOrder = <T extends { callId: string; heldMs: number }>(list: T[]) =>
  [...list].sort((a, b) =>
    a.callId < b.callId ? -1 : a.callId > b.callId ? 1 : a.heldMs - b.heldMs,
  )

describe('holds of the ledger', () => {
  it('become one row each, with bounds in order, whatever happens to the clocks and the process', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const folder = await mkdtemp(join(tmpdir(), 'holdwatch-test-'))
        const watched = await Watched.begin(folder)
        for (const each of steps) await watched.take(each)
        const rows = await watched.rows()
        await watched.close()
        await rm(folder, { recursive: true, force: true })

        const actual = inOrder(
          rows.map(({ agentId, callId, durationMs }) => ({
            callId: `${agentId}/${callId}`,
            heldMs: durationMs,
          })),
        )
        const expected = inOrder(watched.over)
        expect(actual.map(({ callId }) => callId)).toEqual(expected.map(({ callId }) => callId))
        for (const [index, { heldMs }] of expected.entries()) {
          // Each restart rounds to whole ms.
          expect(Math.abs((actual[index]?.heldMs ?? NaN) - heldMs)).toBeLessThanOrEqual(
            steps.length,
          )
        }
        expect(rows.filter(({ endedBy }) => endedBy === null)).toHaveLength(
          watched.over.filter(({ isEndSeen }) => !isEndSeen).length,
        )
        for (const row of rows) {
          expect(row.durationMs).toBe(row.lastSeenAt - row.startedAt)
          expect(row.durationMs).toBeGreaterThanOrEqual(0)
          if (row.notBefore !== null) expect(row.notBefore).toBeLessThanOrEqual(row.startedAt)
          if (row.endedBy !== null) expect(row.endedBy).toBeGreaterThanOrEqual(row.lastSeenAt)
        }
      }),
      { numRuns: 20 },
    )
  })
})
