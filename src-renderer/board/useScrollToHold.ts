import { ref, watch } from 'vue'
import { useBoard } from '../state/board.ts'
import { useBoardView } from './boardView.ts'
import { useNavigation } from '../state/navigation.ts'

/** Scrolls the requested row into view and focuses it, as soon as it exists. */
export const useScrollToHold = (): void => {
  const board = useBoard()
  const navigation = useNavigation()
  const rows = useBoardView()
  /** The requested hold, once the board is known to be current: a hidden window received nothing. */
  const lookedFor = ref<string | null>(null)

  watch(
    () => navigation.requestedHold,
    async (holdId) => {
      if (holdId === null) return
      await board.refresh()
      lookedFor.value = holdId
    },
    { immediate: true },
  )
  watch(
    [
      () => navigation.requestedHold,
      () => navigation.view,
      () => board.rows,
      () => rows.isFiltering,
      lookedFor,
    ],
    ([holdId, view]) => {
      if (holdId === null || view !== 'board' || board.head === null) return
      const row = document.querySelector<HTMLElement>(`[data-hold-id="${CSS.escape(holdId)}"]`)
      if (row === null && lookedFor.value !== holdId) return
      // A call that has ended is not waited for; a row that is not rendered yet is.
      if (row === null && board.calls.has(holdId)) {
        // Only now is it known that filters hide the row and must be cleared.
        if (!rows.visibleIds.includes(holdId)) rows.showAll()
        return
      }
      navigation.requestedHold = null
      lookedFor.value = null
      if (row === null) return
      if (!row.hasAttribute('tabindex')) row.tabIndex = -1
      row.scrollIntoView({ block: 'nearest' })
      row.focus()
    },
    { flush: 'post' },
  )
}
