import { useEventListener, useIntervalFn } from '@vueuse/core'
import { readonly, type Ref, ref } from 'vue'

/** How long the page may show times of a zone that is not the system's any more, ms. */
const lookEveryMs = 60_000

const read = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone
const zone = ref(read())
/** Reads it now; nobody but a test that changed it needs to. */
export const readTimeZoneAnew = (): void => {
  zone.value = read()
}

/** The system's time zone. What is made of it is made anew when it changes. */
export const useTimeZone = (): Readonly<Ref<string>> => readonly(zone)

/** Follows the system's time zone, of which no event tells: once a minute, and when somebody comes to look. */
export const useFollowedTimeZone = (): void => {
  readTimeZoneAnew()
  useIntervalFn(readTimeZoneAnew, lookEveryMs)
  useEventListener(window, 'focus', readTimeZoneAnew)
  useEventListener(document, 'visibilitychange', readTimeZoneAnew)
}
