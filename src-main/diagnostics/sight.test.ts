import { describe, expect, it } from 'vitest'
import { Scheduler } from '../monitor/scheduler.ts'
import { EvenRoom } from '../monitor/testRoom.ts'
import { expectedMs, meanExpectedMs, SeenDelays } from './sight.ts'

describe('how soon a hold is observed', () => {
  /** T agents who all talk, with B requests a second. */
  const loaded = (agents: number, requestsPerSecond: number) => {
    const room = new EvenRoom({ perSecond: requestsPerSecond })
    const scheduler = new Scheduler({ room, random: () => 0.5 })
    const ids = Array.from({ length: agents }, (_, index) => String(index))
    scheduler.setAgents(ids, 0)
    for (const id of ids) scheduler.setPace(id, 'talking', 0)
    return { scheduler, ids }
  }

  it.each([
    [40, 20, 1_000],
    [100, 20, 2_500],
    [200, 250, 500],
    [5, 20, 500],
  ])('with %i agents talking and %i requests a second is %i ms', (agents, perSecond, ms) => {
    expect(expectedMs(loaded(agents, perSecond).scheduler.load)).toBeCloseTo(ms)
  })

  it('is not slowed down by agents at rest as long as there is capacity for them', () => {
    const { scheduler, ids } = loaded(40, 20)
    for (const id of ids.slice(10)) {
      scheduler.next(0)
      scheduler.setPace(id, 'rest', 0)
    }
    expect(expectedMs(scheduler.load)).toBeCloseTo(500)
  })
})

describe('how late holds were observed', () => {
  const seenAt = (lastSeenAt: number, lookedAt: number | null) => ({
    notBefore: lookedAt,
    firstSeenAt: lastSeenAt,
    lookedAt,
    lastSeenAt,
  })

  it('is half of the time between two queries, and at most all of it', () => {
    const delays = new SeenDelays()
    expect(delays.measured).toBeNull()
    delays.add([seenAt(2_000, 1_000), seenAt(8_000, 5_000)])
    expect(delays.measured).toEqual({ holds: 2, meanMs: 1_000, mostMs: 3_000 })
  })

  it('is what the gateway reports, if it does', () => {
    const delays = new SeenDelays()
    delays.add([{ notBefore: 9_700, firstSeenAt: 9_900, lookedAt: 0, lastSeenAt: 10_000 }])
    expect(delays.measured).toEqual({ holds: 1, meanMs: 200, mostMs: 300 })
  })

  it('is unknown for holds that began while no queries were sent', () => {
    const delays = new SeenDelays()
    delays.add([
      seenAt(2_000, null),
      seenAt(3_600_000, 0),
      { ...seenAt(40_000, null), notBefore: 19_000, firstSeenAt: 20_000 },
    ])
    expect(delays.measured).toBeNull()
  })

  it('covers the last fifty', () => {
    const delays = new SeenDelays()
    delays.add([seenAt(9_000, 0)])
    for (let n = 0; n < 50; n++) delays.add([seenAt(1_000, 0)])
    expect(delays.measured).toEqual({ holds: 50, meanMs: 500, mostMs: 1_000 })
  })
})

describe('the expected delay over several sources', () => {
  const source = (intervalMs: number, agents: number) => ({ load: { intervalMs }, agents })

  it('is that of each by the number of its agents', () => {
    expect(meanExpectedMs([source(4_000, 30), source(1_000, 10)])).toBe(1_625)
    // A CC-CMS answers about everybody.
    expect(meanExpectedMs([source(4_000, 0), source(1_000, 40)])).toBe(500)
  })

  it('is that of the first where there are no agents, and unknown without sources', () => {
    expect(meanExpectedMs([source(4_000, 0), source(1_000, 0)])).toBe(2_000)
    expect(meanExpectedMs([])).toBeNull()
  })
})
