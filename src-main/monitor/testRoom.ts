import type { Room } from './room.ts'

/** For tests: requests are sent evenly, as those that are reported with `spend`. */
export class EvenRoom implements Room {
  readonly perSecond: number
  readonly atOnce: number
  pause: Room['pause'] = null
  #freeAt = 0

  constructor({ perSecond = 20, atOnce = 6 } = {}) {
    this.perSecond = perSecond
    this.atOnce = atOnce
  }

  freeAt(): number {
    return this.#freeAt
  }

  /** A request is sent, board-clock ms. */
  countRequest(now: number): void {
    this.#freeAt = Math.max(this.#freeAt, now) + 1_000 / this.perSecond
  }

  onRoom(): () => void {
    return () => {}
  }
}
