import { expect, it } from 'vitest'
import { countCanHold, secondsToSee } from './timeToSee.ts'

it.each([
  [5, 20, 0.5],
  [19, 20, 0.5],
  [38, 20, 1],
  [95, 20, 2.5],
  [249, 250, 0.5],
  [10, 1, 10],
])('%i agents and %i requests a second: %d s', (agents, perSecond, seconds) => {
  expect(secondsToSee(agents, perSecond)).toBeCloseTo(seconds)
})

it('counts agents who can start a hold', () => {
  expect(countCanHold(['talking', 'idle', 'holding', 'not-holding', 'signed-out', 'rest'])).toBe(3)
})
