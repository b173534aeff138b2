import type { MessagePort } from 'node:worker_threads'
import type { Question, ThreadReply } from './storeApi.ts'
import type { OpenFile } from './database.ts'
import { failureOf } from './faults.ts'
import { Reader } from './reader.ts'
import { Store } from './store.ts'

type Part = Record<string, (input: unknown) => unknown>

/** Answers the main thread's requests, in the order of their arrival: one thread writes, another one reads. */
export function serve(port: MessagePort, openFile?: OpenFile): void {
  const reply = (message: ThreadReply) => {
    port.postMessage(message)
  }
  const store = new Store(openFile)
  const reader = new Reader((event) => {
    reply({ id: null, event })
  })

  const answer = async ({ id, name, input }: Question) => {
    // The types of both ends come from `StoreApi`; the compiler cannot follow them through a message.
    const part = (name in store ? store : reader) as unknown as Part
    try {
      reply({ id, ok: true, output: await part[name]?.(input) })
    } catch (error) {
      const { why, message, fate } = failureOf(error, false)
      reply({ id, ok: false, why, message, fate })
    }
  }
  port.on('message', (question: Question) => void answer(question))
}
