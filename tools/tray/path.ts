/** A corner and the extent of its rounding; without a radius it is sharp. */
export type Corner = readonly [x: number, y: number, radius?: number]

/** The control point distance of a cubic curve that approximates a quarter circle. */
const roundness = 0.5523

/** SVG path data: straight lines from corner to corner, some corners rounded. */
export function path(corners: readonly Corner[], closed = false): string {
  const pieces = corners.map((corner, index) => {
    const before = index > 0 || closed ? corners.at(index - 1) : undefined
    const after = corners[index + 1] ?? (closed ? corners[0] : undefined)
    const radius = corner[2] ?? 0
    if (radius === 0 || before === undefined || after === undefined) return written(corner)
    const from = between(corner, before, reach(corner, before, radius))
    const to = between(corner, after, reach(corner, after, radius))
    const handles = [between(from, corner, roundness), between(to, corner, roundness)]
    return `${written(from)}C${[...handles, to].map(written).join(' ')}`
  })
  return `M${pieces.join('L')}${closed ? 'Z' : ''}`
}

export function rectangle(x: number, y: number, width: number, height: number, radius = 0): string {
  const [right, bottom] = [x + width, y + height]
  return path(
    [
      [x, y, radius],
      [right, y, radius],
      [right, bottom, radius],
      [x, bottom, radius],
    ],
    true,
  )
}

const written = ([x, y]: Corner): string => `${Number(x.toFixed(3))} ${Number(y.toFixed(3))}`

const between = ([x, y]: Corner, [toX, toY]: Corner, part: number): Corner => [
  x + (toX - x) * part,
  y + (toY - y) * part,
]

/** The part of a side that a rounded corner takes, at most half of it. */
function reach([x, y]: Corner, [toX, toY]: Corner, radius: number): number {
  const length = Math.hypot(toX - x, toY - y)
  return length === 0 ? 0 : Math.min(radius / length, 0.5)
}
