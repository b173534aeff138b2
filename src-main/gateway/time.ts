import { inspect } from 'node:util'

/** The only clock of this folder; tests turn it by hand. */
export interface Time {
  /** Monotonic ms. */
  now(): number
  /** Calls once after so many ms; the answer cancels. */
  schedule(ms: number, run: () => void): () => void
}

/** The machine's own clock. */
export const systemTime: Time = {
  now: () => performance.now(),
  schedule(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}

/**
 * ms to wait after so many failures in a row: doubled each time from half a second, at most ten seconds,
 * and spread so that many clients of one gateway do not come back at the same moment.
 */
export function backOff(failures: number, random: () => number): number {
  const full = Math.min(10_000, 500 * 2 ** Math.min(failures - 1, 10))
  return Math.round(full * (0.5 + random() / 2))
}

/** Where this folder reports to; nothing secret and no caller's number is ever handed over. */
export interface Log {
  debug(message: string, fields?: Record<string, unknown>): void
  info(message: string, fields?: Record<string, unknown>): void
  warn(message: string, fields?: Record<string, unknown>): void
}

/** A set of listeners. They are told one by one: what one of them throws is logged, and keeps nothing from the others. */
export class Listeners<T> {
  readonly #all = new Set<(value: T) => void>()
  readonly #log: Log

  constructor(log: Log) {
    this.#log = log
  }

  /** The answer ends the subscription. */

  add(listener: (value: T) => void): () => void {
    this.#all.add(listener)
    return () => void this.#all.delete(listener)
  }

  tell(value: T): void {
    for (const listener of [...this.#all]) {
      try {
        listener(value)
      } catch (error) {
        this.#log.warn('a listener failed', { error: inspect(error) })
      }
    }
  }
}
