import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { usePreferences } from './preferences.ts'

const standard = ['back', 'tell', 'help'] as const
/** The texts name them, and must not fill them yet. */
const unfilled = { time: '{time}', skill: '{skill}' }

/** The templates for notes: the supervisor's or the administrator's, else those of the app in the window's language. */
export const useNoteTemplates = (): ComputedRef<readonly string[]> => {
  const preferences = usePreferences()
  const { t } = useI18n()
  return computed(
    () =>
      preferences.value('noteTemplates') ??
      standard.map((name) => t(`notes.standard.${name}`, unfilled)),
  )
}
