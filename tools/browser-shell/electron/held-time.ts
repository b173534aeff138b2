/**
 * The app's time in the hands of whoever has started the shell: timers, dates, the monotonic clock
 * and the machine's uptime stand still between two turns. On a busy machine a turn takes longer,
 * but the app never finds that more time has passed than it had a chance to use.
 */
import { subscribe } from 'node:diagnostics_channel'
import { syncBuiltinESMExports } from 'node:module'
import os from 'node:os'
import timers from 'node:timers/promises'
import FakeTimers from '@sinonjs/fake-timers'

/** Turns the app's time on to a moment, epoch ms; resolves once all that was due has run. */
export type TurnTo = (at: number) => Promise<void>

/** The real ones; by the app's own names they are held from then on. */
const { setImmediate: nextRound, setTimeout: sleep } = timers
/** How often it is looked whether the network is quiet, and how often at most in a turn. */
const lookMs = 2
const looks = 50

/** The app's requests that are on their way, but for event polls, which are to wait. */
function followRequests(): ReadonlySet<object> {
  const underWay = new Set<object>()
  const requestIn = (message: unknown) => (message as { request: { path: string } }).request
  subscribe('undici:request:create', (message) => {
    const request = requestIn(message)
    if (!request.path.includes('/agentevent/')) underWay.add(request)
  })
  for (const end of ['undici:request:trailers', 'undici:request:error']) {
    subscribe(end, (message) => void underWay.delete(requestIn(message)))
  }
  return underWay
}

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
  const underWay = followRequests()
  return async (at) => {
    await clock.tickAsync(Math.max(0, at - clock.now))
    // A gateway that is only slow to be scheduled is not to look slow to the app; one that keeps an
    // answer back is waited for no longer than a moment.
    for (let look = 0; underWay.size > 0 && look < looks; look += 1) await sleep(lookMs)
    await nextRound()
  }
}
