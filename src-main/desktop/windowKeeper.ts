import { type BrowserWindow, type Display, screen } from 'electron'
import { type DisplayFacts, place, type Rect, type WindowWish, wishFor } from './placement.ts'

export interface KeeperOptions {
  window: BrowserWindow
  wish: WindowWish | null
  /** Told where the supervisor wants the window, whenever that changes. */
  onWish: (wish: WindowWish) => void
  /** Told the name of the display that the window is on, whenever it may be another one. */
  onDisplay: (name: string) => void
  /** Under Wayland bounds read 0,0 and cannot be set (electron#40886): then nothing is kept. */
  canPlaceWindow: boolean
}

/** Moves come in bursts while a window is dragged, ms. */
const settleMs = 500

/**
 * Puts the window where it is wanted, at the start and whenever displays come, go or change, and
 * keeps what the supervisor wants. A stop-gap while a display is gone is no wish; moving the window
 * by hand is one.
 */
export function keepWindow(options: KeeperOptions): void {
  const { window, wish, onWish, onDisplay, canPlaceWindow } = options
  if (!canPlaceWindow) return
  let wanted = wish
  let placed: Rect | null = null
  let settling: NodeJS.Timeout | undefined
  /** Maximizing shows a window: a hidden one waits until somebody shows it. */
  let isMaximizeDue = false

  const putInPlace = () => {
    if (window.isDestroyed()) return
    const { bounds, maximized } = place(wanted, facts())
    placed = bounds
    window.setBounds(bounds)
    // A display with another scale gives the size in its own pixels the first time (electron#10862).
    if (!isSame(window.getBounds(), bounds)) window.setBounds(bounds)
    isMaximizeDue = maximized && !isSeen(window)
    if (maximized && !isMaximizeDue) window.maximize()
    onDisplay(nameOf(screen.getDisplayMatching(bounds)))
  }
  const takeWish = () => {
    if (window.isDestroyed() || window.isMinimized() || window.isFullScreen()) return
    if (isMaximizeDue) return
    const bounds = window.getNormalBounds()
    const isMaximized = window.isMaximized()
    const display = screen.getDisplayMatching(bounds)
    onDisplay(nameOf(display))
    if (placed !== null && isSame(bounds, placed) && isMaximized === (wanted?.maximized ?? false)) {
      return
    }
    placed = bounds
    wanted = wishFor(bounds, isMaximized, factsOf(display))
    onWish(wanted)
  }
  const soon = () => {
    clearTimeout(settling)
    settling = setTimeout(takeWish, settleMs)
  }

  const maximizeIfDue = () => {
    if (isMaximizeDue) window.maximize()
    isMaximizeDue = false
  }

  putInPlace()
  window.on('show', maximizeIfDue)
  window.on('restore', maximizeIfDue)
  window.on('move', soon)
  window.on('resize', soon)
  window.on('maximize', soon)
  window.on('unmaximize', soon)
  // `close` does not come at shutdown: what was done last is kept when the window loses the focus.
  window.on('blur', takeWish)
  window.on('hide', takeWish)
  screen.on('display-added', putInPlace)
  screen.on('display-removed', putInPlace)
  screen.on('display-metrics-changed', putInPlace)
  window.on('closed', () => {
    clearTimeout(settling)
    screen.off('display-added', putInPlace)
    screen.off('display-removed', putInPlace)
    screen.off('display-metrics-changed', putInPlace)
  })
}

/** Some systems give no label; the size then tells displays apart well enough. */
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
