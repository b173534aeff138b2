import { createSharedComposable } from '@vueuse/core'
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { type NumberId, useNumbers } from './numbers.ts'

export interface NumberText {
  isRevealed: ComputedRef<boolean>
  /** The full number or the mask; empty where there is none. */
  text: ComputedRef<string>
  /** What the button beside it does, or who decided that it does nothing. */
  label: ComputedRef<string>
  /** `aria-pressed` of the button; undefined where it does nothing. */
  pressed: ComputedRef<boolean | undefined>
}

/** Shared, since there are hundreds of rows. */
const useTexts = createSharedComposable(() => useI18n())

/**
 * The customer's number of a hold, open or past, and the button that reveals it.
 * @param number `agent` is the label of the agent who has the call
 */
export const useNumberText = (
  number: () => { holdId: NumberId; customer: string; agent: string },
): NumberText => {
  const numbers = useNumbers()
  const { t } = useTexts()
  const isRevealed = computed(() => numbers.isRevealed(number().holdId))
  return {
    isRevealed,
    text: computed(() => numbers.textOf(number())),
    label: computed(() => {
      if (numbers.refusal !== null) return t(`held.number.${numbers.refusal}`)
      const { agent } = number()
      return t(isRevealed.value ? 'board.table.conceal' : 'board.table.reveal', { agent })
    }),
    pressed: computed(() => (numbers.refusal === null ? isRevealed.value : undefined)),
  }
}
