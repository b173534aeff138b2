import type { Hold } from '../monitor/ledger.ts'
import type { Load } from '../monitor/scheduler.ts'

/**
 * How long after it began a hold is seen on average, ms: half of the time between two queries about
 * an agent who can begin to hold. A full schedule stretches it; with all T agents talking and B
 * requests a second it is T / 2B.
 */
export function expectedMs({ intervalMs, wanted, allowed }: Load): number {
  return (intervalMs * Math.max(1, wanted / allowed)) / 2
}

const holdsKept = 50
/** A hold that was looked for longer ago than this began while nobody was asked. */
const watchedMs = 60_000

/** How late the last holds were seen: each began between two queries, so half of that on average. */
export class SeenDelays {
  #windows: number[] = []

  clear(): void {
    this.#windows = []
  }

  add(started: readonly Pick<Hold, 'notBefore' | 'firstSeenAt'>[]): void {
    for (const { notBefore, firstSeenAt } of started) {
      const window = firstSeenAt - (notBefore ?? -Infinity)
      if (window <= watchedMs) this.#windows.push(window)
    }
    this.#windows = this.#windows.slice(-holdsKept)
  }

  get measured(): { holds: number; meanMs: number; mostMs: number } | null {
    const holds = this.#windows.length
    if (holds === 0) return null
    const sum = this.#windows.reduce((total, window) => total + window, 0)
    return { holds, meanMs: sum / holds / 2, mostMs: Math.max(...this.#windows) }
  }
}
