import { useI18n } from 'vue-i18n'
import type { SourceView } from '../../src-shared/contract/index.ts'
import { useFormat } from '../i18n/useFormat.ts'
import { useSentences } from '../i18n/useSentences.ts'
import { useBoardTime } from '../state/useBoardTime.ts'
import { sourceName } from '../state/boardSources.ts'

export interface SourceText {
  /** The state in words, with its start where it is a problem. */
  state: string
  /** What happened, and what to do; empty where there is nothing to say. */
  why: string
}

/** A source's state as text. */
export const useSourceTexts = () => {
  const { t } = useI18n()
  const { reason, join } = useSentences()
  const { minuteOfDay } = useFormat()
  const { epochAt } = useBoardTime()

  const since = (state: string, at: number): string =>
    t('sources.since', { state: t(`sources.state.${state}`), time: minuteOfDay(epochAt(at)) })

  const textOf = ({ watch, way }: SourceView): SourceText => {
    if (watch === null) return { state: t('sources.state.idle'), why: t('sources.idleTodo') }
    const { state, atRisk } = watch
    if (state === 'watching' && atRisk !== null) {
      const { what, code } = reason(atRisk.reason, atRisk.retcode, way)
      return { state: since('atRisk', atRisk.since), why: join(what, code) }
    }
    if (state === 'watching' || state === 'connecting') {
      return { state: t(`sources.state.${state}`), why: '' }
    }
    if (state === 'paused') {
      return { state: since(state, watch.since), why: t('sources.pausedTodo') }
    }
    const { what, todo, code } = reason(watch.reason, watch.retcode, way)
    return { state: since(state, watch.since), why: join(what, todo, code) }
  }
  return { textOf, nameOf: sourceName }
}
