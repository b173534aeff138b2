import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useCoverage } from '../stores/coverage.ts'

/** The coverage in one line, and what is spoken of it: once for each round, not for each agent. */
export const useCoverageText = (): { line: ComputedRef<string>; told: ComputedRef<string> } => {
  const store = useCoverage()
  const { t } = useI18n()
  const line = computed(() => {
    const { all, unseen, waiting } = store.coverage
    if (all === 0) return t('board.agents.nobody')
    if (unseen > 0) return t('board.agents.someUnseen', { n: unseen }, unseen)
    if (waiting > 0) return t('board.agents.someWaiting', { n: waiting }, waiting)
    return t('board.agents.allVisible', { n: all })
  })
  const told = computed(() => {
    if (store.told === null) return ''
    const { seen, all } = store.told
    return t('agents.coverage.told', { seen, all })
  })
  return { line, told }
}
