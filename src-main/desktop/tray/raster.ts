/**
 * Converts flat shapes to pixels and to SVG. Electron cannot rasterize SVG in the main process, and a native module for
 * a few polygons would be one more thing to sign and rebuild.
 */
export type Point = readonly [x: number, y: number]
export type Line = readonly Point[]

/** One flat shape of one colour (`#rrggbb`); later layers cover earlier ones. */
export type Layer =
  /** Even-odd: a ring inside a ring is a hole. */
  | { kind: 'fill'; colour: string; rings: readonly Line[] }
  /** Flat ends, round joins; no point twice in a row. A line that ends where it starts is closed. */
  | { kind: 'stroke'; colour: string; lines: readonly Line[]; width: number }

/** RGBA, rows from the top, alpha not premultiplied. */
export interface Bitmap {
  width: number
  height: number
  rgba: Buffer
}

/** Samples of a pixel in each direction. */
const grid = 4

/** Average of 4×4 samples for each pixel, each sample taking the topmost layer it meets. */
export function rasterise(layers: readonly Layer[], size: number): Bitmap {
  const rgba = Buffer.alloc(size * size * 4)
  const topFirst = layers
    .map((layer) => ({ covers: coverage(layer), colour: channels(layer.colour) }))
    .reverse()
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      let [red, green, blue, hits] = [0, 0, 0, 0]
      for (let sample = 0; sample < grid * grid; sample += 1) {
        const sampleX = x + ((sample % grid) + 0.5) / grid
        const sampleY = y + (Math.floor(sample / grid) + 0.5) / grid
        for (const { covers, colour } of topFirst) {
          if (!covers(sampleX, sampleY)) continue
          hits += 1
          red += colour[0]
          green += colour[1]
          blue += colour[2]
          break
        }
      }
      if (hits === 0) continue
      const at = (y * size + x) * 4
      rgba[at] = Math.round(red / hits)
      rgba[at + 1] = Math.round(green / hits)
      rgba[at + 2] = Math.round(blue / hits)
      rgba[at + 3] = Math.round((255 * hits) / (grid * grid))
    }
  }
  return { width: size, height: size, rgba }
}

/** The same shapes as an SVG picture. */
export function svg(layers: readonly Layer[], size: number): string {
  const paths = layers.map((layer) =>
    layer.kind === 'fill'
      ? `<path fill="${layer.colour}" fill-rule="evenodd" d="${pathData(layer.rings, true)}"/>`
      : `<path fill="none" stroke="${layer.colour}" stroke-width="${short(layer.width)}" ` +
        `stroke-linejoin="round" d="${pathData(layer.lines, false)}"/>`,
  )
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" ` +
    `viewBox="0 0 ${size} ${size}">${paths.join('')}</svg>`
  )
}

function pathData(lines: readonly Line[], alwaysClosed: boolean): string {
  const one = (line: Line) =>
    `M${line.map(([x, y]) => `${short(x)} ${short(y)}`).join('L')}` +
    (alwaysClosed || isClosed(line) ? 'Z' : '')
  return lines.map(one).join('')
}

const short = (value: number) => String(Number(value.toFixed(3)))

const channels = (colour: string): [red: number, green: number, blue: number] => {
  const channel = (at: number) => Number.parseInt(colour.slice(at, at + 2), 16)
  return [channel(1), channel(3), channel(5)]
}

function isClosed(line: Line): boolean {
  const [first, last] = [line[0], line.at(-1)]
  return first !== undefined && last !== undefined && first[0] === last[0] && first[1] === last[1]
}

/** Called for every sample of every picture: a line's points are in arrays of numbers. */
interface Track {
  xs: Float64Array
  ys: Float64Array
  isClosed: boolean
  left: number
  right: number
  top: number
  bottom: number
}

function trackOf(line: Line, reach: number): Track {
  const xs = Float64Array.from(line, ([x]) => x)
  const ys = Float64Array.from(line, ([, y]) => y)
  return {
    xs,
    ys,
    isClosed: isClosed(line),
    left: Math.min(...xs) - reach,
    right: Math.max(...xs) + reach,
    top: Math.min(...ys) - reach,
    bottom: Math.max(...ys) + reach,
  }
}

/** Whether a layer covers a point; its lines are only checked within their own bounds. */
function coverage(layer: Layer): (x: number, y: number) => boolean {
  if (layer.kind === 'fill') {
    const rings = layer.rings.map((ring) => trackOf(ring, 0))
    return (x, y) => {
      let isOdd = false
      for (const ring of rings) if (isNear(ring, x, y) && isInside(ring, x, y)) isOdd = !isOdd
      return isOdd
    }
  }
  const reach = layer.width / 2
  const lines = layer.lines.map((line) => trackOf(line, reach))
  return (x, y) => {
    for (const line of lines) if (isNear(line, x, y) && isOnStroke(line, reach, x, y)) return true
    return false
  }
}

const isNear = ({ left, right, top, bottom }: Track, x: number, y: number): boolean =>
  x >= left && x <= right && y >= top && y <= bottom

const at = (values: Float64Array, index: number): number => values[index] ?? Number.NaN

/** Whether a ray to the left crosses the ring's border an odd number of times. */
function isInside({ xs, ys }: Track, x: number, y: number): boolean {
  let inside = false
  let [fromX, fromY] = [at(xs, xs.length - 1), at(ys, ys.length - 1)]
  for (let index = 0; index < xs.length; index += 1) {
    const toX = at(xs, index)
    const toY = at(ys, index)
    if (fromY > y !== toY > y && x > fromX + ((toX - fromX) * (y - fromY)) / (toY - fromY)) {
      inside = !inside
    }
    fromX = toX
    fromY = toY
  }
  return inside
}

function isOnStroke({ xs, ys, isClosed }: Track, reach: number, x: number, y: number): boolean {
  for (let index = 0; index < xs.length - 1; index += 1) {
    const offX = x - at(xs, index)
    const offY = y - at(ys, index)
    const byX = at(xs, index + 1) - at(xs, index)
    const byY = at(ys, index + 1) - at(ys, index)
    // A distance multiplied by the segment's length, like `aside`.
    const along = offX * byX + offY * byY
    if (along >= 0) {
      const square = byX * byX + byY * byY
      const aside = offX * byY - offY * byX
      if (along <= square && aside * aside <= reach * reach * square) return true
      continue
    }
    // Beyond the start of this segment and the end of the previous one: in the join of the two.
    const before = index > 0 ? index - 1 : isClosed ? xs.length - 2 : null
    if (before === null || offX * offX + offY * offY > reach * reach) continue
    if (offX * (at(xs, index) - at(xs, before)) + offY * (at(ys, index) - at(ys, before)) >= 0) {
      return true
    }
  }
  return false
}
