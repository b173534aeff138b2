import { computed, type Ref, ref, watch } from 'vue'
import type { SettingKey } from './settings.ts'
import { useInvalidDraft } from './useInvalidDraft.ts'

interface CountSetting {
  view: Readonly<Ref<{ value: number } | null>>
  /** Resolves to whether the value is now in force. */
  save: (value: number) => Promise<boolean>
}

/** A whole number while it is typed, before it replaces the one in force. */
export function useCountDraft(
  name: SettingKey,
  setting: CountSetting,
  { least, most }: { least: number; most: number },
) {
  /** Input that is not in force. */
  const draft = ref<string | null>(null)
  const isWrong = ref(false)
  useInvalidDraft(name, () => isWrong.value)
  const drop = () => {
    draft.value = null
    isWrong.value = false
  }
  watch(() => setting.view.value?.value, drop)
  const text = computed(() => draft.value ?? String(setting.view.value?.value ?? ''))
  const type = (event: Event): void => {
    draft.value = (event.target as HTMLInputElement).value
    isWrong.value = false
  }
  const commit = async (): Promise<void> => {
    const typed = text.value.trim()
    const count = /^\d{1,6}$/.test(typed) ? Number(typed) : NaN
    isWrong.value = !(count >= least && count <= most)
    if (isWrong.value || draft.value === null) return
    if (await setting.save(count)) draft.value = null
  }
  return { text, isWrong, type, commit, drop }
}
export type CountDraft = ReturnType<typeof useCountDraft>
