import { useThrottleFn } from '@vueuse/core'
import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { AppError, HistoryCharts } from '../../src-shared/contract/index.ts'
import { listen, request } from '../bridge.ts'
import { useTimeZone } from '../i18n/useTimeZone.ts'
import { useHistory } from './history.ts'

/** Main reads all that is filtered for them: they follow at most this often. */
const followMs = 5_000

/** What the charts are drawn from; it follows the filter and what comes in. */
export const useCharts = () => {
  const history = useHistory()
  const charts = shallowRef<HistoryCharts | null>(null)
  const failure = shallowRef<AppError | null>(null)
  const busy = ref(false)

  let asked = 0
  /** Only the answer to the newest question counts. What is only read again stays if that fails. */
  const load = async (isSameAgain = false): Promise<void> => {
    const mine = (asked += 1)
    if (history.reversed) {
      charts.value = null
      return
    }
    busy.value = !isSameAgain
    const answer = await request('history.get_charts', { filter: history.filter() })
    if (mine !== asked) return
    busy.value = false
    if (!answer.ok && isSameAgain) return
    failure.value = answer.ok ? null : answer.error
    charts.value = answer.ok ? answer.data : null
  }

  watch(history.choice, () => void load(), { immediate: true })
  // Hours and days begin at other moments then.
  watch(useTimeZone(), () => void load(true))
  const followSoon = useThrottleFn(() => load(true), followMs, true)
  onScopeDispose(listen('history.changed', () => void followSoon()))

  return { charts, failure, busy, load }
}
