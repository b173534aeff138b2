import type { BrowserWindow, IpcMain, Session, WebContents, WebFrameMain } from 'electron'
import { ShellIpcMain, type Sender } from './ipc.ts'
import { ipcMain } from './ipc.ts'
import { asElectron, emitPreventable, Refusing } from './offer.ts'
import type { Checked, Offers, Strays } from './offer.ts'
import { decode, encode, type FromPage, type ToPage } from '../page/codec.ts'
import { modes } from './modes.ts'
import { protocol } from './protocol.ts'
import { defaultSession } from './session.ts'
import { changed } from './state.ts'

type OpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0]

/** `scheme://host` also for the app's own scheme, whose URL.origin is "null" in Node. */
export const originOf = (url: string) => {
  const { protocol: scheme, host } = new URL(url)
  return `${scheme}//${host}`
}

/** One browser page that shows a window; in Electron this is its main frame. */
export class ShellFrame extends Refusing implements Offers<WebFrameMain> {
  readonly parent = null
  readonly frames: WebFrameMain[] = []
  readonly detached = false
  readonly name = ''
  readonly processId = process.pid
  readonly osProcessId = process.pid
  readonly #contents: ShellContents
  readonly #tell: (message: ToPage) => void
  readonly routingId: number
  #suffix: string
  #isDestroyed = false

  constructor(contents: ShellContents, id: number, suffix: string, tell: (to: ToPage) => void) {
    super('webFrameMain')
    this.#contents = contents
    this.routingId = id
    this.#suffix = suffix
    this.#tell = tell
  }

