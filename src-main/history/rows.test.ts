import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holdAt, origin } from './fakes.ts'
import { earlierFrom, ledgerHold, openHoldFrom, openRow, startHold } from './rows.ts'

const hour = 3_600_000
const longestAwayMs = 7 * 24 * hour

const customer = { number: '02155501234', masked: '•••• 1234' }
const beganAt = 1_000
const hold = holdAt(beganAt, { lastSeenAt: 29_000 })
/** Stored after 30 s; last observed 2 s before. */
const stored = { now: 31_000, wall: 1e12 }
const row = openRow(
  startHold(hold, origin, 'Ann', customer, { now: beganAt, wall: stored.wall - 30_000 }),
  stored,
)
/** As another process reads it, whose board clock is at `now`. */
const readAt = (now: number, passedMs: number) =>
  openHoldFrom(row, { now, wall: stored.wall + passedMs })

describe('a stored open hold', () => {
  it('keeps its duration, its uncertainty and its count, in the ledger too', () => {
    expect(ledgerHold(readAt(7, 3_000))).toEqual({
      holdId: '101/call-1#1',
      agentId: '101',
      // Numbers are not restored.
      call: { ...hold.call, caller: '', called: '' },
      holdNumber: 1,
      earlierMs: 0,
      notBefore: 7 - 34_000,
      firstSeenAt: 7 - 33_000,
      lastSeenAt: 7 - 5_000,
      gap: false,
      sources: [origin],
    })
  })

  it('keeps a start that is not known', () => {
    const { notBefore } = openHoldFrom({ ...row, doubtMs: null }, stored)
    expect(notBefore).toBeNull()
  })

  it('takes no time from a clock that was set back, and is marked', () => {
    const { firstSeenAt, lastSeenAt, gap } = readAt(7, -1)
    expect(7 - firstSeenAt).toBe(30_000)
    expect(7 - lastSeenAt).toBe(2_000)
    expect(gap).toBe(true)
  })

  it('is marked where the clock went on by more than can be', () => {
    expect(readAt(7, longestAwayMs).gap).toBe(false)
    expect(readAt(7, longestAwayMs + 1).gap).toBe(true)
  })

  it('never becomes shorter, wherever the wall clock was set meanwhile', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e9, max: 1e9 }),
        fc.integer({ min: 0, max: 1e6 }),
        (step, now) => {
          const { firstSeenAt, gap } = readAt(now, step)
          expect(now - firstSeenAt).toBe(30_000 + Math.max(0, step))
          expect(gap).toBe(step < 0 || step > longestAwayMs)
        },
      ),
    )
  })
})

describe('the stored totals of earlier holds', () => {
  const earlier = { origin, key: '101/call-1', count: 2, totalMs: 9_000, endedAt: 1e12 }

  it('continue on the clock of the next process, which takes no time from one that was set back', () => {
    const read = (passedMs: number) => earlierFrom(earlier, { now: 7, wall: 1e12 + passedMs })
    expect(read(3_000)).toEqual({ count: 2, totalMs: 9_000, lastEndedAt: 7 - 3_000 })
    expect(read(-1).lastEndedAt).toBe(7)
  })
})
