import { powerMonitor } from 'electron'

export interface PowerListener {
  onSuspend: () => void
  onResume: () => void
  /** The system goes down, or the session ends; Windows does not say. */
  onShutdown: () => void
  /** Somebody is back at the desk. */
  onUnlock: () => void
}

/**
 * Nothing is asked while the machine sleeps; everything is once it wakes or is unlocked. A locked
 * screen goes on watching: the board may hang on a wall.
 */
export function followPower(listener: PowerListener): void {
  const { onSuspend, onResume, onShutdown, onUnlock } = listener
  powerMonitor.on('suspend', onSuspend)
  powerMonitor.on('resume', onResume)
  powerMonitor.on('shutdown', onShutdown)
  powerMonitor.on('unlock-screen', onUnlock)
}
