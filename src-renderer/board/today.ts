import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { AppError, TodayFigures } from '../../src-shared/contract/index.ts'
import { listen, request } from '../bridge.ts'
import { isUrgent, limitsOf, wasSeenUrgent } from '../../src-shared/levels.ts'
import { useBoard } from '../state/board.ts'

/** The figures of today: the holds that ended, from the history, and those still open. */
export const useToday = defineStore('today', () => {
  const board = useBoard()
  const ended = shallowRef<TodayFigures | null>(null)
  const failure = shallowRef<AppError | null>(null)

  const take = (figures: TodayFigures): void => {
    ended.value = figures
    failure.value = null
  }
  const load = async (): Promise<void> => {
    const answer = await request('history.get_today', null)
    if (answer.ok) take(answer.data)
    else failure.value = answer.error
  }
  /** Subscribes and requests the figures; returns the unsubscribe function. */
  const start = (): (() => void) => {
    const stop = listen('history.changed', take)
    void load()
    return stop
  }
  /** Called with each tick: at midnight the figures are reset, even if nothing has ended yet. */
  const tick = (): void => {
    const figures = ended.value
    if (figures === null) return
    const midnight = new Date()
    midnight.setHours(0, 0, 0, 0)
    if (midnight.getTime() <= figures.since) return
    take({ since: midnight.getTime(), holds: 0, overRed: 0, longest: null, medianMs: null })
    void load()
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

  return { ended, failure, overRed, isOverRedInDoubt, start, load, tick }
})
