import { onScopeDispose, watch } from 'vue'
import type { SettingKey } from './settings.ts'
import { useDrafts } from '../state/drafts.ts'

/** Registers a field with invalid input, for as long as it is invalid. */
export const useInvalidDraft = (setting: SettingKey, isInvalid: () => boolean): void => {
  const { fields } = useDrafts()
  const field = Symbol(setting)
  watch(
    isInvalid,
    (invalid) => {
      if (invalid) fields.set(field, setting)
      else fields.delete(field)
    },
    // The view may be left by the same event that detected the error.
    { flush: 'sync' },
  )
  onScopeDispose(() => fields.delete(field))
}
