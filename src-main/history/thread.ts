import type { Worker } from 'node:worker_threads'
import {
  type CallInput,
  type CallName,
  type CallOutput,
  type Question,
  type Reply,
  StoreFailed,
  type ThreadEvent,
} from './storeApi.ts'

/** What is used of a worker; tests put a port to the same thread in its place. */
export type Thread = Pick<Worker, 'postMessage' | 'on' | 'terminate'>

interface Waiting {
  resolve: (output: unknown) => void
  reject: (error: StoreFailed) => void
}

/** Asks the thread that holds the database. A thread that died is started again by the next call. */
export class StoreThread {
  readonly #spawn: () => Thread
  readonly #onEvent: (event: ThreadEvent) => void
  readonly #onDeath: (error: unknown) => void
  #thread: Thread | null = null
  #isEnded = false
  #questions = 0
  readonly #waiting = new Map<number, Waiting>()

  /** @param onDeath told why a thread ended that nobody ended */
  constructor(
    spawn: () => Thread,
    onEvent: (event: ThreadEvent) => void,
    onDeath: (error: unknown) => void,
  ) {
    this.#spawn = spawn
    this.#onEvent = onEvent
    this.#onDeath = onDeath
  }

  /** Rejects with nothing but `StoreFailed`. */
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
    return new Promise((resolve, reject) => {
      const id = (this.#questions += 1)
      this.#waiting.set(id, { resolve: resolve as Waiting['resolve'], reject })
      const question: Question = { id, name, input }
      try {
        if (this.#isEnded) throw new Error('The thread was ended')
        this.#thread ??= this.#start()
        this.#thread.postMessage(question)
      } catch (error) {
        this.#waiting.delete(id)
        reject(new StoreFailed('failed', String(error), 'closed'))
      }
    })
  }

  /** Nothing is answered any more. */
  async end(): Promise<void> {
    this.#isEnded = true
    const thread = this.#thread
    this.#thread = null
    await thread?.terminate()
    this.#rejectAll('The thread was ended')
  }

  #start(): Thread {
    const thread = this.#spawn()
    let reason: unknown = null
    thread.on('message', (reply: Reply) => {
      this.#take(reply)
    })
    thread.on('error', (error) => {
      reason = error
    })
    thread.on('exit', () => {
      if (this.#thread !== thread) return
      this.#thread = null
      this.#rejectAll('The thread died')
      this.#onDeath(reason)
    })
    return thread
  }

  #take(reply: Reply): void {
    if (reply.id === null) {
      this.#onEvent(reply.event)
      return
    }
    const waiting = this.#waiting.get(reply.id)
    this.#waiting.delete(reply.id)
    if (reply.ok) waiting?.resolve(reply.output)
    else waiting?.reject(new StoreFailed(reply.why, reply.message, reply.fate))
  }

  #rejectAll(message: string): void {
    const all = [...this.#waiting.values()]
    this.#waiting.clear()
    for (const { reject } of all) reject(new StoreFailed('failed', message, 'closed'))
  }
}
