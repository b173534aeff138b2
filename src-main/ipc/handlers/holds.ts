import type { Alerts } from '../../alerts/alerts.ts'
import { type Handlers } from '../router.ts'
import { RequestError } from '../../base/requestError.ts'
import type { Moment } from '../../base/clock.ts'
import { mustReveal, type Preferences } from '../../settings/preferences.ts'
import type { Watching } from '../../connection/watching.ts'

export interface HoldHandlerOptions {
  watching: Watching
  alerts: Alerts
  preferences: Preferences
  /** Board clock and wall clock at this moment. */
  moment: () => Moment
  /** Who sits before this window. */
  user: () => string
}

/** What the supervisor can do about one hold, or about all that are shown. */
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
      const told = alerts.toldOf(holdId)
      const attention = alerts.attentionOf(holdId)
      return {
        startedAt: epoch(firstSeenAt),
        notBefore: notBefore === null ? null : epoch(notBefore),
        alertedUpTo: told === 'normal' ? null : told,
        handled: attention && { kind: attention.kind, by: user(), at: epoch(attention.at) },
      }
    },
    'hold.acknowledge': ({ holdId }) => stillHeld(alerts.acknowledge(holdId)),
    'hold.acknowledge_all': ({ holdIds }) => ({ holdIds: alerts.acknowledgeAll(holdIds) }),
    'hold.snooze': ({ holdId, minutes }) => stillHeld(alerts.snooze(holdId, minutes)),
    'hold.attend': ({ holdId }) => {
      alerts.attend(holdId)
      return null
    },
    'hold.attend_all': ({ holdIds }) => {
      for (const holdId of holdIds) alerts.attend(holdId)
      return null
    },
    'alerts.snooze_all': ({ minutes }) => {
      if (minutes === null) alerts.snoozeAll(false)
      else alerts.snoozeAll(true, minutes * 60_000)
      return null
    },
  }
}
