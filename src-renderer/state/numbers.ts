import { useEventListener, useTimeoutFn } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import type { AppError } from '../../src-shared/contract/index.ts'
import { request } from '../bridge.ts'
import { useBoard } from './board.ts'
import { usePreferences } from './preferences.ts'

/**
 * A number is revealed for this long, wherever the pointer moves: the user reads it to dial or type it elsewhere. Only
 * one is revealed at a time.
 */
export const hideAfterMs = 15_000

/** The hold of a number: an open one by its id, a past one by the number of its row. */
export type NumberId = string | number

/** What prevents numbers from being revealed: an administrator, or a setting of this computer. */
export type RevealRefusal = 'locked' | 'private' | 'off'

/** Customers' numbers: masked, except the one that was explicitly requested. */
export const useNumbers = defineStore('numbers', () => {
  const board = useBoard()
  const preferences = usePreferences()
  const revealed = shallowRef<{ holdId: NumberId; number: string } | null>(null)
  /** The row whose number is being requested; null while none is. */
  let asking: { holdId: NumberId } | null = null

  const isPrivate = computed(() => preferences.value('privacyMode') === true)
  /** Why no number can be revealed; null where one can. */
  const refusal = computed((): RevealRefusal | null => {
    const { privacyMode, revealNumbers } = preferences.table ?? {}
    if (privacyMode?.value === true) return privacyMode.isLocked ? 'locked' : 'private'
    if (revealNumbers?.value === false) return revealNumbers.isLocked ? 'locked' : 'off'
    return null
  })

  /** Also cancels a pending request. */
  const hide = (): void => {
    asking = null
    expiry.stop()
    revealed.value = null
  }
  // Not by the board's clock: that stops while another view is shown.
  const expiry = useTimeoutFn(hide, hideAfterMs, { immediate: false })
  const isOver = (holdId: NumberId | undefined): boolean =>
    typeof holdId === 'string' && !board.calls.has(holdId)
  watch([refusal, () => isOver(revealed.value?.holdId)], ([why, over]) => {
    if (why !== null || over) hide()
  })
  useEventListener(document, 'visibilitychange', () => {
    if (document.hidden) hide()
  })

  /** A masked number; in privacy mode it only has dots. */
  const masked = (customer: string): string =>
    isPrivate.value && customer !== '' ? '••••' : customer
  const isRevealed = (holdId: NumberId): boolean => revealed.value?.holdId === holdId
  /** The full number; null where it is not revealed. */
  const numberOf = (holdId: NumberId): string | null =>
    !isPrivate.value && revealed.value?.holdId === holdId ? revealed.value.number : null
  /** The displayed text: the full number or the mask. */
  const textOf = ({ holdId, customer }: { holdId: NumberId; customer: string }): string =>
    numberOf(holdId) ?? masked(customer)

  /** Requests the number of one row, or cancels the request while it is pending; returns the error. */
  const reveal = async (holdId: NumberId): Promise<AppError | null> => {
    const isTakenBack = asking?.holdId === holdId
    hide()
    if (isTakenBack) return null
    const mine = (asking = { holdId })
    const answer =
      typeof holdId === 'string'
        ? await request('hold.reveal_number', { holdId })
        : await request('history.reveal_number', { id: holdId })
    // Meanwhile another number may have been requested, or this one masked.
    if (asking !== mine) return null
    asking = null
    if (!answer.ok) return answer.error
    if (isOver(holdId) || refusal.value !== null || document.hidden) return null
    revealed.value = { holdId, number: answer.data.number }
    expiry.start()
    return null
  }

  return { isPrivate, refusal, masked, textOf, isRevealed, numberOf, reveal, hide }
})
