import { inspect } from 'node:util'
import type { Log } from './log.ts'

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
