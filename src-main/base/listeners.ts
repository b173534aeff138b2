import { inspect } from 'node:util'
import type { Log } from './log.ts'

/** A set of listeners, called one after the other: an error thrown by one is logged, and does not affect the others. */
export class Listeners<T> {
  readonly #all = new Set<(value: T) => void>()
  readonly #log: Log

  constructor(log: Log) {
    this.#log = log
  }

  /** Returns the unsubscribe function. */
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
