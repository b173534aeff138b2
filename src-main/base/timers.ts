/** A clock and its timers; tests turn it by hand. */
export interface Time {
  /** Monotonic ms. */
  now(): number
  /** Calls once after so many ms; the answer cancels. */
  schedule(ms: number, run: () => void): () => void
}

/** Runs `run` once after `ms`; the answer cancels. */
export type SetTimer = Time['schedule']

/** The machine's own clock. */
export const systemTime: Time = {
  now: () => performance.now(),
  schedule(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}
