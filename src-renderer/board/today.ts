import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { TodayFigures } from '../../src-shared/contract/index.ts'
import { listen, request } from '../bridge.ts'
import { isUrgent, limitsOf, wasSeenUrgent } from '../../src-shared/levels.ts'
import { useBoard } from '../state/board.ts'
import { useRemote } from '../state/useRemote.ts'

/** The figures of today: the holds that ended, from the history, and those still open. */
export const useToday = defineStore('today', () => {
  const board = useBoard()
  const {
    data: ended,
    failure,
    take,
    refresh,
    start,
  } = useRemote<TodayFigures>({
    read: () => request('history.get_today', null),
    follow: (take) => listen('history.changed', take),
  })
  /** Called with each tick: at midnight the figures begin anew, though nothing has ended yet. */
  const tick = (): void => {
    const figures = ended.value
    if (figures === null) return
    const midnight = new Date()
    midnight.setHours(0, 0, 0, 0)
    if (midnight.getTime() <= figures.since) return
    take({ since: midnight.getTime(), holds: 0, overRed: 0, longest: null, medianMs: null })
    void refresh()
  }

  /** Open holds that are red or worse by their age. */
  const urgent = computed(() => board.rows.filter(isUrgent))
  const seenUrgent = computed(() => {
    const { head } = board
    if (head === null) return []
    return urgent.value.filter((call) => wasSeenUrgent(call, limitsOf(head, call.skill)))
  })
  const overRed = computed(() =>
    ended.value === null ? null : ended.value.overRed + seenUrgent.value.length,
  )
  /** There may be more: some are red only if they are still held. */
  const isOverRedInDoubt = computed(() => seenUrgent.value.length < urgent.value.length)

  return { ended, failure, overRed, isOverRedInDoubt, start, refresh, tick }
})
