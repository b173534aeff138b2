import { onScopeDispose, readonly, ref, type Ref } from 'vue'

const now = ref(performance.now())
const followers = new Set<() => void>()
let users = 0
let timer: ReturnType<typeof setTimeout> | undefined

const tick = (): void => {
  now.value = performance.now()
  clearTimeout(timer)
  timer = undefined
  if (users === 0 || document.hidden) return
  for (const follow of followers) follow()
  // Two milliseconds past the second, so that a timer that fires early does not tick twice.
  timer = setTimeout(tick, 1002 - (now.value % 1000))
}

const onVisibility = (): void => {
  tick()
}

/**
 * The only clock for all ages on the page: ticks once a second, and not at all while the page is hidden or nothing uses
 * it. Its value is `performance.now()`.
 */
export const useClock = (): Readonly<Ref<number>> => {
  users += 1
  if (users === 1) {
    document.addEventListener('visibilitychange', onVisibility)
    tick()
  }
  onScopeDispose(() => {
    users -= 1
    if (users > 0) return
    document.removeEventListener('visibilitychange', onVisibility)
    clearTimeout(timer)
    timer = undefined
  })
  return readonly(now)
}

/** Runs a callback with each tick of the clock, bypassing the rendering: for elements that exist in hundreds. */
export const onTick = (follow: () => void): void => {
  useClock()
  followers.add(follow)
  onScopeDispose(() => followers.delete(follow))
}
