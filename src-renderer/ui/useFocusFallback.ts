import { onBeforeUnmount, onBeforeUpdate, onUnmounted, onUpdated, type Ref } from 'vue'
import { focusMain } from './dom.ts'

/** Moves the focus when the focused element is removed from this place: the browser would leave it nowhere. */
export const useFocusFallback = (
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
