import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'

/** The language's separator between two sentences: a space, or nothing. */
export const useSpace = (): ComputedRef<string> => {
  const { t } = useI18n()
  return computed(() => t('common.sentences', { first: '', last: '' }))
}
