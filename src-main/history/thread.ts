import type { Worker } from 'node:worker_threads'
import {
  type CallInput,
  type CallName,
  type CallOutput,
  type Question,
  type ThreadReply,
  StoreFailed,
  type ThreadEvent,
} from './storeApi.ts'

/** The used part of a worker; tests substitute a port to the same thread. */
export type Thread = Pick<Worker, 'postMessage' | 'on' | 'terminate'>

interface PendingCall {
  resolve: (output: unknown) => void
  reject: (error: StoreFailed) => void
}

/** Sends requests to the thread of the database. A thread that died is restarted by the next call. */
export class StoreThread {
  readonly #spawn: () => Thread
  readonly #onEvent: (event: ThreadEvent) => void
  readonly #onDeath: (error: unknown) => void
  #thread: Thread | null = null
  #isEnded = false
  #questions = 0
  readonly #pending = new Map<number, PendingCall>()

  /** @param onDeath receives the reason if a thread ended unexpectedly */
  constructor(
    spawn: () => Thread,
    onEvent: (event: ThreadEvent) => void,
    onDeath: (error: unknown) => void,
  ) {
    this.#spawn = spawn
    this.#onEvent = onEvent
    this.#onDeath = onDeath
  }

  /** Only rejects with `StoreFailed`. */
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
    return new Promise((resolve, reject) => {
      const id = (this.#questions += 1)
      this.#pending.set(id, { resolve: resolve as PendingCall['resolve'], reject })
      const question: Question = { id, name, input }
      try {
        if (this.#isEnded) throw new Error('The thread was ended')
        this.#thread ??= this.#start()
        this.#thread.postMessage(question)
      } catch (error) {
        this.#pending.delete(id)
        reject(new StoreFailed('failed', String(error), 'closed'))
      }
    })
  }

  /** No more requests are answered. */
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
    thread.on('message', (reply: ThreadReply) => {
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

  #take(reply: ThreadReply): void {
    if (reply.id === null) {
      this.#onEvent(reply.event)
      return
    }
    const pending = this.#pending.get(reply.id)
    this.#pending.delete(reply.id)
    if (reply.ok) pending?.resolve(reply.output)
    else pending?.reject(new StoreFailed(reply.why, reply.message, reply.fate))
  }

  #rejectAll(message: string): void {
    const all = [...this.#pending.values()]
    this.#pending.clear()
    for (const { reject } of all) reject(new StoreFailed('failed', message, 'closed'))
  }
}
