import { describe, expect, it, vi } from 'vitest'
import { isInDoubt, startDoubtMs } from './doubt.ts'

const second = 1_000

describe('a lower bound is marked', () => {
  it.each([
    // Never for less than three seconds.
    [2_999, second, false],
    [3_000, second, true],
    // A tenth of the age.
    [3_000, 29_999, true],
    [3_000, 30_000, false],
    [10_000, 99_999, true],
    [10_000, 100_000, false],
    // Fifteen seconds, however long the call is held.
    [15_000, 149_999, true],
    [15_000, 150_000, false],
    [15_001, 3_600_000, true],
    [Infinity, 3_600_000, true],
  ])('for a doubt of %i ms at an age of %i ms: %s', (doubtMs, ageMs, isMarked) => {
    expect(isInDoubt(doubtMs, () => ageMs)).toBe(isMarked)
  })

  it.each([0, 2_999, 15_001, Infinity])('for %i ms without reading the clock', (doubtMs) => {
    const ageMs = vi.fn(() => 60_000)
    isInDoubt(doubtMs, ageMs)
    expect(ageMs).not.toHaveBeenCalled()
  })
})

it('a start of which nothing is known has an infinite uncertainty', () => {
  expect(startDoubtMs(100_000, 91_000)).toBe(9_000)
  expect(startDoubtMs(100_000, null)).toBe(Infinity)
})
