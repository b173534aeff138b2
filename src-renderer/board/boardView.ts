import { useTimeoutFn } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type {
  BoardFilters,
  BoardSort,
  Grouping,
  SavedView,
} from '../../src-shared/contract/index.ts'
import { collator } from '../i18n/collator.ts'
import { nameOf } from '../state/agents.ts'
import { callTypeText } from '../i18n/callTypes.ts'
import { filterCount, isFound, noFilters, passes } from './filter.ts'
import { isUrgent, isWaiting } from '../../src-shared/levels.ts'
import { areSameLines, type Line, toLines } from './lines.ts'
import { byAge } from '../state/calls.ts'
import { type Comparison, comparisonOf } from './order.ts'
import { type Pin, pinOf, withPins } from './pins.ts'
import { ageAt, useBoard } from '../state/board.ts'
import { useNumbers } from '../state/numbers.ts'
import { usePreferences } from '../state/preferences.ts'

/** A row keeps its position for this long after the pointer or the focus was last used on it, ms. */
export const keepsPlaceMs = 2_000

/** The supervisor's view of the board: the visible rows, their order, and the current row. */
export const useBoardView = defineStore('boardView', () => {
  const board = useBoard()
  const numbers = useNumbers()
  const preferences = usePreferences()

  const grouping = ref<Grouping>('none')
  const filters = shallowRef<BoardFilters>(noFilters)
  const search = ref('')
  /** This page's clock for the filter by age; updated only while there is one. */
  const now = ref(performance.now())

  /** The row that was pointed at or focused last, whether or not it still is. */
  const current = ref<string | null>(null)
  const isAtHand = ref(false)
  /** The position that it keeps for a while. */
  const pin = shallowRef<Pin | null>(null)
  /** The row with open snooze options. */
  const choosing = ref<string | null>(null)
  /** The hold about which a note is written. */
  const noting = ref<string | null>(null)
  /** The hold whose details are open. */
  const detailed = ref<string | null>(null)
  /** The position of the current row: the row that takes this position becomes current when it is removed. */
  let place = 0

  const teamOf = (agentId: string): string => board.agents.get(agentId)?.team ?? ''
  const hasTeams = computed(() => board.agentList.some(({ team }) => team !== ''))
  /** Ways of grouping: by team only where the gateway reports teams. */
  const groupings = computed((): Grouping[] => [
    'none',
    'agent',
    'skill',
    ...(hasTeams.value ? (['team'] as const) : []),
  ])

  const isFiltering = computed(() => filterCount(filters.value) > 0 || search.value.trim() !== '')
  const passing = computed(() => {
    if (!isFiltering.value) return board.rows
    return board.rows.filter((call) => {
      const { name: agentName = '', team = '' } = board.agents.get(call.agentId) ?? {}
      const age = (): number => ageAt(now.value, board.offset, call.startedAt)
      if (!passes(call, team, filters.value, age)) return false
      const texts = { agentName, team, callType: callTypeText(call.callFeature) }
      return isFound({ call, ...texts, number: numbers.textOf(call) }, search.value)
    })
  })
  const sort = computed((): BoardSort => preferences.value('boardSort') ?? null)
  const compare = computed((): Comparison => {
    if (board.head === null) return byAge
    return comparisonOf(sort.value, board.head, {
      compare: collator().compare,
      agent: ({ agentId }) => nameOf(board.agents.get(agentId) ?? { agentId, name: '' }),
      callType: ({ callFeature }) => callTypeText(callFeature),
    })
  })
  /** Rows that pass the filter, and pinned rows that no longer do, which count in their group. */
  const arranged = computed(() => {
    const pinned = pin.value === null ? undefined : board.calls.get(pin.value.holdId)
    const isLeftOut = pinned !== undefined && !passing.value.includes(pinned)
    return [...passing.value, ...(isLeftOut ? [pinned] : [])].sort(compare.value)
  })
  const lines = computed<readonly Line[]>((before) => {
    const now = withPins(
      toLines(arranged.value, grouping.value, teamOf),
      pin.value === null ? [] : [pin.value],
    )
    return before && areSameLines(now, before) ? before : now
  })
  /** The calls in the displayed order. */
  const visibleIds = computed(() =>
    lines.value.flatMap(({ kind, key }) => (kind === 'call' ? [key] : [])),
  )

  /** What a filter hides, and how much of it must be reported. */
  const hidden = computed(() => {
    if (!isFiltering.value) return { calls: 0, urgent: 0, waiting: 0 }
    const seen = new Set(visibleIds.value)
    const calls = board.rows.filter(({ holdId }) => !seen.has(holdId))
    return {
      calls: calls.length,
      urgent: calls.filter(isUrgent).length,
      waiting: calls.filter(isWaiting).length,
    }
  })
  /** Rows that are visible, over a limit, and not acknowledged or snoozed. */
  const waiting = computed(() => {
    const all = board.rows.filter(isWaiting).map(({ holdId }) => holdId)
    if (!isFiltering.value || all.length === 0) return all
    const seen = new Set(visibleIds.value)
    return all.filter((holdId) => seen.has(holdId))
  })

  /** The row in the tab order. */
  const tabStop = computed(() => {
    if (current.value !== null && visibleIds.value.includes(current.value)) return current.value
    return visibleIds.value[Math.min(place, visibleIds.value.length - 1)] ?? null
  })

  /** The current row: highlighted, with visible actions, and the target of shortcuts. */
  const chosen = computed(() =>
    isAtHand.value && current.value !== null && visibleIds.value.includes(current.value)
      ? current.value
      : null,
  )

  const release = (): void => {
    // Nothing moves below a pointer that is about to choose a time.
    const isChoosing = choosing.value !== null && choosing.value === pin.value?.holdId
    if (isChoosing && board.calls.has(choosing.value ?? '')) expiry.start()
    else pin.value = null
  }
  const expiry = useTimeoutFn(release, keepsPlaceMs, { immediate: false })
  /** The pointer or the focus is on a row, or was used there. */
  const use = (holdId: string): void => {
    if (current.value !== holdId || pin.value === null) {
      pin.value = pinOf(lines.value, holdId)
      place = Math.max(0, visibleIds.value.indexOf(holdId))
    }
    current.value = holdId
    isAtHand.value = true
    expiry.start()
  }
  const unpin = (): void => {
    expiry.stop()
    pin.value = null
  }
  /** Neither pointer nor focus is on any row. */
  const leave = (): void => {
    unpin()
    isAtHand.value = false
  }
  // The order was changed: no row is exempt from it.
  watch([grouping, filters, search, sort], unpin, { flush: 'sync' })

  const isHeld = (holdId: string): boolean => board.calls.has(holdId)
  /** The row before or after the current one; the last or first where there is none. */
  const step = (by: 1 | -1): string | null => {
    const keys = visibleIds.value
    const at = keys.indexOf(current.value ?? '')
    const [before, after] =
      at >= 0 ? [at, at + 1] : current.value === null ? [keys.length, 0] : [place, place]
    const rest = by === 1 ? keys.slice(after) : keys.slice(0, before).reverse()
    return rest.find(isHeld) ?? null
  }
  /** The next row that needs action, after the current one, wrapping around. */
  const nextAlert = (): string | null => {
    const at = visibleIds.value.indexOf(current.value ?? '')
    const round = [...visibleIds.value.slice(at + 1), ...visibleIds.value.slice(0, at + 1)]
    const all = new Set(waiting.value)
    return round.find((holdId) => all.has(holdId)) ?? null
  }

  /** Called with each tick: updates ages used by filters. */
  const tick = (): void => {
    if (filters.value.minAgeMs > 0) now.value = performance.now()
  }

  const setFilters = (change: Partial<BoardFilters>): void => {
    now.value = performance.now()
    filters.value = { ...filters.value, ...change }
  }
  const showAll = (): void => {
    filters.value = noFilters
    search.value = ''
  }
  const apply = (view: SavedView): void => {
    grouping.value = view.grouping
    search.value = ''
    setFilters(view.filters)
  }

  return {
    grouping,
    groupings,
    filters,
    search,
    current,
    choosing,
    noting,
    detailed,
    chosen,
    pin,
    sort,
    lines,
    visibleIds,
    isFiltering,
    hidden,
    waiting,
    tabStop,
    use,
    leave,
    step,
    nextAlert,
    tick,
    setFilters,
    showAll,
    apply,
  }
})
