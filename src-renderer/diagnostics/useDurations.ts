import { useI18n } from 'vue-i18n'
import { useFormat } from '../i18n/useFormat.ts'

/** Durations as measured in a network: `12 ms`, `1.4 s`. */
export const useDurations = () => {
  const { t } = useI18n()
  const { number } = useFormat()
  /** Never 0, which would look like a missing measurement. */
  const short = (ms: number): string =>
    ms < 1_000
      ? t('diagnostics.figures.ms', { n: Math.max(1, Math.round(ms)) })
      : t('diagnostics.figures.seconds', { n: number(Math.round(ms / 100) / 10) })
  return { short }
}
