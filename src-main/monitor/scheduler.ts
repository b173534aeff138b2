/** How soon an agent is asked again, by what is known of it. All in ms. */
export interface Pace {
  /** Holding a call. */
  holdingMs: number
  /** Talking: the only ones who can begin to hold. */
  talkingMs: number
  /** Nothing is known of what the agent does. */
  unknownMs: number
  /** Known not to be talking. */
  restMs: number
}

export interface SchedulerOptions {
  pace: Pace
  /** Requests under way at once. */
  maxInFlight: number
  /** 1–250. */
  requestsPerSecond: number
  /** 0 ≤ x < 1, for the jitter. */
  random: () => number
}

export const defaultSchedule: Omit<SchedulerOptions, 'random'> = {
  pace: { holdingMs: 1_000, talkingMs: 1_000, unknownMs: 1_500, restMs: 10_000 },
  maxInFlight: 6,
  requestsPerSecond: 20,
}

/**
 * What a query ended with, as far as the next one's time depends on it. `refused` is the gateway's
 * own word about one agent; `no-answer` may be the network's or the gateway's trouble as a whole.
 */
export type Outcome = 'holding' | 'talking' | 'unknown' | 'rest' | 'refused' | 'no-answer'

/** How the work fits into what may be sent. */
export interface Load {
  /** Mean time between two queries about an agent who can begin to hold, where nothing is late. */
  intervalMs: number
  /** Requests a second for asking everybody in time. */
  wanted: number
  /** Requests a second that may be sent. */
  allowed: number
}

const firstBackOffMs = 1_000
const lastBackOffMs = 30_000
/** While the whole gateway fails, one query at a time, at most this far apart. */
const lastProbeMs = 8_000
/** 000-007, "called repeatedly": nothing is sent for this long. */
const slowDownMs = 2_000

interface Entry {
  dueAt: number
  intervalMs: number
  inFlight: boolean
  failures: number
  /** Its rows on the board must stay confirmed, or it was never asked: goes before the others. */
  isUrgent: boolean
  /** Hurried while being asked: the answer under way may be from before. */
  askAgain: boolean
}

/** Doubles from `first` with each failure up to `last`, give or take a fifth. */
export function backOff(failures: number, first: number, last: number, random: number): number {
  const base = Math.min(last, first * 2 ** Math.min(failures - 1, 20))
  return base * (0.8 + 0.4 * random)
}

/**
 * Decides whom to ask and when; does nothing itself. Every method takes the board clock in ms.
 * Among those due, the one that is latest measured by its own interval goes first, holders at four
 * times the weight: a busy gateway stretches all intervals, those of shown rows least, and nobody
 * starves.
 */
export class Scheduler {
  readonly #options: SchedulerOptions
  readonly #agents = new Map<string, Entry>()
  #inFlight = 0
  /** No request leaves before: requests are spaced evenly, so that no second ever has too many. */
  #budgetFrom = 0
  /** Agents whose queries got no answer since the last one that did. */
  readonly #silent = new Set<string>()
  #silences = 0
  #probes = 0
  #probeAt = 0
  #paused = false

  constructor(options: SchedulerOptions) {
    this.#options = options
  }

