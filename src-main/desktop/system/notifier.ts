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
  readonly #shown = new Map<number, Notification>()

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
    const shown = new Notification({
      ...alertText(alert, language()),
      silent: true,
      // Linux and Windows; on macOS the user decides how urgent an app may be.
      urgency: isCritical ? 'critical' : 'normal',
      // macOS and Windows only.
      actions: [{ type: 'button', text: acknowledge() }],
    })
    shown.on('click', () => {
      const [first] = holdIds
      if (first !== undefined) onHold(first)
    })
    shown.on('action', () => {
      onAcknowledge(holdIds)
    })
    this.#shown.set(alert.id, shown)
    this.#show(shown, () => this.#shown.get(alert.id) === shown)
  }

  /** Replaces the previous notification of the outage of this source. */
  notifyNoData(alarm: NoDataAlarm): void {
    if (!Notification.isSupported()) return
    const { origin } = alarm
    this.withdrawNoData(origin)
    const { language, onNoData } = this.#options
    const shown = new Notification({
      ...noDataText(alarm, language()),
      silent: true,
      urgency: alarm.kind === 'over' ? 'normal' : 'critical',
    })
    shown.on('click', onNoData)
    this.#noData.set(origin, shown)
    this.#show(shown, () => this.#noData.get(origin) === shown)
  }

  #show(shown: Notification, isWanted: () => boolean): void {
    shown.on('show', () => {
      this.#tellRefused(false)
      // Closing it before it appeared had no effect.
      if (!isWanted()) shown.close()
    })
    // For an app that may show none, or is not signed; Linux does not report it.
    shown.on('failed', (_event, error) => {
      this.#options.log.error('The system did not show a notification', { error })
      this.#tellRefused(true)
    })
    shown.show()
  }

  #tellRefused(isRefused: boolean): void {
    if (isRefused === this.#isRefused) return
    this.#isRefused = isRefused
    this.#options.onRefused(isRefused)
  }

  withdrawNoData(origin: string): void {
    const shown = this.#noData.get(origin)
    this.#noData.delete(origin)
    shown?.close()
  }

  withdraw(alertId: number): void {
    const shown = this.#shown.get(alertId)
    this.#shown.delete(alertId)
    shown?.close()
  }
}
