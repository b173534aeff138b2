import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { AppError, TodayFigures } from '../../src-preload/contract/index.ts'
import { listen, request } from '../bridge.ts'
import { isUrgent } from '../lib/levels.ts'
import { useBoard } from './board.ts'

/** What happened today: the holds that ended, as the history tells them, and those still open. */
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
  /** Listens and asks; returns the function that ends it. */
  const start = (): (() => void) => {
    const stop = listen('history.changed', take)
    void load()
    return stop
  }
  /** Called with each tick: at midnight the figures begin anew, though nothing has ended yet. */
  const tick = (): void => {
    const figures = ended.value
    if (figures === null) return
    const midnight = new Date()
    midnight.setHours(0, 0, 0, 0)
    if (midnight.getTime() <= figures.since) return
    take({ since: midnight.getTime(), holds: 0, overRed: 0, longestMs: 0, medianMs: null })
    void load()
  }

  const overRed = computed(() =>
    ended.value === null ? null : ended.value.overRed + board.rows.filter(isUrgent).length,
  )

  return { ended, failure, overRed, start, load, tick }
})
