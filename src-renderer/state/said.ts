import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

/** A sentence stands for this long: it has been read by then, and is spoken again the next time. */
export const standsForMs = 8_000

/** Shown as well as spoken, for it is seen nowhere else: that something was done, or was not. */
export type Shown = 'done' | 'failure'

export interface Saying {
  text: string
  shown: Shown | null
  /** Takes back what was done; null where that is done otherwise, or cannot be. */
  undo: (() => unknown) | null
}

/** What came of the last thing that was done. */
export const useSaid = defineStore('said', () => {
  const last = shallowRef<Saying | null>(null)
  let at = 0

  const say = (text: string, shown: Shown | null = null, undo: Saying['undo'] = null): void => {
    last.value = { text, shown, undo }
    at = performance.now()
  }
  /** Called with each tick. */
  const tick = (): void => {
    if (last.value !== null && performance.now() - at >= standsForMs) last.value = null
  }
  /** Once: what was taken back is not there any more. */
  const undo = (): void => {
    const take = last.value?.undo
    if (take) last.value = null
    take?.()
  }

  return { last, say, tick, undo }
})
