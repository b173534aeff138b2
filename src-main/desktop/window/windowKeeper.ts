import { isDeepStrictEqual } from 'node:util'
import { type BrowserWindow, type Display, screen } from 'electron'
import { type DisplayFacts, place, wishFor } from './placement.ts'
import { type Rect, type SavedWindowBounds } from '../../settings/savedWindowBounds.ts'

export interface KeeperOptions {
  window: BrowserWindow
  wish: SavedWindowBounds | null
  /** Called with the supervisor's bounds for the window whenever they change. */
  onWish: (wish: SavedWindowBounds) => void
  /** Called with the name of the window's display whenever it may have changed. */
  onDisplay: (name: string) => void
  /** Under Wayland bounds read 0,0 and cannot be set (electron#40886): then nothing is saved. */
  canPlaceWindow: boolean
}

/** A placement is final after this long, ms. */
const placementMs = 500
/**
 * Systems move windows for this long before and after they report that displays were added, removed or changed: a
 * window that stayed in place for less was not moved by the supervisor, ms.
 */
const settleMs = 2_000

/**
 * Places the window where the supervisor wants it, at the start and whenever displays are added, removed or changed,
 * and saves the supervisor's bounds. What counts is where the window comes to rest: a temporary position while a
 * display is missing, a window manager's adjustment of a placement (on X11 it adds a title bar, electron#10388), and a
 * move by the system around a change of displays are not saved.
 */
export function keepWindow(options: KeeperOptions): void {
  const { window, wish, onWish, onDisplay, canPlaceWindow } = options
  if (!canPlaceWindow) return
  let target = wish
  let placed: Rect | null = null
  /** The displays among which it was placed. */
  let placedAmong: readonly DisplayFacts[] = []
  /** A placement is not final yet. */
  let isPlacing = false
  let areDisplaysSettling = false
  /** Maximizing shows a window: a hidden one is maximized when it is shown. */
  let isMaximizeDue = false
  let resting: NodeJS.Timeout | undefined
  /** When `resting` ends, monotonic ms. */
  let restAt = -Infinity

  const restAfter = (ms: number) => {
    const at = performance.now() + ms
    if (at < restAt) return
    clearTimeout(resting)
    restAt = at
    resting = setTimeout(rest, ms)
  }

  const putInPlace = () => {
    if (window.isDestroyed()) return
    const displays = facts()
    const { bounds, maximized } = place(target, displays)
    placed = bounds
    placedAmong = displays
    isPlacing = true
    window.setBounds(bounds)
    // A display with another scale applies the size in its own pixels the first time (electron#10862).
    if (!isSame(window.getBounds(), bounds)) window.setBounds(bounds)
    isMaximizeDue = maximized && !isSeen(window)
    if (maximized && !isMaximizeDue) window.maximize()
    if (isSeen(window)) restAfter(placementMs)
    onDisplay(nameOf(screen.getDisplayMatching(bounds)))
  }

  const rest = () => {
    restAt = -Infinity
    if (window.isDestroyed() || window.isMinimized() || window.isFullScreen()) return
    if (isMaximizeDue) return
    const wasPlacing = isPlacing
    const mayBeTheSystem = areDisplaysSettling || !isDeepStrictEqual(facts(), placedAmong)
    isPlacing = false
    areDisplaysSettling = false
    const bounds = window.getNormalBounds()
    const isMaximized = window.isMaximized()
    const display = screen.getDisplayMatching(bounds)
    onDisplay(nameOf(display))
    if (placed !== null && isSame(bounds, placed) && isMaximized === (target?.maximized ?? false)) {
      return
    }
    if (mayBeTheSystem) {
      putInPlace()
      return
    }
    placed = bounds
    if (wasPlacing) return
    target = wishFor(bounds, isMaximized, factsOf(display))
    onWish(target)
  }

  const onMove = () => {
    restAfter(isPlacing ? placementMs : settleMs)
  }
  const onDisplays = () => {
    putInPlace()
    areDisplaysSettling = true
    restAfter(settleMs)
  }
  const onShown = () => {
    if (isMaximizeDue) window.maximize()
    isMaximizeDue = false
    if (isPlacing) restAfter(placementMs)
  }

  putInPlace()
  window.on('show', onShown)
  window.on('restore', onShown)
  window.on('move', onMove)
  window.on('resize', onMove)
  window.on('maximize', onMove)
  window.on('unmaximize', onMove)
  window.on('close', () => {
    // There may be no time for the window to come to rest.
    if (restAt > -Infinity && !isPlacing && !areDisplaysSettling) rest()
  })
  screen.on('display-added', onDisplays)
  screen.on('display-removed', onDisplays)
  screen.on('display-metrics-changed', onDisplays)
  window.on('closed', () => {
    clearTimeout(resting)
    screen.off('display-added', onDisplays)
    screen.off('display-removed', onDisplays)
    screen.off('display-metrics-changed', onDisplays)
  })
}

/** Some systems give no label; the size then distinguishes displays well enough. */
const nameOf = ({ label, size }: Display) => label || `${size.width}×${size.height}`

const isSeen = (window: BrowserWindow) => window.isVisible() && !window.isMinimized()

function facts(): [DisplayFacts, ...DisplayFacts[]] {
  const primary = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id)
  return [factsOf(primary), ...others.map(factsOf)]
}

const factsOf = ({ id, label, bounds, workArea }: Display): DisplayFacts => ({
  id,
  label,
  bounds,
  workArea,
})

const isSame = (a: Rect, b: Rect) =>
  a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height
