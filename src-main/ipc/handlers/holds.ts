import type { Alerts } from '../../alerts/alerts.ts'
import { type Handlers } from '../router.ts'
import { RequestError } from '../../base/requestError.ts'
import type { Moment } from '../../base/clock.ts'
import { mustReveal, type Preferences } from '../../settings/preferences.ts'
import type { Watch } from '../../connection/watch.ts'

export interface HoldHandlerOptions {
  watching: Watch
  alerts: Alerts
  preferences: Preferences
  /** Board clock and wall clock at the same moment. */
  moment: () => Moment
  /** The user of this window. */
  user: () => string
}

/** The supervisor's actions on one hold, or on all that are shown. */
export function createHoldHandlers({
  watching,
  alerts,
  preferences,
  moment,
  user,
}: HoldHandlerOptions): Pick<
  Handlers,
  Extract<keyof Handlers, `hold.${string}` | `alerts.${string}`>
> {
  const stillHeld = (isHeld: boolean) => {
    if (!isHeld) throw new RequestError({ code: 'call-ended' })
    return null
  }
  return {
    'hold.reveal_number': ({ holdId }) => {
      mustReveal(preferences)
      return { number: watching.numberOf(holdId) }
    },
    'hold.get_details': ({ holdId }) => {
      const { firstSeenAt, notBefore } = watching.holdOf(holdId)
      const { now, wall } = moment()
      const epoch = (at: number) => wall + at - now
      const alertedLevel = alerts.alertedLevelOf(holdId)
      const attention = alerts.attentionOf(holdId)
      return {
        startedAt: epoch(firstSeenAt),
        notBefore: notBefore === null ? null : epoch(notBefore),
        alertedUpTo: alertedLevel === 'normal' ? null : alertedLevel,
        handled: attention && { kind: attention.kind, by: user(), at: epoch(attention.at) },
      }
    },
    'hold.acknowledge': ({ holdId }) => stillHeld(alerts.acknowledge(holdId)),
    'hold.acknowledge_all': ({ holdIds }) => ({ holdIds: alerts.acknowledgeAll(holdIds) }),
    'hold.snooze': ({ holdId, minutes }) => stillHeld(alerts.snooze(holdId, minutes)),
    'hold.clear_attention': ({ holdId }) => {
      alerts.clearAttention(holdId)
      return null
    },
    'hold.clear_attention_all': ({ holdIds }) => {
      for (const holdId of holdIds) alerts.clearAttention(holdId)
      return null
    },
    'alerts.snooze_all': ({ minutes }) => {
      if (minutes === null) alerts.snoozeAll(false)
      else alerts.snoozeAll(true, minutes * 60_000)
      return null
    },
  }
}
