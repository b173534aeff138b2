import type { SetTimer } from './options.ts'

export interface GatewayEvent {
  eventType: string
  eventGenTime: number
  workNo: string
  content: unknown
}

/** More than any client leaves unread; a desktop that nobody polls must not grow for ever. */
const queueLimit = 200

/** Events that wait for a poll, or a poll that waits for events (gateway protocol §7.1). */
export class EventQueue {
  #events: GatewayEvent[] = []
  /** Answers the poll that waits. */
  #waiting: ((event: GatewayEvent | null) => void) | null = null
  readonly #pollWaitMs: number
  readonly #setTimer: SetTimer

  constructor({ pollWaitMs, setTimer }: { pollWaitMs: number; setTimer: SetTimer }) {
    this.#pollWaitMs = pollWaitMs
    this.#setTimer = setTimer
  }

  get isPolled(): boolean {
    return this.#waiting !== null
  }

  push(event: GatewayEvent): void {
    if (this.#waiting !== null) return this.#waiting(event)
    this.#events.push(event)
    if (this.#events.length > queueLimit) this.#events.shift()
  }

  /** Waits for the next event; null when none came in time. `gone` tells that the client left. */
  next(gone: AbortSignal): Promise<GatewayEvent | null> {
    const ready = this.#events.shift()
    if (ready !== undefined) return Promise.resolve(ready)
    // A second poll takes the first one's place.
    this.end()
    return new Promise((resolve) => {
      const settle = (event: GatewayEvent | null): void => {
        callOff()
        gone.removeEventListener('abort', leave)
        if (this.#waiting === settle) this.#waiting = null
        resolve(event)
      }
      const leave = (): void => settle(null)
      const callOff = this.#setTimer(this.#pollWaitMs, leave)
      gone.addEventListener('abort', leave)
      this.#waiting = settle
    })
  }

  /** Forgets what waits here, and returns it. */
  clear(): GatewayEvent[] {
    return this.#events.splice(0)
  }

  /** Answers the poll that waits with nothing. */
  end(): void {
    this.#waiting?.(null)
  }
}
