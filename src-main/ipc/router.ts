import { RequestError } from '../base/requestError.ts'
import type {
  AppError,
  Envelope,
  Input,
  Output,
  RequestName,
} from '../../src-shared/contract/index.ts'
import { requests } from '../../src-shared/contract/index.ts'

export type Handlers = {
  [N in RequestName]: (input: Input<N>) => Output<N> | Promise<Output<N>>
}

/** The sender of a request, as far as trust depends on it. */
export interface Sender {
  /** The sending frame's URL; empty where the frame is gone. */
  url: string
  isMainFrame: boolean
}

export interface RouterOptions {
  handlers: Handlers
  isTrusted: (sender: Sender) => boolean
  /** Receives rejected senders and unexpected errors. Never receives the input. */
  log: (message: string, error?: unknown) => void
}

const failed = (error: AppError) => ({ ok: false, error }) as const

/** Handles requests: checks the sender first, then name and input, then calls the handler. Never rejects. */
export function createRouter({ handlers, isTrusted, log }: RouterOptions) {
  return async (sender: Sender, name: unknown, input: unknown): Promise<Envelope<unknown>> => {
    if (!isTrusted(sender)) {
      log(`Refused a request from ${sender.url === '' ? 'a frame that is gone' : sender.url}`)
      return failed({ code: 'forbidden-sender' })
    }
    // An own property: `constructor` and similar names must not reach the prototype.
    if (typeof name !== 'string' || !Object.hasOwn(requests, name)) {
      return failed({ code: 'unknown-request' })
    }
    const requestName = name as RequestName
    const result = requests[requestName].input.safeParse(input)
    if (!result.success) {
      const field = result.error.issues[0]?.path.join('.')
      return failed({ code: 'malformed-input', ...(field ? { field } : {}) })
    }
    try {
      // The registry pairs each name with its handler; the compiler cannot follow it through a variable.
      const handler = handlers[requestName] as (value: unknown) => unknown
      return { ok: true, data: await handler(result.data) }
    } catch (error) {
      if (error instanceof RequestError) return failed(error.appError)
      log(`${requestName} failed`, error)
      return failed({ code: 'internal' })
    }
  }
}
