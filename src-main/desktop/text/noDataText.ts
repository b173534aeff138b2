import type { Language } from '../../../src-shared/language.ts'
import { clockTime } from '../../base/clockTime.ts'
import type { NoDataAlarm } from '../../alerts/alert.ts'
import type { AlertText } from './alertText.ts'
import { wordsFor } from './words.ts'

/** What the notification says; times are local. */
export function noDataText({ kind, since, at, watch }: NoDataAlarm, language: Language): AlertText {
  const words = wordsFor(language).alerts.noData
  const startTime = clockTime(since, at)
  if (kind === 'over')
    return { title: words.over, body: words.lasted(startTime, clockTime(at, at)) }
  const title = kind === 'begun' ? words.begun(startTime) : words.reminder(startTime)
  if (watch.state !== 'stopped') return { title, body: words.unseen }
  return { title, body: words.stopped[stopOf(watch.reason)] }
}

/** Why the watch waits for the supervisor. */
function stopOf(reason: NoDataAlarm['watch']['reason']) {
  if (reason === 'untrusted-certificate' || reason === 'signed-in-elsewhere') return reason
  return 'sign-in-refused'
}
