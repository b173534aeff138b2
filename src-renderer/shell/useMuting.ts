import { computed, type ComputedRef } from 'vue'
import { useBoard } from '../state/board.ts'
import { useBoardTime } from '../state/useBoardTime.ts'

/** Whether alerts are kept back: for a while by hand, or by the time of the day. */
export const useMuting = (): {
  isSnoozed: ComputedRef<boolean>
  minutesLeft: ComputedRef<number>
  isQuiet: ComputedRef<boolean>
} => {
  const board = useBoard()
  const { secondsUntil } = useBoardTime()
  const minutesLeft = computed(() => {
    const until = board.head?.alerts.snoozedUntil ?? null
    return until === null ? 0 : Math.ceil(secondsUntil(until) / 60)
  })
  return {
    minutesLeft,
    isSnoozed: computed(() => minutesLeft.value > 0),
    isQuiet: computed(() => board.head?.alerts.isQuiet ?? false),
  }
}
