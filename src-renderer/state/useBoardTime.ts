import { createSharedComposable, useEventListener } from '@vueuse/core'
import { computed, ref, shallowRef, watchEffect, type ShallowRef } from 'vue'
import { ageAt, useBoard } from './board.ts'
import { useClock } from './useClock.ts'

/** After this long without a message the board is marked as outdated, ms. */
export const silentAfterMs = 5000

/** A value computed with each tick, which notifies its users only when it has changed. */
const looked = (look: () => boolean): Readonly<ShallowRef<boolean>> => {
  const value = shallowRef(false)
  watchEffect(() => (value.value = look()), { flush: 'sync' })
  return value
}

/** Whether the board is current: computed once for the whole page. */
const useCurrency = createSharedComposable(() => {
  const board = useBoard()
  const clock = useClock()

  /** When this page was shown again; the main process sends nothing to a hidden one. */
  const visibleAt = ref(0)
  useEventListener(document, 'visibilitychange', () => {
    if (!document.hidden) visibleAt.value = performance.now()
  })

  /** Known to be outdated, for any reason. */
  const unheard = looked(() => clock.value - board.heardAt >= silentAfterMs)

  /** The main process sends a message each second while it watches; silence means this page is disconnected. */
  const silent = looked(
    () => unheard.value && clock.value - Math.max(board.heardAt, visibleAt.value) >= silentAfterMs,
  )

  /** Age of the last response in ms; null before the first. */
  const answerAgeMs = computed(() =>
    board.lastAnswerAt === null ? null : ageAt(clock.value, board.offset, board.lastAnswerAt),
  )

  /** Whether data may be shown as live: the watch is running, messages arrive, and the gateway responded recently. */
  const current = looked(
    () =>
      board.head?.watch.state === 'watching' &&
      !unheard.value &&
      answerAgeMs.value !== null &&
      answerAgeMs.value < silentAfterMs,
  )

  /** All rows are outdated: the watch is not running, or this page receives no messages. */
  const frozen = looked(() => {
    const state = board.head?.watch.state
    return unheard.value || (state !== 'watching' && state !== 'connecting')
  })

  return { unheard, silent, answerAgeMs, current, frozen }
})

/** Ages of board-clock times that follow the shared clock, and whether the board is current. */
export const useBoardTime = () => {
  const board = useBoard()
  const clock = useClock()

  const ageMs = (boardTime: number): number => ageAt(clock.value, board.offset, boardTime)
  const seconds = (boardTime: number): number => Math.floor(ageMs(boardTime) / 1000)
  /**
   * Seconds until a board-clock time, 0 once it is over. The clock ticked up to a second ago: rounded up, a minute
   * would start with 61 of them.
   */
  const secondsUntil = (boardTime: number): number =>
    Math.max(0, Math.floor((boardTime + board.offset - clock.value) / 1000))

  /** A board-clock time as epoch ms, for showing the time of day. Follows no clock. */
  const epochAt = (boardTime: number): number =>
    Date.now() - ageAt(performance.now(), board.offset, boardTime)

  return { ageMs, epochAt, seconds, secondsUntil, ...useCurrency() }
}
