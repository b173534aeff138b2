import { useI18n } from 'vue-i18n'
import { useTimeZone } from './useTimeZone.ts'
import { clockMs } from './duration.ts'
import * as format from './historyFormat.ts'

/** Numbers and times in the current language and the system's time zone; its users follow changes of both. */
export const useFormat = () => {
  const { locale } = useI18n()
  const zone = useTimeZone()
  return {
    clock: clockMs,
    number: (n: number) => format.number(n, locale.value),
    percent: (share: number) => format.percent(share, locale.value),
    timeOfDay: (ms: number) => format.timeOfDay(ms, locale.value, zone.value),
    minuteOfDay: (ms: number) => format.minuteOfDay(ms, locale.value, zone.value),
    minuteOfDate: (ms: number) => format.minuteOfDate(ms, locale.value, zone.value),
    shortDay: (ms: number) => format.shortDay(ms, locale.value, zone.value, Date.now()),
    moment: (ms: number, besides?: number) => format.moment(ms, locale.value, zone.value, besides),
    ordinal: (n: number) => format.ordinal(n, locale.value),
  }
}
