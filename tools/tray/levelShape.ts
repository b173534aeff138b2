import type { Level } from '../../src-shared/levels.ts'
import { path } from './path.ts'

/** The box of the number; the shape leaves space for it. */
export interface TextBox {
  x: number
  y: number
  width: number
  height: number
}

/**
 * The board's shape of a level as path data, as pointed as its number allows: with one digit nearly the board's own
 * triangle or diamond, with more the same one cut off at the sides.
 */
export function levelShape(level: Level, size: number, text: TextBox | null): string {
  const half = size / 2
  // Distance from the center to the number's side, with a small margin.
  const aside = text === null ? 0 : text.width / 2 + size / 24
  const corner = size / 16
  switch (level) {
    case 'normal':
      // Fuller corners are space for two digits and more.
      return round(half, text !== null && text.width > size * 0.6 ? 0.729 : 0.5523)
    case 'amber': {
      const slope = text === null ? 2 : Math.min(2, text.y / aside)
      const side = Math.min(slope * half, size - corner)
      return path(
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
      return path(
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
      return path(
        [
          [cut, 0],
          [size - cut, 0],
          [size, cut],
          [size, size - cut],
          [size - cut, size],
          [cut, size],
          [0, size - cut],
          [0, cut],
        ],
        true,
      )
    }
  }
}

/** Four curves about the middle of the icon: a circle, or with more fullness nearly a square. */
function round(half: number, fullness: number): string {
  const handle = half * fullness
  const [near, far, size] = [half - handle, half + handle, half * 2]
  return (
    `M${half} 0C${far} 0 ${size} ${near} ${size} ${half}C${size} ${far} ${far} ${size} ${half} ${size}` +
    `C${near} ${size} 0 ${far} 0 ${half}C0 ${near} ${near} 0 ${half} 0Z`
  )
}
