import { Heap, type Waiting } from './heap.ts'

/** How often to ask about somebody. */
export interface Pace {
  /** From one answer to the next question where there is room to ask about everybody in time, ms. */
  everyMs: number
  /** Whoever has waited so long, ms, is late: every third question is for one of those. */
  lateFromMs: number
}

/** Somebody to ask about; `at` is when, `everyMs` after the last news. */
export interface Due extends Waiting {
  pace: Pace
}

/** One question of so many may go to somebody late who would not have been next. */
export const lateShare = 3

/**
 * In which order those who are due are asked: whoever has waited for the greatest number of its own
 * intervals goes first. Of those with the same pace that is the one due first, so there is a heap
 * for each of the few paces, and only their heads are compared.
 */
export class AskingOrder<T extends Due> {
  readonly #heaps = new Map<Pace, Heap<T>>()

  /** The pace of somebody who waits here must not change: remove it before. */
  put(item: T, at: number): void {
    let heap = this.#heaps.get(item.pace)
    if (heap === undefined) this.#heaps.set(item.pace, (heap = new Heap()))
    heap.put(item, at)
  }

  remove(item: T): void {
    this.#heaps.get(item.pace)?.remove(item)
  }

  /**
   * Who is to be asked now; undefined where nobody is due.
   * @param lateFirst it is the turn of those who are late
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

  /** Who is due first, whenever that is. */
  get soonest(): T | undefined {
    let best: T | undefined
    for (const { first } of this.#heaps.values()) {
      if (first !== undefined && (best === undefined || first.at < best.at)) best = first
    }
    return best
  }
}

const waitedMs = ({ at, pace }: Due, now: number) => now - at + pace.everyMs

/** For how many of its intervals it has waited. */
export const urgencyOf = (item: Due, now: number) => waitedMs(item, now) / item.pace.everyMs

export const isLate = (item: Due, now: number) => waitedMs(item, now) >= item.pace.lateFromMs

/**
 * How long those of each pace wait, ms, where there are so many of each and so many requests a second: all for the same
 * number of their intervals, but those who would be late no longer than a third of all requests can prevent.
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
