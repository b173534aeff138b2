import { useEventListener, useIntervalFn } from '@vueuse/core'
import { readonly, type Ref, ref } from 'vue'

/** How long the page may show times of an outdated zone, ms. */
const lookEveryMs = 60_000

const read = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone
const zone = ref(read())
/** Reads it now; only needed by tests that change it. */
export const readTimeZoneAnew = (): void => {
  zone.value = read()
}

/** The system's time zone. Values derived from it are computed again when it changes. */
export const useTimeZone = (): Readonly<Ref<string>> => readonly(zone)

/**
 * Checks the system's time zone, for which there is no event: once a minute, and when the page is shown. A hidden page
 * does nothing.
 */
export const useFollowedTimeZone = (): void => {
  const { pause, resume } = useIntervalFn(readTimeZoneAnew, lookEveryMs, { immediate: false })
  const followVisibility = (): void => {
    readTimeZoneAnew()
    if (document.hidden) pause()
    else resume()
  }
  followVisibility()
  useEventListener(window, 'focus', readTimeZoneAnew)
  useEventListener(document, 'visibilitychange', followVisibility)
}
