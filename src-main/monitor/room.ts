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
  /** Told when there may be room again. Answers the unsubscribe function. */
  onRoom(listener: () => void): () => void
}
