import { expect, it } from 'vitest'
import { LoopDelay } from './loopDelay.ts'

function setUp() {
  let now = 0
  let timer: (() => void) | null = null
  const delay = new LoopDelay(
    () => now,
    (_ms, fn) => {
      timer = fn
      return () => {}
    },
  )
  return {
    delay,
    isTicking: () => timer !== null,
    /** The timer fires this many ms too late. */
    tick(late: number) {
      const fire = timer
      timer = null
      now += 500 + late
      fire?.()
    },
  }
}

it('reports how late timers are, usually and at worst', () => {
  const { delay, tick } = setUp()
  expect(delay.read()).toBeNull()
  for (const late of [1, 2, 300, 1, 2]) tick(late)
  expect(delay.read()).toEqual({ medianMs: 2, worstMs: 300 })
})

it('discards samples older than a minute', () => {
  const { delay, tick } = setUp()
  delay.read()
  tick(900)
  expect(delay.read()?.worstMs).toBe(900)
  for (let n = 0; n < 120; n++) {
    tick(1)
    delay.read()
  }
  expect(delay.read()?.worstMs).toBe(1)
})

it('stops when it is no longer read, and starts again', () => {
  const { delay, tick, isTicking } = setUp()
  delay.read()
  for (let n = 0; n < 40; n++) tick(5)
  expect(isTicking()).toBe(false)
  expect(delay.read()).toBeNull()
  expect(isTicking()).toBe(true)
  // Nor does a sleep of the machine count as a delay.
  tick(3_600_000)
  expect(delay.read()).toBeNull()
})
