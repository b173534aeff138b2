import { useI18n } from 'vue-i18n'

/** An age in words: `14 s`, from a minute on as a clock, `2:14`. */
export const useAgo = (): ((seconds: number) => string) => {
  const { t } = useI18n()
  return (seconds) => {
    if (seconds < 60) return t('common.seconds', { n: seconds })
    const s = String(seconds % 60).padStart(2, '0')
    const minutes = Math.floor(seconds / 60)
    if (minutes < 60) return t('common.minutes', { m: minutes, s })
    const m = String(minutes % 60).padStart(2, '0')
    return t('common.hours', { h: Math.floor(minutes / 60), m, s })
  }
}