  /** Exactly these agents are asked from now on; new ones at once. */
  setAgents(agentIds: readonly string[], now: number): void {
    const wanted = new Set(agentIds)
    for (const [agentId, entry] of this.#agents) {
      if (wanted.has(agentId)) continue
      if (entry.inFlight) this.#inFlight -= 1
      this.#agents.delete(agentId)
      this.#silent.delete(agentId)
    }
    for (const agentId of wanted) {
      if (!this.#agents.has(agentId)) {
        const intervalMs = this.#options.pace.unknownMs
        this.#agents.set(agentId, {
          dueAt: now,
          intervalMs,
          inFlight: false,
          failures: 0,
          isUrgent: true,
          askAgain: false,
        })
      }
    }
  }

  /** Every query failed lately: the trouble is the gateway's or the network's, not an agent's. */
  get gatewayFails(): boolean {
    const { size } = this.#agents
    return size > 0 && this.#silences >= 2 && this.#silent.size >= Math.min(5, size)
  }

  /** The agents to ask now; they count as asked. */
  take(now: number): string[] {
    const taken: string[] = []
    while (this.#mayAsk(now)) {
      const agentId = this.#latest(now)
      if (agentId === undefined) break
      const entry = this.#agents.get(agentId)
      if (entry === undefined) break
      entry.inFlight = true
      this.#inFlight += 1
      this.spend(now)
      taken.push(agentId)
    }
    return taken
  }

  /** A query ended. Late ones for agents no longer watched are ignored. */
  done(agentId: string, outcome: Outcome, now: number): void {
    const entry = this.#agents.get(agentId)
    if (entry === undefined || !entry.inFlight) return
    entry.inFlight = false
    this.#inFlight -= 1
    this.#settle(agentId, entry, outcome, now)
    if (entry.askAgain) entry.dueAt = now
    entry.askAgain = false
  }

  #settle(agentId: string, entry: Entry, outcome: Outcome, now: number): void {
    if (outcome === 'no-answer') {
      this.#silent.add(agentId)
      this.#silences += 1
      this.#fail(entry, now)
      if (this.gatewayFails) {
        this.#probes += 1
        this.#probeAt = now + this.#backOff(this.#probes, lastProbeMs)
      }
      return
    }
    const wasDown = this.gatewayFails
    this.#heard()
    if (wasDown) this.hurryAll(now)
    if (outcome === 'refused') {
      this.#fail(entry, now)
    } else {
      entry.failures = 0
      entry.isUrgent = outcome === 'holding'
      entry.intervalMs = this.#options.pace[`${outcome}Ms`]
      entry.dueAt = now + entry.intervalMs
    }
  }

  /** The roster told what the agent does: being late by the old interval must not outlast it. */
  setPace(agentId: string, outcome: 'holding' | 'talking' | 'unknown' | 'rest', now: number): void {
    const entry = this.#agents.get(agentId)
    if (entry === undefined || entry.failures > 0) return
    entry.intervalMs = this.#options.pace[`${outcome}Ms`]
    entry.dueAt = Math.min(entry.dueAt, now + entry.intervalMs)
  }

  /** Ask this agent next, whatever its back-off. */
  hurry(agentId: string, now: number): void {
    const entry = this.#agents.get(agentId)
    if (entry === undefined) return
    entry.dueAt = now
    entry.askAgain = entry.inFlight
  }

  /** Ask everybody, now: after a sleep, an unlock, a new session. */
  hurryAll(now: number): void {
    this.#heard()
    for (const entry of this.#agents.values()) entry.dueAt = Math.min(entry.dueAt, now)
  }

  /** A request leaves; also for those that others send, such as the list of agents. */
  spend(now: number): void {
    this.#budgetFrom = Math.max(this.#budgetFrom, now) + this.#spacingMs
  }

  /** The gateway said that it is asked too much. */
  slowDown(now: number): void {
    this.#budgetFrom = Math.max(this.#budgetFrom, now + slowDownMs)
  }

  /** Paused, nobody is asked; queries under way may end. */
  setPaused(paused: boolean): void {
    this.#paused = paused
  }

  /** When `take` may have something next: board-clock ms, or null where only `done` can tell. */
  wakeAt(now: number): number | null {
    if (this.#paused || this.#inFlight >= this.#allowedInFlight) return null
    if (this.gatewayFails) return Math.max(now, this.#probeAt, this.#budgetFrom)
    let earliest: number | null = null
    for (const entry of this.#agents.values()) {
      if (!entry.inFlight) earliest = Math.min(earliest ?? Infinity, entry.dueAt)
    }
    if (earliest === null) return null
    return Math.max(now, earliest, this.#budgetFrom)
  }

  get load(): Load {
    const { pace } = this.#options
    const intervals = [...this.#agents.values()].map(({ intervalMs }) => intervalMs)
    const awake = intervals.filter((intervalMs) => intervalMs < pace.restMs)
    const sum = awake.reduce((total, intervalMs) => total + intervalMs, 0)
    return {
      intervalMs: awake.length === 0 ? pace.talkingMs : sum / awake.length,
      wanted: intervals.reduce((total, intervalMs) => total + 1_000 / intervalMs, 0),
      allowed: 1_000 / this.#spacingMs,
    }
  }

  /** When this agent is due; null while it is being asked or is not watched. */
  dueAt(agentId: string): number | null {
    const entry = this.#agents.get(agentId)
    if (entry === undefined || entry.inFlight) return null
    return this.gatewayFails ? this.#probeAt : entry.dueAt
  }

  get #spacingMs(): number {
    return 1_000 / Math.min(250, Math.max(1, this.#options.requestsPerSecond))
  }

  get #allowedInFlight(): number {
    return this.gatewayFails ? 1 : this.#options.maxInFlight
  }

  #mayAsk(now: number): boolean {
    return (
      !this.#paused &&
      this.#inFlight < this.#allowedInFlight &&
      this.#budgetFrom <= now &&
      (!this.gatewayFails || this.#probeAt <= now)
    )
  }

  #latest(now: number): string | undefined {
    let best: string | undefined
    let bestLateness = -1
    for (const [agentId, entry] of this.#agents) {
      if (entry.inFlight || entry.dueAt > now) continue
      const lateness = (now - entry.dueAt) / (entry.intervalMs * (entry.isUrgent ? 1 : 4))
      if (lateness > bestLateness) {
        best = agentId
        bestLateness = lateness
      }
    }
    // While the gateway fails, agents' own back-off must not keep the one probe waiting.
    if (best === undefined && this.gatewayFails && this.#probeAt <= now) {
      let earliest = Infinity
      for (const [agentId, entry] of this.#agents) {
        if (!entry.inFlight && entry.dueAt < earliest) {
          best = agentId
          earliest = entry.dueAt
        }
      }
    }
    return best
  }

  #heard(): void {
    this.#silent.clear()
    this.#silences = 0
    this.#probes = 0
    this.#probeAt = 0
  }

  #fail(entry: Entry, now: number): void {
    entry.failures += 1
    entry.dueAt = now + this.#backOff(entry.failures, lastBackOffMs)
  }

  #backOff(failures: number, last: number): number {
    return backOff(failures, firstBackOffMs, last, this.#options.random())
  }
}
