import { useEventListener } from '@vueuse/core'
import { computed, ref, watchEffect } from 'vue'
import { useI18n } from 'vue-i18n'
import { languageOf } from '../../src-shared/language.ts'
import { usePreferences } from '../state/preferences.ts'

/** Applies the chosen language, and declares it for screen readers. */
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
