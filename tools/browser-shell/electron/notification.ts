import type { Notification, NotificationConstructorOptions } from 'electron'
import { modes } from './modes.ts'
import { Refusing } from './offer.ts'
import type { Checked, Offers, Strays } from './offer.ts'
import { changed } from './state.ts'

/** All notifications so far, oldest first. */
export const shownNotifications: ShellNotification[] = []

let lastId = 0

/** Accepted by the system and not shown yet. */
const late: ShellNotification[] = []

/** Makes the system show the accepted notifications. */
export function showLate(): void {
  for (const one of late.splice(0)) one.shellAppear()
}

/** Stands in for a `Notification`. */
export class ShellNotification extends Refusing implements Offers<Notification> {
  readonly id: string
  readonly shellOptions: NotificationConstructorOptions
  shellOpen = false
  title: string
  body: string
  subtitle: string
  silent: boolean

  constructor(options: NotificationConstructorOptions = {}) {
    super('Notification')
    lastId += 1
    this.id = String(lastId)
    this.shellOptions = options
    this.title = options.title ?? ''
    this.body = options.body ?? ''
    this.subtitle = options.subtitle ?? ''
    this.silent = options.silent ?? false
  }

  static isSupported() {
    return true
  }

  show() {
    if (modes.notifications === 'late') late.push(this)
    else if (modes.notifications === 'refused') {
      // As in Electron: later, and never on Linux, which does not report it.
      setImmediate(() =>
        this.emit('failed', {}, 'Notifications are not allowed for this application'),
      )
    } else this.shellAppear()
  }

  /** Closing it earlier has no effect, as on macOS. */
  shellAppear() {
    if (!shownNotifications.includes(this)) shownNotifications.push(this)
    this.shellOpen = true
    this.emit('show', {})
    changed()
  }

  close() {
    if (!this.shellOpen) return
    this.shellOpen = false
    this.emit('close', {})
    changed()
  }

  /** A user's click, which also removes it. */
  shellClick() {
    this.emit('click', {})
    this.close()
  }

  shellAction(index: number) {
    this.emit('action', { actionIndex: index, selectionIndex: -1 }, index, -1)
    this.close()
  }
}

export type NotificationStrays = Checked<Strays<ShellNotification, Notification>>
