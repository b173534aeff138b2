import { type Corner, path, rectangle } from './path.ts'

/** Whole pixels, so that vertical stems and horizontal bars end exactly on the grid. */
export interface Face {
  /** Of a digit; "1" and "+" are narrower. */
  width: number
  height: number
  stem: number
  gap: number
}

interface Glyph {
  width: number
  /** Path data, to be drawn with the stem's width. */
  data: string
}

/** The characters of a text, each with its left edge, and the width of all. */
export function textGlyphs(text: string, face: Face) {
  const glyphs: { left: number; data: string }[] = []
  let width = 0
  for (const character of text) {
    const glyph = glyphOf(character, face)
    const left = width === 0 ? 0 : width + face.gap
    glyphs.push({ left, data: glyph.data })
    width = left + glyph.width
  }
  return { width, glyphs }
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
  const box = (from: number, to: number) => rectangle(left, from, right - left, to - from, radius)
  const wide = (...data: string[]): Glyph => ({ width, data: data.join('') })
  const six: Corner[] = [
    [right, hook],
    [right, top, radius],
    [left, top, radius],
    [left, bottom, radius],
    [right, bottom, radius],
    [right, middle, radius],
    [left, middle],
  ]
  switch (character) {
    case '0':
      return wide(box(top, bottom))
    case '1': {
      const narrow = Math.max(stem * 2, Math.round(width * 0.6))
      const x = narrow - half
      const flag: Corner = [0, stem * 1.6 + half * 0.4]
      return { width: narrow, data: path([flag, [x, top], [x, height]]) }
    }
    case '2':
      return wide(
        path([
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
        path([
          [left, hook],
          [left, top, radius],
          [right, top, radius],
          [right, middle, radius],
          [left + half, middle],
        ]),
        path([
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
      return wide(
        path([
          [x, height],
          [x, top],
          [left, bar],
          [width, bar],
        ]),
      )
    }
    case '5':
      return wide(
        path([
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
      return wide(path(six))
    case '7':
      return wide(
        path([
          [0, top],
          [right, top],
          [width * 0.42, height],
        ]),
      )
    case '8':
      return wide(box(top, middle), box(middle, bottom))
    case '9':
      return wide(path(six.map(([x, y, round = 0]) => [width - x, height - y, round])))
    case '+': {
      // An odd or even number of pixels like the stem's, otherwise the cross would be between pixels.
      const reach = Math.max(stem, Math.floor((width - stem) / 2))
      const arm = reach * 2 + stem > width ? Math.max(1, reach - 1) : reach
      const size = arm * 2 + stem
      const y = Math.floor((height - size) / 2)
      const center = size / 2
      return { width: size, data: `M0 ${y + center}H${size}M${center} ${y}V${y + size}` }
    }
    case '?':
      return wide(
        path([
          [left, hook],
          [left, top, radius],
          [right, top, radius],
          [right, height * 0.4, radius],
          [width / 2, height * 0.5, half],
          [width / 2, height - stem * 1.5],
        ]),
        path([
          [width / 2, height - stem],
          [width / 2, height],
        ]),
      )
    default:
      throw new Error(`No glyph for "${character}"`)
  }
}
