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
 * The one clock by which every age on the page moves: once a second, and not at all while the
 * page is hidden or nobody looks at it. Its value is `performance.now()`.
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

/** Does something with each tick of the clock, past the rendering: for what there are hundreds of. */
export const onTick = (follow: () => void): void => {
  useClock()
  followers.add(follow)
  onScopeDispose(() => followers.delete(follow))
}
