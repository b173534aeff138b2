import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gapMs, Ledger, rememberMs, startIsSeen } from './ledger.ts'
import type { Observation } from './observation.ts'
import { restoreHolds, type SavedHolds } from './savedHolds.ts'

const secretNumber = '02155501234'
const holding: Observation = {
  kind: 'holding',
  calls: [
    { callId: 'a', callFeature: 0, caller: secretNumber, called: '4008000', skill: 'billing' },
  ],
  malformed: 0,
}

const hour = 3_600_000

/** Held since 1,000 (known), last observed and saved at 31,000. */
const left = (savedAt: number): SavedHolds => ({
  savedAt,
  holds: [
    {
      agentId: '101',
      callId: 'a',
      callFeature: 0,
      skill: 'billing',
      holdNumber: 1,
      earlierMs: 0,
      heldMs: 30_000,
      unseenMs: 0,
      doubtMs: 1_000,
      gap: false,
    },
  ],
  earlier: [],
})
const holdOf = (ledger: ReturnType<typeof restoreHolds>) => ledger.agents.get('101')?.holds[0]

describe('open holds across a restart', () => {
  it('keep their duration, their uncertainty and their count', () => {
    const saved = left(1_000_000)
    // Three seconds later another process starts, whose clock begins at 7.
    const restored = restoreHolds(saved, { now: 7, wall: 1_003_000 })
    const hold = holdOf(restored)
    expect(hold && 7 - hold.firstSeenAt).toBe(33_000)
    expect(hold && startIsSeen(hold)).toBe(true)
    expect(hold).toMatchObject({ holdId: '101/a#1', holdNumber: 1, gap: false })

    expect(restored.observe('101', holding, 500, 507).started).toEqual([])
    expect(holdOf(restored)).toMatchObject({ gap: false, call: { caller: secretNumber } })
  })

  it.each([
    ['back', -1],
    ['60 days ahead', 60 * 24 * hour],
  ])('take no time from a clock that was set %s, and are marked', (_, ms) => {
    const restored = restoreHolds(left(1e12), { now: 7, wall: 1e12 + ms })
    const hold = holdOf(restored)
    expect(hold && 7 - hold.firstSeenAt).toBe(30_000)
    expect(hold?.gap).toBe(true)
  })

  it('are marked when the app was away long enough to miss a retrieve', () => {
    const saved = left(0)
    const restored = restoreHolds(saved, { now: 0, wall: gapMs + 1 })
    restored.observe('101', holding, 1, 2)
    expect(holdOf(restored)?.gap).toBe(true)
  })

  it('restore the earlier holds with them, each for its remaining time', () => {
    const earlier = [2 * hour, 3 * hour, hour].map((endedMs, index) => ({
      key: `101/${index}`,
      count: 1,
      totalMs: 5_000,
      endedMs,
    }))
    const restored = restoreHolds({ ...left(0), earlier }, { now: 0, wall: 0 })
    const none: Observation = { kind: 'none' }
    restored.watch(['102'])
    const rememberedAt = (at: number) => {
      restored.observe('102', none, at, at)
      return restored.remembered
    }
    expect(rememberedAt(rememberMs - 3 * hour - 1)).toBe(3)
    expect(rememberedAt(rememberMs - 3 * hour)).toBe(2)
    expect(rememberedAt(rememberMs - hour)).toBe(0)
  })

  it('never decrease, wherever the wall clock was set meanwhile', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e9, max: 1e9 }),
        fc.integer({ min: 0, max: 1e6 }),
        (step, now) => {
          const saved = left(1e12)
          const hold = holdOf(restoreHolds(saved, { now, wall: 1e12 + step }))
          const isBelieved = step >= 0 && step <= 24 * hour
          expect(hold && now - hold.firstSeenAt).toBe(30_000 + (isBelieved ? step : 0))
          if (!isBelieved) expect(hold?.gap).toBe(true)
        },
      ),
    )
  })
})

describe('open holds that are loaded late', () => {
  const agentId = '101'
  const call = (callId: string) => ({ callId, callFeature: 0, caller: '1', called: '2', skill: '' })
  const lists = (...callIds: string[]): Observation => ({
    kind: 'holding',
    calls: callIds.map(call),
    malformed: 0,
  })
  /** A watch that began 3 s ago without them, and received this response 1 s ago. */
  const joined = (answer: Observation | null, kept: SavedHolds = left(0)) => {
    const ledger = new Ledger()
    ledger.watch([agentId])
    if (answer !== null) ledger.observe(agentId, answer, 1_999, 2_000)
    ledger.join(restoreHolds(kept, { now: 3_000, wall: 0 }))
    return ledger
  }

  it.each([
    ['was not asked about yet', null],
    ['gave no answer yet', { kind: 'unknown', reason: 'timeout' } as const],
  ])('are taken up of an agent who %s', (_what, answer) => {
    expect(holdOf(joined(answer))).toMatchObject({ holdId: '101/a#1', firstSeenAt: -27_000 })
  })

  it('continue where the call is held', () => {
    const kept = left(0)
    const [hold] = kept.holds
    const earlier = [{ key: '101/a', count: 1, totalMs: 4_000, endedMs: 40_000 }]
    const second = { ...kept, earlier, holds: hold ? [{ ...hold, holdNumber: 2 }] : [] }
    const ledger = joined(lists('a', 'b'), second)
    expect(ledger.agents.get(agentId)?.holds).toMatchObject([
      { holdId: '101/a#2', firstSeenAt: -27_000, lastSeenAt: 2_000, call: { caller: '1' } },
      { holdId: '101/b#1', firstSeenAt: 2_000 },
    ])
    const { ended } = ledger.observe(agentId, { kind: 'none' }, 4_000, 4_001)
    expect(ended.map(({ holdId }) => holdId)).toEqual(['101/a#2', '101/b#1'])
  })

  it('are over where the call is no longer held', () => {
    expect(joined({ kind: 'none' }).agents.get(agentId)?.holds).toEqual([])
  })

  it('are not restored for an agent who is not watched', () => {
    const ledger = new Ledger()
    ledger.join(restoreHolds(left(0), { now: 0, wall: 0 }))
    expect([...ledger.agents]).toEqual([])
  })

  it('restore the totals of calls that were held before, and change none that is known', () => {
    const earlier = [
      { key: '101/a', count: 3, totalMs: 4_000, endedMs: 40_000 },
      { key: '101/b', count: 3, totalMs: 4_000, endedMs: 30_000 },
    ]
    const ledger = new Ledger()
    ledger.watch([agentId])
    ledger.observe(agentId, lists('a'), 1_000, 1_001)
    ledger.observe(agentId, { kind: 'none' }, 1_500, 1_501)
    ledger.join(restoreHolds({ ...left(0), holds: [], earlier }, { now: 3_000, wall: 0 }))
    const { started } = ledger.observe(agentId, lists('a', 'b'), 4_000, 4_001)
    expect(started.map(({ holdId }) => holdId)).toEqual(['101/a#2', '101/b#4'])
  })
})
