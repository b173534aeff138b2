import { nextTick } from 'vue'
import { useHistory } from './history.ts'

/** Clears the filters. The clear button disappears with them, so the first filter gets the focus. */
export const useClearFilters = () => {
  const history = useHistory()
  return async (): Promise<void> => {
    history.clear()
    await nextTick()
    document.querySelector<HTMLElement>('.filters input:checked')?.focus()
  }
}
