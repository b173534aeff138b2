import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type {
  Envelope,
  ExportedNumbers,
  ExportState,
  HistoryFilter,
} from '../../src-shared/contract/index.ts'
import { listen, request } from '../bridge.ts'

/** The running export, or the result of the last one: it outlives the view in which it was started. */
export const useHistoryExport = defineStore('historyExport', () => {
  const state = shallowRef<ExportState | null>(null)
  let reports = 0
  const hear = (next: ExportState): void => {
    reports += 1
    state.value = next
  }
  listen('history.export_moved', hear)

  const start = async (
    filter: HistoryFilter,
    numbers: ExportedNumbers,
  ): Promise<Envelope<ExportState | null>> => {
    const before = reports
    const answer = await request('history.export', { filter, numbers })
    // A short export may have ended before the response to its start was received.
    if (answer.ok && answer.data && before === reports) hear(answer.data)
    return answer
  }
  const cancel = (): Promise<Envelope<null>> => request('history.cancel_export', null)
  const openFolder = () => request('history.open_export_folder', null)
  const dismiss = (): void => {
    state.value = null
  }

  return { state, start, cancel, openFolder, dismiss }
})
