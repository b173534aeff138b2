import { Notification } from 'electron'
import type { Alert, NoDataAlarm } from '../../alerts/alert.ts'
import { alertText } from '../text/alertText.ts'
import { noDataText } from '../text/noDataText.ts'
import type { Logger } from '../../base/log.ts'
import type { Language } from '../../../src-shared/language.ts'

export interface NotifierOptions {
  language: () => Language
  /** A notification about this hold was clicked. */
  onHold: (holdId: string) => void
  /** The notification that no data is received was clicked. */
  onNoData: () => void
  onAcknowledge: (holdIds: readonly string[]) => void
  /** The button's label, on systems that draw one. */
  acknowledge: () => string
  /** The system rejects notifications, or accepts them again. */
  onRefused: (isRefused: boolean) => void
  log: Pick<Logger, 'error'>
}

/** The system's notifications of alerts. They never take the focus, and play no sound of their own. */
export class Notifier {
  readonly #options: NotifierOptions
  /**
   * Referenced until they are withdrawn, closed or not: Windows moves them to its notification center, where they can
   * still be clicked, and a garbage-collected one gets no events.
   */
  readonly #alerts = new Map<number, Notification>()

  /** By the origin of the source. */
  readonly #noData = new Map<string, Notification>()
  #isRefused = false

  constructor(options: NotifierOptions) {
    this.#options = options
  }

  /** The system has not shown the last one. */
  get isRefused(): boolean {
    return this.#isRefused
  }

  notify(alert: Alert): void {
    if (!Notification.isSupported()) return
    const { language, onHold, onAcknowledge, acknowledge } = this.#options
    const holdIds = alert.entries.map(({ holdId }) => holdId)
    const isCritical = alert.entries.some(({ level }) => level === 'critical')
    const notification = new Notification({
      ...alertText(alert, language()),
      silent: true,
      // Linux and Windows; on macOS the user decides how urgent an app may be.
      urgency: isCritical ? 'critical' : 'normal',
      // macOS and Windows only.
      actions: [{ type: 'button', text: acknowledge() }],
    })
    notification.on('click', () => {
      const [first] = holdIds
      if (first !== undefined) onHold(first)
    })
    notification.on('action', () => {
      onAcknowledge(holdIds)
    })
    this.#alerts.set(alert.id, notification)
    this.#show(notification, () => this.#alerts.get(alert.id) === notification)
  }

  /** Replaces the previous notification of the outage of this source. */
  notifyNoData(alarm: NoDataAlarm): void {
    if (!Notification.isSupported()) return
    const { origin } = alarm
    this.withdrawNoData(origin)
    const { language, onNoData } = this.#options
    const notification = new Notification({
      ...noDataText(alarm, language()),
      silent: true,
      urgency: alarm.kind === 'over' ? 'normal' : 'critical',
    })
    notification.on('click', onNoData)
    this.#noData.set(origin, notification)
    this.#show(notification, () => this.#noData.get(origin) === notification)
  }

  #show(notification: Notification, isWanted: () => boolean): void {
    notification.on('show', () => {
      this.#tellRefused(false)
      // Closing it before it appeared had no effect.
      if (!isWanted()) notification.close()
    })
    // For an app that may show none, or is not signed; Linux does not report it.
    notification.on('failed', (_event, error) => {
      this.#options.log.error('The system did not show a notification', { error })
      this.#tellRefused(true)
    })
    notification.show()
  }

  #tellRefused(isRefused: boolean): void {
    if (isRefused === this.#isRefused) return
    this.#isRefused = isRefused
    this.#options.onRefused(isRefused)
  }

  withdrawNoData(origin: string): void {
    const notification = this.#noData.get(origin)
    this.#noData.delete(origin)
    notification?.close()
  }

  withdraw(alertId: number): void {
    const notification = this.#alerts.get(alertId)
    this.#alerts.delete(alertId)
    notification?.close()
  }
}
