import { backOff } from '../base/backOff.ts'
import { confirmWithinMs, lateShare, type Pace, pace, waitsOf } from '../../src-shared/queryPace.ts'
import { AskingOrder, type Due, isLate, urgencyOf } from './askingOrder.ts'
import { Heap, notWaiting } from './heap.ts'
import type { Room } from './room.ts'

export interface SchedulerOptions {
  room: Room
  /** 0 ≤ x < 1, for the jitter. */
  random: () => number
}

/**
 * The outcome of a query, as far as the time of the next one depends on it. `refused` is the gateway's response about
 * one agent; `no-answer` may be a problem of the network or of the whole gateway; with `put-off`, the gateway asks the
 * app to retry later.
 */
export type QueryOutcome =
  'holding' | 'talking' | 'unknown' | 'rest' | 'refused' | 'no-answer' | 'put-off'

/** How the work relates to the available request rate. */
export interface Load {
  /** Mean time between two queries about an agent who can start a hold, or holds, ms. */
  intervalMs: number
}

const firstBackOffMs = 1_000
const spread = [0.8, 1.2] as const
const lastBackOffMs = 30_000
/** While the whole gateway fails, one query at a time, at most this many ms apart. */
const lastProbeMs = 8_000
/** After this long without a conclusive response, ms, the first one marks the end of an outage. */
const troubleMs = 2_000

/**
 * An agent who talks and has waited for this many intervals takes turns with those hurried and those never queried:
 * after half as long again it would count as not checked.
 */
const turnsFrom = 20

/** Rows fall due in groups: this many may be confirmed in succession. */
const mostLateTurns = 5

/** `at` is when the agent is to be queried. */
interface Entry extends Due {
  agentId: string
  inFlight: boolean
  askedAt: number
  failures: number
  /** Whether it goes before the usual order: its state may have changed, or it was never queried. */
  lane: 'hurried' | 'unasked' | 'usual'
  /** Hurried while a query is in flight: its response may be outdated. */
  askAgain: boolean
}

/**
 * Decides whom to query next; has no side effects. `Room` determines how many requests may be sent. Every method takes
 * the board clock in ms.
 *
 * Among the due agents, the one that has waited for the greatest number of its own intervals goes first, so with too
 * many queries due all intervals are stretched alike, and no agent starves. One exception: a row that must be confirmed
 * goes first, with at most one request in three, whoever else waits. With H agents holding, T talking, R not talking
 * and B requests a second the stretch s solves
 *
 *     max(H / s, min(H / 4.4, B / 3)) + T / s + R / 60 s = B
 *
 * so an agent who talks is queried every s seconds, which is the greater of (H + T + R / 60) / B and
 * 1.5 (T + R / 60) / B, and one who does not every s minutes. A row is confirmed within 4.4 s or, where that needs more
 * than a third of all requests, within 3 H / B or s.
 *
 * The F agents hurried or never queried go before the usual order. They leave rows their third, and take turns with
 * agents that have waited twenty intervals: all are queried within 3 F / B seconds, and no agent starves because of
 * them.
 */
export class Scheduler {
  readonly #options: SchedulerOptions
  readonly #agents = new Map<string, Entry>()
  readonly #order = new AskingOrder<Entry>()
  readonly #unasked = new Heap<Entry>()
  readonly #hurried = new Heap<Entry>()
  /** The last query went before the usual order. */
  #wasFront = false
  /** How many late agents may go first: their third of the queries, as far as they left it unused. */
  #lateTurns = 0
  #inFlight = 0
  /** Agents without a conclusive response since the last agent with one. */
  readonly #untold = new Set<string>()
  #toldAt = 0
  /** Agents whose queries got no response since the last one that did. */
  readonly #silent = new Set<string>()
  #silences = 0
  #probes = 0
  #probeAt = 0
  #paused = false

  constructor(options: SchedulerOptions) {
    this.#options = options
  }

