import { useI18n } from 'vue-i18n'
import {
  betterRate,
  bulkDetectionMs,
  detectionMs,
  isFaster,
  type PaceCounts,
} from '../../src-shared/queryPace.ts'
import { useSentences } from '../i18n/useSentences.ts'
import { usePreferences } from './preferences.ts'

/**
 * How soon a hold is detected at the rate that is set, at a better one, and with a CC-CMS. Empty where there is nothing
 * to say.
 */
export const useDetectionText = () => {
  const preferences = usePreferences()
  const { t, n } = useI18n()
  const { join } = useSentences()
  const seconds = (ms: number): string => n(ms / 1_000, { maximumFractionDigits: 1 })

  /** What a higher rate or a CC-CMS would change, where that is worth a word; with a CC-CMS, nothing would. */
  const advice = (counts: PaceCounts, hasCms: boolean): string => {
    const perSecond = preferences.value('requestsPerSecond')
    if (hasCms || perSecond === undefined) return ''
    const better = betterRate(counts, perSecond)
    return join(
      better === null
        ? ''
        : t('common.detection.better', { rate: better.perSecond, seconds: seconds(better.ms) }),
      isFaster(bulkDetectionMs, detectionMs(counts, perSecond))
        ? t('common.detection.withCms', { seconds: seconds(bulkDetectionMs) })
        : '',
    )
  }
  /** The same after what the present sources and rate give. */
  const estimate = (counts: PaceCounts, hasCms: boolean): string => {
    if (hasCms) return t('common.detection.cms', { seconds: seconds(bulkDetectionMs) })
    const perSecond = preferences.value('requestsPerSecond')
    if (perSecond === undefined) return ''
    const onCalls = counts.holding + counts.talking + counts.unknown
    const params = { n: onCalls, seconds: seconds(detectionMs(counts, perSecond)) }
    return join(t('common.detection.now', params, onCalls), advice(counts, hasCms))
  }
  /** A mean delay in words. */
  const delay = (ms: number): string => t('common.detection.delay', { seconds: seconds(ms) })
  return { advice, estimate, delay }
}
