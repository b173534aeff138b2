import { useEventListener, useMutationObserver } from '@vueuse/core'
import { nextTick, shallowRef, type ShallowRef } from 'vue'
import type { Palette } from '../../lib/historyOptions.ts'

/** A token as the browser resolves it here and now: in forced colours too. */
const resolved = (probe: HTMLElement, token: string): string => {
  probe.style.color = `var(${token})`
  return getComputedStyle(probe).color
}

const read = (): Palette => {
  const probe = document.createElement('span')
  document.body.append(probe)
  const of = (token: string) => resolved(probe, token)
  const palette = {
    text: of('--text'),
    muted: of('--muted'),
    line: of('--line'),
    raised: of('--raised'),
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

/** The page's colours for what is drawn on a canvas; they follow the theme. */
export const useChartPalette = (): ShallowRef<Palette> => {
  const palette = shallowRef(read())
  const again = async (): Promise<void> => {
    // The style sheet answers a change of the system's theme first.
    await nextTick()
    palette.value = read()
  }
  useMutationObserver(document.documentElement, again, { attributes: true })
  for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)']) {
    useEventListener(matchMedia(query), 'change', again)
  }
  return palette
}
