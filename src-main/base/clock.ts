/** Three sources of time, each with its own limitation. */
export interface TimeSource {
  /** Monotonic ms; on Linux and macOS it stops while the machine sleeps. */
  monotonic(): number
  /** Ms since the machine started, sleep included; coarse. */
  uptime(): number
  /** Epoch ms; can be changed by anyone at any time. */
  wall(): number
}

/** The board's clock: monotonic ms that also pass while the machine sleeps. */
export interface BoardClock {
  /** Ms since some moment before the first reading; never runs backwards. */
  now(): number
  /** Epoch ms, only for bridging a restart. */
  wall(): number
  /** The ms slept since the last call; call it every second or so and on resume. */
  resync(): number
}

/** Less than this between uptime and the monotonic clock is rounding, not sleep. */
const sleepFloorMs = 2_000

export function createBoardClock(source: TimeSource): BoardClock {
  const monotonicAtStart = source.monotonic()
  const uptimeAtStart = source.uptime()
  let slept = 0
  /** Detected by a reading, and not returned yet. */
  let gained = 0
  const takeUp = () => {
    const drift = source.uptime() - uptimeAtStart - (source.monotonic() - monotonicAtStart) - slept
    if (drift < sleepFloorMs) return
    slept += drift
    gained += drift
  }
  return {
    now() {
      // At each reading: an observation right after an unannounced sleep must not seem to follow the last one.
      takeUp()
      return source.monotonic() - monotonicAtStart + slept
    },
    wall: () => source.wall(),
    resync() {
      takeUp()
      const since = gained
      gained = 0
      return since
    },
  }
}

/** Board-clock ms and epoch ms of the same moment. */
export interface Moment {
  now: number
  wall: number
}
