import type { Alerts } from '../../alerts/alerts.ts'
import { type Handlers } from '../router.ts'
import { RequestError } from '../../base/requestError.ts'
import type { Moment } from '../../base/clock.ts'
import type { Notes } from '../../notes/notes.ts'
import { mustReveal, type Preferences } from '../../settings/preferences.ts'
import type { Monitoring } from '../../connection/monitoring.ts'
import type { WatchedSources } from '../../connection/watchedSources.ts'

export interface HoldHandlerOptions {
  monitoring: Monitoring
  sources: WatchedSources
  alerts: Alerts
  notes: Notes
  preferences: Preferences
  /** Board clock and wall clock at the same moment. */
  moment: () => Moment
  /** The user of this window. */
  user: () => string
}

/** The supervisor's actions on one hold, or on all that are shown. */
export function createHoldHandlers({
  monitoring,
  sources,
  alerts,
  notes,
  preferences,
  moment,
  user,
}: HoldHandlerOptions): Pick<
  Handlers,
  Extract<keyof Handlers, `hold.${string}` | `notes.${string}` | `alerts.${string}`>
> {
  const stillHeld = (isHeld: boolean) => {
    if (!isHeld) throw new RequestError({ code: 'call-ended' })
    return null
  }
  return {
    'hold.reveal_number': ({ holdId }) => {
      mustReveal(preferences)
      return { number: monitoring.numberOf(holdId) }
    },
    'hold.get_details': ({ holdId }) => {
      const { firstSeenAt, notBefore } = monitoring.holdOf(holdId)
      const { now, wall } = moment()
      const epoch = (at: number) => wall + at - now
      const alertedLevel = alerts.alertedLevelOf(holdId)
      const attention = alerts.attentionOf(holdId)
      return {
        startedAt: epoch(firstSeenAt),
        notBefore: notBefore === null ? null : epoch(notBefore),
        alertedUpTo: alertedLevel === 'normal' ? null : alertedLevel,
        handled: attention && { kind: attention.kind, by: user(), at: epoch(attention.at) },
        notes: notes.of(holdId).map((note) => ({ ...note, at: epoch(note.at) })),
      }
    },
    'hold.get_phone': async ({ holdId }) => {
      const { agentId } = monitoring.holdOf(holdId)
      return { phone: preferences.get('privacyMode') ? '' : await sources.phoneOf(agentId) }
    },
    'hold.send_note': async ({ holdId, text }) => {
      const { agentId } = monitoring.holdOf(holdId)
      await notes.send({ holdId, agentId, number: monitoring.numberOf(holdId) }, text)
      return null
    },
    'notes.send_test': async ({ text }) => {
      await notes.sendTest(text)
      return null
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
