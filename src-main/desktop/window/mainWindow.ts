import { app, BrowserWindow, dialog, Notification } from 'electron'
import { offerContextMenu } from './contextMenu.ts'
import { createCrashGuard } from './crashGuard.ts'
import { showWhenPainted } from './firstShow.ts'
import { pageUrl } from './page.ts'
import { preload } from './preload.ts'
import { smallest, usual } from './placement.ts'
import { type SavedWindowBounds } from '../../settings/savedWindowBounds.ts'
import { keepWindow } from './windowKeeper.ts'
import type { Words } from '../text/words.ts'

export interface MainWindowOptions {
  wish: SavedWindowBounds | null
  onWish: (wish: SavedWindowBounds) => void
  onDisplay: (name: string) => void
  canPlaceWindow: boolean
  isHidden: boolean
  isAlwaysOnTop: boolean
  /** Whether closing hides the window: only where there is a way to show it again. */
  closesToTray: () => boolean
  /** Closing has hidden it for the first time. */
  wasTold: () => boolean
  onTold: () => void
  onVisibility: () => void
  words: () => Words
  log: (message: string) => void
}

/** The only window: shown and hidden, pinned, closed to the tray, restored after a crash. */
export class MainWindow {
  readonly window: BrowserWindow
  readonly #options: MainWindowOptions
  #isQuitting = false

  constructor(options: MainWindowOptions) {
    this.#options = options
    this.window = new BrowserWindow({
      width: options.wish?.width ?? usual.width,
      height: options.wish?.height ?? usual.height,
      minWidth: smallest.width,
      minHeight: smallest.height,
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
        // An alert must be audible even if the user has never clicked into the window.
        autoplayPolicy: 'no-user-gesture-required',
      },
    })
    keepWindow({ ...options, window: this.window })
    this.pin(options.isAlwaysOnTop)
    if (!options.isHidden) {
      showWhenPainted(this.window, process.platform, () => {
        this.show()
      })
    }
    this.window.on('close', (event) => {
      if (this.#isQuitting || !options.closesToTray()) return
      event.preventDefault()
      this.hide()
      this.#explainOnce()
    })
    for (const change of ['show', 'hide', 'minimize', 'restore'] as const) {
      this.window.on(change as 'show', options.onVisibility)
    }
    offerContextMenu(this.window, options.words)
    this.#survivesCrashes()
    void this.window.loadURL(pageUrl)
  }

  get isVisible(): boolean {
    return !this.window.isDestroyed() && this.window.isVisible() && !this.window.isMinimized()
  }

  get isPinned(): boolean {
    return !this.window.isDestroyed() && this.window.isAlwaysOnTop()
  }

  /** Brings the window to the front, unless it is there already. */
  show(): void {
    const { window } = this
    if (window.isMinimized()) window.restore()
    // On Windows `show` would un-snap a snapped window (electron#25359).
    if (!window.isVisible()) window.show()
    // Some window managers forget it while the window is hidden (heynote#398).
    if (window.isAlwaysOnTop()) window.setAlwaysOnTop(true, 'floating')
    // On macOS a window of an app that is not active stays behind the others.
    if (process.platform === 'darwin') app.focus({ steal: true })
    window.focus()
  }

  hide(): void {
    // macOS would leave an empty full-screen space behind.
    const { window } = this
    if (!window.isFullScreen()) {
      window.hide()
      return
    }
    window.once('leave-full-screen', () => {
      window.hide()
    })
    window.setFullScreen(false)
  }

  /** Keeps the window above others, on all workspaces where the system supports that. */
  pin(on: boolean): void {
    const { window } = this
    if (on && window.isFullScreen()) window.setFullScreen(false)
    window.setAlwaysOnTop(on, 'floating')
    window.setVisibleOnAllWorkspaces(on, {
      visibleOnFullScreen: on,
      // Otherwise the icon in the Dock vanishes, and its number with it.
      skipTransformProcessType: true,
    })
    window.setFullScreenable(!on)
  }

  /** Windows and Linux stop flashing when the window gets the focus, macOS bounces its icon once. */
  flash(isOn: boolean): void {
    if (!this.window.isDestroyed()) this.window.flashFrame(isOn && !this.window.isFocused())
  }

  /** From now on closing the window closes it. */
  quit(): void {
    this.#isQuitting = true
  }

  #explainOnce(): void {
    if (this.#options.wasTold()) return
    this.#options.onTold()
    if (!Notification.isSupported()) return
    const { toldTitle, toldBody } = this.#options.words()
    new Notification({
      title: toldTitle,
      body: toldBody,
      silent: true,
    }).show()
  }

  #survivesCrashes(): void {
    const guard = createCrashGuard(() => performance.now())
    this.window.webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason === 'clean-exit') return
      this.#options.log(`The window’s page is gone: ${reason}`)
      if (guard.mayReload()) {
        this.window.webContents.reload()
        return
      }
      const { crashTitle, crashBody } = this.#options.words()
      // Not `showErrorBox`, which blocks the watch until the user responds.
      void dialog.showMessageBox({ type: 'error', message: crashTitle, detail: crashBody })
    })
  }
}
