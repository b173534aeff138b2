import type { BoardPatch } from '../../src-shared/contract/index.ts'

/** What may have changed; `time` publishes an unchanged board too. */
export type Why = 'answers' | 'anything' | 'time'

export interface PublisherOptions {
  /** Updates the board; returns the patch without its number, or null if nothing is new. */
  pass: (why: Why) => Omit<BoardPatch, 'seq'> | null
  /** A listener has thrown. */
  onFault: (error: unknown) => void
}

let generation = 0

/**
 * Makes each change of the board one numbered patch, delivered to all listeners before the next is made: a pass
 * requested while one runs follows it, so that no patch overtakes another.
 */
export class Publisher {
  readonly #options: PublisherOptions
  readonly #listeners = new Set<(patch: BoardPatch) => void>()
  /** A unique base, so that the patches of one publisher never continue those of another. */
  #seq = (generation += 1) * 1_000_000_000
  #isRunning = false
  #isAskedAgain = false
  #isClosed = false

  constructor(options: PublisherOptions) {
    this.#options = options
  }

  /** Number of the last patch. */
  get seq(): number {
    return this.#seq
  }

  /** Returns the unsubscribe function. */
  onPatch(listener: (patch: BoardPatch) => void): () => void {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  publish(why: Why): void {
    if (this.#isRunning) this.#isAskedAgain = true
    if (this.#isRunning || this.#isClosed) return
    this.#isRunning = true
    try {
      this.#run(why)
      while (this.#isAskedAgain && !this.#isClosed) {
        this.#isAskedAgain = false
        this.#run('anything')
      }
    } finally {
      this.#isRunning = false
      this.#isAskedAgain = false
    }
  }

  /** No listener is notified any more. */
  close(): void {
    this.#isClosed = true
    this.#listeners.clear()
  }

  #run(why: Why): void {
    const changes = this.#options.pass(why)
    if (changes === null) return
    this.#seq += 1
    const patch = { seq: this.#seq, ...changes }
    for (const listener of this.#listeners) {
      try {
        listener(patch)
      } catch (error) {
        this.#options.onFault(error)
      }
    }
  }
}
