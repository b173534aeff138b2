import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

/** How long a sentence stays: enough to read it, and it is announced again the next time, ms. */
export const standsForMs = 8_000

/** Shown as well as announced, since it is visible nowhere else: that something was done, or failed. */
export type Status = 'done' | 'failure'

export interface Announcement {
  text: string
  status: Status | null
  /** Undoes the action; null where that is done otherwise, or is not possible. */
  undo: (() => unknown) | null
}

/** The result of the last action. */
export const useAnnouncements = defineStore('announcements', () => {
  const last = shallowRef<Announcement | null>(null)
  let at = 0

  const say = (
    text: string,
    status: Status | null = null,
    undo: Announcement['undo'] = null,
  ): void => {
    last.value = { text, status, undo }
    at = performance.now()
  }
  /** Called with each tick. */
  const tick = (): void => {
    if (last.value !== null && performance.now() - at >= standsForMs) last.value = null
  }
  /** Once: afterwards there is nothing left to undo. */
  const undo = (): void => {
    const take = last.value?.undo
    if (take) last.value = null
    take?.()
  }

  return { last, say, tick, undo }
})
