import { ref, watch } from 'vue'
import { useBoard } from '../state/board.ts'
import { useBoardView } from './boardView.ts'
import { useNavigation } from '../state/navigation.ts'

/** Brings the row that was asked for into sight and gives it the focus, as soon as it is there. */
export const useWantedHold = (): void => {
  const board = useBoard()
  const navigation = useNavigation()
  const rows = useBoardView()
  /** The wanted hold, once the board is known to be current: a hidden window was told nothing. */
  const lookedFor = ref<string | null>(null)

  watch(
    () => navigation.wantedHold,
    async (holdId) => {
      if (holdId === null) return
      await board.refresh()
      lookedFor.value = holdId
    },
    { immediate: true },
  )
  watch(
    [
      () => navigation.wantedHold,
      () => navigation.view,
      () => board.rows,
      () => rows.isFiltering,
      lookedFor,
    ],
    ([holdId, view]) => {
      if (holdId === null || view !== 'board' || board.head === null) return
      const row = document.querySelector<HTMLElement>(`[data-hold-id="${CSS.escape(holdId)}"]`)
      if (row === null && lookedFor.value !== holdId) return
      // A call that has ended is not waited for; a row that is not drawn yet is.
      if (row === null && board.calls.has(holdId)) {
        // Only now is it known that filters keep the row away, and worth their loss.
        if (!rows.shown.includes(holdId)) rows.showAll()
        return
      }
      navigation.wantedHold = null
      lookedFor.value = null
      if (row === null) return
      if (!row.hasAttribute('tabindex')) row.tabIndex = -1
      row.scrollIntoView({ block: 'nearest' })
      row.focus()
    },
    { flush: 'post' },
  )
}
