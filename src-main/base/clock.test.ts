import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createBoardClock } from './clock.ts'

function machine() {
  const time = { awake: 5_000, asleep: 0, wall: 1e12 }
  const clock = createBoardClock({
    monotonic: () => time.awake,
    uptime: () => time.awake + time.asleep,
    wall: () => time.wall,
  })
  return { time, clock }
}

it('continues through sleep, from the first reading on, and reports it once', () => {
  const { time, clock } = machine()
  time.awake += 1_000
  time.asleep += 60_000
  expect(clock.now()).toBe(61_000)
  expect(clock.resync()).toBe(60_000)
  expect(clock.now()).toBe(61_000)
  expect(clock.resync()).toBe(0)
})

it('does not mistake the coarseness of the uptime for sleep', () => {
  const { time, clock } = machine()
  time.asleep += 1_500
  expect(clock.resync()).toBe(0)
})

it('is not affected by changes of the wall clock and never runs backwards', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          awake: fc.nat(10_000),
          asleep: fc.nat(1e7),
          step: fc.integer({ min: -1e12, max: 1e12 }),
        }),
      ),
      (moves) => {
        const { time, clock } = machine()
        let last = clock.now()
        for (const { awake, asleep, step } of moves) {
          time.awake += awake
          time.asleep += asleep
          time.wall += step
          clock.resync()
          expect(clock.now()).toBeGreaterThanOrEqual(last)
          expect(time.awake - 5_000 + time.asleep - clock.now()).toBeLessThan(2_000)
          last = clock.now()
        }
      },
    ),
  )
})
