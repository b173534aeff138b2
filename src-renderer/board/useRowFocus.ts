import { useEventListener } from '@vueuse/core'
import { nextTick, onBeforeUpdate, onUpdated, type ShallowRef, watch } from 'vue'
import { useBoard } from '../state/board.ts'
import { useBoardView } from './boardView.ts'
import { useNumbers } from '../state/numbers.ts'

/** The hold whose row contains an element. */
export const rowIdOf = (target: EventTarget | null): string | null =>
  (target as Element | null)?.closest<HTMLElement>('tr[data-hold-id]')?.dataset['holdId'] ?? null

/** The row of a hold on the page. */
export const rowElement = (holdId: string): HTMLElement | null =>
  document.querySelector(`tr[data-hold-id="${CSS.escape(holdId)}"]`)

/** Scrolling by wheel has ended after this long, ms. */
const wheelTurnsMs = 500

/**
 * Tracks which row was pointed at or focused last, and preserves the focus when rows change. There is one current row:
 * if the focus is on the rows, it follows the pointer.
 */
export const useRowFocus = (body: Readonly<ShallowRef<HTMLElement | null>>) => {
  const board = useBoard()
  const view = useBoardView()
  const numbers = useNumbers()
  let active: HTMLElement | null = null
  let activeId: string | null = null
  let isRestoring = false
  let isHandHere = false
  let wheelAt = -Infinity

  const hasFocus = (): boolean => body.value?.contains(document.activeElement) ?? false
  const remember = (): void => {
    active = hasFocus() ? (document.activeElement as HTMLElement) : null
    activeId = rowIdOf(active)
  }
  /** The focused element may be removed: then its row gets the focus; if the row is removed, no other row gets it. */
  const restore = (): void => {
    if (active === null || document.activeElement === active) return
    const row = active.isConnected || activeId === null ? active : rowElement(activeId)
    isRestoring = true
    ;(row ?? body.value)?.focus({ preventScroll: true })
    isRestoring = false
    if (row === null) view.leave()
  }
  // A row that moves is removed from the page for a moment, and loses the focus.
  onBeforeUpdate(remember)
  onUpdated(restore)
  // The actions of a row are removed with its call, and the button that copies a number with that.
  const causes = [() => board.rows, () => numbers.isRevealed(view.current ?? '')]
  watch(causes, remember, { flush: 'pre' })
  watch(causes, restore, { flush: 'post' })

  const leaveUnlessFocused = (): void => {
    if (rowIdOf(document.activeElement) === null) view.leave()
  }
  const onPointerLeave = (): void => {
    isHandHere = false
    leaveUnlessFocused()
  }
  /**
   * A row that is scrolled below a resting pointer is pointed at; one that moves there by itself is not. Both only
   * cause a `pointerover`.
   */
  const isUse = ({ type, timeStamp }: PointerEvent): boolean =>
    type === 'pointermove' || timeStamp - wheelAt < wheelTurnsMs

  const useFocused = (): void => {
    const holdId = rowIdOf(document.activeElement)
    if (holdId !== null) view.use(holdId)
  }
  // In another order it has another position to keep.
  watch([() => view.grouping, () => view.filters, () => view.search, () => view.sort], useFocused, {
    flush: 'post',
  })
  useEventListener(window, 'blur', view.leave)
  useEventListener(window, 'focus', useFocused)
  // A hidden page gets no event that the pointer has left.
  useEventListener(document, 'visibilitychange', () => {
    if (!document.hidden) return
    isHandHere = false
    view.leave()
  })

  return {
    onPointerMove: (event: PointerEvent) => {
      if (!isUse(event)) return
      isHandHere = true
      const holdId = rowIdOf(event.target)
      if (holdId === null) return leaveUnlessFocused()
      // Not during a text selection.
      if (hasFocus() && rowIdOf(document.activeElement) !== holdId && event.buttons === 0) {
        rowElement(holdId)?.focus({ preventScroll: true })
      }
      view.use(holdId)
    },
    onPointerLeave,
    onWheel: ({ timeStamp }: WheelEvent) => {
      wheelAt = timeStamp
    },
    onFocusIn: ({ target }: FocusEvent) => {
      const holdId = rowIdOf(target)
      if (holdId !== null && !isRestoring) view.use(holdId)
    },
    onFocusOut: async () => {
      await nextTick()
      if (!hasFocus() && !isHandHere) view.leave()
    },
  }
}
