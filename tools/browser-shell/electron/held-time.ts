/**
 * The app's clock, controlled by the process that started the shell: timers, dates, the monotonic clock and the
 * machine's uptime stop between two turns. On a busy machine a turn takes longer, but the app never observes more time
 * than it had a chance to use.
 */
import { subscribe } from 'node:diagnostics_channel'
import { syncBuiltinESMExports } from 'node:module'
import os from 'node:os'
import timers from 'node:timers/promises'
import FakeTimers from '@sinonjs/fake-timers'

/** Advances the app's clock to a moment, epoch ms; resolves once everything that was due has run. */
export type TurnTo = (at: number) => Promise<void>

/** The real timers; afterwards the global names are controlled. */
const { setImmediate: nextRound, setTimeout: sleep } = timers
/** The interval of the checks whether the network is idle, and their maximum number in a turn. */
const lookMs = 2
const looks = 50

/** The app's requests in flight, except event polls, which are expected to wait. */
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

/** Takes control of the clock, which starts at a moment, epoch ms; call before the app is loaded. */
export function holdTime(begin: number): TurnTo {
  const clock = FakeTimers.install({
    now: begin,
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'],
  })
  const uptimeAtBegin = os.uptime()
  os.uptime = () => uptimeAtBegin + (clock.now - begin) / 1_000
  // For callers that import the modules' functions by name.
  syncBuiltinESMExports()
  const underWay = followRequests()
  return async (at) => {
    await clock.tickAsync(Math.max(0, at - clock.now))
    // A gateway that is only scheduled late must not look slow to the app; a response that is held back is waited for
    // no longer than a moment.
    for (let look = 0; underWay.size > 0 && look < looks; look += 1) await sleep(lookMs)
    await nextRound()
  }
}
