import type { HoldReader } from '../../src-main/monitor/reader.ts'
import { createBoardClock } from '../../src-main/base/clock.ts'
import { Monitor } from '../../src-main/monitor/monitor.ts'
import type { Observation } from '../../src-main/monitor/observation.ts'
import { EvenRoom } from '../../src-main/monitor/testRoom.ts'

export interface MonitorLoad {
  agents: number
  /** Every nth agent holds a call. */
  holdsEvery: number
  /** Ended holds of the last hours that are still stored. */
  remembered: number
}

/** A floor and its gateway, which responds at once, on a clock that runs as fast as possible. */
class Floor {
  readonly monitor: Monitor
  queries = 0
  #now = 0
  readonly #timers = new Set<{ at: number; fn: () => void }>()

  constructor({ agents, holdsEvery, remembered }: MonitorLoad) {
    const ids = Array.from({ length: agents }, (_, index) => String(10_401 + index))
    const answers = new Map<string, Observation>(
      ids.map((agentId, index) => [
        agentId,
        index % holdsEvery === 0 ? holding(agentId) : { kind: 'none' },
      ]),
    )
    // Enough to keep even the rows of 5,000 agents confirmed.
    const room = new EvenRoom({ perSecond: 250 })
    const reader: HoldReader = {
      way: 'inspector',
      state: { kind: 'signed-in' },
      observe: (agentId) => {
        this.queries += 1
        room.countRequest(this.#now)
        return Promise.resolve(answers.get(agentId) ?? { kind: 'none' })
      },
      agentDirectory: () => null,
      onState: () => () => {},
      onHint: () => () => {},
      retry: () => {},
      wake: () => {},
      blindSpots: [],
      signedIn: [],
      acceptedAt: -Infinity,
      close: () => Promise.resolve([]),
    }
    const clock = { monotonic: () => this.#now, uptime: () => this.#now, wall: () => this.#now }
    this.monitor = new Monitor({
      sources: [{ reader, room, origin: 'https://gw:8043' }],
      simulated: false,
      clock: createBoardClock(clock),
      setTimer: (ms, fn) => {
        const timer = { at: this.#now + ms, fn }
        this.#timers.add(timer)
        return () => this.#timers.delete(timer)
      },
      random: () => 0.5,
    })
    const earlier = Array.from({ length: remembered }, (_, index) => {
      const lastEndedAt = (index / remembered - 1) * 12_600_000
      const one = { count: 1, totalMs: 30_000, lastEndedAt }
      return [`${ids[index % agents] ?? ''}/1501-${index}`, one] as const
    })
    this.monitor.restore({ holds: [], earlier: new Map(earlier) })
    this.monitor.onPatch(() => {})
    this.monitor.setAgents(ids.map((agentId) => ({ agentId, name: '' })))
  }

  /** Lets this many queries be sent and answered. */
  async ask(queries: number): Promise<void> {
    const until = this.queries + queries
    while (this.queries < until) {
      let next: { at: number; fn: () => void } | null = null
      for (const timer of this.#timers) if (timer.at < (next?.at ?? Infinity)) next = timer
      if (next === null) throw new Error('The monitor waits for nothing')
      this.#timers.delete(next)
      this.#now = Math.max(this.#now, next.at)
      next.fn()
      // Pending callbacks run before anything else happens.
      for (let turn = 0; turn < 4; turn += 1) await Promise.resolve()
    }
  }
}

const holding = (agentId: string): Observation => ({
  kind: 'holding',
  calls: [
    {
      callId: `1500-${agentId}`,
      callFeature: 0,
      caller: '02155501234',
      called: '4008000',
      skill: 'billing',
    },
  ],
  malformed: 0,
})

const warmUp = 20_000
const measured = 10_000
const rounds = 6

/**
 * Processor time of this process for each query, µs, from the response to the patch, for each of these floors: the best
 * of several alternating rounds, after every agent was queried often.
 */
export async function monitorCosts(loads: readonly MonitorLoad[]): Promise<number[]> {
  const floors = loads.map((load) => ({ floor: new Floor(load), best: Infinity }))
  for (const { floor } of floors) await floor.ask(warmUp)
  for (let round = 0; round < rounds; round += 1) {
    for (const each of floors) {
      const before = process.cpuUsage()
      await each.floor.ask(measured)
      const { user, system } = process.cpuUsage(before)
      each.best = Math.min(each.best, (user + system) / measured)
    }
  }
  for (const { floor } of floors) floor.monitor.close()
  return floors.map(({ best }) => best)
}
