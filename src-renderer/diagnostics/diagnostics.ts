import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { Diagnosis, Envelope, LiveFigures } from '../../src-shared/contract/index.ts'
import { listen, request } from '../bridge.ts'
import { useSetup } from '../state/setup.ts'
import { useRemote } from '../state/useRemote.ts'

const figuresEveryMs = 2_000

/** The checks of the main process, and the current figures. */
export const useDiagnostics = defineStore('diagnostics', () => {
  const setup = useSetup()
  /** The last run, or the one that goes on; null before the first. */
  const checks = useRemote<Diagnosis | null>({ read: () => request('diagnostics.get_last', null) })
  const last = checks.data
  const {
    data: figures,
    failure,
    refresh: readFigures,
  } = useRemote<LiveFigures>({ read: () => request('diagnostics.get_figures', null) })
  const isRunning = computed(() => last.value?.isRunning ?? false)

  const load = async (): Promise<void> => {
    // The checks are about the latest input.
    await setup.flush()
    await checks.refresh()
    await readFigures()
  }

  /** Follows the checks, and the figures while the page is visible; returns the unsubscribe function. */
  const start = (): (() => void) => {
    const stopListening = listen('diagnostics.moved', checks.take)
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
