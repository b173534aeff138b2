import type { StartedHold } from '../monitor/ledger.ts'
import type { Load } from '../monitor/scheduler.ts'

/**
 * The average delay until a hold is observed, ms: half of the time between two queries about an agent who can start a
 * hold. With all T agents talking and B requests a second it is T / 2B.
 */
export const expectedMs = ({ intervalMs }: Load): number => intervalMs / 2

/** A source that is watching: its load, and how many agents are read from it. */
export interface SourceLoad {
  load: Load
  agents: number
}

/** The same over several sources, each by the number of its agents; null where no source is watching. */
export function meanExpectedMs(sources: readonly SourceLoad[]): number | null {
  const [first] = sources
  if (first === undefined) return null
  const all = sources.reduce((sum, { agents }) => sum + agents, 0)
  if (all === 0) return expectedMs(first.load)
  return sources.reduce((sum, { load, agents }) => sum + expectedMs(load) * agents, 0) / all
}

const holdsKept = 50
/** A hold whose agent was last queried longer ago than this began while no queries were sent, ms. */
const watchedMs = 60_000

type Seen = Pick<StartedHold, 'notBefore' | 'firstSeenAt' | 'lookedAt' | 'lastSeenAt'>

/**
 * The delays with which the last holds were observed: each began between two queries, so the middle on average; or the
 * value from the gateway.
 */
export class SeenDelays {
  #delays: { leastMs: number; mostMs: number }[] = []

  clear(): void {
    this.#delays = []
  }

  add(started: readonly Seen[]): void {
    for (const { notBefore, firstSeenAt, lookedAt, lastSeenAt } of started) {
      if (notBefore === null || lookedAt === null || lastSeenAt - lookedAt > watchedMs) continue
      this.#delays.push({ leastMs: lastSeenAt - firstSeenAt, mostMs: lastSeenAt - notBefore })
    }
    this.#delays = this.#delays.slice(-holdsKept)
  }

  get measured(): { holds: number; meanMs: number; mostMs: number } | null {
    const holds = this.#delays.length
    if (holds === 0) return null
    const sum = this.#delays.reduce((total, { leastMs, mostMs }) => total + leastMs + mostMs, 0)
    return {
      holds,
      meanMs: sum / holds / 2,
      mostMs: Math.max(...this.#delays.map((d) => d.mostMs)),
    }
  }
}
