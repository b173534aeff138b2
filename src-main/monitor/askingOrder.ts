import { Heap, type Waiting } from './heap.ts'

/** How often to query an agent. */
export interface Pace {
  /** Interval from one response to the next query when there is capacity to query all agents in time, ms. */
  everyMs: number
  /** An agent that has waited this long, ms, is late: every third query goes to one of those. */
  lateFromMs: number
}

/** An agent to query; `at` is when, `everyMs` after the last response. */
export interface Due extends Waiting {
  pace: Pace
}

/** One query in this many may go to a late agent that would not have been next. */
export const lateShare = 3

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

/**
 * How long agents of each pace wait, ms, given the number of agents of each and the requests a second: all wait for the
 * same number of their intervals, except that agents that would be late wait no longer than a third of all requests can
 * prevent.
 */
export function waitsOf(counts: ReadonlyMap<Pace, number>, perSecond: number): Map<Pace, number> {
  const perMs = perSecond / 1_000
  const rateOf = ({ everyMs, lateFromMs }: Pace, count: number, stretch: number) =>
    Math.max(count / (stretch * everyMs), Math.min(count / lateFromMs, perMs / lateShare))
  const fits = (stretch: number) =>
    [...counts].reduce((sum, [pace, n]) => sum + rateOf(pace, n, stretch), 0) <= perMs
  let [least, most] = [1, 1]
  while (!fits(most)) [least, most] = [most, 2 * most]
  for (let step = 0; step < 30; step += 1) {
    const middle = (least + most) / 2
    if (fits(middle)) most = middle
    else least = middle
  }
  return new Map([...counts].map(([pace, n]) => [pace, n === 0 ? 0 : n / rateOf(pace, n, most)]))
}