  /** The app's own URL, never the loopback one. */
  get url() {
    const base = this.#contents.getURL()
    return base === '' ? '' : new URL(this.#suffix, base).href
  }

  get origin() {
    return this.url === '' ? '' : originOf(this.url)
  }

  get top() {
    return asElectron<WebFrameMain>(this)
  }

  get frameTreeNodeId() {
    return this.routingId
  }

  get visibilityState() {
    return this.#contents.shellWindow.isVisible() ? 'visible' : 'hidden'
  }

  isDestroyed() {
    return this.#isDestroyed
  }

  send(channel: string, ...args: unknown[]) {
    encode(args)
    this.shellTell({ type: 'event', channel, args })
  }

  shellTell(message: ToPage) {
    if (!this.#isDestroyed) this.#tell(message)
  }

  shellMoved(suffix: string) {
    this.#suffix = suffix
  }

  shellClose() {
    this.#isDestroyed = true
  }
}

let contentsSeen = 0
let framesSeen = 0

interface OwnWindow {
  isVisible(): boolean
  emit(name: string, ...args: unknown[]): boolean
  shellSetTitle(title: string): void
}

/** Stands in for Electron's `webContents`. */
export class ShellContents extends Refusing implements Offers<WebContents> {
  readonly id = ++contentsSeen
  readonly session: Session = asElectron<Session>(defaultSession)
  readonly shellWindow: OwnWindow
  readonly #ipc = new ShellIpcMain('webContents.ipc')
  readonly ipc: IpcMain = asElectron<IpcMain>(this.#ipc)
  readonly shellFrames = new Set<ShellFrame>()
  shellOpenHandler: OpenHandler | null = null
  #url = ''
  zoomLevel = 0
  #isDestroyed = false

  constructor(owner: OwnWindow) {
    super('webContents')
    this.shellWindow = owner
  }

  /** Attaches a page that was opened in a browser; it stays until its socket closes. */
  shellAttach(suffix: string, tell: (message: ToPage) => void): ShellFrame {
    framesSeen += 1
    const frame = new ShellFrame(this, framesSeen, suffix, tell)
    this.shellFrames.add(frame)
    tell({ type: 'visible', visible: this.shellWindow.isVisible() })
    this.emit('did-navigate', {}, frame.url, 200, 'OK')
    this.emit('dom-ready', {})
    changed()
    return frame
  }

  shellDetach(frame: ShellFrame) {
    frame.shellClose()
    this.shellFrames.delete(frame)
    changed()
  }

  shellTell(message: ToPage) {
    for (const frame of this.shellFrames) frame.shellTell(message)
  }

  /** Handles one message of a page. */
  async shellHear(frame: ShellFrame, message: FromPage): Promise<void> {
    const sender = this.#sender(frame)
    switch (message.type) {
      case 'send':
        this.#ipc.shellSend(sender, message.channel, message.args)
        ipcMain.shellSend(sender, message.channel, message.args)
        return
      case 'invoke':
        return this.#answer(frame, sender, message)
      case 'location':
        frame.shellMoved(message.suffix)
        this.shellWindow.shellSetTitle(message.title)
        if (message.loaded) this.emit('did-finish-load', {})
        changed()
        return
      case 'open':
        this.shellOpen(message.url)
        return
      case 'navigate':
        if (!this.shellNavigate(message.url)) frame.shellTell({ type: 'go', url: message.url })
    }
  }

  async #answer(frame: ShellFrame, sender: Sender, message: FromPage & { type: 'invoke' }) {
    const { id, channel, args } = message
    const target = this.#ipc.shellHandles(channel) ? this.#ipc : ipcMain
    try {
      const value = await target.shellInvoke(sender, channel, args)
      frame.shellTell({ type: 'result', id, value })
    } catch (error) {
      console.error(`Error occurred in handler for '${channel}':`, error)
      const text = `Error invoking remote method '${channel}': ${String(error)}`
      frame.shellTell({ type: 'failure', id, message: text })
    }
  }

  /** Calls the window-open handler, as `window.open` and target=_blank do. */
  shellOpen(url: string) {
    const answer = this.shellOpenHandler?.({
      url,
      frameName: '',
      features: '',
      disposition: 'foreground-tab',
      referrer: { url: '', policy: 'default' },
    })
    return answer?.action ?? 'allow'
  }

  shellCrash(reason: string) {
    this.emit('render-process-gone', {}, { reason, exitCode: 1 })
  }

  /** Calls the navigation guards; true if one of them prevented the navigation. */
  shellNavigate(url: string) {
    const frame = this.mainFrame
    return emitPreventable(
      this,
      'will-navigate',
      { url, isSameDocument: false, isMainFrame: true, frame, initiator: frame },
      url,
    )
  }

  #sender(frame: ShellFrame): Sender {
    return {
      contents: asElectron<WebContents>(this),
      frame: asElectron<WebFrameMain>(frame),
      reply: (channel, ...args) => {
        frame.send(channel, ...args)
      },
    }
  }

  get mainFrame() {
    const [frame] = [...this.shellFrames].slice(-1)
    const none = new ShellFrame(this, 0, '', () => undefined)
    return asElectron<WebFrameMain>(frame ?? none)
  }

  get shellGone() {
    return this.#isDestroyed
  }

  shellDestroy() {
    this.shellTell({ type: 'closed' })
    this.#isDestroyed = true
    for (const frame of this.shellFrames) frame.shellClose()
    this.shellFrames.clear()
    this.emit('destroyed')
  }

  /** Loads through the app's handler at once, whether or not a browser shows the window. */
  async loadURL(url: string): Promise<void> {
    this.#url = url
    this.emit('did-start-loading')
    const response = /^https?:/.test(url)
      ? await fetch(url)
      : await protocol.shellFetch(new Request(url))
    await response.body?.cancel()
    if (this.#isDestroyed) return
    this.emit('did-stop-loading')
    if (!response.ok) {
      this.emit('did-fail-load', {}, -6, 'ERR_FILE_NOT_FOUND', url, true)
      throw new Error(`ERR_FAILED (${response.status}) loading '${url}'`)
    }
    this.shellTell({ type: 'reload' })
    const { painted } = modes
    if (painted === 'first') this.shellWindow.emit('ready-to-show', {})
    this.emit('did-finish-load', {})
    if (painted === 'late') this.shellWindow.emit('ready-to-show', {})
    changed()
  }

  getURL() {
    return this.#url
  }

  getTitle() {
    return ''
  }

  isDestroyed() {
    return this.#isDestroyed
  }

  /** Rejects what cannot be cloned, even without a page to receive it. */
  send(channel: string, ...args: unknown[]) {
    const clone = decode(encode(args)) as unknown[]
    this.shellTell({ type: 'event', channel, args: clone })
  }

  reload() {
    this.shellTell({ type: 'reload' })
  }

  focus() {
    // The browser decides which tab has the keyboard.
  }

  setWindowOpenHandler(handler: OpenHandler) {
    this.shellOpenHandler = handler
  }

  setZoomLevel(level: number) {
    this.zoomLevel = level
    changed()
  }
}

export type ContentsStrays = Checked<Strays<ShellContents, WebContents>>
export type FrameStrays = Checked<Strays<ShellFrame, WebFrameMain>>
export type WindowOptions = NonNullable<ConstructorParameters<typeof BrowserWindow>[0]>
