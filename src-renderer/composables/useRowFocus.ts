import { nextTick, onBeforeUpdate, onUpdated, type ShallowRef } from 'vue'
import { useBoardView } from '../stores/boardView.ts'

/** The hold in whose row something is. */
export const rowIdOf = (target: EventTarget | null): string | null =>
  (target as Element | null)?.closest<HTMLElement>('tr[data-hold-id]')?.dataset['holdId'] ?? null

/** The row of a hold, as it stands on the page. */
export const rowElement = (holdId: string): HTMLElement | null =>
  document.querySelector(`tr[data-hold-id="${CSS.escape(holdId)}"]`)

/** Tells which row the hand and the focus are in, and keeps the focus where rows change places. */
export const useRowFocus = (body: Readonly<ShallowRef<HTMLElement | null>>) => {
  const view = useBoardView()
  let active: HTMLElement | null = null

  onBeforeUpdate(() => {
    const element = document.activeElement as HTMLElement | null
    active = body.value?.contains(element) ? element : null
  })
  // A row that changes its place is taken out of the page for a moment, and loses the focus.
  onUpdated(() => {
    if (active === null || document.activeElement === active) return
    const row = active.isConnected || view.tabStop === null ? active : rowElement(view.tabStop)
    row?.focus({ preventScroll: true })
  })

  return {
    onPointerMove: ({ target }: PointerEvent) => {
      view.point(rowIdOf(target))
    },
    onPointerLeave: () => {
      view.point(null)
    },
    onFocusIn: ({ target }: FocusEvent) => {
      view.focus(rowIdOf(target))
    },
    onFocusOut: async () => {
      await nextTick()
      if (!body.value?.contains(document.activeElement)) view.focus(null)
    },
  }
}
