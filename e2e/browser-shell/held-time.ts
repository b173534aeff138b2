/**
 * The app's time in the hands of whoever has started the shell: timers, dates, the monotonic clock
 * and the machine's uptime stand still between two turns. On a busy machine a turn takes longer,
 * but the app never finds that more time has passed than it had a chance to use.
 */
import { syncBuiltinESMExports } from 'node:module'
import os from 'node:os'
import { setImmediate as nextRound } from 'node:timers/promises'
import FakeTimers from '@sinonjs/fake-timers'

/** Turns the app's time on to a moment, epoch ms; resolves once all that was due has run. */
export type TurnTo = (at: number) => Promise<void>

/** Takes the time over, which begins at a moment, epoch ms; before the app is loaded. */
export function holdTime(begin: number): TurnTo {
  const clock = FakeTimers.install({
    now: begin,
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'],
  })
  const uptimeAtBegin = os.uptime()
  os.uptime = () => uptimeAtBegin + (clock.now - begin) / 1_000
  // For those who import the modules' functions by name.
  syncBuiltinESMExports()
  return async (at) => {
    await clock.tickAsync(Math.max(0, at - clock.now))
    // What the network has brought meanwhile is taken up before the next turn.
    await nextRound()
  }
}
