import type { Level } from '../../../src-shared/contract/index.ts'
import type { Line, Point } from './raster.ts'
import { rounded } from './trayIconGlyphs.ts'

/** The box of the number; the shape leaves space for it. */
export interface TextBox {
  x: number
  y: number
  width: number
  height: number
}

/**
 * The board's shape of a level, as pointed as its number allows: with one digit nearly the board's own triangle or
 * diamond, with more the same one cut off at the sides.
 */
export function levelShape(level: Level, size: number, text: TextBox | null): Line {
  const half = size / 2
  // Distance from the center to the number's side, with a small margin.
  const aside = text === null ? 0 : text.width / 2 + size / 24
  const corner = size / 16
  switch (level) {
    case 'normal':
      return text !== null && text.width > size * 0.6 ? bulged(size) : circle(half, half, half)
    case 'amber': {
      const slope = text === null ? 2 : Math.min(2, text.y / aside)
      const side = Math.min(slope * half, size - corner)
      return rounded(
        [
          [half, 0, corner],
          [size, side, corner],
          [size, size, corner * 2],
          [0, size, corner * 2],
          [0, side, corner],
        ],
        true,
      )
    }
    case 'red': {
      const slope = text === null ? 1 : Math.min(1, (text.y + size / 48) / aside)
      const side = slope * half
      return rounded(
        [
          [half, 0, corner],
          [size, side, corner],
          [size, size - side, corner],
          [half, size, corner],
          [0, size - side, corner],
          [0, side, corner],
        ],
        true,
      )
    }
    case 'critical': {
      const cut = Math.round(size * 0.28)
      return [
        [cut, 0],
        [size - cut, 0],
        [size, cut],
        [size, size - cut],
        [size - cut, size],
        [cut, size],
        [0, size - cut],
        [0, cut],
      ]
    }
  }
}

/** Part of a circle, clockwise from the top, in turns. */
export function arc(x: number, y: number, radius: number, from: number, to: number): Line {
  const pieces = Math.max(4, Math.ceil((to - from) * 48))
  return Array.from({ length: pieces + 1 }, (_, piece): Point => {
    const angle = (from + ((to - from) * piece) / pieces) * 2 * Math.PI
    return [x + radius * Math.sin(angle), y - radius * Math.cos(angle)]
  })
}

export function circle(x: number, y: number, radius: number): Line {
  const points = arc(x, y, radius, 0, 1).slice(0, -1)
  return [...points, ...points.slice(0, 1)]
}

export function rectangle(x: number, y: number, width: number, height: number, radius = 0): Line {
  return rounded(
    [
      [x, y, radius],
      [x + width, y, radius],
      [x + width, y + height, radius],
      [x, y + height, radius],
    ],
    true,
  )
}

/** A circle with fuller corners: space for two digits and more. */
function bulged(size: number): Line {
  const half = size / 2
  const bulge = (value: number) => half + half * Math.sign(value) * Math.abs(value) ** (2 / 2.7)
  return circle(0, 0, 1).map(([x, y]): Point => [bulge(x), bulge(y)])
}
