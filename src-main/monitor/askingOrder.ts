import { Heap, type Waiting } from './heap.ts'

/** Somebody to ask; `at` is when. */
export interface Due extends Waiting {
  /** Being late by so many ms counts once: the fewer, the sooner it goes. */
  patienceMs: number
}

/**
 * In which order those who are due are asked: the one that is latest, measured by its own patience,
 * goes first. Of those with the same patience that is the one due first, so there is a heap for each
 * of the few kinds of patience, and only their heads are compared.
 */
export class AskingOrder<T extends Due> {
  readonly #heaps = new Map<number, Heap<T>>()

  put(item: T, at: number, patienceMs: number): void {
    if (item.patienceMs !== patienceMs) this.remove(item)
    item.patienceMs = patienceMs
    let heap = this.#heaps.get(patienceMs)
    if (heap === undefined) this.#heaps.set(patienceMs, (heap = new Heap()))
    heap.put(item, at)
  }

  remove(item: T): void {
    this.#heaps.get(item.patienceMs)?.remove(item)
  }

  /** Who is to be asked now; undefined where nobody is due. */
  latest(now: number): T | undefined {
    let best: T | undefined
    let most = -1
    for (const { first } of this.#heaps.values()) {
      if (first === undefined || first.at > now) continue
      const lateness = latenessOf(first, now)
      const isUrgent = best !== undefined && first.patienceMs < best.patienceMs
      if (lateness > most || (lateness === most && isUrgent)) {
        best = first
        most = lateness
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

/** How late it is, measured by its own patience; below 0 before its time. */
export const latenessOf = ({ at, patienceMs }: Due, now: number) => (now - at) / patienceMs
