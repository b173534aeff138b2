import { computed, type ComputedRef } from 'vue'
import { usePreferences } from '../stores/preferences.ts'

/** Whether this display shows the wallboard; main keeps it for each display. */
export const useDensity = (): { isWall: ComputedRef<boolean>; toggle: () => Promise<void> } => {
  const preferences = usePreferences()
  const isWall = computed(() => preferences.value('density') === 'wallboard')
  const toggle = async (): Promise<void> => {
    await preferences.set('density', isWall.value ? 'compact' : 'wallboard')
  }
  return { isWall, toggle }
}
