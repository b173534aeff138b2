import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { BoardFilters, Grouping, SavedView } from '../../src-preload/contract/index.ts'
import { filterCount, isFound, noFilters, passes } from '../lib/filter.ts'
import { isUrgent, rank } from '../lib/levels.ts'
import { type CallLine, type Pin, toLines, withPins } from '../lib/lines.ts'
import { ageAt, useBoard } from './board.ts'
import { useNumbers } from './numbers.ts'

/** A hand or a focus that has not moved for so long no longer keeps a row in its place. */
export const restAfterMs = 15_000

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
  let movedAt = 0
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
  const pins = computed(
    () =>
      [pointed.value, focused.value].filter(
        (pin, index, all) =>
          pin !== null && all.findIndex((one) => one?.call.holdId === pin.call.holdId) === index,
      ) as Pin[],
  )
  const lines = computed(() =>
    withPins(toLines(passing.value, grouping.value), pins.value, board.calls),
  )
  /** The calls in the order in which they are shown. */
  const shown = computed(() => lines.value.filter((line): line is CallLine => line.kind === 'call'))

  /** What a filter keeps from sight, and how much of it must not go unsaid. */
  const hidden = computed(() => {
    if (!isFiltering.value) return { calls: 0, urgent: 0 }
    const seen = new Set(shown.value.map(({ key }) => key))
    const calls = board.rows.filter(({ holdId }) => !seen.has(holdId))
    return { calls: calls.length, urgent: calls.filter(isUrgent).length }
  })

  /** The row that the Tab key leads to. */
  const tabStop = computed(() => {
    if (shown.value.some(({ key }) => key === current.value)) return current.value
    return shown.value[Math.min(place, shown.value.length - 1)]?.key ?? null
  })

  const pinAt = (holdId: string | null): Pin | null => {
    if (holdId === null) return null
    const place = lines.value.findIndex(({ key }) => key === holdId)
    const line = lines.value[place]
    return line?.kind === 'call' ? { call: line.call, place } : null
  }
  /** The hand is on a row, or on none. */
  const point = (holdId: string | null): void => {
    movedAt = performance.now()
    if (pointed.value?.call.holdId !== holdId) pointed.value = pinAt(holdId)
  }
  /** The focus is in a row, or in none. */
  const focus = (holdId: string | null): void => {
    movedAt = performance.now()
    if (holdId !== null) {
      current.value = holdId
      place = Math.max(
        0,
        shown.value.findIndex(({ key }) => key === holdId),
      )
    }
    if (focused.value?.call.holdId !== holdId) focused.value = pinAt(holdId)
  }
  const unpin = (): void => {
    pointed.value = null
    focused.value = null
  }
  // Another order was asked for: no row stays out of it.
  watch([grouping, filters, search], unpin, { flush: 'sync' })

  /** The row so many lines on from the current one; the first or last where there is none. */
  const step = (by: 1 | -1): string | null => {
    const keys = shown.value.filter(({ ended }) => !ended).map(({ key }) => key)
    const at = shown.value.findIndex(({ key }) => key === current.value)
    if (at < 0) return (by === 1 ? keys[0] : keys.at(-1)) ?? null
    const rest = by === 1 ? shown.value.slice(at + 1) : shown.value.slice(0, at).reverse()
    return rest.find(({ ended }) => !ended)?.key ?? null
  }
  /** The next row over a limit that nobody has dealt with, from the current one on and round. */
  const nextAlert = (): string | null => {
    const at = shown.value.findIndex(({ key }) => key === current.value)
    const round = [...shown.value.slice(at + 1), ...shown.value.slice(0, at + 1)]
    const found = round.find(
      ({ call, ended }) => !ended && rank[call.level] >= rank.amber && call.attention === null,
    )
    return found?.key ?? null
  }

  const pointedId = computed(() => pointed.value?.call.holdId ?? null)

  /** Called with each tick: lets go of what has rested, and moves ages that are filtered by. */
  const tick = (): void => {
    if (pins.value.length > 0 && performance.now() - movedAt >= restAfterMs) unpin()
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
    tabStop,
    point,
    focus,
    step,
    nextAlert,
    tick,
    setFilters,
    showAll,
    apply,
  }
})
