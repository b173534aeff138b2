/** Row heights in the normal layout, px. */
export const rowHeights = { comfortable: 46, compact: 30 } as const

/** Row heights of the fitting layout, tallest first; the last is the smallest that is readable. */
export const fittingHeights = [46, 38, 30, 26, 23, 21] as const

/**
 * The height at which this many rows fit without scrolling. Smaller rows only grow again when there is space for two
 * more, so that a single call that comes and goes does not move them.
 */
export const fittingHeight = (rows: number, roomPx: number, before: number): number => {
  const fits = (height: number, spare: number) => (rows + spare) * height <= roomPx
  return (
    fittingHeights.find((height) => fits(height, height > before ? 2 : 0)) ??
    fittingHeights[fittingHeights.length - 1] ??
    before
  )
}

export interface Room {
  width: number
  height: number
}

export interface WallFit {
  columns: number
  linesPerColumn: number
  /** Height of a line and size of its text, px. */
  linePx: number
  fontPx: number
  /** The width of a line in em of its text, which determines how much of a row fits. */
  widthEm: number
}

/** Minimum and maximum text size, px; line heights and minimum line width, in em. */
export const wallFont = { least: 13, most: 54 }
const lineEm = { least: 1.7, most: 2.1 }
const rowEm = 16

/** Lines of a column on the wall display, including empty ones. */
const usualLines = 8

/** An additional column must enlarge the text by this factor: a single list is easier to read. */
const worthAColumn = 1.2

/**
 * The wall display's text size does not depend on the number of calls: it depends on the available space, and another
 * column is started where one is full. Only where all columns that fit cannot hold all lines is the text made smaller:
 * nobody scrolls a wall display.
 */
export const wallFit = (lines: number, hasGroups: boolean, room: Room): WallFit => {
  const size = sizeIn(1, usualLines, false, room)
  const usable = (columns: number) => usualLines - (hasGroups && columns > 1 ? 1 : 0)
  const most = Math.max(1, Math.floor(room.width / rowEm / size))
  const columns = lines <= usualLines ? 1 : Math.ceil(lines / usable(2))
  return columns <= most
    ? fitOf(columns, usualLines, size, room)
    : crowdedFit(lines, hasGroups, room)
}

/**
 * The largest text at which this many lines fit, in as many columns as needed. If even the smallest does not fit, the
 * lines continue below the edge.
 */
const crowdedFit = (lines: number, hasGroups: boolean, room: Room): WallFit => {
  const most = Math.max(1, Math.floor(room.width / (rowEm * wallFont.least)))
  let columns = 1
  let best = sizeIn(1, lines, hasGroups, room)
  for (let more = 2; more <= most; more += 1) {
    const size = sizeIn(more, lines, hasGroups, room)
    if (size <= best * worthAColumn) continue
    columns = more
    best = size
  }
  return fitOf(columns, perColumn(columns, lines, hasGroups), best, room)
}

const fitOf = (columns: number, linesPerColumn: number, size: number, room: Room): WallFit => {
  const fontPx = Math.max(Math.floor(size * 2) / 2, wallFont.least)
  const share = room.height / linesPerColumn
  const linePx = Math.max(fontPx * lineEm.least, Math.min(share, fontPx * lineEm.most))
  return {
    columns,
    linesPerColumn,
    linePx: Math.floor(linePx),
    fontPx,
    widthEm: room.width / columns / fontPx,
  }
}

/**
 * Width of a clock with its level and its sign, in em of the line's text. It only grows with the digits of the longest
 * hold: signs come and go, and must not move the names.
 */
export const clockEm = (longestMs: number): number => {
  const minutes = longestMs / 60_000
  if (minutes < 10) return 6.4
  if (minutes < 60) return 7.3
  return minutes < 600 ? 8.5 : 9.4
}

/** The parts of a row that fit in a line of this width. */
export const wallParts = (widthEm: number): 'full' | 'some' | 'few' | 'tight' => {
  if (widthEm >= 33) return 'full'
  if (widthEm >= 27) return 'some'
  return widthEm >= 19 ? 'few' : 'tight'
}

// A heading is never last in a column: each column may have to leave one line empty.
const perColumn = (columns: number, lines: number, hasGroups: boolean): number =>
  Math.max(1, Math.ceil(lines / columns)) + (hasGroups && columns > 1 ? 1 : 0)

/** The text size for this many columns, ignoring the minimum. */
const sizeIn = (columns: number, lines: number, hasGroups: boolean, room: Room): number =>
  Math.min(
    room.width / columns / rowEm,
    room.height / perColumn(columns, lines, hasGroups) / lineEm.least,
    wallFont.most,
  )
