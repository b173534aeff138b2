/** A page that crashes may be reloaded this often… */
const mostReloads = 2
/** …within this time, ms; more is a fault that reloading does not fix. */
const withinMs = 60_000

/** Decides whether a crashed page is reloaded. @param now monotonic ms */
export function createCrashGuard(now: () => number) {
  let reloads: number[] = []
  return {
    mayReload(): boolean {
      const at = now()
      reloads = reloads.filter((earlier) => at - earlier < withinMs)
      if (reloads.length >= mostReloads) return false
      reloads.push(at)
      return true
    },
  }
}
