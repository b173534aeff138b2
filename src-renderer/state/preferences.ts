import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type {
  AppError,
  Envelope,
  PreferenceChange,
  PreferenceKey,
  PreferenceTable,
  PreferenceValues,
} from '../../src-shared/contract/index.ts'
import { listen, request } from '../bridge.ts'

/** All settings of the main process: the values in force, never the ones requested. */
export const usePreferences = defineStore('preferences', () => {
  const table = shallowRef<PreferenceTable | null>(null)
  const failure = shallowRef<AppError | null>(null)

  const take = (next: PreferenceTable): void => {
    table.value = next
  }
  const answered = (answer: Envelope<PreferenceTable>): Envelope<PreferenceTable> => {
    if (answer.ok) take(answer.data)
    return answer
  }

  const load = async (): Promise<void> => {
    failure.value = null
    const answer = answered(await request('preferences.get', null))
    if (!answer.ok) failure.value = answer.error
  }
  /** Subscribes and requests the settings; returns the unsubscribe function. */
  const start = (): (() => void) => {
    const stop = listen('preferences.changed', take)
    void load()
    return stop
  }

  /** The value in force; undefined until the main process has sent it. */
  const value = <K extends PreferenceKey>(key: K): PreferenceValues[K] | undefined =>
    table.value?.[key].value

  const set = async <K extends PreferenceKey>(
    key: K,
    wish: PreferenceValues[K],
  ): Promise<Envelope<PreferenceTable>> =>
    answered(await request('preferences.set', { key, value: wish } as PreferenceChange))

  const reset = async (): Promise<Envelope<PreferenceTable>> =>
    answered(await request('preferences.reset', null))

  return { table, failure, start, load, value, set, reset }
})
