import { useEventListener } from '@vueuse/core'
import { nextTick, onBeforeUpdate, onUpdated, type ShallowRef, watch } from 'vue'
import { useBoard } from '../stores/board.ts'
import { useBoardView } from '../stores/boardView.ts'
import { useNumbers } from '../stores/numbers.ts'

/** The hold in whose row something is. */
export const rowIdOf = (target: EventTarget | null): string | null =>
  (target as Element | null)?.closest<HTMLElement>('tr[data-hold-id]')?.dataset['holdId'] ?? null

/** The row of a hold, as it stands on the page. */
export const rowElement = (holdId: string): HTMLElement | null =>
  document.querySelector(`tr[data-hold-id="${CSS.escape(holdId)}"]`)

/** Tells which row the hand and the focus are in, and keeps the focus where rows change. */
export const useRowFocus = (body: Readonly<ShallowRef<HTMLElement | null>>) => {
  const board = useBoard()
  const view = useBoardView()
  const numbers = useNumbers()
  let active: HTMLElement | null = null
  /** Where on the page the hand is; null where it is not on the rows. */
  let hand: { x: number; y: number } | null = null

  const remember = (): void => {
    const element = document.activeElement as HTMLElement | null
    active = body.value?.contains(element) ? element : null
  }
  /** What has the focus may be gone: its row takes it then, or the row that follows. */
  const restore = (): void => {
    if (active === null || document.activeElement === active) return
    const row = active.isConnected || view.tabStop === null ? active : rowElement(view.tabStop)
    row?.focus({ preventScroll: true })
  }
  // A row that changes its place is taken out of the page for a moment, and loses the focus.
  onBeforeUpdate(remember)
  onUpdated(restore)
  // What can be done to a row goes with its call, and the button that copies a number with that.
  const causes = [() => board.rows, () => numbers.isRevealed(view.current ?? '')]
  watch(causes, remember, { flush: 'pre' })
  watch(causes, restore, { flush: 'post' })

  const pinFocused = (): void => {
    view.focus(rowIdOf(document.activeElement))
  }
  // In the new order another row may be under the hand; the focus has gone with its own.
  watch(
    [() => view.grouping, () => view.filters, () => view.search],
    () => {
      pinFocused()
      if (hand !== null) view.point(rowIdOf(document.elementFromPoint(hand.x, hand.y)))
    },
    { flush: 'post' },
  )

  const onPointerLeave = (): void => {
    hand = null
    view.point(null)
  }
  useEventListener(window, 'blur', () => {
    view.focus(null)
  })
  useEventListener(window, 'focus', pinFocused)
  // Of a page that is out of sight nobody says that the hand has left it.
  useEventListener(document, 'visibilitychange', () => {
    if (document.hidden) onPointerLeave()
  })

  return {
    // A row that was scrolled below the hand is pointed at too: then only `pointerover` tells so.
    onPointerMove: ({ target, clientX: x, clientY: y }: PointerEvent) => {
      hand = { x, y }
      view.point(rowIdOf(target))
    },
    onPointerLeave,
    onFocusIn: ({ target }: FocusEvent) => {
      view.focus(rowIdOf(target))
    },
    onFocusOut: async () => {
      await nextTick()
      if (!body.value?.contains(document.activeElement)) view.focus(null)
    },
  }
}
