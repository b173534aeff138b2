import { describe, expect, it } from 'vitest'
import { parseTime, timeText } from './timeText.ts'

describe('a typed duration', () => {
  it.each([
    ['90', 90_000],
    [' 1:30 ', 90_000],
    ['1：30', 90_000],
    ['0:05', 5_000],
    ['1:00:00', 3_600_000],
    ['24:00:00', 86_400_000],
    ['90:00', 5_400_000],
    ['0', 0],
  ])('%j is read', (text, ms) => {
    expect(parseTime(text)).toBe(ms)
  })

  it.each(['', 'x', '1:', ':30', '1:75', '1:2:3:4', '-5', '1.5', '1 30'])('%j is none', (text) => {
    expect(parseTime(text)).toBeNull()
  })

  it('is written as it is read', () => {
    for (const ms of [1_000, 59_000, 90_000, 3_600_000, 86_400_000]) {
      expect(parseTime(timeText(ms))).toBe(ms)
    }
  })
})
