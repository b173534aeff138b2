import { useEventListener } from '@vueuse/core'
import { computed, ref, watchEffect } from 'vue'
import { useI18n } from 'vue-i18n'
import { languageOf } from '../../src-shared/language.ts'
import { usePreferences } from '../state/preferences.ts'

/** Shows the language that was chosen, and tells the page's readers which one it is. */
export const useLanguage = (): void => {
  const preferences = usePreferences()
  const { locale } = useI18n({ useScope: 'global' })
  const system = ref(navigator.languages)
  useEventListener(window, 'languagechange', () => (system.value = navigator.languages))

  const language = computed(() =>
    languageOf(preferences.value('language') ?? 'system', system.value),
  )
  watchEffect(() => {
    locale.value = language.value
    document.documentElement.lang = language.value
  })
}
