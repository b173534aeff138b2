import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useCoverage } from './coverage.ts'

export interface CoverageText {
  /** A short form for use beside other content. */
  short: ComputedRef<string>
  /** In a sentence. */
  line: ComputedRef<string>
  /** Why agents are not observed, with their number; empty where all are. */
  reasons: ComputedRef<string>
  /** The announcement: once for each round, not for each agent that is added or removed. */
  announcement: ComputedRef<string>
}

/** The coverage as text. */
export const useCoverageText = (): CoverageText => {
  const store = useCoverage()
  const { t } = useI18n()
  const short = computed(() => {
    const { all, seen, waiting } = store.coverage
    if (all === 0) return t('board.agents.nobody')
    if (waiting > 0) return t('agents.coverage.lineAsking', { n: all - waiting, all })
    return t(seen === all ? 'agents.coverage.lineAll' : 'agents.coverage.line', { seen, all })
  })
  const line = computed(() => {
    const { all, unseen, waiting } = store.coverage
    if (all === 0) return t('board.agents.nobody')
    if (unseen > 0) return t('board.agents.someUnseen', { n: unseen }, unseen)
    if (waiting > 0) return t('board.agents.someWaiting', { n: waiting }, waiting)
    return t('board.agents.allVisible', { n: all })
  })
  const reasons = computed(() =>
    store.coverage.reasons
      .map(({ reason, agents }) =>
        t('agents.coverage.reason', {
          n: agents.length,
          reason: t(reason ? `reasons.${reason}.short` : 'agentStates.unseen'),
        }),
      )
      .join(t('common.comma')),
  )
  const announcement = computed(() => {
    if (store.announcement === null) return ''
    const { seen, all } = store.announcement
    return t('agents.coverage.announcement', { seen, all })
  })
  return { short, line, reasons, announcement }
}
