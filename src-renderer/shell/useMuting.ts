import { computed, type ComputedRef } from 'vue'
import { useBoard } from '../state/board.ts'
import { useBoardTime } from '../state/useBoardTime.ts'

/** Whether alerts are silenced: by a snooze of all, or by the quiet time. */
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
