import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

/** A sentence stands for this long: it has been read by then, and is spoken again the next time. */
export const standsForMs = 8_000

/** What came of the last thing that was done to a row. */
export const useSaid = defineStore('said', () => {
  const last = shallowRef<{ text: string; isFailure: boolean } | null>(null)
  let at = 0

  const say = (text: string, isFailure = false): void => {
    last.value = { text, isFailure }
    at = performance.now()
  }
  /** Called with each tick. */
  const tick = (): void => {
    if (last.value !== null && performance.now() - at >= standsForMs) last.value = null
  }

  return { last, say, tick }
})
