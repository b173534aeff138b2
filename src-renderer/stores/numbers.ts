import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import type { AppError, HeldCall } from '../../src-preload/contract/index.ts'
import { request } from '../bridge.ts'
import { useBoard } from './board.ts'
import { usePreferences } from './preferences.ts'

/**
 * A number is shown for this long, wherever the pointer goes meanwhile: it is read for being
 * dialled or typed somewhere else. No more than one is shown at a time.
 */
export const hideAfterMs = 15_000

/** Who keeps numbers from being shown: an administrator, or a setting of this computer. */
export type RevealRefusal = 'locked' | 'private' | 'off'

/** Customers' numbers: masked, but for the one that was asked for on purpose. */
export const useNumbers = defineStore('numbers', () => {
  const board = useBoard()
  const preferences = usePreferences()
  const revealed = shallowRef<{ holdId: string; number: string; at: number } | null>(null)

  const isPrivate = computed(() => preferences.value('privacyMode') === true)
  /** Why no number can be shown; null where one can. */
  const refusal = computed((): RevealRefusal | null => {
    const { privacyMode, revealNumbers } = preferences.table ?? {}
    if (privacyMode?.value === true) return privacyMode.isLocked ? 'locked' : 'private'
    if (revealNumbers?.value === false) return revealNumbers.isLocked ? 'locked' : 'off'
    return null
  })

  const hide = (): void => {
    revealed.value = null
  }
  watch(refusal, (why) => {
    if (why !== null) hide()
  })

  /** What the row shows: the whole number, the mask, or in private nothing but dots. */
  const shown = ({ holdId, customer }: Pick<HeldCall, 'holdId' | 'customer'>): string => {
    if (isPrivate.value) return customer === '' ? '' : '••••'
    return revealed.value?.holdId === holdId ? revealed.value.number : customer
  }
  const isRevealed = (holdId: string): boolean => revealed.value?.holdId === holdId

  /** Asks for the number of one row; answers what went wrong. */
  const reveal = async (holdId: string): Promise<AppError | null> => {
    const answer = await request('hold.reveal_number', { holdId })
    if (!answer.ok) return answer.error
    // Meanwhile the call may have ended, the page been hidden, or privacy been asked for.
    if (!board.calls.has(holdId) || refusal.value !== null || document.hidden) return null
    revealed.value = { holdId, number: answer.data.number, at: performance.now() }
    return null
  }

  /** Called with each tick. */
  const tick = (): void => {
    const shownNow = revealed.value
    if (shownNow === null) return
    const isOver = performance.now() - shownNow.at >= hideAfterMs
    if (isOver || !board.calls.has(shownNow.holdId)) hide()
  }

  return { isPrivate, refusal, shown, isRevealed, reveal, hide, tick }
})
