/** An item that waits in a heap for its time; these fields belong to the heap. */
export interface Waiting {
  /** Its time, ms. */
  at: number
  /** Insertion number, which orders items of the same time. */
  turn: number
  /** Its index in the heap; -1 while it is in none. */
  place: number
}

export const notWaiting: Waiting = { at: Infinity, turn: 0, place: -1 }

/** A binary heap: the item with the earliest time is at hand, moving an item costs O(log n). */
export class Heap<T extends Waiting> {
  readonly #items: T[] = []
  #turns = 0

  /** The item with the earliest time; among items of the same time, the one inserted first. */
  get first(): T | undefined {
    return this.#items[0]
  }

  /** Inserts the item, or moves it to another time, behind the items that already have that time. */
  put(item: T, at: number): void {
    item.at = at
    item.turn = this.#turns += 1
    if (item.place < 0) item.place = this.#items.push(item) - 1
    this.#settle(item)
  }

  /** Removes the item, if it is in the heap. */
  remove(item: T): void {
    const { place } = item
    if (place < 0) return
    item.place = -1
    const last = this.#items.pop()
    if (last === undefined || last === item) return
    last.place = place
    this.#settle(last)
  }

  /** Moves the item up or down to its place. */
  #settle(item: T): void {
    let { place } = item
    while (place > 0) {
      const above = (place - 1) >> 1
      const parent = this.#items[above]
      if (parent === undefined || isBefore(parent, item)) break
      this.#lay(parent, place)
      place = above
    }
    for (;;) {
      const left = this.#items[2 * place + 1]
      const right = this.#items[2 * place + 2]
      if (left === undefined) break
      const below = right !== undefined && isBefore(right, left) ? right : left
      if (below === item || isBefore(item, below)) break
      const next = below.place
      this.#lay(below, place)
      place = next
    }
    this.#lay(item, place)
  }

  #lay(item: T, place: number): void {
    item.place = place
    this.#items[place] = item
  }
}

const isBefore = (a: Waiting, b: Waiting) => a.at < b.at || (a.at === b.at && a.turn < b.turn)
