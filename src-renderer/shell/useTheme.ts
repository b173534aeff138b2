import { useMediaQuery } from '@vueuse/core'
import { watchEffect } from 'vue'
import { usePreferences } from '../state/preferences.ts'

/** Sets the chosen theme, or the system's, for the style sheet; and whether contrast is increased. */
export const useTheme = (): void => {
  const preferences = usePreferences()
  const systemIsLight = useMediaQuery('(prefers-color-scheme: light)')
  const systemWantsContrast = useMediaQuery('(prefers-contrast: more)')
  const root = document.documentElement

  watchEffect(() => {
    const theme = preferences.value('theme') ?? 'system'
    const ofSystem = systemIsLight.value ? 'light' : 'dark'
    root.dataset['theme'] = theme === 'light' || theme === 'dark' ? theme : ofSystem
    const isStrong = theme === 'contrast' || (theme === 'system' && systemWantsContrast.value)
    root.toggleAttribute('data-contrast', isStrong)
  })
}
