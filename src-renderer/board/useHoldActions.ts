import { createSharedComposable } from '@vueuse/core'
import { useI18n } from 'vue-i18n'
import type { Envelope, Input } from '../../src-shared/contract/index.ts'
import { request } from '../bridge.ts'
import { useBoard } from '../state/board.ts'
import { useBoardView } from './boardView.ts'
import { useAnnouncements } from '../state/announcements.ts'
import { useSentences } from '../i18n/useSentences.ts'

export type SnoozeMinutes = Input<'hold.snooze'>['minutes']
export const snoozeMinutes: readonly SnoozeMinutes[] = [1, 3, 5]

/**
 * The actions on a held call. The result is announced; the row itself follows the main process. Created once for all
 * rows.
 */
export const useHoldActions = createSharedComposable(() => {
  const board = useBoard()
  const view = useBoardView()
  const announcements = useAnnouncements()
  const { t } = useI18n()
  const { error: sentence, join } = useSentences()

  const agentOf = (holdId: string): string => board.labelOf(board.calls.get(holdId)?.agentId ?? '')
  const answer = (envelope: Envelope<null>, text: string): void => {
    if (envelope.ok) announcements.say(text)
    else announcements.say(sentence(envelope.error), 'failure')
  }

  const acknowledge = async (holdId: string): Promise<void> => {
    const agent = agentOf(holdId)
    answer(await request('hold.acknowledge', { holdId }), t('held.result.acknowledged', { agent }))
  }
  /** Announces that nothing needs action, if that applies to hidden rows too. */
  const sayNoneWaits = (): void => {
    const { waiting } = view.hidden
    if (waiting === 0) announcements.say(t('held.result.noAlert'))
    else announcements.say(t('held.result.onlyHiddenWait', { n: waiting }, waiting), 'failure')
  }
  /** All visible rows: an alert for a call that is not shown continues. */
  const acknowledgeAll = async (): Promise<void> => {
    if (view.waiting.length === 0) return sayNoneWaits()
    const remaining = view.hidden.waiting
    const envelope = await request('hold.acknowledge_all', { holdIds: [...view.waiting] })
    if (!envelope.ok) return announcements.say(sentence(envelope.error), 'failure')
    const { holdIds } = envelope.data
    const n = holdIds.length
    const done = t('held.result.acknowledgedAll', { n }, n)
    const undo = n === 0 ? null : () => clearAttentionAll(holdIds)
    if (remaining === 0) announcements.say(done, 'done', undo)
    else
      announcements.say(
        join(done, t('held.result.hiddenLeft', { n: remaining }, remaining)),
        'failure',
        undo,
      )
  }
  const clearAttentionAll = async (holdIds: string[]): Promise<void> => {
    const n = holdIds.length
    answer(
      await request('hold.clear_attention_all', { holdIds }),
      t('held.result.attendedAll', { n }, n),
    )
  }
  /** Undoes an acknowledgement or a snooze. */
  const clearAttention = async (holdId: string): Promise<void> => {
    const agent = agentOf(holdId)
    answer(await request('hold.clear_attention', { holdId }), t('held.result.attended', { agent }))
  }
  const snooze = async (holdId: string, minutes: SnoozeMinutes): Promise<void> => {
    view.choosing = null
    const agent = agentOf(holdId)
    const text = t('held.result.snoozed', { agent, n: minutes }, minutes)
    answer(await request('hold.snooze', { holdId, minutes }), text)
  }

  return {
    acknowledge,
    acknowledgeAll,
    sayNoneWaits,
    clearAttention,
    snooze,
  }
})
