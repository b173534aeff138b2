import type { Rect, SavedWindowBounds } from '../../settings/savedWindowBounds.ts'

/** The part of Electron's Display that is needed. */
export interface DisplayFacts {
  id: number
  label: string
  bounds: Rect
  workArea: Rect
}

export interface Placement {
  bounds: Rect
  maximized: boolean
  /** The saved display is missing: this is temporary, and not to be saved. */
  isStopGap: boolean
}

export const smallest = { width: 360, height: 320 }
export const usual = { width: 1180, height: 760 }
/** Minimum part of the window inside a work area, and of its title bar, px. */
const reachable = { width: 120, titleBar: 40 }

/** The saved bounds of a window at this position on this display. */
export function wishFor(
  bounds: Rect,
  maximized: boolean,
  display: DisplayFacts,
): SavedWindowBounds {
  return {
    offsetX: bounds.x - display.workArea.x,
    offsetY: bounds.y - display.workArea.y,
    width: bounds.width,
    height: bounds.height,
    maximized,
    display: {
      id: display.id,
      label: display.label,
      width: display.bounds.width,
      height: display.bounds.height,
    },
  }
}

/**
 * Where to place the window among these displays (the first is the primary one). Always at a position where it is
 * visible and its title bar can be reached.
 */
export function place(
  wish: SavedWindowBounds | null,
  displays: readonly [DisplayFacts, ...DisplayFacts[]],
): Placement {
  if (wish === null || !isSane(wish)) {
    return { bounds: centred(usual, displays[0].workArea), maximized: false, isStopGap: false }
  }
  const wished = findWished(wish, displays)
  if (wished === undefined) {
    const bounds = centred(wish, displays[0].workArea)
    return { bounds, maximized: wish.maximized, isStopGap: true }
  }
  const { workArea } = wished
  const size = fitted(wish, workArea)
  const asWished = { x: workArea.x + wish.offsetX, y: workArea.y + wish.offsetY, ...size }
  const bounds = isReachable(asWished, workArea) ? asWished : pushedInto(asWished, workArea)
  return { bounds, maximized: wish.maximized, isStopGap: false }
}

/** Enough of it is in the work area to be visible, and the title bar can be reached with the pointer. */
export function isReachable(bounds: Rect, area: Rect): boolean {
  const left = Math.max(bounds.x, area.x)
  const right = Math.min(bounds.x + bounds.width, area.x + area.width)
  const needed = Math.min(reachable.width, bounds.width)
  const top = bounds.y - area.y
  return right - left >= needed && top >= 0 && top <= area.height - reachable.titleBar
}

function findWished(
  wish: SavedWindowBounds,
  displays: readonly DisplayFacts[],
): DisplayFacts | undefined {
  const sizeFits = ({ bounds }: DisplayFacts) =>
    bounds.width === wish.display.width && bounds.height === wish.display.height
  return (
    displays.find(({ id }) => id === wish.display.id) ??
    displays.find((one) => one.label !== '' && one.label === wish.display.label && sizeFits(one))
  )
}

const isSane = ({ offsetX, offsetY, width, height }: SavedWindowBounds) =>
  [offsetX, offsetY, width, height].every(Number.isFinite) && width > 0 && height > 0

type Size = Pick<Rect, 'width' | 'height'>

function fitted({ width, height }: Size, area: Rect): Size {
  const fit = (wished: number, least: number, room: number) =>
    Math.round(Math.min(Math.max(wished, least), Math.max(room, 1)))
  return {
    width: fit(width, smallest.width, area.width),
    height: fit(height, smallest.height, area.height),
  }
}

function pushedInto(bounds: Rect, area: Rect): Rect {
  const push = (at: number, length: number, from: number, room: number) =>
    Math.round(Math.max(from, Math.min(at, from + room - length)))
  return {
    ...bounds,
    x: push(bounds.x, bounds.width, area.x, area.width),
    y: push(bounds.y, bounds.height, area.y, area.height),
  }
}

function centred(wished: Size, area: Rect): Rect {
  const { width, height } = fitted(wished, area)
  return {
    x: Math.round(area.x + (area.width - width) / 2),
    y: Math.round(area.y + (area.height - height) / 2),
    width,
    height,
  }
}
