import { useMediaQuery } from '@vueuse/core'
import { watchEffect } from 'vue'
import { usePreferences } from '../stores/preferences.ts'

/**
 * Tells the style sheet the theme: `light` or `dark` where one was chosen, else the system's; and
 * strong contrasts where they were chosen here or in the system.
 */
export const useTheme = (): void => {
  const preferences = usePreferences()
  const systemWantsContrast = useMediaQuery('(prefers-contrast: more)')
  const root = document.documentElement

  watchEffect(() => {
    const theme = preferences.value('theme') ?? 'system'
    const isFixed = theme === 'light' || theme === 'dark'
    if (isFixed) root.dataset['theme'] = theme
    else delete root.dataset['theme']
    const hasContrast = theme === 'contrast' || (theme === 'system' && systemWantsContrast.value)
    root.toggleAttribute('data-contrast', hasContrast)
  })
}
