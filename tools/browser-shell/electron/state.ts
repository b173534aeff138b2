import { EventEmitter } from 'node:events'
import type { ShellWindow } from './window.ts'

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

/** The windows that exist, oldest first. */
export const windows = new Map<number, ShellWindow>()

/** What the process does at the end; unit tests put something milder here. */
export const host = {
  exit: (code: number): void => {
    process.exit(code)
  },
}
