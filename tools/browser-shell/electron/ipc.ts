import type { IpcMain, IpcMainEvent, IpcMainInvokeEvent, WebContents, WebFrameMain } from 'electron'
import { decode, encode } from '../page/codec.ts'
import { asElectron, Refusing } from './offer.ts'
import type { Checked, Offers, Strays } from './offer.ts'

// Electron's own declarations use `any` for these arguments.
type Handler = (event: IpcMainInvokeEvent, ...args: unknown[]) => unknown

/** The sender: one page of one window. */
export interface Sender {
  contents: WebContents
  frame: WebFrameMain
  reply(channel: string, ...args: unknown[]): void
}

/** Stands in for Electron's `ipcMain` (and for `webContents.ipc`). */
export class ShellIpcMain extends Refusing implements Offers<IpcMain> {
  readonly #handlers = new Map<string, Handler>()

  constructor(name = 'ipcMain') {
    super(name)
  }

  handle(channel: string, handler: Handler) {
    if (this.#handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`)
    }
    this.#handlers.set(channel, handler)
  }

  removeHandler(channel: string) {
    this.#handlers.delete(channel)
  }

  shellHandles(channel: string) {
    return this.#handlers.has(channel)
  }

  /** Runs the handler and clones its result, so values that cannot be cloned fail here as in Electron. */
  async shellInvoke(sender: Sender, channel: string, args: unknown[]): Promise<unknown> {
    const handler = this.#handlers.get(channel)
    if (!handler) throw new Error(`No handler registered for '${channel}'`)
    const answer = await handler(asElectron<IpcMainInvokeEvent>(eventOf(sender)), ...args)
    return decode(encode(answer))
  }

  shellSend(sender: Sender, channel: string, args: unknown[]) {
    this.emit(
      channel,
      asElectron<IpcMainEvent>({ ...eventOf(sender), ...replyOf(sender) }),
      ...args,
    )
  }
}

const eventOf = (sender: Sender) => ({
  type: 'frame',
  sender: sender.contents,
  senderFrame: sender.frame,
  processId: sender.frame.processId,
  frameId: sender.frame.routingId,
  preventDefault() {
    // Nothing to prevent.
  },
})

const replyOf = (sender: Sender) => ({
  reply: (channel: string, ...args: unknown[]) => {
    sender.reply(channel, ...args)
  },
  returnValue: undefined,
  ports: [],
})

export type IpcStrays = Checked<Strays<ShellIpcMain, IpcMain>>

export const ipcMain = new ShellIpcMain()
