import { EventEmitter } from 'node:events'

/** Tells the panel and the specs that something they can see has changed. */
export const changes = new EventEmitter()
changes.setMaxListeners(0)

let version = 0
let scheduled = false

/** Grows with every reported change. */
export const stateVersion = () => version

/** Reports a change; several in one turn of the loop are told as one. */
export function changed() {
  version += 1
  if (scheduled) return
  scheduled = true
  setImmediate(() => {
    scheduled = false
    changes.emit('change')
  })
}

/** What the app asks of a window. */
interface OpenWindow {
  close: () => void
  destroy: () => void
  focus: () => void
  isDestroyed: () => boolean
}

/** What the app finds around it; unit tests put a milder `exit` here. */
export const host = {
  /** Filled by the windows, oldest first: they need the app, and so it cannot import them. */
  openWindows: (): OpenWindow[] => [],
  exit: (code: number): void => {
    process.exit(code)
  },
}
