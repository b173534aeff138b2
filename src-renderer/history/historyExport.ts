import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type {
  Envelope,
  ExportedNumbers,
  ExportState,
  HistoryFilter,
} from '../../src-shared/contract/index.ts'
import { listen, request } from '../bridge.ts'

/** The export that runs, or how the last one ended: it outlives the view it was started in. */
export const useHistoryExport = defineStore('historyExport', () => {
  const state = shallowRef<ExportState | null>(null)
  let heard = 0
  const hear = (next: ExportState): void => {
    heard += 1
    state.value = next
  }
  listen('history.export_moved', hear)

  const start = async (
    filter: HistoryFilter,
    numbers: ExportedNumbers,
  ): Promise<Envelope<ExportState | null>> => {
    const before = heard
    const answer = await request('history.export', { filter, numbers })
    // A short export may be over before the answer to its beginning has come.
    if (answer.ok && answer.data && before === heard) hear(answer.data)
    return answer
  }
  const cancel = (): Promise<Envelope<null>> => request('history.cancel_export', null)
  const openFolder = () => request('history.open_export_folder', null)
  const dismiss = (): void => {
    state.value = null
  }

  return { state, start, cancel, openFolder, dismiss }
})
