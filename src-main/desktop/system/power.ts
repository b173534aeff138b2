import { powerMonitor } from 'electron'

export interface PowerListener {
  onSuspend: () => void
  onResume: () => void
  /** Somebody is back at the desk. */
  onUnlock: () => void
}

/**
 * Nothing is asked while the machine sleeps; everything is once it wakes or is unlocked. A locked
 * screen goes on watching: the board may hang on a wall.
 */
export function followPower(listener: PowerListener): void {
  const { onSuspend, onResume, onUnlock } = listener
  powerMonitor.on('suspend', onSuspend)
  powerMonitor.on('resume', onResume)
  powerMonitor.on('unlock-screen', onUnlock)
}
