import { useThrottleFn } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, reactive, ref, shallowRef, watch } from 'vue'
import type {
  AppError,
  Envelope,
  ExportState,
  HistoryCharts,
  HistoryFacets,
  HistoryFilter,
  HistorySort,
  HistoryState,
  Level,
  PastHold,
} from '../../src-preload/contract/index.ts'
import { listen, request } from '../bridge.ts'
import { isReversed, ownRangeOfToday, rangeOf, type Period } from '../lib/historyPeriod.ts'

export const pageSize = 100
/** Holds end many at a time in a large team: the list follows at most this often, the rest less. */
const followListMs = 1_000
const followRestMs = 5_000

interface Choice {
  period: Period
  own: { from: string; to: string }
  agents: string[]
  skills: string[]
  levels: Level[]
}
/** One page as main gave it, with its place. */
interface List {
  rows: PastHold[]
  total: number
  offset: number
}

const standardChoice = (): Choice => ({
  period: 'today',
  own: ownRangeOfToday(Date.now()),
  agents: [],
  skills: [],
  levels: [],
})

/** Past holds: what is asked for, the page that is shown, and what became of the last export. */
export const useHistory = defineStore('history', () => {
  const choice = reactive<Choice>(standardChoice())
  const sort = ref<HistorySort>({ by: 'started', descending: true })
  const page = ref(0)
  const list = shallowRef<List | null>(null)
  const busy = ref(false)
  const failure = shallowRef<AppError | null>(null)
  /** How many holds more there are than the list shows; null: it changed in another way. */
  const news = ref<number | null>(0)
  /** The rows are not being read or pointed at: they may move. */
  const mayMove = ref(true)
  const facets = shallowRef<HistoryFacets | null>(null)
  const state = shallowRef<HistoryState | null>(null)
  const charts = shallowRef<HistoryCharts | null>(null)
  const chartsFailure = shallowRef<AppError | null>(null)
  const chartsShown = ref(false)
  const exporting = shallowRef<ExportState | null>(null)

  const reversed = computed(() => choice.period === 'own' && isReversed(choice.own))
  const isFiltered = computed(
    () =>
      choice.period !== 'all' ||
      [choice.agents, choice.skills, choice.levels].some((chosen) => chosen.length > 0),
  )

  /** Asked anew each time: “today” moves on with the clock. */
  const filter = (): HistoryFilter => ({
    ...rangeOf(choice.period, choice.own, Date.now()),
    agents: [...choice.agents],
    skills: [...choice.skills],
    levels: [...choice.levels],
  })
  const ask = (offset: number, limit: number) =>
    request('history.get_page', { filter: filter(), sort: sort.value, offset, limit })

  let asked = 0
  /** Reads the page that is wanted. Only the answer to the newest question counts. */
  const load = async (): Promise<void> => {
    const mine = (asked += 1)
    const offset = page.value * pageSize
    busy.value = true
    const answer = await ask(offset, pageSize)
    if (mine !== asked) return
    busy.value = false
    failure.value = answer.ok ? null : answer.error
    if (!answer.ok) return
    // The history was cut meanwhile: the page that is the last one now.
    const { total, rows } = answer.data
    if (rows.length === 0 && total > 0 && page.value > 0) return goTo(Infinity, total)
    list.value = { rows, total, offset }
    news.value = 0
  }

  const pages = computed(() => Math.max(1, Math.ceil((list.value?.total ?? 0) / pageSize)))
  const goTo = async (to: number, total = list.value?.total ?? 0): Promise<void> => {
    page.value = Math.max(0, Math.min(to, Math.ceil(total / pageSize) - 1))
    await load()
  }

  let chartsAsked = 0
  const loadCharts = async (): Promise<void> => {
    const mine = (chartsAsked += 1)
    const answer = await request('history.get_charts', { filter: filter() })
    if (mine !== chartsAsked) return
    chartsFailure.value = answer.ok ? null : answer.error
    if (answer.ok) charts.value = answer.data
  }

  const loadFacets = async (): Promise<void> => {
    const answer = await request('history.get_facets', null)
    if (answer.ok) facets.value = answer.data
  }

  const showAnew = (): void => {
    if (reversed.value) {
      // Nothing lies in it, and what an earlier question still brings is not asked for any more.
      asked += 1
      chartsAsked += 1
      list.value = { rows: [], total: 0, offset: 0 }
      charts.value = null
      busy.value = false
      return
    }
    void load()
    if (chartsShown.value) void loadCharts()
    else charts.value = null
  }
  watch(choice, () => {
    page.value = 0
    showAnew()
  })
  watch(sort, () => void goTo(0))
  watch(chartsShown, (shown) => {
    if (shown && !charts.value) void loadCharts()
  })

  /** Where the newest come first and nobody reads them, rows follow by themselves; else it is only said what is new. */
  const followList = async (): Promise<void> => {
    const { by, descending } = sort.value
    if (list.value === null || reversed.value) return
    if (page.value === 0 && by === 'started' && descending && mayMove.value) return load()
    const before = asked
    const answer = await ask(0, 1)
    if (before !== asked || !answer.ok) return
    const more = answer.data.total - list.value.total
    news.value = more > 0 ? more : null
  }
  const followListSoon = useThrottleFn(followList, followListMs, true)
  const followRestSoon = useThrottleFn(
    async () => {
      await loadFacets()
      if (chartsShown.value && !reversed.value) await loadCharts()
    },
    followRestMs,
    true,
  )

  const clear = (): void => {
    Object.assign(choice, standardChoice(), { period: 'all' })
  }

  let exportHeard = 0
  const hearExport = (next: ExportState | null): void => {
    exportHeard += 1
    exporting.value = next
  }
  const exportRows = async (): Promise<Envelope<ExportState | null>> => {
    const before = exportHeard
    const answer = await request('history.export', { filter: filter() })
    // A short export may be over before the answer to its beginning has come.
    if (answer.ok && answer.data && before === exportHeard) hearExport(answer.data)
    return answer
  }
  const cancelExport = (): Promise<unknown> => request('history.cancel_export', null)

  let listening = false
  /** Begins to show the history. It goes on listening after that: an export outlives the view. */
  const open = (): void => {
    if (!listening) {
      listening = true
      listen('history.state_changed', (next) => (state.value = next))
      listen('history.export_moved', hearExport)
    }
    void request('history.get_state', null).then((answer) => {
      if (answer.ok) state.value = answer.data
    })
    void loadFacets()
    showAnew()
  }
  /** What may have changed while nobody looked. */
  const lookAgain = (): void => {
    void followListSoon()
    void followRestSoon()
  }
  /** Follows what changes while the view is there; returns the function that ends it. */
  const follow = (): (() => void) => listen('history.changed', lookAgain)

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
    charts,
    chartsFailure,
    chartsShown,
    exporting,
    reversed,
    isFiltered,
    load,
    goTo,
    loadCharts,
    clear,
    exportRows,
    cancelExport,
    open,
    lookAgain,
    follow,
  }
})
