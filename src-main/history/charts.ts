import type { DatabaseSync } from 'node:sqlite'
import type { HistoryCharts, HistoryFilter } from '../../src-preload/contract/index.ts'
import { pastHolds, where } from './pages.ts'
import { nextTurn } from './turns.ts'

/** Where the ranges of durations begin, ms. */
const durationEdges = [0, 10, 30, 60, 120, 180, 300, 600].map((seconds) => seconds * 1_000)
const mostShares = 20
/** Calls held this often and more are counted together. */
const mostRepeats = 5
/** Every local hour begins at one of these, wherever one lives, ms. */
const quarterMs = 15 * 60_000
const hourMs = 60 * 60_000
/** Others get their turn in between. */
const rowsAtOnce = 5_000

interface Share {
  name: string
  holds: number
  totalMs: number
}

/** Counted in one pass over the index: SQLite would sort all rows once for each chart. */
export async function readCharts(db: DatabaseSync, filter: HistoryFilter): Promise<HistoryCharts> {
  const { sql, values } = where(filter)
  const query = db.prepare(
    `SELECT started_at, held_ms, skill, agent_id, agent_name, call_id
     FROM ${pastHolds} WHERE ${sql} ORDER BY started_at`,
  )
  query.setReturnArrays(true)
  const charts = new Charts()
  let read = 0
  for (const row of query.iterate(...values) as Iterable<unknown>) {
    charts.add(row as [number, number, string, string, string, string])
    read += 1
    if (read % rowsAtOnce === 0) await nextTurn()
  }
  return charts.result()
}

class Charts {
  readonly #quarters = new Map<number, { holds: number; longestMs: number }>()
  readonly #durations = durationEdges.map(() => 0)
  readonly #agents = new Map<string, Share>()
  readonly #skills = new Map<string, Share>()
  /** Holds of each call, by agent. */
  readonly #calls = new Map<string, Map<string, number>>()

  add([startedAt, heldMs, skill, agentId, agentName, callId]: [
    number,
    number,
    string,
    string,
    string,
    string,
  ]): void {
    const at = Math.floor(startedAt / quarterMs) * quarterMs
    const quarter = this.#quarters.get(at)
    if (quarter === undefined) this.#quarters.set(at, { holds: 1, longestMs: heldMs })
    else {
      quarter.holds += 1
      quarter.longestMs = Math.max(quarter.longestMs, heldMs)
    }
    const range = durationEdges.findLastIndex((edge) => heldMs >= edge)
    this.#durations[range] = (this.#durations[range] ?? 0) + 1
    count(this.#agents, agentId, agentName, heldMs)
    count(this.#skills, skill, skill, heldMs)
    let calls = this.#calls.get(agentId)
    if (calls === undefined) this.#calls.set(agentId, (calls = new Map()))
    calls.set(callId, (calls.get(callId) ?? 0) + 1)
  }

  result(): HistoryCharts {
    return {
      hours: this.#hours(),
      durations: this.#durations.map((holds, index) => ({
        fromMs: durationEdges[index] ?? 0,
        toMs: durationEdges[index + 1] ?? null,
        holds,
      })),
      agents: most(this.#agents),
      skills: most(this.#skills),
      repeats: this.#repeats(),
    }
  }

  #hours(): HistoryCharts['hours'] {
    const hours = new Map<number, { hour: number; holds: number; longestMs: number }>()
    for (const [at, { holds, longestMs }] of this.#quarters) {
      const hour = localHour(at)
      const before = hours.get(hour)
      hours.set(hour, {
        hour,
        holds: (before?.holds ?? 0) + holds,
        longestMs: Math.max(before?.longestMs ?? 0, longestMs),
      })
    }
    return [...hours.values()]
  }

  #repeats(): HistoryCharts['repeats'] {
    const repeats = Array.from({ length: mostRepeats }, (_, index) => ({
      holds: index + 1,
      calls: 0,
    }))
    for (const calls of this.#calls.values()) {
      for (const holds of calls.values()) {
        const entry = repeats[Math.min(holds, mostRepeats) - 1]
        if (entry) entry.calls += 1
      }
    }
    return repeats
  }
}

function count(shares: Map<string, Share>, key: string, name: string, heldMs: number): void {
  const share = shares.get(key)
  if (share === undefined) {
    shares.set(key, { name, holds: 1, totalMs: heldMs })
    return
  }
  share.holds += 1
  share.totalMs += heldMs
  // Rows come in order: the last name that was known stands.
  if (name !== '') share.name = name
}

const most = (shares: ReadonlyMap<string, Share>) =>
  [...shares]
    .map(([key, share]) => ({ key, ...share }))
    .sort((a, b) => b.totalMs - a.totalMs)
    .slice(0, mostShares)

/**
 * The beginning of the local hour, epoch ms. Counted with the offset of that very moment: where the
 * clocks are set back, one hour comes twice, and the calendar only knows the first of the two.
 */
export function localHour(at: number): number {
  const offsetMs = new Date(at).getTimezoneOffset() * 60_000
  return Math.floor((at - offsetMs) / hourMs) * hourMs + offsetMs
}
