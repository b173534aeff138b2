import type { BrowserWindow, Rectangle, WebContents } from 'electron'
import { app } from './app.ts'
import { asElectron, emitPreventable } from './offer.ts'
import type { Checked, Offers, Strays } from './offer.ts'
import { displayFor } from './screen.ts'
import { modes } from './modes.ts'
import { changed, host } from './state.ts'
import { ShellContents, type WindowOptions } from './web-contents.ts'
import { WindowMarks } from './window-marks.ts'

/** All existing windows, oldest first. */
export const windows = new Map<number, ShellWindow>()
host.openWindows = () => [...windows.values()]

let windowsSeen = 0

/** The window with the keyboard focus; at most one. */
const front: { window: ShellWindow | null } = { window: null }

const placed = (options: WindowOptions): Rectangle => {
  const { width = 800, height = 600 } = options
  const area = displayFor({ x: 0, y: 0, width: 1, height: 1 }).workArea
  const centred = (start: number, room: number, size: number) =>
    Math.max(start, Math.round(start + (room - size) / 2))
  return {
    x: options.x ?? centred(area.x, area.width, width),
    y: options.y ?? centred(area.y, area.height, height),
    width,
    height,
  }
}

/** Stands in for Electron's `BrowserWindow`, with a browser tab as its page. */
export class ShellWindow
  extends WindowMarks
  implements Offers<Omit<BrowserWindow, 'setBounds' | 'webContents'>>
{
  readonly id = ++windowsSeen
  readonly shellOptions: WindowOptions
  readonly shellContents: ShellContents
  #bounds: Rectangle
  #title: string
  #visible: boolean
  #minimized = false
  #maximized = false
  #fullScreen = false
  #onTop: boolean
  #isDestroyed = false
  #hasFrame = modes.frame === 0

  constructor(options: WindowOptions = {}) {
    super()
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready')
    this.shellOptions = options
    this.#bounds = placed(options)
    this.#title = options.title ?? app.getName()
    this.#visible = options.show ?? true
    this.#onTop = options.alwaysOnTop ?? false
    this.shellContents = new ShellContents(this)
    windows.set(this.id, this)
    if (this.#visible) front.window = this
    app.emit('web-contents-created', {}, this.webContents)
    app.emit('browser-window-created', {}, asElectron<BrowserWindow>(this))
    changed()
  }

  get webContents() {
    return asElectron<WebContents>(this.shellContents)
  }

  get shellGone() {
    return this.#isDestroyed
  }

  shellSetTitle(title: string) {
    if (title === '' || title === this.#title) return
    if (!emitPreventable(this, 'page-title-updated', {}, title, true)) this.#title = title
  }

  loadURL(url: string) {
    return this.shellContents.loadURL(url)
  }

  reload() {
    this.shellContents.reload()
  }

  show() {
    this.#setVisible(true)
    this.focus()
  }

  hide() {
    if (!this.#visible) return
    this.blur()
    this.#setVisible(false)
  }

  #setVisible(visible: boolean) {
    if (visible === this.#visible) return
    this.#visible = visible
    if (visible && !this.#hasFrame) {
      // The window manager adds its title bar only now.
      this.#hasFrame = true
      this.setBounds({ y: this.#bounds.y + modes.frame })
    }
    this.shellContents.shellTell({ type: 'visible', visible })
    this.#tell(visible ? 'show' : 'hide')
  }

  focus() {
    if (!this.#visible || front.window === this) return
    front.window?.blur()
    front.window = this
    this.#tell('focus')
    app.emit('browser-window-focus', {}, asElectron<BrowserWindow>(this))
  }

  blur() {
    if (front.window !== this) return
    front.window = null
    this.#tell('blur')
    app.emit('browser-window-blur', {}, asElectron<BrowserWindow>(this))
  }

  isVisible() {
    return this.#visible
  }

  isFocused() {
    return front.window === this
  }

  isDestroyed() {
    return this.#isDestroyed
  }

  close() {
    if (!emitPreventable(this, 'close')) this.destroy()
  }

  destroy() {
    if (this.#isDestroyed) return
    if (front.window === this) front.window = null
    this.shellContents.shellDestroy()
    this.#isDestroyed = true
    windows.delete(this.id)
    this.emit('closed')
    changed()
    if (windows.size === 0) app.shellAllClosed()
  }

  minimize() {
    if (this.#minimized) return
    this.blur()
    this.#minimized = true
    this.#tell('minimize')
  }

  restore() {
    const wasMinimized = this.#minimized
    this.#minimized = false
    this.#setVisible(true)
    if (wasMinimized) this.#tell('restore')
    this.focus()
  }

  isMinimized() {
    return this.#minimized
  }

  maximize() {
    this.#maximized = true
    this.#setVisible(true)
    this.#tell('maximize')
  }

  unmaximize() {
    this.#maximized = false
    this.#tell('unmaximize')
  }

  isMaximized() {
    return this.#maximized
  }

  setFullScreen(flag: boolean) {
    if (flag === this.#fullScreen) return
    this.#fullScreen = flag
    this.#tell(flag ? 'enter-full-screen' : 'leave-full-screen')
  }

  isFullScreen() {
    return this.#fullScreen
  }

  setBounds(bounds: Partial<Rectangle>) {
    const before = this.#bounds
    const after = { ...before, ...bounds }
    this.#bounds = after
    if (after.x !== before.x || after.y !== before.y) {
      this.#tell('move')
      this.#tell('moved')
    }
    if (after.width !== before.width || after.height !== before.height) {
      this.#tell('resize')
      this.#tell('resized')
    }
  }

  getBounds() {
    const area = displayFor(this.#bounds).workArea
    return { ...(this.#maximized || this.#fullScreen ? area : this.#bounds) }
  }

  getNormalBounds() {
    return { ...this.#bounds }
  }

  getSize() {
    const { width, height } = this.getBounds()
    return [width, height]
  }

  center() {
    const { width, height } = this.#bounds
    this.setBounds(placed({ width, height }))
  }

  setAlwaysOnTop(flag: boolean, level = 'floating') {
    this.shellMark('onTopLevel', flag ? level : 'normal')
    if (flag === this.#onTop) return
    this.#onTop = flag
    this.emit('always-on-top-changed', {}, flag)
    changed()
  }

  isAlwaysOnTop() {
    return this.#onTop
  }

  setTitle(title: string) {
    this.#title = title
    changed()
  }

  getTitle() {
    return this.#title
  }

  #tell(name: string) {
    this.emit(name, {})
    changed()
  }
}

export type WindowStrays = Checked<Strays<ShellWindow, BrowserWindow>>
