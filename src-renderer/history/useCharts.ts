import { useThrottleFn } from '@vueuse/core'
import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { AppError, HistoryCharts } from '../../src-shared/contract/index.ts'
import { listen, request } from '../bridge.ts'
import { useTimeZone } from '../i18n/useTimeZone.ts'
import { useHistory } from './history.ts'

/** The main process reads all filtered holds for them: they are updated at most this often, ms. */
const followMs = 5_000

/** The data of the charts; follows the filter and new holds. */
export const useCharts = () => {
  const history = useHistory()
  const charts = shallowRef<HistoryCharts | null>(null)
  const failure = shallowRef<AppError | null>(null)
  const busy = ref(false)

  let latest = 0
  /** Only the response to the latest request counts. If a reload fails, the current data stays. */
  const load = async (isSameAgain = false): Promise<void> => {
    const mine = (latest += 1)
    if (history.reversed) {
      charts.value = null
      return
    }
    busy.value = !isSameAgain
    const answer = await request('history.get_charts', { filter: history.filter() })
    if (mine !== latest) return
    busy.value = false
    if (!answer.ok && isSameAgain) return
    failure.value = answer.ok ? null : answer.error
    charts.value = answer.ok ? answer.data : null
  }

  watch(history.choice, () => void load(), { immediate: true })
  // Hours and days then start at other moments.
  watch(useTimeZone(), () => void load(true))
  const followSoon = useThrottleFn(() => load(true), followMs, true)
  onScopeDispose(listen('history.changed', () => void followSoon()))

  return { charts, failure, busy, load }
}
