import { useI18n } from 'vue-i18n'

/** How long something has been so, no finer than one wants to know it: `<1 min`, `12 min`, `3 h`. */
export const useSince = (): ((seconds: number) => string) => {
  const { t } = useI18n()
  return (seconds) => {
    const minutes = Math.floor(seconds / 60)
    if (minutes < 1) return t('agents.since.now')
    if (minutes < 120) return t('agents.since.minutes', { n: minutes })
    return t('agents.since.hours', { n: Math.floor(minutes / 60) })
  }
}
