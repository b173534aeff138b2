import { powerMonitor } from 'electron'

export interface PowerListener {
  onSuspend: () => void
  onResume: () => void
}

/** Nothing is asked while the machine sleeps; everything is once it wakes. */
export function followPower({ onSuspend, onResume }: PowerListener): void {
  powerMonitor.on('suspend', onSuspend)
  powerMonitor.on('resume', onResume)
}
