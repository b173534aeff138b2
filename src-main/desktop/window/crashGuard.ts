/** A page that crashes may be loaded again this often… */
const mostReloads = 2
/** …within so long, ms; more is a fault that reloading does not mend. */
const withinMs = 60_000

/** Decides whether a crashed page is loaded again. @param now monotonic ms */
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
