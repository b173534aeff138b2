import { ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import type { Envelope, PreferenceKey, PreferenceValues } from '../../src-shared/contract/index.ts'
import { usePreferences } from '../state/preferences.ts'
import { type Setting, useSetting } from './useSetting.ts'

export interface AskedSetting<K extends PreferenceKey> extends Setting<K> {
  /** Whether the confirmation is open, and for which value. */
  asking: Ref<boolean>
  wish: ShallowRef<PreferenceValues[K] | null>
  /** Called once it was confirmed. */
  confirm(): Promise<Envelope<unknown>>
}

/** A setting with changes that delete stored data, and therefore need a confirmation. If canceled, it is unchanged. */
export const useAskedSetting = <K extends PreferenceKey>(
  key: K,
  deletes: (wish: PreferenceValues[K], now: PreferenceValues[K]) => boolean,
): AskedSetting<K> => {
  const setting = useSetting(key)
  const preferences = usePreferences()
  const asking = ref(false)
  const wish: ShallowRef<PreferenceValues[K] | null> = shallowRef(null)
  let answered = (_accepted: boolean): void => {}

  watch(asking, (isAsking) => {
    if (!isAsking) answered(setting.view.value?.value === wish.value)
  })
  const save = (value: PreferenceValues[K]): Promise<boolean> => {
    const now = setting.view.value?.value
    if (now === undefined || !deletes(value, now)) return setting.save(value)
    wish.value = value
    asking.value = true
    return new Promise((resolve) => (answered = resolve))
  }
  const confirm = (): Promise<Envelope<unknown>> =>
    preferences.set(key, wish.value as PreferenceValues[K])

  return { ...setting, save, asking, wish, confirm }
}
