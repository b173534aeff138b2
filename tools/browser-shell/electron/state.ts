import { EventEmitter } from 'node:events'

/** Notifies the panel and the specs of changes in the state that they can see. */
export const changes = new EventEmitter()
changes.setMaxListeners(0)

let version = 0
let scheduled = false

/** Incremented with every reported change. */
export const stateVersion = () => version

/** Reports a change; several in one turn of the event loop are reported as one. */
export function changed() {
  version += 1
  if (scheduled) return
  scheduled = true
  setImmediate(() => {
    scheduled = false
    changes.emit('change')
  })
}

/** The calls of the app to a window. */
interface OpenWindow {
  close: () => void
  destroy: () => void
  focus: () => void
  isDestroyed: () => boolean
}

/** The app's environment; unit tests substitute another `exit`. */
export const host = {
  /** Set by the windows, oldest first: they import the app, so it cannot import them. */
  openWindows: (): OpenWindow[] => [],
  exit: (code: number): void => {
    process.exit(code)
  },
}
