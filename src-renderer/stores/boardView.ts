import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { BoardFilters, Grouping, SavedView } from '../../src-preload/contract/index.ts'
import { filterCount, isFound, noFilters, passes } from '../lib/filter.ts'
import { isUrgent, isWaiting } from '../lib/levels.ts'
import { areSameLines, byAge, type Line, toLines } from '../lib/lines.ts'
import { type Pin, pinOf, withPins } from '../lib/pins.ts'
import { ageAt, useBoard } from './board.ts'
import { useNumbers } from './numbers.ts'

/** How the supervisor looks at the board: what is shown, in which order, and which row is meant. */
export const useBoardView = defineStore('boardView', () => {
  const board = useBoard()
  const numbers = useNumbers()

  const grouping = ref<Grouping>('none')
  const filters = shallowRef<BoardFilters>(noFilters)
  const search = ref('')
  /** This page's clock as a least age is held against it; moved only while there is one. */
  const now = ref(performance.now())

  const pointed = shallowRef<Pin | null>(null)
  const focused = shallowRef<Pin | null>(null)
  /** The row focused last. */
  const current = ref<string | null>(null)
  /** The row that offers for how long it may be snoozed. */
  const choosing = ref<string | null>(null)
  /** Where the current row stood: the one that follows there takes over when it is gone. */
  let place = 0

  const isFiltering = computed(() => filterCount(filters.value) > 0 || search.value.trim() !== '')
  const passing = computed(() => {
    if (!isFiltering.value) return board.rows
    return board.rows.filter((call) => {
      if (!passes(call, filters.value, () => ageAt(now.value, board.offset, call.startedAt))) {
        return false
      }
      const agentName = board.agents.get(call.agentId)?.name ?? ''
      return isFound({ call, agentName, number: numbers.shown(call) }, search.value)
    })
  })
  const pins = computed((): Pin[] => {
    const [hand, own] = [pointed.value, focused.value]
    const all = hand?.holdId === own?.holdId ? [own] : [hand, own]
    return all.filter((pin) => pin !== null)
  })
  /** What passes, and what does not any more but is pinned, and counts in its group. */
  const arranged = computed(() => {
    if (!isFiltering.value) return passing.value
    const kept = pins.value
      .flatMap(({ holdId }) => board.calls.get(holdId) ?? [])
      .filter((call) => !passing.value.includes(call))
    return kept.length === 0 ? passing.value : [...passing.value, ...kept].sort(byAge)
  })
  const lines = computed<readonly Line[]>((before) => {
    const now = withPins(toLines(arranged.value, grouping.value), pins.value)
    return before && areSameLines(now, before) ? before : now
  })
  /** The calls in the order in which they are shown. */
  const shown = computed(() =>
    lines.value.flatMap(({ kind, key }) => (kind === 'call' ? [key] : [])),
  )

  /** What a filter keeps from sight, and how much of it must not go unsaid. */
  const hidden = computed(() => {
    if (!isFiltering.value) return { calls: 0, urgent: 0, waiting: 0 }
    const seen = new Set(shown.value)
    const calls = board.rows.filter(({ holdId }) => !seen.has(holdId))
    return {
      calls: calls.length,
      urgent: calls.filter(isUrgent).length,
      waiting: calls.filter(isWaiting).length,
    }
  })
  /** What is shown, over a limit, and not dealt with. */
  const waiting = computed(() => {
    const all = board.rows.filter(isWaiting).map(({ holdId }) => holdId)
    if (!isFiltering.value || all.length === 0) return all
    const seen = new Set(shown.value)
    return all.filter((holdId) => seen.has(holdId))
  })

  /** The row that the Tab key leads to. */
  const tabStop = computed(() => {
    if (current.value !== null && shown.value.includes(current.value)) return current.value
    return shown.value[Math.min(place, shown.value.length - 1)] ?? null
  })

  const pinAt = (holdId: string | null): Pin | null =>
    holdId === null ? null : pinOf(lines.value, holdId)
  /** The hand is on a row, or on none. */
  const point = (holdId: string | null): void => {
    if (pointed.value?.holdId !== holdId) pointed.value = pinAt(holdId)
  }
  /** The focus is in a row, or in none. */
  const focus = (holdId: string | null): void => {
    if (holdId !== null) {
      current.value = holdId
      place = Math.max(0, shown.value.indexOf(holdId))
    }
    if (focused.value?.holdId !== holdId) focused.value = pinAt(holdId)
  }
  const unpin = (): void => {
    pointed.value = null
    focused.value = null
  }
  // Another order was asked for: no row stays out of it (useRowFocus pins them anew in it).
  watch([grouping, filters, search], unpin, { flush: 'sync' })

  const isHeld = (holdId: string): boolean => board.calls.has(holdId)
  /** The row before or after the current one; the last or first where there is none. */
  const step = (by: 1 | -1): string | null => {
    const keys = shown.value
    const at = keys.indexOf(current.value ?? '')
    const rest = by === 1 ? keys.slice(at + 1) : keys.slice(0, at < 0 ? undefined : at).reverse()
    return rest.find(isHeld) ?? null
  }
  /** The next row that waits, from the current one on and round. */
  const nextAlert = (): string | null => {
    const at = shown.value.indexOf(current.value ?? '')
    const round = [...shown.value.slice(at + 1), ...shown.value.slice(0, at + 1)]
    const all = new Set(waiting.value)
    return round.find((holdId) => all.has(holdId)) ?? null
  }

  const pointedId = computed(() => pointed.value?.holdId ?? null)

  /** Called with each tick: moves ages that are filtered by. */
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
    filters,
    search,
    current,
    choosing,
    pins,
    pointedId,
    lines,
    shown,
    isFiltering,
    hidden,
    waiting,
    tabStop,
    point,
    focus,
    unpin,
    step,
    nextAlert,
    tick,
    setFilters,
    showAll,
    apply,
  }
})
