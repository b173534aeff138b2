import { Notification } from 'electron'
import type { Alert, NoDataAlarm } from '../alerts/alert.ts'
import { alertText } from '../alerts/alertText.ts'
import { noDataText } from '../alerts/noDataText.ts'
import type { Language } from './words.ts'

export interface NotifierOptions {
  language: () => Language
  /** A notification about this hold was clicked. */
  onHold: (holdId: string) => void
  /** The one that no data comes was clicked. */
  onNoData: () => void
  onAcknowledge: (holdIds: readonly string[]) => void
  /** What its button is called, on systems that draw one. */
  acknowledge: () => string
}

/** The system's notifications of alerts. They never take the focus, and make no noise of their own. */
export class Notifier {
  readonly #options: NotifierOptions
  /**
   * Kept until they are withdrawn, closed or not: Windows moves them aside, where they are still
   * clicked, and one that is collected as garbage is deaf.
   */
  readonly #shown = new Map<number, Notification>()

  #noData: Notification | null = null

  constructor(options: NotifierOptions) {
    this.#options = options
  }

  notify(alert: Alert): void {
    if (!Notification.isSupported()) return
    const { language, onHold, onAcknowledge, acknowledge } = this.#options
    const holdIds = alert.entries.map(({ holdId }) => holdId)
    const isCritical = alert.entries.some(({ level }) => level === 'critical')
    const shown = new Notification({
      ...alertText(alert, language()),
      silent: true,
      // Linux only; elsewhere the user decides how urgent an app may be.
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
    shown.show()
  }

  /** In the place of what was said of the outage before. */
  notifyNoData(alarm: NoDataAlarm): void {
    if (!Notification.isSupported()) return
    this.withdrawNoData()
    const { language, onNoData } = this.#options
    this.#noData = new Notification({
      ...noDataText(alarm, language()),
      silent: true,
      urgency: alarm.kind === 'over' ? 'normal' : 'critical',
    })
    this.#noData.on('click', onNoData)
    this.#noData.show()
  }

  withdrawNoData(): void {
    this.#noData?.close()
    this.#noData = null
  }

  withdraw(alertId: number): void {
    this.#shown.get(alertId)?.close()
    this.#shown.delete(alertId)
  }
}
