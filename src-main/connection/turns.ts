/** Runs work one at a time, in the order in which it was requested. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve()
  #newest = new AbortController()

  /** @param work receives a signal that is aborted as soon as other work is requested */
  run<T>(work: (superseded: AbortSignal) => Promise<T>): Promise<T> {
    this.#newest.abort()
    const { signal } = (this.#newest = new AbortController())
    return this.#append(() => work(signal))
  }

  /** The same for work that nobody has requested: it supersedes none. */
  runInBackground<T>(work: () => Promise<T>): Promise<T> {
    return this.#append(work)
  }

  #append<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work)
    this.#last = result.catch(() => {})
    return result
  }
}
