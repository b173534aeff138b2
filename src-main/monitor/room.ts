import type { WatchFailure } from './watchState.ts'

export interface Pause extends WatchFailure {
  since: number
}

/**
 * The request capacity of a gateway, for callers with a choice of requests, so that they choose as late as possible.
 */
export interface Room {
  /**
   * From when on a request made now would be sent next, within one turn, board-clock ms; Infinity while the maximum
   * number is in flight.
   */
  freeAt(): number
  /** Requests a second that may currently be sent. */
  readonly perSecond: number
  /** Maximum number of requests in flight. */
  readonly atOnce: number
  /** Since when the gateway has refused all requests, whichever agent they are about (board-clock ms), and why. */
  readonly pause: Pause | null
  /** Called when capacity may be available again. Returns the unsubscribe function. */
  onRoom(listener: () => void): () => void
}
