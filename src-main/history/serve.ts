import type { MessagePort } from 'node:worker_threads'
import { type Question, type Reply, StoreFailed } from './calls.ts'
import type { OpenFile } from './database.ts'
import { Store } from './store.ts'

/** Answers the main thread's questions, in the order in which they come. */
export function serve(port: MessagePort, openFile?: OpenFile): void {
  const reply = (message: Reply) => {
    port.postMessage(message)
  }
  const store = new Store((event) => {
    reply({ id: null, event })
  }, openFile)

  const answer = async ({ id, name, input }: Question) => {
    // The types of both ends come from `Calls`; the compiler cannot follow them through a message.
    const call = store[name] as (value: unknown) => unknown
    try {
      reply({ id, ok: true, output: await call.call(store, input) })
    } catch (error) {
      const { why, message, isOpen } =
        error instanceof StoreFailed ? error : new StoreFailed('failed', String(error), false)
      reply({ id, ok: false, why, message, isOpen })
    }
  }
  port.on('message', (question: Question) => void answer(question))
}
