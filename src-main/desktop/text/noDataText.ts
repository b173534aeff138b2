import type { Language } from '../../../src-shared/language.ts'
import { clockTime } from '../../base/clockTime.ts'
import type { NoDataAlarm } from '../../alerts/alert.ts'
import type { AlertText } from './alertText.ts'
import { wordsFor } from './words.ts'

/** What the notification says; times are local. */
export function noDataText(alarm: NoDataAlarm, language: Language): AlertText {
  const { kind, since, at, watch, way, source: name } = alarm
  const words = wordsFor(language).alerts.noData
  const source = words.source(name, way === 'cms')
  const startTime = clockTime(since, at)
  if (kind === 'over') {
    return { title: words.over(source), body: words.lasted(startTime, clockTime(at, at)) }
  }
  const title = words[kind](source, startTime)
  const extent = name === null ? 'all' : 'part'
  if (watch.state !== 'stopped') return { title, body: words.unseen[extent] }
  return { title, body: words.stopped[extent](words.why[stopOf(alarm)](source)) }
}

/** Why the watch waits for the supervisor. */
function stopOf({ watch: { reason }, way }: NoDataAlarm) {
  if (reason === 'untrusted-certificate' || reason === 'signed-in-elsewhere') return reason
  return way === 'cms' ? 'key-refused' : 'sign-in-refused'
}
