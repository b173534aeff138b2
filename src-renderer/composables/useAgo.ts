import { useI18n } from 'vue-i18n'
import { clock } from '../lib/duration.ts'

/** An age in words: `14 s`, from a minute on as a clock, `2:14`. */
export const useAgo = (): ((seconds: number) => string) => {
  const { t } = useI18n()
  return (seconds) => (seconds < 60 ? t('common.seconds', { n: seconds }) : clock(seconds))
}
