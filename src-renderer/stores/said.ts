import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

/** A sentence stands for this long: it has been read by then, and is spoken again the next time. */
export const standsForMs = 8_000

/** Shown as well as spoken, for it is seen nowhere else: that something was done, or was not. */
export type Shown = 'done' | 'failure'

/** What came of the last thing that was done. */
export const useSaid = defineStore('said', () => {
  const last = shallowRef<{ text: string; shown: Shown | null } | null>(null)
  let at = 0

  const say = (text: string, shown: Shown | null = null): void => {
    last.value = { text, shown }
    at = performance.now()
  }
  /** Called with each tick. */
  const tick = (): void => {
    if (last.value !== null && performance.now() - at >= standsForMs) last.value = null
  }

  return { last, say, tick }
})
