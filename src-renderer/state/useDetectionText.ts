import { useI18n } from 'vue-i18n'
import { betterRate, detectionMs, type PaceCounts } from '../../src-shared/queryPace.ts'
import { useSentences } from '../i18n/useSentences.ts'
import { usePreferences } from './preferences.ts'

/** How soon a hold is detected at the rate that is set, and at a better one. Empty where there is nothing to say. */
export const useDetectionText = () => {
  const preferences = usePreferences()
  const { t, n } = useI18n()
  const { join } = useSentences()
  const seconds = (ms: number): string => n(ms / 1_000, { maximumFractionDigits: 1 })

  /** What a higher rate would change, where that is worth a word. */
  const advice = (counts: PaceCounts): string => {
    const better = betterRate(counts, preferences.value('requestsPerSecond') ?? Infinity)
    if (better === null) return ''
    return t('common.detection.better', { rate: better.perSecond, seconds: seconds(better.ms) })
  }
  /** The same after what the present rate gives. */
  const estimate = (counts: PaceCounts): string => {
    const perSecond = preferences.value('requestsPerSecond')
    if (perSecond === undefined) return ''
    const onCalls = counts.holding + counts.talking + counts.unknown
    const params = { n: onCalls, seconds: seconds(detectionMs(counts, perSecond)) }
    return join(t('common.detection.now', params, onCalls), advice(counts))
  }
  return { advice, estimate }
}
