import { computed, type ComputedRef, shallowRef, type ShallowRef } from 'vue'
import type {
  AppError,
  PreferenceKey,
  PreferenceValues,
  PreferenceView,
} from '../../src-shared/contract/index.ts'
import { usePreferences } from '../state/preferences.ts'

export interface Setting<K extends PreferenceKey> {
  /** Null until the main process has sent it. */
  view: ComputedRef<PreferenceView<PreferenceValues[K]> | null>
  isDisabled: ComputedRef<boolean>
  /** Why the last change was rejected. */
  error: ShallowRef<AppError | null>
  /** Takes effect at once; resolves to whether it was accepted. */
  save(wish: PreferenceValues[K]): Promise<boolean>
}

/** One setting: its value, and the result of changing it. */
export const useSetting = <K extends PreferenceKey>(key: K): Setting<K> => {
  const preferences = usePreferences()
  const error = shallowRef<AppError | null>(null)
  const view = computed(() => preferences.table?.[key] ?? null)
  const isDisabled = computed(() => !view.value?.isSupported || view.value.isLocked)
  let latest = 0

  const save = async (wish: PreferenceValues[K]): Promise<boolean> => {
    const mine = (latest += 1)
    error.value = null
    const answer = await preferences.set(key, wish)
    // Only the latest change may report a result.
    if (mine === latest && !answer.ok) error.value = answer.error
    return answer.ok
  }
  return { view, isDisabled, error, save }
}
