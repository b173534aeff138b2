import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { AppError, Diagnosis, Envelope, LiveFigures } from '../../src-shared/contract/index.ts'
import { listen, request } from '../bridge.ts'
import { useSetup } from '../state/setup.ts'

const figuresEveryMs = 2_000

/** The checks of the main process, and the current figures. */
export const useDiagnostics = defineStore('diagnostics', () => {
  const setup = useSetup()
  /** The last run, or the current one; null before the first. */
  const last = shallowRef<Diagnosis | null>(null)
  const figures = shallowRef<LiveFigures | null>(null)
  const failure = shallowRef<AppError | null>(null)
  const isRunning = computed(() => last.value?.isRunning ?? false)

  const take = (diagnosis: Diagnosis | null): void => {
    last.value = diagnosis
  }
  const readFigures = async (): Promise<void> => {
    const answer = await request('diagnostics.get_figures', null)
    failure.value = answer.ok ? null : answer.error
    if (answer.ok) figures.value = answer.data
  }
  const load = async (): Promise<void> => {
    // The checks are about the latest input.
    await setup.flush()
    const answer = await request('diagnostics.get_last', null)
    if (answer.ok) take(answer.data)
    await readFigures()
  }

  /** Follows the checks, and the figures while the page is visible; returns the unsubscribe function. */
  const start = (): (() => void) => {
    const stopListening = listen('diagnostics.moved', take)
    const timer = setInterval(() => {
      if (!document.hidden) void readFigures()
    }, figuresEveryMs)
    void load()
    return () => {
      stopListening()
      clearInterval(timer)
    }
  }

  const run = async (): Promise<Envelope<Diagnosis | null>> => {
    await setup.flush()
    return request('diagnostics.run', null)
  }

  return { last, figures, failure, isRunning, start, load, run }
})
