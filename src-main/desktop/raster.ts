/**
 * Turns flat shapes into pixels and into SVG. Electron cannot rasterise SVG in the main process, and
 * a native module for a few polygons would be one more thing to sign and rebuild.
 */
export type Point = readonly [x: number, y: number]
export type Line = readonly Point[]

/** One flat shape of one colour (`#rrggbb`); later layers cover earlier ones. */
export type Layer =
  /** Even-odd: a ring inside a ring is a hole. */
  | { kind: 'fill'; colour: string; rings: readonly Line[] }
  /** Flat ends, round joins; no point twice in a row. A line that ends where it begins is closed. */
  | { kind: 'stroke'; colour: string; lines: readonly Line[]; width: number }

/** RGBA, rows from the top, alpha not multiplied in. */
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
      const sum = [0, 0, 0]
      let hits = 0
      for (let sample = 0; sample < grid * grid; sample += 1) {
        const sampleX = x + ((sample % grid) + 0.5) / grid
        const sampleY = y + (Math.floor(sample / grid) + 0.5) / grid
        const top = topFirst.find(({ covers }) => covers(sampleX, sampleY))
        if (top === undefined) continue
        hits += 1
        top.colour.forEach((value, channel) => (sum[channel] = (sum[channel] ?? 0) + value))
      }
      if (hits === 0) continue
      const pixel = [...sum.map((value) => value / hits), (255 * hits) / (grid * grid)]
      rgba.set(pixel.map(Math.round), (y * size + x) * 4)
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

const channels = (colour: string) =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))

function isClosed(line: Line): boolean {
  const [first, last] = [line[0], line.at(-1)]
  return first !== undefined && last !== undefined && first[0] === last[0] && first[1] === last[1]
}

/** Whether a layer covers a place; its lines are asked only within their own bounds. */
function coverage(layer: Layer): (x: number, y: number) => boolean {
  if (layer.kind === 'fill') {
    const rings = layer.rings.map((ring) => ({ ring, near: boundsOf(ring, 0) }))
    return (x, y) =>
      rings.filter(({ ring, near }) => near(x, y) && isInside(ring, x, y)).length % 2 === 1
  }
  const reach = layer.width / 2
  const lines = layer.lines.map((line) => {
    return { line, closed: isClosed(line), near: boundsOf(line, reach) }
  })
  return (x, y) =>
    lines.some(({ line, closed, near }) => near(x, y) && isOnStroke(line, closed, reach, x, y))
}

function boundsOf(line: Line, reach: number): (x: number, y: number) => boolean {
  const xs = line.map(([x]) => x)
  const ys = line.map(([, y]) => y)
  const [left, right] = [Math.min(...xs) - reach, Math.max(...xs) + reach]
  const [top, bottom] = [Math.min(...ys) - reach, Math.max(...ys) + reach]
  return (x, y) => x >= left && x <= right && y >= top && y <= bottom
}

/** Whether a ray to the left crosses the ring's border an odd number of times. */
function isInside(ring: Line, x: number, y: number): boolean {
  let inside = false
  ring.forEach(([toX, toY], index) => {
    const [fromX, fromY] = ring.at(index - 1) ?? [toX, toY]
    if (fromY > y === toY > y) return
    if (x > fromX + ((toX - fromX) * (y - fromY)) / (toY - fromY)) inside = !inside
  })
  return inside
}

function isOnStroke(line: Line, closed: boolean, reach: number, x: number, y: number): boolean {
  return line.some(([fromX, fromY], index) => {
    const to = line[index + 1]
    if (to === undefined) return false
    const [offX, offY] = [x - fromX, y - fromY]
    const [byX, byY] = [to[0] - fromX, to[1] - fromY]
    // A distance times the segment's length, as is `aside`.
    const along = offX * byX + offY * byY
    if (along >= 0) {
      const [square, aside] = [byX * byX + byY * byY, offX * byY - offY * byX]
      return along <= square && aside * aside <= reach * reach * square
    }
    // Behind this segment and beyond the one before: in the join of the two.
    const before = index > 0 ? line[index - 1] : closed ? line.at(-2) : undefined
    if (before === undefined || offX * offX + offY * offY > reach * reach) return false
    return offX * (fromX - before[0]) + offY * (fromY - before[1]) >= 0
  })
}
