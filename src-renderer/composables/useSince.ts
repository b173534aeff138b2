import { useI18n } from 'vue-i18n'
import { useOnce } from './useOnce.ts'

/** How long something has been so, no finer than one wants to know it: `<1 min`, `12 min`, `3 h`. */
export const useSince = (): ((seconds: number) => string) => {
  const { t } = useI18n()
  const once = useOnce()
  return (seconds) => {
    const minutes = Math.floor(seconds / 60)
    if (minutes < 1) return once('since', () => t('agents.since.now'))
    if (minutes < 120) {
      return once(`since ${minutes}`, () => t('agents.since.minutes', { n: minutes }))
    }
    const hours = Math.floor(minutes / 60)
    return once(`since ${hours} h`, () => t('agents.since.hours', { n: hours }))
  }
}
