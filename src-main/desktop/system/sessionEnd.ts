import { type BrowserWindow, powerMonitor } from 'electron'

/** A session that was to end goes on for this long: somebody has canceled that, ms. */
export const canceledAfterMs = 30_000

export interface SessionEndListener {
  /** The session may be about to end, and nobody may be asked or kept waiting. */
  onQuery: () => void
  /** It goes on after all. */
  onCanceled: () => void
  /** It ends: quit without a question. */
  onEnd: () => void
  /** The system asks the app to quit next: no question then, for so many ms. */
  onQuitExpected: (forMs: number) => void
}

/**
 * Follows the end of the user's session, by logging out, shutting down or an installer.
 * - Windows asks every window first and says nothing where another app refuses. An installer that
 *   wants the app gone does the same.
 * - macOS announces it, then asks the apps one by one to quit. Nothing is done before that, so that a
 *   log-out that somebody cancels leaves a living app.
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
  // Electron's declarations leave the event out.
  powerMonitor.on('shutdown', onShutdown as () => void)
}
