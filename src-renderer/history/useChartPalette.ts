import { useEventListener, useMutationObserver } from '@vueuse/core'
import { nextTick, shallowRef, type ShallowRef } from 'vue'
import type { Palette } from './historyOptions.ts'

const read = (): Palette => {
  const probe = document.createElement('span')
  document.body.append(probe)
  // As currently resolved by the browser: forced colors differ between text and background.
  const of = (token: string, property: 'color' | 'backgroundColor' = 'color'): string => {
    probe.style[property] = `var(${token})`
    return getComputedStyle(probe)[property]
  }
  const palette = {
    text: of('--text'),
    muted: of('--muted'),
    line: of('--line'),
    raised: of('--raised', 'backgroundColor'),
    accent: of('--accent'),
    font: getComputedStyle(probe).fontFamily,
    levels: {
      normal: of('--faint'),
      amber: of('--amber'),
      red: of('--red'),
      critical: of('--crit-mark'),
    },
  }
  probe.remove()
  return palette
}

/** The page's colors for canvas drawings; they follow the theme. */
export const useChartPalette = (): ShallowRef<Palette> => {
  const palette = shallowRef(read())
  const again = async (): Promise<void> => {
    // The style sheet applies a change of the system's theme first.
    await nextTick()
    palette.value = read()
  }
  useMutationObserver(document.documentElement, again, { attributes: true })
  for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)']) {
    useEventListener(matchMedia(query), 'change', again)
  }
  return palette
}
