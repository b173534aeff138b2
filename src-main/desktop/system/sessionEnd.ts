import { type BrowserWindow, powerMonitor } from 'electron'

/** If a session that was to end continues for this long, the end was canceled, ms. */
export const canceledAfterMs = 30_000

export interface SessionEndListener {
  /** The session may be about to end: no questions, no delays. */
  onQuery: () => void
  /** It continues after all. */
  onCanceled: () => void
  /** It ends: quit without a question. */
  onEnd: () => void
  /** The system will request the app to quit next: no question then, for this many ms. */
  onQuitExpected: (forMs: number) => void
}

/**
 * Observes the end of the user's session, by logging out, shutting down or an installer.
 * - Windows queries every window first and does not report that another app refused. An installer that needs the app to
 *   quit does the same.
 * - macOS announces it, then requests the apps one by one to quit. Nothing is done before that, so that the app
 *   survives a canceled log-out.
 * - Linux waits for an app that prevents the event, for some seconds, until it has quit.
 */
export function followSessionEnd(
  window: BrowserWindow,
  platform: string,
  listener: SessionEndListener,
): void {
  let canceling: NodeJS.Timeout | undefined
  window.on('query-session-end', () => {
    listener.onQuery()
    clearTimeout(canceling)
    canceling = setTimeout(listener.onCanceled, canceledAfterMs)
  })
  window.on('session-end', () => {
    clearTimeout(canceling)
    listener.onEnd()
  })
  const onShutdown = (event: { preventDefault(): void }) => {
    if (platform === 'darwin') {
      listener.onQuitExpected(canceledAfterMs)
      return
    }
    event.preventDefault()
    listener.onEnd()
  }
  // Electron's type declarations omit the event.
  powerMonitor.on('shutdown', onShutdown as () => void)
}
