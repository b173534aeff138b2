import { onScopeDispose, watch } from 'vue'
import type { SettingKey } from './settings.ts'
import { useDrafts } from '../state/drafts.ts'

/** Lists a field among those that hold something invalid, for as long as it does. */
export const useInvalidDraft = (setting: SettingKey, isInvalid: () => boolean): void => {
  const { fields } = useDrafts()
  const field = Symbol(setting)
  watch(
    isInvalid,
    (invalid) => {
      if (invalid) fields.set(field, setting)
      else fields.delete(field)
    },
    // The view may be left with the same event that found it invalid.
    { flush: 'sync' },
  )
  onScopeDispose(() => fields.delete(field))
}
