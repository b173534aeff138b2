import { computed, type ComputedRef } from 'vue'
import type { BoardSort } from '../../src-shared/contract/index.ts'
import { useBoardView } from './boardView.ts'
import { usePreferences } from '../state/preferences.ts'
import { useSaid } from '../state/said.ts'
import { useSentences } from '../i18n/useSentences.ts'

/** What the rows are sorted by; another choice is kept. */
export const useSorting = (): {
  sort: ComputedRef<BoardSort>
  sortBy: (wish: BoardSort) => Promise<void>
} => {
  const view = useBoardView()
  const preferences = usePreferences()
  const said = useSaid()
  const { error } = useSentences()
  return {
    sort: computed(() => view.sort),
    sortBy: async (wish) => {
      const answer = await preferences.set('boardSort', wish)
      if (!answer.ok) said.say(error(answer.error), 'failure')
    },
  }
}
