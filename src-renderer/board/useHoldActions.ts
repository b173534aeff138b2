import { createSharedComposable } from '@vueuse/core'
import { useI18n } from 'vue-i18n'
import type { Envelope, Input } from '../../src-shared/contract/index.ts'
import { request } from '../bridge.ts'
import { useBoard } from '../state/board.ts'
import { useBoardView } from './boardView.ts'
import { useSaid } from '../state/said.ts'
import { useSentences } from '../i18n/useSentences.ts'

export type SnoozeMinutes = Input<'hold.snooze'>['minutes']
export const snoozeMinutes: readonly SnoozeMinutes[] = [1, 3, 5]

/**
 * What can be done to a held call. What came of it is said; the row itself follows main. Made once
 * for all the rows.
 */
export const useHoldActions = createSharedComposable(() => {
  const board = useBoard()
  const view = useBoardView()
  const said = useSaid()
  const { t } = useI18n()
  const { error: sentence, join } = useSentences()

  const agentOf = (holdId: string): string => board.labelOf(board.calls.get(holdId)?.agentId ?? '')
  const answer = (envelope: Envelope<null>, text: string): void => {
    if (envelope.ok) said.say(text)
    else said.say(sentence(envelope.error), 'failure')
  }

  const acknowledge = async (holdId: string): Promise<void> => {
    const agent = agentOf(holdId)
    answer(await request('hold.acknowledge', { holdId }), t('held.said.acknowledged', { agent }))
  }
  /** Says that nothing is left to deal with, as far as that is true of what is hidden too. */
  const sayNoneWaits = (): void => {
    const { waiting } = view.hidden
    if (waiting === 0) said.say(t('held.said.noAlert'))
    else said.say(t('held.said.onlyHiddenWait', { n: waiting }, waiting), 'failure')
  }
  /** All that are shown: an alert for a call that nobody sees goes on. */
  const acknowledgeAll = async (): Promise<void> => {
    if (view.waiting.length === 0) return sayNoneWaits()
    const left = view.hidden.waiting
    const envelope = await request('hold.acknowledge_all', { holdIds: [...view.waiting] })
    if (!envelope.ok) return said.say(sentence(envelope.error), 'failure')
    const { holdIds } = envelope.data
    const n = holdIds.length
    const done = t('held.said.acknowledgedAll', { n }, n)
    const undo = n === 0 ? null : () => attendAll(holdIds)
    if (left === 0) said.say(done, 'done', undo)
    else said.say(join(done, t('held.said.hiddenLeft', { n: left }, left)), 'failure', undo)
  }
  const attendAll = async (holdIds: string[]): Promise<void> => {
    const n = holdIds.length
    answer(await request('hold.attend_all', { holdIds }), t('held.said.attendedAll', { n }, n))
  }
  /** Takes an acknowledgement or a snooze back. */
  const attend = async (holdId: string): Promise<void> => {
    const agent = agentOf(holdId)
    answer(await request('hold.attend', { holdId }), t('held.said.attended', { agent }))
  }
  const snooze = async (holdId: string, minutes: SnoozeMinutes): Promise<void> => {
    view.choosing = null
    const agent = agentOf(holdId)
    const text = t('held.said.snoozed', { agent, n: minutes }, minutes)
    answer(await request('hold.snooze', { holdId, minutes }), text)
  }

  return {
    acknowledge,
    acknowledgeAll,
    sayNoneWaits,
    attend,
    snooze,
  }
})
