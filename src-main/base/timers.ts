/** A clock and its timers; tests control it by hand. */
export interface Time {
  /** Monotonic ms. */
  now(): number
  /** Runs once after this many ms; the returned function cancels it. */
  schedule(ms: number, run: () => void): () => void
}

/** Runs `run` once after `ms`; the returned function cancels it. */
export type SetTimer = Time['schedule']

/** The machine's own clock. */
export const systemTime: Time = {
  now: () => performance.now(),
  schedule(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}
