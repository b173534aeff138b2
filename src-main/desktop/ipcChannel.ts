import { type BrowserWindow, ipcMain } from 'electron'
import {
  type EventData,
  type EventName,
  eventChannel,
  requestChannel,
} from '../../src-shared/contract/index.ts'
import type { createRouter } from '../ipc/router.ts'

/** Registers the router on its channel. */
export function answerRequests(route: ReturnType<typeof createRouter>): void {
  ipcMain.handle(requestChannel, (event, name: unknown, input: unknown) => {
    const frame = event.senderFrame
    return route(
      { url: frame?.url ?? '', isMainFrame: frame !== null && frame.parent === null },
      name,
      input,
    )
  })
}

/** Sends an event to the window, if there still is one. */
export function sendEvent<N extends EventName>(
  window: BrowserWindow | null,
  name: N,
  data: EventData<N>,
): void {
  // Between `destroy()` and `closed` the window is still referenced but cannot be sent to.
  if (window === null || window.isDestroyed() || window.webContents.isDestroyed()) return
  window.webContents.send(eventChannel, name, data)
}
