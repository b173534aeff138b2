import { createSharedComposable } from '@vueuse/core'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useAnnouncements } from '../state/announcements.ts'
import { useBoardSources } from '../state/boardSources.ts'
import { usePreferences } from '../state/preferences.ts'
import { useBoardView } from './boardView.ts'

/** Whether notes can be written, and writing one. Made once for all the rows. */
export const useNotes = createSharedComposable(() => {
  const sources = useBoardSources()
  const view = useBoardView()
  const preferences = usePreferences()
  const announcements = useAnnouncements()
  const { t } = useI18n()

  /** Why no note can be written now; null where one can. */
  const refusal = computed(() => {
    if (preferences.value('notes') !== true) return 'off'
    return sources.all.some(({ way }) => way === 'inspector') ? null : 'noInspector'
  })
  const write = (holdId: string): void => {
    if (refusal.value === null) view.noting = holdId
    else announcements.say(t(`notes.${refusal.value}`), 'failure')
  }
  return { refusal, write }
})
