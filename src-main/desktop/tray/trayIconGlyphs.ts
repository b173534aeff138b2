import type { Line, Point } from './raster.ts'

/** Whole pixels, so that vertical stems and horizontal bars end exactly on the grid. */
export interface Face {
  /** Of a digit; "1" and "+" are narrower. */
  width: number
  height: number
  stem: number
  gap: number
}

/** A corner and the extent of its rounding; without a radius it is sharp. */
type Corner = readonly [x: number, y: number, radius?: number]

interface Glyph {
  width: number
  lines: Line[]
}

/** Text as lines to be drawn with the face's stem width, its box starting at 0,0. */
export function textLines(text: string, face: Face): Glyph {
  const lines: Line[] = []
  let right = 0
  for (const character of text) {
    const glyph = glyphOf(character, face)
    const left = right === 0 ? 0 : right + face.gap
    lines.push(...glyph.lines.map((line) => moved(line, left, 0)))
    right = left + glyph.width
  }
  return { width: right, lines }
}

export const moved = (line: Line, byX: number, byY: number): Line =>
  line.map(([x, y]): Point => [x + byX, y + byY])

/** Straight lines from corner to corner, the rounded ones cut by a curve of short straight pieces. */
export function rounded(corners: readonly Corner[], closed = false): Line {
  const line: Point[] = []
  corners.forEach(([x, y, radius = 0], index) => {
    const before = index > 0 || closed ? corners.at(index - 1) : undefined
    const after = corners[index + 1] ?? (closed ? corners[0] : undefined)
    if (radius === 0 || before === undefined || after === undefined) return line.push([x, y])
    const [fromX, fromY] = towards([x, y], before, radius)
    const [toX, toY] = towards([x, y], after, radius)
    const pieces = 6
    for (let piece = 0; piece <= pieces; piece += 1) {
      const t = piece / pieces
      // A conic of weight √½: an exact quarter circle at a right angle.
      const [a, b, c] = [(1 - t) ** 2, Math.SQRT2 * t * (1 - t), t ** 2]
      const sum = a + b + c
      line.push([(a * fromX + b * x + c * toX) / sum, (a * fromY + b * y + c * toY) / sum])
    }
  })
  const [first] = line
  const whole = closed && first !== undefined ? [...line, first] : line
  // Two adjacent curves share a point.
  return whole.filter(([x, y], index) => x !== whole[index - 1]?.[0] || y !== whole[index - 1]?.[1])
}

function towards([x, y]: Point, [toX, toY]: Corner, by: number): Point {
  const length = Math.hypot(toX - x, toY - y)
  const part = length === 0 ? 0 : Math.min(by / length, 0.5)
  return [x + (toX - x) * part, y + (toY - y) * part]
}

function glyphOf(character: string, face: Face): Glyph {
  const { width, height, stem } = face
  const half = stem / 2
  // Centers of the stems and bars; the middle bar is on whole pixels too.
  const [left, right, top, bottom] = [half, width - half, half, height - half]
  const middle = Math.floor((height - stem) / 2) + half
  const radius = Math.min((right - left) / 2, stem * 1.25)
  const hook = top + Math.max(stem, Math.round(height * 0.22))
  const tail = height - hook
  const turned = (line: Line): Line => line.map(([x, y]): Point => [width - x, height - y])
  const box = (from: number, to: number) =>
    rounded(
      [
        [left, from, radius],
        [right, from, radius],
        [right, to, radius],
        [left, to, radius],
      ],
      true,
    )
  const six = rounded([
    [right, hook],
    [right, top, radius],
    [left, top, radius],
    [left, bottom, radius],
    [right, bottom, radius],
    [right, middle, radius],
    [left, middle],
  ])
  const wide = (...lines: Line[]): Glyph => ({ width, lines })
  switch (character) {
    case '0':
      return wide(box(top, bottom))
    case '1': {
      const narrow = Math.max(stem * 2, Math.round(width * 0.6))
      const x = narrow - half
      return {
        width: narrow,
        lines: [
          [
            [0, stem * 1.6 + half * 0.4],
            [x, top],
            [x, height],
          ],
        ],
      }
    }
    case '2':
      return wide(
        rounded([
          [left, hook],
          [left, top, radius],
          [right, top, radius],
          [right, height * 0.42, radius],
          [left, bottom],
          [width, bottom],
        ]),
      )
    case '3':
      return wide(
        rounded([
          [left, hook],
          [left, top, radius],
          [right, top, radius],
          [right, middle, radius],
          [left + half, middle],
        ]),
        rounded([
          [left + half, middle],
          [right, middle, radius],
          [right, bottom, radius],
          [left, bottom, radius],
          [left, tail],
        ]),
      )
    case '4': {
      const x = width - half - Math.round(half)
      const bar = height - stem - Math.round(height * 0.2) + half
      return wide([
        [x, height],
        [x, top],
        [left, bar],
        [width, bar],
      ])
    }
    case '5':
      return wide(
        rounded([
          [width, top],
          [left, top],
          [left, middle],
          [right, middle, radius],
          [right, bottom, radius],
          [left, bottom, radius],
          [left, tail],
        ]),
      )
    case '6':
      return wide(six)
    case '7':
      return wide([
        [0, top],
        [right, top],
        [width * 0.42, height],
      ])
    case '8':
      return wide(box(top, middle), box(middle, bottom))
    case '9':
      return wide(turned(six))
    case '+': {
      // An odd or even number of pixels like the stem's, otherwise the cross would be between pixels.
      const reach = Math.max(stem, Math.floor((width - stem) / 2))
      const arm = reach * 2 + stem > width ? Math.max(1, reach - 1) : reach
      const size = arm * 2 + stem
      const y = Math.floor((height - size) / 2)
      return {
        width: size,
        lines: [
          [
            [0, y + size / 2],
            [size, y + size / 2],
          ],
          [
            [size / 2, y],
            [size / 2, y + size],
          ],
        ],
      }
    }
    case '?':
      return wide(
        rounded([
          [left, hook],
          [left, top, radius],
          [right, top, radius],
          [right, height * 0.4, radius],
          [width / 2, height * 0.5, half],
          [width / 2, height - stem * 1.5],
        ]),
        [
          [width / 2, height - stem],
          [width / 2, height],
        ],
      )
    default:
      throw new Error(`The tray's face has no sign for "${character}"`)
  }
}
