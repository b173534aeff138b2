import { expect, it } from 'vitest'
import { clockTime } from './clockTime.ts'

const now = new Date(2026, 10, 29, 15, 52).getTime()

it.each([
  [new Date(2026, 10, 29, 9, 5), '09:05'],
  [new Date(2026, 10, 28, 15, 49), '2026-11-28 15:49'],
])('a time includes its day where that is not today: %s', (at, text) => {
  expect(clockTime(at.getTime(), now)).toBe(text)
})
