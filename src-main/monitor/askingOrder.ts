import type { Pace } from '../../src-shared/queryPace.ts'
import { Heap, type Waiting } from './heap.ts'

/** An agent to query; `at` is when, `everyMs` after the last response. */
export interface Due extends Waiting {
  pace: Pace
}

/**
 * The order in which due agents are queried: the one that has waited for the greatest number of its own intervals goes
 * first. Among agents with the same pace that is the one due first, so there is one heap for each of the few paces, and
 * only their heads are compared.
 */
export class AskingOrder<T extends Due> {
  readonly #heaps = new Map<Pace, Heap<T>>()

  /** The pace of a waiting agent must not change: remove the agent first. */
  put(item: T, at: number): void {
    let heap = this.#heaps.get(item.pace)
    if (heap === undefined) this.#heaps.set(item.pace, (heap = new Heap()))
    heap.put(item, at)
  }

  remove(item: T): void {
    this.#heaps.get(item.pace)?.remove(item)
  }

  /**
   * The agent to query now; undefined where none is due.
   * @param lateFirst it is the turn of the late agents
   */
  latest(now: number, lateFirst = false): T | undefined {
    let best: T | undefined
    let most = -1
    for (const { first } of this.#heaps.values()) {
      if (first === undefined || first.at > now) continue
      const urgency = lateFirst && isLate(first, now) ? Infinity : urgencyOf(first, now)
      const isStricter = best !== undefined && first.pace.lateFromMs < best.pace.lateFromMs
      if (urgency > most || (urgency === most && isStricter)) {
        best = first
        most = urgency
      }
    }
    return best
  }

  /** The agent that is due first, whenever that is. */
  get soonest(): T | undefined {
    let best: T | undefined
    for (const { first } of this.#heaps.values()) {
      if (first !== undefined && (best === undefined || first.at < best.at)) best = first
    }
    return best
  }
}

const waitedMs = ({ at, pace }: Due, now: number) => now - at + pace.everyMs

/** The number of its own intervals it has waited. */
export const urgencyOf = (item: Due, now: number) => waitedMs(item, now) / item.pace.everyMs

export const isLate = (item: Due, now: number) => waitedMs(item, now) >= item.pace.lateFromMs