  /** Queries exactly these agents from now on; new ones at once. */
  setAgents(agentIds: readonly string[], now: number): void {
    const watchedIds = new Set(agentIds)
    for (const [agentId, entry] of this.#agents) {
      if (watchedIds.has(agentId)) continue
      if (entry.inFlight) this.#inFlight -= 1
      this.#takeOut(entry)
      this.#agents.delete(agentId)
      this.#silent.delete(agentId)
      this.#untold.delete(agentId)
    }
    for (const agentId of watchedIds) {
      if (this.#agents.has(agentId)) continue
      const entry: Entry = {
        ...notWaiting,
        agentId,
        pace: pace.unknown,
        inFlight: false,
        askedAt: now,
        failures: 0,
        lane: 'unasked',
        askAgain: false,
      }
      this.#agents.set(agentId, entry)
      this.#wait(entry, now)
    }
  }

  /** Every query failed lately: the cause is the gateway or the network, not an agent. */
  get gatewayFails(): boolean {
    const { size } = this.#agents
    return size > 0 && this.#silences >= 2 && this.#silent.size >= Math.min(5, size)
  }

  /** The agent to query now, which is then marked as queried; null where no agent is due, or no request may be sent. */
  next(now: number): string | null {
    if (!this.#mayAsk(now)) return null
    const entry = this.#first(now)
    if (entry === undefined) return null
    this.#takeOut(entry)
    this.#wasFront = entry.lane !== 'usual'
    const spent = !this.#wasFront && isLate(entry, now) ? 1 : 0
    this.#lateTurns = clamp(this.#lateTurns + 1 / lateShare - spent, 0, mostLateTurns)
    entry.inFlight = true
    entry.askedAt = now
    this.#inFlight += 1
    return entry.agentId
  }

  /** Call when a query ends. Late ones for agents that are no longer watched are ignored. */
  done(agentId: string, outcome: QueryOutcome, now: number): void {
    const entry = this.#agents.get(agentId)
    if (entry === undefined || !entry.inFlight) return
    entry.inFlight = false
    this.#inFlight -= 1
    const dueAt = this.#settle(entry, outcome, now)
    if (entry.askAgain) entry.lane = 'hurried'
    this.#wait(entry, entry.askAgain ? now : dueAt)
    entry.askAgain = false
  }

  /** Returns when the agent is to be queried next. */
  #settle(entry: Entry, outcome: QueryOutcome, now: number): number {
    // It keeps its turn; the room reports when there is capacity again.
    if (outcome === 'put-off') return Math.min(entry.at, now)
    entry.lane = 'usual'
    if (outcome === 'no-answer') {
      this.#untold.add(entry.agentId)
      this.#silent.add(entry.agentId)
      this.#silences += 1
      const dueAt = this.#fail(entry, now)
      if (this.gatewayFails) {
        this.#probes += 1
        this.#probeAt = now + this.#backOff(this.#probes, lastProbeMs)
      }
      return dueAt
    }
    if (this.gatewayFails) this.askAllNow(now)
    this.#heard()
    if (outcome === 'refused') {
      this.#untold.add(entry.agentId)
      return this.#fail(entry, now)
    }
    if (this.#wasTrouble(now)) this.askAllNow(now)
    this.#untold.clear()
    this.#toldAt = now
    entry.failures = 0
    entry.pace = pace[outcome]
    const dueAt = now + entry.pace.everyMs
    if (outcome !== 'holding') return dueAt
    // The next response will take as long, and so will the turn before it, where the maximum number is in flight.
    return dueAt - Math.min(2 * (now - entry.askedAt), confirmWithinMs)
  }

  /** The list of agents shows a new activity: the wait by the old interval must not continue. */
  setPace(agentId: string, outcome: 'talking' | 'unknown' | 'rest', now: number): void {
    const entry = this.#agents.get(agentId)
    if (entry === undefined || (entry.failures > 0 && outcome !== 'talking')) return
    const [before, after] = [entry.pace, pace[outcome]]
    if (!entry.inFlight) this.#takeOut(entry)
    entry.pace = after
    if (!entry.inFlight) this.#wait(entry, this.#dueAfter(entry, before, now))
  }

  #dueAfter({ lane, at, pace: after }: Entry, before: Pace, now: number): number {
    // Among those never queried, agents who may talk go first, even if all are added in the same ms.
    if (lane === 'unasked') return after === pace.rest ? Math.max(now, at + 1) : at
    const nextAt = after === pace.talking ? now : now + after.everyMs
    // Until now it could not start a hold, so its wait begins now.
    return before === pace.rest && after !== pace.rest ? nextAt : Math.min(at, nextAt)
  }

  /**
   * Queries this agent before the others, whatever its back-off: its activity changed, or the caller needs a current
   * result.
   */
  askNow(agentId: string, now: number): void {
    const entry = this.#agents.get(agentId)
    if (entry === undefined) return
    entry.askAgain = entry.inFlight
    if (entry.inFlight || entry.lane === 'hurried') return
    this.#takeOut(entry)
    entry.lane = 'hurried'
    this.#wait(entry, now)
  }

  /**
   * The gateway responds again: one query finds out at once whether it responds for these agents, too. If it does,
   * after a time without conclusive responses, all agents are queried.
   */
  tryNow(now: number): void {
    this.#probeAt = Math.min(this.#probeAt, now)
    const soonest = this.#soonest
    if (soonest !== undefined && soonest.at > now) this.#wait(soonest, now)
  }

  /** Queries all agents now: after a sleep, an unlock, a new session. */
  askAllNow(now: number): void {
    this.#heard()
    for (const entry of this.#agents.values()) {
      if (!entry.inFlight && entry.at > now) this.#wait(entry, now)
    }
  }

  /** While paused, no queries are sent; those in flight may end. */
  setPaused(paused: boolean): void {
    this.#paused = paused
  }

  /** When `next` may return something next: board-clock ms, or null where only `done` or the room can change that. */
  wakeAt(now: number): number | null {
    if (this.#paused || this.#inFlight >= this.#allowedInFlight) return null
    const dueAt = this.gatewayFails ? this.#probeAt : this.#soonest?.at
    if (dueAt === undefined) return null
    const at = Math.max(now, dueAt, this.#options.room.freeAt())
    return at === Infinity ? null : at
  }

  get load(): Load {
    const counts = new Map<Pace, number>()
    for (const entry of this.#agents.values()) {
      counts.set(entry.pace, (counts.get(entry.pace) ?? 0) + 1)
    }
    const waits = waitsOf(counts, this.#options.room.perSecond)
    counts.delete(pace.rest)
    const awake = [...counts.values()].reduce((sum, count) => sum + count, 0)
    const sum = [...counts].reduce((ms, [each, count]) => ms + count * (waits.get(each) ?? 0), 0)
    return { intervalMs: awake === 0 ? pace.talking.everyMs : sum / awake }
  }

  /** When this agent is due; null while a query is in flight or the agent is not watched. */
  dueAt(agentId: string): number | null {
    const entry = this.#agents.get(agentId)
    if (entry === undefined || entry.inFlight) return null
    return this.gatewayFails ? this.#probeAt : entry.at
  }

  get #allowedInFlight(): number {
    return this.gatewayFails ? 1 : this.#options.room.atOnce
  }

  #mayAsk(now: number): boolean {
    return (
      !this.#paused &&
      this.#inFlight < this.#allowedInFlight &&
      this.#options.room.freeAt() <= now &&
      (!this.gatewayFails || this.#probeAt <= now)
    )
  }

  /** While the gateway fails, agents' own back-off must not delay the one probe. */
  #first(now: number): Entry | undefined {
    const isTurnOfLate = this.#lateTurns >= 1 - 1 / lateShare
    const latest = this.#order.latest(now, isTurnOfLate)
    const front = this.#hurried.first ?? this.#unasked.first
    if (front === undefined) return latest ?? (this.gatewayFails ? this.#soonest : undefined)
    if (latest === undefined) return front
    if (isTurnOfLate && isLate(latest, now)) return latest
    return this.#wasFront && urgencyOf(latest, now) >= turnsFrom ? latest : front
  }

  get #soonest(): Entry | undefined {
    const [one, other] = [this.#hurried.first ?? this.#unasked.first, this.#order.soonest]
    return (one?.at ?? Infinity) < (other?.at ?? Infinity) ? one : other
  }

  #wait(entry: Entry, at: number): void {
    this.#queueOf(entry).put(entry, at)
  }

  #takeOut(entry: Entry): void {
    this.#queueOf(entry).remove(entry)
  }

  #queueOf({ lane }: Entry): Heap<Entry> | AskingOrder<Entry> {
    return { hurried: this.#hurried, unasked: this.#unasked, usual: this.#order }[lane]
  }

  /** Most agents are refused or silent, and there was no conclusive response for long: an outage, not the agents. */
  #wasTrouble(now: number): boolean {
    return 2 * this.#untold.size > this.#agents.size && now - this.#toldAt > troubleMs
  }

  #heard(): void {
    this.#silent.clear()
    this.#silences = 0
    this.#probes = 0
    this.#probeAt = 0
  }

  #fail(entry: Entry, now: number): number {
    entry.failures += 1
    // In an outage, the next query finds out that it is over.
    return now + this.#backOff(entry.failures, this.#wasTrouble(now) ? lastProbeMs : lastBackOffMs)
  }

  #backOff(failures: number, last: number): number {
    return backOff(failures, { first: firstBackOffMs, last, spread }, this.#options.random())
  }
}

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value))
