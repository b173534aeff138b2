import type { WatchFailure } from './watchState.ts'

export interface Pause extends WatchFailure {
  since: number
}

/** What may be sent to a gateway, by whoever has a choice of requests, so that it chooses as late as possible. */
export interface Room {
  /**
   * From when on a request would be the next to leave, within one turn, board-clock ms; Infinity while as many are under
   * way as may be.
   */
  freeAt(): number
  /** Requests a second, as they may leave now. */
  readonly perSecond: number
  /** Under way at once, at most. */
  readonly atOnce: number
  /** Since when the gateway wants nothing to be sent, whatever it said so to (board-clock ms), and why. */
  readonly pause: Pause | null
  /** Told when there may be room again. Answers the unsubscribe function. */
  onRoom(listener: () => void): () => void
}
