import { useThrottleFn } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, reactive, ref, shallowRef, watch } from 'vue'
import type {
  AppError,
  HistoryFacets,
  HistoryFilter,
  HistorySort,
  HistoryState,
  Level,
  PastHold,
} from '../../src-shared/contract/index.ts'
import { listen, request } from '../bridge.ts'
import { useTimeZone } from '../i18n/useTimeZone.ts'
import {
  isReversed,
  type OwnRange,
  ownRangeOfToday,
  type Period,
  rangeOf,
} from './historyPeriod.ts'
import { useNumbers } from '../state/numbers.ts'
import { useRemote } from '../state/useRemote.ts'

export const pageSize = 100
/** Holds of a large team end in quick succession: the list is updated at most this often, ms. */
const followMs = 1_000

interface Choice {
  period: Period
  own: OwnRange
  agents: string[]
  skills: string[]
  levels: Level[]
  search: string
}
/** One page of the main process's response, with its position. */
interface List {
  rows: PastHold[]
  total: number
  offset: number
}

const choiceOf = (period: Period): Choice => ({
  period,
  own: { from: '', to: '' },
  agents: [],
  skills: [],
  levels: [],
  search: '',
})

/** Past holds: the filter, and the current page. */
export const useHistory = defineStore('history', () => {
  const numbers = useNumbers()
  const zone = useTimeZone()
  const choice = reactive<Choice>(choiceOf('today'))
  const sort = ref<HistorySort>({ by: 'started', descending: true })
  const page = ref(0)
  const answered = shallowRef<List | null>(null)
  /** A response from before privacy mode contains digits. */
  const list = computed((): List | null => {
    if (!answered.value || !numbers.isPrivate) return answered.value
    const rows = answered.value.rows.map((hold) => ({
      ...hold,
      customer: numbers.masked(hold.customer),
    }))
    return { ...answered.value, rows }
  })
  const busy = ref(false)
  const failure = shallowRef<AppError | null>(null)
  /** The number of holds that the list lacks; null if it changed in another way. */
  const news = ref<number | null>(0)
  /** Whether no row is being read or pointed at. */
  const mayMove = ref(true)
  const { data: facets, refresh: loadFacets } = useRemote<HistoryFacets>({
    read: () => request('history.get_facets', null),
  })
  const { data: state, start: startState } = useRemote<HistoryState>({
    read: () => request('history.get_state', null),
    follow: (take) => listen('history.state_changed', take),
  })

  const reversed = computed(() => choice.period === 'own' && isReversed(choice.own))
  const isFiltered = computed(
    () =>
      choice.period !== 'all' ||
      choice.search.trim() !== '' ||
      [choice.agents, choice.skills, choice.levels].some((chosen) => chosen.length > 0),
  )
  const pages = computed(() => Math.max(1, Math.ceil((list.value?.total ?? 0) / pageSize)))

  /** Computed each time: “today” moves with the clock. */
  const filter = (): HistoryFilter => ({
    ...rangeOf(choice.period, choice.own, Date.now()),
    agents: choice.agents,
    skills: choice.skills,
    levels: choice.levels,
    search: choice.search,
  })
  const ask = (offset: number, limit: number) =>
    request('history.get_page', { filter: filter(), sort: sort.value, offset, limit })

  let latest = 0
  /** Loads the page. Only the response to the latest request counts; if a reload fails, the current rows stay. */
  const load = async (isSameAgain = false): Promise<void> => {
    const mine = (latest += 1)
    if (reversed.value) {
      answered.value = { rows: [], total: 0, offset: 0 }
      failure.value = null
      busy.value = false
      return
    }
    const offset = page.value * pageSize
    busy.value = !isSameAgain
    const answer = await ask(offset, pageSize)
    if (mine !== latest) return
    busy.value = false
    if (!answer.ok && isSameAgain) {
      news.value = null
      return
    }
    failure.value = answer.ok ? null : answer.error
    answered.value = answer.ok ? { ...answer.data, offset } : null
    news.value = 0
    // Everything may have been deleted, or the very first hold be over.
    if (list.value?.total === 0 || facets.value?.earliest === null) void loadFacets()
    // Past holds were deleted meanwhile: shows the current last page.
    if (page.value > 0 && page.value >= pages.value) await goTo(pages.value - 1)
  }
  const goTo = (to: number): Promise<void> => {
    page.value = Math.max(0, Math.min(to, pages.value - 1))
    return load()
  }
  watch(
    () => choice.period,
    (period) => {
      const isUntouched = choice.own.from === '' && choice.own.to === ''
      if (period === 'own' && isUntouched) choice.own = ownRangeOfToday(Date.now())
    },
  )
  watch([choice, sort], () => {
    page.value = 0
    void load()
  })

  /** The newest rows come in by themselves where nobody reads; else it is only said that there are some. */
  const follow = async (): Promise<void> => {
    const { by, descending } = sort.value
    if (list.value === null || reversed.value) return
    if (page.value === 0 && by === 'started' && descending && mayMove.value) return load(true)
    const before = latest
    const answer = await ask(0, 1)
    if (before !== latest || !answer.ok) return
    const more = answer.data.total - list.value.total
    news.value = more < 0 ? null : more
  }
  const followSoon = useThrottleFn(follow, followMs, true)

  const clear = (): void => {
    Object.assign(choice, choiceOf('all'))
  }

  /** Requests everything, and follows changes; returns the unsubscribe function. */
  const start = (): (() => void) => {
    const stops = [
      listen('history.changed', () => void followSoon()),
      startState(),
      // Responses from privacy mode have no digits.
      watch(
        () => numbers.isPrivate,
        () => void load(!busy.value),
      ),
      // “Today” and a custom range now mean other moments.
      watch(zone, () => void load(!busy.value)),
    ]
    void loadFacets()
    void load()
    return () => stops.forEach((stop) => stop())
  }

  return {
    choice,
    sort,
    page,
    pages,
    list,
    busy,
    failure,
    news,
    mayMove,
    facets,
    state,
    reversed,
    isFiltered,
    filter,
    load,
    loadFacets,
    goTo,
    clear,
    followSoon,
    start,
  }
})
