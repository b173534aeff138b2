import { defineStore } from 'pinia'
import type {
  Envelope,
  PreferenceChange,
  PreferenceKey,
  PreferenceTable,
  PreferenceValues,
} from '../../src-shared/contract/index.ts'
import { listen, request } from '../bridge.ts'
import { useRemote } from './useRemote.ts'

/** All settings of the main process: the values in force, never the ones requested. */
export const usePreferences = defineStore('preferences', () => {
  const {
    data: table,
    failure,
    takeFrom,
    load,
    start,
  } = useRemote<PreferenceTable>({
    read: () => request('preferences.get', null),
    follow: (take) => listen('preferences.changed', take),
  })

  /** The value in force; undefined until the main process has sent it. */
  const value = <K extends PreferenceKey>(key: K): PreferenceValues[K] | undefined =>
    table.value?.[key].value

  const set = async <K extends PreferenceKey>(
    key: K,
    wish: PreferenceValues[K],
  ): Promise<Envelope<PreferenceTable>> =>
    takeFrom(await request('preferences.set', { key, value: wish } as PreferenceChange))

  const reset = async (): Promise<Envelope<PreferenceTable>> =>
    takeFrom(await request('preferences.reset', null))

  return { table, failure, start, load, value, set, reset }
})
