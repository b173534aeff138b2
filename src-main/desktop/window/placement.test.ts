import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DisplayFacts, isReachable, place, wishFor } from './placement.ts'
import { type SavedWindowBounds, savedWindowBounds } from '../../settings/savedWindowBounds.ts'

const laptop: DisplayFacts = {
  id: 1,
  label: 'Built-in',
  bounds: { x: 0, y: 0, width: 1440, height: 900 },
  workArea: { x: 0, y: 25, width: 1440, height: 875 },
}
const wall: DisplayFacts = {
  id: 2,
  label: 'Wall',
  bounds: { x: 1440, y: -200, width: 1920, height: 1080 },
  workArea: { x: 1440, y: -200, width: 1920, height: 1040 },
}
const onWall = { x: 1600, y: 0, width: 900, height: 700 }

describe('the window', () => {
  it('without saved bounds is centered on the primary display', () => {
    expect(place(null, [laptop, wall])).toEqual({
      bounds: { x: 130, y: 83, width: 1180, height: 760 },
      maximized: false,
      isStopGap: false,
    })
  })

  it('returns to its last position', () => {
    const wish = wishFor(onWall, true, wall)
    expect(place(wish, [laptop, wall])).toEqual({
      bounds: onWall,
      maximized: true,
      isStopGap: false,
    })
  })

  it('returns to its display wherever that is now', () => {
    const moved = {
      ...wall,
      bounds: { ...wall.bounds, x: -1920 },
      workArea: { ...wall.workArea, x: -1920 },
    }
    expect(place(wishFor(onWall, false, wall), [laptop, moved]).bounds.x).toBe(-1920 + 160)
  })

  it('recognizes its display by label and size when the system has renumbered it', () => {
    const wish = wishFor(onWall, false, wall)
    expect(place(wish, [laptop, { ...wall, id: 77 }])).toMatchObject({
      bounds: onWall,
      isStopGap: false,
    })
    const other = { ...wall, id: 77, bounds: { ...wall.bounds, width: 2560 } }
    expect(place(wish, [laptop, other]).isStopGap).toBe(true)
  })

  it('moves to a visible position while its display is missing, and back when it returns', () => {
    const wish = wishFor(onWall, false, wall)
    const meanwhile = place(wish, [laptop])
    expect(meanwhile.isStopGap).toBe(true)
    expect(isReachable(meanwhile.bounds, laptop.workArea)).toBe(true)
    expect(place(wish, [laptop, wall]).bounds).toEqual(onWall)
  })

  it('may be partly outside as long as its title bar can be reached', () => {
    const half = { ...onWall, x: wall.workArea.x + wall.workArea.width - 200 }
    expect(place(wishFor(half, false, wall), [laptop, wall]).bounds).toEqual(half)
  })

  it.each([
    ['10,000 pixels away', { offsetX: 10_000, offsetY: 10_000 }],
    ['above the top edge', { offsetY: -60 }],
    ['of zero size', { width: 0, height: 0 }],
    ['of no number', { offsetX: NaN }],
    ['larger than every display', { width: 90_000, height: 90_000 }],
  ])('saved %s is put where it can be seen', (_, wrong) => {
    const wish = { ...wishFor(onWall, false, wall), ...wrong }
    const { bounds } = place(wish, [laptop, wall])
    expect([laptop, wall].some(({ workArea }) => isReachable(bounds, workArea))).toBe(true)
    expect(bounds.width).toBeGreaterThanOrEqual(360)
  })
})

const area = fc.record({
  x: fc.integer({ min: -8_000, max: 8_000 }),
  y: fc.integer({ min: -4_000, max: 4_000 }),
  width: fc.integer({ min: 640, max: 7_680 }),
  height: fc.integer({ min: 480, max: 4_320 }),
})
const display = fc
  .record({ id: fc.nat(20), label: fc.constantFrom('', 'A', 'B'), bounds: area, bar: fc.nat(60) })
  .map(({ id, label, bounds, bar }): DisplayFacts => ({
    id,
    label,
    bounds,
    workArea: { ...bounds, y: bounds.y + bar, height: bounds.height - bar },
  }))
const displays = fc
  .array(display, { minLength: 1, maxLength: 4 })
  .map((all) => all as [DisplayFacts, ...DisplayFacts[]])
const wild = fc.oneof(fc.integer({ min: -1e6, max: 1e6 }), fc.double(), fc.constant(0))
const wish: fc.Arbitrary<SavedWindowBounds> = fc.record({
  offsetX: wild,
  offsetY: wild,
  width: wild,
  height: wild,
  maximized: fc.boolean(),
  display: fc.record({
    id: fc.nat(20),
    label: fc.constantFrom('', 'A'),
    width: wild,
    height: wild,
  }),
})

describe('for any saved bounds and any displays', () => {
  it('the window is visible and its title bar can be reached', () => {
    fc.assert(
      fc.property(wish, displays, (wished, all) => {
        const { bounds } = place(wished, all)
        expect(all.some(({ workArea }) => isReachable(bounds, workArea))).toBe(true)
        expect(Object.values(bounds).every(Number.isFinite)).toBe(true)
      }),
    )
  })

  it('a saved placement is restored exactly', () => {
    fc.assert(
      fc.property(wish, displays, (wished, all) => {
        const first = place(wished, all)
        if (first.isStopGap) return
        const [on, ...others] = all.filter(({ workArea }) => isReachable(first.bounds, workArea))
        // With displays that overlap, the window may be on either.
        if (on === undefined || others.length > 0) return
        if (all.filter(({ id }) => id === on.id).length > 1) return
        expect(place(wishFor(first.bounds, first.maximized, on), all)).toEqual(first)
      }),
    )
  })

  it('saved bounds survive a round trip to disk', () => {
    const bounds = wishFor(onWall, true, wall)
    expect(savedWindowBounds.parse(JSON.parse(JSON.stringify(bounds)))).toEqual(bounds)
  })
})
