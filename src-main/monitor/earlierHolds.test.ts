import { describe, expect, it } from 'vitest'
import { EarlierHolds, rememberedCalls, rememberMs } from './earlierHolds.ts'

const endedAt = (lastEndedAt: number, count = 1) => ({ count, totalMs: 5_000, lastEndedAt })
const callIds = (holds: EarlierHolds, now = 0) => holds.entries(now).map(([, callId]) => callId)

describe('the earlier holds', () => {
  it('are those of one call by one agent, with the last totals', () => {
    const holds = new EarlierHolds()
    holds.remember('101', 'a', endedAt(1))
    holds.remember('102', 'a', endedAt(2))
    holds.remember('101', 'a', endedAt(3, 2))
    expect(holds.of('101', 'a', 4)).toMatchObject(endedAt(3, 2))
    expect(holds.of('102', 'a', 4)).toMatchObject(endedAt(2))
    expect(holds.of('101', 'b', 4)).toBeUndefined()
    expect(holds.entries(4)).toEqual([
      ['102', 'a', endedAt(2)],
      ['101', 'a', endedAt(3, 2)],
    ])
  })

  it('are remembered for four hours after the last one ended', () => {
    const holds = new EarlierHolds()
    holds.remember('101', 'a', endedAt(0))
    holds.remember('101', 'b', endedAt(1_000))
    holds.remember('102', 'c', endedAt(2_000))
    expect(callIds(holds, rememberMs - 1)).toEqual(['a', 'b', 'c'])
    expect(callIds(holds, rememberMs)).toEqual(['b', 'c'])
    expect(holds.of('101', 'a', rememberMs - 1)).toBeDefined()
    expect(holds.of('101', 'a', rememberMs)).toBeUndefined()
    holds.forgetOld(rememberMs + 1_000)
    expect(holds.size).toBe(1)
  })

  it('are those of the calls that an agent held last: memory is bounded, whatever the traffic', () => {
    const holds = new EarlierHolds()
    for (let at = 0; at < 1_000; at += 1) holds.remember('101', String(at), endedAt(at))
    expect(callIds(holds)).toEqual(['996', '997', '998', '999'])
    // What was stored before comes late, and is older.
    holds.remember('101', 'stored', endedAt(-1))
    expect(callIds(holds)).toHaveLength(rememberedCalls)
    expect(callIds(holds)).not.toContain('stored')
  })
})
