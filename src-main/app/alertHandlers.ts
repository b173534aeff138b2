import type { Alerts } from '../alerts/alerts.ts'
import { type Handlers, RequestFailed } from '../bridge/router.ts'

type AlertRequest = Extract<keyof Handlers, `hold.${string}` | `alerts.${string}`>

/** What the supervisor can do about holds and their alerts. */
export function createAlertHandlers(
  alerts: Alerts,
): Pick<Handlers, Exclude<AlertRequest, 'hold.reveal_number'>> {
  const stillHeld = (isHeld: boolean) => {
    if (!isHeld) throw new RequestFailed({ code: 'call-ended' })
    return null
  }
  return {
    'hold.acknowledge': ({ holdId }) => stillHeld(alerts.acknowledge(holdId)),
    'hold.acknowledge_all': () => {
      alerts.acknowledgeAll()
      return null
    },
    'hold.snooze': ({ holdId, minutes }) => stillHeld(alerts.snooze(holdId, minutes)),
    'hold.attend': ({ holdId }) => {
      alerts.attend(holdId)
      return null
    },
    'alerts.snooze_all': ({ snoozed }) => {
      alerts.snoozeAll(snoozed)
      return null
    },
  }
}
