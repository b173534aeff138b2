import { createSharedComposable } from '@vueuse/core'
import { useI18n } from 'vue-i18n'
import { type NumberId, useNumbers } from './numbers.ts'
import { useSaid } from './said.ts'
import { useSentences } from '../i18n/useSentences.ts'

/** What can be done with the customer's number of a hold, open or past. What came of it is said. */
export const useNumberActions = createSharedComposable(() => {
  const numbers = useNumbers()
  const said = useSaid()
  const { t } = useI18n()
  const { error: sentence } = useSentences()

  /** Shows the number or hides it again; where it must not be shown, says who decided. */
  const toggleNumber = async (id: NumberId): Promise<void> => {
    if (numbers.isRevealed(id)) return numbers.hide()
    if (numbers.refusal !== null) return said.say(t(`held.number.${numbers.refusal}`), 'failure')
    const failure = await numbers.reveal(id)
    if (failure) said.say(sentence(failure), 'failure')
  }
  const copyNumber = async (id: NumberId): Promise<void> => {
    const number = numbers.numberOf(id)
    if (number === null) return said.say(t('held.number.copyHidden'), 'failure')
    try {
      await navigator.clipboard.writeText(number)
      said.say(t('held.number.copied'), 'done')
    } catch {
      said.say(t('held.number.copyFailed'), 'failure')
    }
  }

  return { toggleNumber, copyNumber }
})
