import { onBeforeUnmount, onBeforeUpdate, onUnmounted, onUpdated, type Ref } from 'vue'
import { focusMain } from './dom.ts'

/** Hands the focus on where what had it goes from this place: the browser would leave it nowhere. */
export const useFocusHeir = (
  place: Readonly<Ref<HTMLElement | null>>,
  heir: () => void = focusMain,
): void => {
  let isHere = false
  const before = (): void => {
    isHere = place.value?.contains(document.activeElement) ?? false
  }
  const after = (): void => {
    if (isHere && document.activeElement === document.body) heir()
  }
  onBeforeUpdate(before)
  onUpdated(after)
  onBeforeUnmount(before)
  onUnmounted(after)
}
