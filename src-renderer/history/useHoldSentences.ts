import { useI18n } from 'vue-i18n'
import type { PastHold, SentNote } from '../../src-shared/contract/index.ts'
import { label } from '../state/agents.ts'
import { clock } from '../i18n/duration.ts'
import { atMostMs } from './historyBounds.ts'
import { useFormat } from '../i18n/useFormat.ts'

/** What is known of a note that was sent: not that anybody has read it. */
export const useNoteSentence = (): ((note: SentNote) => string) => {
  const { t } = useI18n()
  const { moment } = useFormat()
  return ({ text, by, at, retcode }) => {
    const params = { at: moment(at), who: by, text }
    if (retcode === null) return t('notes.sent.unanswered', params)
    if (retcode === '0') return t('notes.sent.accepted', params)
    return t('notes.sent.refused', { ...params, code: retcode })
  }
}

/** Describes a past hold in sentences that claim no more than is known. */
export const useHoldSentences = () => {
  const { t, te } = useI18n()
  const { moment } = useFormat()

  const began = ({ startedAt, notBefore }: PastHold): string => {
    if (notBefore === null) return t('history.details.beganBefore', { at: moment(startedAt) })
    const [from, to] = [moment(notBefore), moment(startedAt, notBefore)]
    return moment(startedAt) === from
      ? t('history.details.beganAt', { at: from })
      : t('history.details.beganBetween', { from, to })
  }

  const ended = ({ lastSeenAt, endedBy }: PastHold): string => {
    if (endedBy === null) return t('history.details.endedUnseen', { at: moment(lastSeenAt) })
    const [from, to] = [moment(lastSeenAt), moment(endedBy, lastSeenAt)]
    return moment(endedBy) === from
      ? t('history.details.endedAt', { at: from })
      : t('history.details.endedBetween', { from, to })
  }

  const lasted = (hold: PastHold): string => {
    const least = clock(hold.durationMs / 1000)
    if (hold.gap) return t('history.details.lastedAbout', { least })
    const most = atMostMs(hold)
    return most === null
      ? t('history.details.lastedAtLeast', { least })
      : t('history.details.lastedBetween', { least, most: clock(Math.ceil(most / 1000)) })
  }

  const agent = ({ agentId, agentName }: PastHold): string => label({ agentId, name: agentName })

  const callType = ({ callFeature: type }: PastHold): string => {
    if (type === null) return t('callTypes.none')
    return te(`callTypes.${type}`) ? t(`callTypes.${type}`) : t('callTypes.other', { n: type })
  }

  const handled = (hold: PastHold): string => {
    if (!hold.handled) return t('history.details.unhandled')
    const { kind, by, at } = hold.handled
    return t(`history.details.${kind}`, { who: by, at: moment(at) })
  }

  return { began, ended, lasted, agent, callType, handled }
}
