/** Heights of a row on the desk, px. */
export const rowHeights = { comfortable: 46, compact: 30 } as const

/** Those of rows that are to fit, roomiest first; the last is the least that is still read well. */
export const fittingHeights = [46, 38, 30, 26, 23, 21] as const

/**
 * The height at which so many rows fit without scrolling. Rows that were made smaller grow again
 * only when there is room for two more, so that one call that comes and goes does not move them.
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
  /** Width of a line in its own text's size: how much of a row there is room for. */
  widthEm: number
}

/** Least and greatest size of the text, px; the heights of a line, and its least width, in em. */
export const wallFont = { least: 13, most: 54 }
const lineEm = { least: 1.7, most: 2.1 }
const rowEm = 16

/** Lines of a column on the wall, whether or not there are calls for all of them. */
const usualLines = 8

/** One column more has to make the text so much larger: a single list is read more easily. */
const worthAColumn = 1.2

/**
 * The wall's text has the same size however many calls are held: it is the room's, and another
 * column is begun where one is full. Only where the columns that there is room for cannot take all
 * lines is the text made to fit them: nobody scrolls a wall.
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
 * The largest text at which so many lines fit into the room, in as many columns as that takes.
 * Where even the smallest does not fit, the lines go on below the edge.
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
 * Width of a clock with its level and its sign, in em of the line's text. It grows with the digits
 * of the longest hold alone: signs come and go, and must not move the names.
 */
export const clockEm = (longestMs: number): number => {
  const minutes = longestMs / 60_000
  if (minutes < 10) return 6.4
  if (minutes < 60) return 7.3
  return minutes < 600 ? 8.5 : 9.4
}

/** What there is room for in a line of such a width: all of a row, or less and less of it. */
export const wallParts = (widthEm: number): 'full' | 'some' | 'few' | 'tight' => {
  if (widthEm >= 33) return 'full'
  if (widthEm >= 27) return 'some'
  return widthEm >= 19 ? 'few' : 'tight'
}

// A heading never stands last in a column: each column may have to leave one line empty.
const perColumn = (columns: number, lines: number, hasGroups: boolean): number =>
  Math.max(1, Math.ceil(lines / columns)) + (hasGroups && columns > 1 ? 1 : 0)

/** How large the text could be in so many columns, with no regard to the least size. */
const sizeIn = (columns: number, lines: number, hasGroups: boolean, room: Room): number =>
  Math.min(
    room.width / columns / rowEm,
    room.height / perColumn(columns, lines, hasGroups) / lineEm.least,
    wallFont.most,
  )
