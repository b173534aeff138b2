import type { BrowserWindow } from 'electron'

/** A page that has not been painted by then is shown anyway, ms. */
const paintWithinMs = 2_000

/**
 * Calls `show` once the window has something to show. Under Wayland `ready-to-show` is late or missing
 * (electron#48859): there a loaded page counts too, and everywhere the window appears after two seconds. A window that
 * was shown meanwhile, or is destroyed, is not affected.
 */
export function showWhenPainted(window: BrowserWindow, platform: string, show: () => void): void {
  const { webContents } = window
  const stop = () => {
    clearTimeout(timer)
    window.off('ready-to-show', begin)
    window.off('show', stop)
    window.off('closed', stop)
    if (!window.isDestroyed()) webContents.off('did-finish-load', begin)
  }
  const begin = () => {
    stop()
    show()
  }
  const timer = setTimeout(begin, paintWithinMs)
  window.on('ready-to-show', begin)
  window.on('show', stop)
  window.on('closed', stop)
  if (platform === 'linux') webContents.on('did-finish-load', begin)
}
