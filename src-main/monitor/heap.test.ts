import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Heap, notWaiting, type Waiting } from './heap.ts'

interface Named extends Waiting {
  name: number
}

describe('a heap', () => {
  it('always has the first item at hand, whatever is added, moved and removed', () => {
    const step = fc.record({
      name: fc.nat({ max: 30 }),
      // A few moments only, so that many are equal.
      at: fc.option(fc.nat({ max: 12 })),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const heap = new Heap<Named>()
        const items = Array.from({ length: 31 }, (_, name): Named => ({ ...notWaiting, name }))
        /** A naive implementation of the same, in insertion order. */
        let plain: { name: number; at: number }[] = []
        for (const { name, at } of steps) {
          const item = items[name]
          if (item === undefined) throw new Error('No such item')
          plain = plain.filter((each) => each.name !== name)
          if (at === null) {
            heap.remove(item)
          } else {
            heap.put(item, at)
            plain.push({ name, at })
          }
          const [first] = [...plain].sort((a, b) => a.at - b.at)
          expect(heap.first?.name).toBe(first?.name)
        }
        for (const { name } of [...plain].sort((a, b) => a.at - b.at)) {
          expect(heap.first?.name).toBe(name)
          if (heap.first !== undefined) heap.remove(heap.first)
        }
        expect(heap.first).toBeUndefined()
      }),
    )
  })

  it('compares few of many items to move one', () => {
    let reads = 0
    class Counted implements Waiting {
      turn = 0
      place = -1
      #at = 0
      get at() {
        reads += 1
        return this.#at
      }
      set at(at: number) {
        this.#at = at
      }
    }
    const heap = new Heap<Counted>()
    const items = Array.from({ length: 4_096 }, () => new Counted())
    items.forEach((item, index) => {
      heap.put(item, index)
    })
    reads = 0
    items.forEach((item, index) => {
      heap.put(item, 5_000 + index)
    })
    // Twelve levels, two comparisons at each, four reads for one.
    expect(reads / items.length).toBeLessThan(120)
  })
})
