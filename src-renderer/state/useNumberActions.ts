import { createSharedComposable } from '@vueuse/core'
import { useI18n } from 'vue-i18n'
import { type NumberId, useNumbers } from './numbers.ts'
import { useAnnouncements } from './announcements.ts'
import { useSentences } from '../i18n/useSentences.ts'

/** The actions on the customer's number of a hold, open or past. The result is announced. */
export const useNumberActions = createSharedComposable(() => {
  const numbers = useNumbers()
  const announcements = useAnnouncements()
  const { t } = useI18n()
  const { error: sentence } = useSentences()

  /** Reveals the number or masks it again; where that is not allowed, announces who decided so. */
  const toggleNumber = async (id: NumberId): Promise<void> => {
    if (numbers.isRevealed(id)) return numbers.hide()
    if (numbers.refusal !== null)
      return announcements.say(t(`held.number.${numbers.refusal}`), 'failure')
    const failure = await numbers.reveal(id)
    if (failure) announcements.say(sentence(failure), 'failure')
  }
  const copyNumber = async (id: NumberId): Promise<void> => {
    const number = numbers.numberOf(id)
    if (number === null) return announcements.say(t('held.number.copyHidden'), 'failure')
    try {
      await navigator.clipboard.writeText(number)
      announcements.say(t('held.number.copied'), 'done')
    } catch {
      announcements.say(t('held.number.copyFailed'), 'failure')
    }
  }

  return { toggleNumber, copyNumber }
})
