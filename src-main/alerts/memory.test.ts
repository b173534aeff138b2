import { expect, it } from 'vitest'
import { remainingSnooze, longestSnoozeAllMs } from './memory.ts'

it.each([
  ['goes on for what is left of it', 60_000, 65_000],
  ['is over while the app was away', -1, null],
  ['is none where the clock was set back meanwhile', longestSnoozeAllMs + 1, null],
])('"snooze all" %s', (_what, leftMs, until) => {
  expect(remainingSnooze(1e12 + leftMs, { now: 5_000, wall: 1e12 })).toBe(until)
})

it('a snooze of all that was off stays off', () => {
  expect(remainingSnooze(null, { now: 5_000, wall: 1e12 })).toBeNull()
})
