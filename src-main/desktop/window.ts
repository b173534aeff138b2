import { fileURLToPath } from 'node:url'
import { app, BrowserWindow } from 'electron'
import { isAppPage } from '../bridge/sender.ts'
import { appOrigin, pageUrl } from './page.ts'

const preload = fileURLToPath(new URL('../preload/index.cjs', import.meta.url))

/** Makes the one window; it is shown once there is something to see. */
export function createWindow(): BrowserWindow {
  const window = new BrowserWindow({
    width: 1180,
    height: 760,
    minWidth: 360,
    minHeight: 320,
    show: false,
    title: 'Holdwatch',
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  })
  window.once('ready-to-show', () => {
    window.show()
  })
  void window.loadURL(pageUrl)
  return window
}

/** Shows the window in front, unless it is there already. */
export function showWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  // On Windows `show` would un-snap a snapped window (electron#25359).
  if (!window.isVisible()) window.show()
  window.focus()
}

/** Nothing leaves the app's own page: no navigation, no new window, no embedded page. */
export function guardContents(): void {
  app.on('web-contents-created', (_event, contents) => {
    const stay = (event: { preventDefault(): void; url: string }) => {
      if (!isAppPage(event.url, appOrigin)) event.preventDefault()
    }
    contents.on('will-navigate', stay)
    contents.on('will-redirect', stay)
    contents.on('will-frame-navigate', stay)
    contents.on('will-attach-webview', (event) => {
      event.preventDefault()
    })
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
}
