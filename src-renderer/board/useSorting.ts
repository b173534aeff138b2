import { computed, type ComputedRef } from 'vue'
import type { BoardSort } from '../../src-shared/contract/index.ts'
import { useBoardView } from './boardView.ts'
import { usePreferences } from '../state/preferences.ts'
import { useAnnouncements } from '../state/announcements.ts'
import { useSentences } from '../i18n/useSentences.ts'

/** The sort order of the rows; a change is stored. */
export const useSorting = (): {
  sort: ComputedRef<BoardSort>
  sortBy: (wish: BoardSort) => Promise<void>
} => {
  const view = useBoardView()
  const preferences = usePreferences()
  const announcements = useAnnouncements()
  const { error } = useSentences()
  return {
    sort: computed(() => view.sort),
    sortBy: async (wish) => {
      const answer = await preferences.set('boardSort', wish)
      if (!answer.ok) announcements.say(error(answer.error), 'failure')
    },
  }
}
