import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clockEm, fittingHeight, fittingHeights, wallFit, wallFont, wallParts } from './fit.ts'

describe('rows that fit', () => {
  it('show forty held calls on 1080 lines', () => {
    // Window minus header, figures, table head and margins, as measured at 1920 by 1080.
    const roomPx = 925
    expect(fittingHeight(40, roomPx, fittingHeights[0]) * 40).toBeLessThanOrEqual(roomPx)
  })

  it('are tall while there is space, and small no sooner than needed', () => {
    expect(fittingHeight(8, 600, 46)).toBe(46)
    expect(fittingHeight(14, 600, 46)).toBe(38)
    expect(fittingHeight(200, 600, 46)).toBe(21)
  })

  it('do not grow again for a single call that has ended', () => {
    expect(fittingHeight(13, 600, 46)).toBe(46)
    expect(fittingHeight(13, 600, 38)).toBe(38)
    expect(fittingHeight(11, 600, 38)).toBe(46)
  })
})

describe('the wall', () => {
  const room = { width: 1920, height: 820 }

  it.each([
    [1, 1, 54],
    [5, 1, 54],
    [16, 2, 54],
    [20, 2, 45],
    [60, 4, 28],
  ])('shows %i rows in %i columns, in a text of at least %i px', (rows, columns, leastPx) => {
    const fit = wallFit(rows, false, room)
    expect(fit.columns).toBe(columns)
    expect(fit.fontPx).toBeGreaterThanOrEqual(leastPx)
  })

  it('shows all rows without a scroll bar, as long as the text stays readable', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 200 }),
        fc.boolean(),
        fc.integer({ min: 320, max: 3840 }),
        fc.integer({ min: 200, max: 2160 }),
        (rows, hasGroups, width, height) => {
          const fit = wallFit(rows, hasGroups, { width, height })
          expect(fit.fontPx).toBeGreaterThanOrEqual(wallFont.least)
          expect(fit.columns * fit.linesPerColumn).toBeGreaterThanOrEqual(rows)
          if (fit.fontPx > wallFont.least) {
            expect(fit.linesPerColumn * fit.linePx).toBeLessThanOrEqual(height)
          }
        },
      ),
    )
  })

  it('has a spare line in each column where headings may have to move', () => {
    const fit = wallFit(60, true, room)
    expect(fit.columns * (fit.linesPerColumn - 1)).toBeGreaterThanOrEqual(60)
  })

  it('gives the clock only the width that the digits of the longest hold need', () => {
    const widths = ['9:59', '10:00', '59:59', '1:00:00', '10:00:00'].map((clock) =>
      clockEm(clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) * 1_000),
    )
    expect(widths).toEqual([6.4, 7.3, 7.3, 8.5, 9.4])
  })

  it('omits parts of a row as it gets narrower', () => {
    expect([34, 30, 24, 18].map(wallParts)).toEqual(['full', 'some', 'few', 'tight'])
  })
})
