import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { AppError, Envelope } from '../../src-shared/contract/index.ts'

export interface Action {
  busy: Ref<boolean>
  error: ShallowRef<AppError | null>
  /** Runs one request; a second call while it runs is ignored. Resolves to null where it failed. */
  run<T>(work: () => Promise<Envelope<T>>): Promise<{ data: T } | null>
}

/** A request behind a button: whether it is running, and the error to show beside it. */
export const useAction = (): Action => {
  const busy = ref(false)
  const error = shallowRef<AppError | null>(null)
  return {
    busy,
    error,
    async run(work) {
      if (busy.value) return null
      busy.value = true
      error.value = null
      try {
        const answer = await work()
        if (answer.ok) return { data: answer.data }
        error.value = answer.error
        return null
      } finally {
        busy.value = false
      }
    },
  }
}
