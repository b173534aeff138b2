import { powerMonitor } from 'electron'

export interface PowerListener {
  onSuspend: () => void
  onResume: () => void
  /** The user is back at the desk. */
  onUnlock: () => void
}

/**
 * No queries are sent while the machine sleeps; all are sent once it wakes or is unlocked. The watch continues behind a
 * locked screen: the board may be on a wall display.
 */
export function followPower(listener: PowerListener): void {
  const { onSuspend, onResume, onUnlock } = listener
  powerMonitor.on('suspend', onSuspend)
  powerMonitor.on('resume', onResume)
  powerMonitor.on('unlock-screen', onUnlock)
}
