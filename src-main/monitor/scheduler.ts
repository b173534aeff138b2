import { backOff } from '../base/backOff.ts'
import { AskingOrder, type Due, latenessOf } from './askingOrder.ts'
import { Heap, notWaiting } from './heap.ts'
import type { Room } from './room.ts'

/** How soon an agent is asked again, by what is known of it. All in ms. */
export interface Pace {
  /** Holding a call. Where there is too much to ask, that may become three times as long. */
  holdingMs: number
  /** Talking: the only ones who can begin to hold. */
  talkingMs: number
  /** Nothing is known of what the agent does. */
  unknownMs: number
  /** Known not to be talking: whoever begins to is asked at once, and this only makes sure. */
  restMs: number
}

export interface SchedulerOptions {
  room: Room
  /** 0 ≤ x < 1, for the jitter. */
  random: () => number
}

export const pace: Pace = {
  holdingMs: 1_000,
  talkingMs: 1_000,
  unknownMs: 1_500,
  restMs: 60_000,
}

/**
 * What a query ended with, as far as the next one's time depends on it. `refused` is the gateway's
 * own word about one agent; `no-answer` may be the network's or the gateway's trouble as a whole;
 * `put-off`, the gateway wants to be asked later.
 */
export type QueryOutcome =
  'holding' | 'talking' | 'unknown' | 'rest' | 'refused' | 'no-answer' | 'put-off'

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
const spread = [0.8, 1.2] as const
const lastBackOffMs = 30_000
/** While the whole gateway fails, one query at a time, at most this far apart. */
const lastProbeMs = 8_000
/** Nobody has told anything for so long, ms: who tells something then ends a trouble of all. */
const troubleMs = 2_000

/** By how many of their intervals each can be late before it goes first. */
const patience = { row: 1, other: 8 }
/** A confirmed hold can wait so many times as long where there is too much to ask. */
const mostStretch = 3
/** But its next answer is to be there so soon after the last one, ms: a row unconfirmed for five seconds is doubted. */
const confirmWithinMs = 4_500

/** `at` is when the agent is to be asked. */
interface Entry extends Due {
  agentId: string
  intervalMs: number
  inFlight: boolean
  askedAt: number
  failures: number
  /** Its rows on the board must stay confirmed; or it was never asked; or neither. */
  rank: 'row' | 'unasked' | 'other'
  /** Hurried while being asked: the answer under way may be from before. */
  askAgain: boolean
}

/**
 * Decides whom to ask next; does nothing itself. How many requests may leave is the room's to say. Every method takes the board clock in ms.
 * Among those due, the one that is latest measured by its own interval goes first, holders at eight
 * times the weight: a busy gateway stretches all intervals, those of shown rows least, and nobody
 * starves. So that rows stay confirmed at little cost to the others, who are where new holds come
 * from, a holder is then due as much later as the others are late, and within three seconds. Those
 * who were never asked go before all but a row that is due. Where rows alone would take more than
 * half of what may be sent, they take turns with rows: whoever is not known yet may hold longest.
 */
export class Scheduler {
  readonly #options: SchedulerOptions
  readonly #agents = new Map<string, Entry>()
  readonly #order = new AskingOrder<Entry>()
  readonly #unasked = new Heap<Entry>()
  /** How many have a row. */
  #rows = 0
  /** The last to be asked had a row. */
  #wasRow = false
  /** How long the last answer took, ms. */
  #tookMs = 0
  /** By how many of their intervals those who have no row were asked late at last. */
  #lag = 0
  #inFlight = 0
  /** Agents of whom nothing was told since the last one of whom something was. */
  readonly #untold = new Set<string>()
  #toldAt = 0
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
      this.#takeOut(entry)
      this.#setRank(entry, 'other')
      this.#agents.delete(agentId)
      this.#silent.delete(agentId)
      this.#untold.delete(agentId)
    }
    for (const agentId of wanted) {
      if (this.#agents.has(agentId)) continue
      const entry: Entry = {
        ...notWaiting,
        agentId,
        intervalMs: pace.unknownMs,
        patienceMs: 0,
        inFlight: false,
        askedAt: now,
        failures: 0,
        rank: 'unasked',
        askAgain: false,
      }
      this.#agents.set(agentId, entry)
      this.#wait(entry, now)
    }
  }

  /** Every query failed lately: the trouble is the gateway's or the network's, not an agent's. */
  get gatewayFails(): boolean {
    const { size } = this.#agents
    return size > 0 && this.#silences >= 2 && this.#silent.size >= Math.min(5, size)
  }

  /** The agent to ask now, who counts as asked; null where nobody is to be asked, or nobody may. */
  next(now: number): string | null {
    if (!this.#mayAsk(now)) return null
    const entry = this.#first(now)
    if (entry === undefined) return null
    this.#noteLag(entry, now)
    this.#takeOut(entry)
    this.#wasRow = entry.rank === 'row'
    entry.inFlight = true
    entry.askedAt = now
    this.#inFlight += 1
    return entry.agentId
  }

  /** A query ended. Late ones for agents no longer watched are ignored. */
  done(agentId: string, outcome: QueryOutcome, now: number): void {
    const entry = this.#agents.get(agentId)
    if (entry === undefined || !entry.inFlight) return
    entry.inFlight = false
    this.#inFlight -= 1
    this.#tookMs = now - entry.askedAt
    const dueAt = this.#settle(entry, outcome, now)
    this.#wait(entry, entry.askAgain ? now : dueAt)
    entry.askAgain = false
  }

  /** Answers when it is to be asked next. */
  #settle(entry: Entry, outcome: QueryOutcome, now: number): number {
    // The room says when there is room again.
    if (outcome === 'put-off') return now
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
    this.#setRank(entry, outcome === 'holding' ? 'row' : 'other')
    entry.intervalMs = pace[`${outcome}Ms`]
    if (entry.rank !== 'row') return now + entry.intervalMs
    // As long as the last one took, for the answer and, where all are under way, for the turn before it.
    const leftMs = Math.max(0, confirmWithinMs - 2 * (now - entry.askedAt))
    return now + Math.min(entry.intervalMs * this.#stretch, leftMs)
  }

  /** The roster told what the agent does: being late by the old interval must not outlast it. */
  setPace(agentId: string, outcome: 'holding' | 'talking' | 'unknown' | 'rest', now: number): void {
    const entry = this.#agents.get(agentId)
    if (entry === undefined || entry.failures > 0) return
    entry.intervalMs = pace[`${outcome}Ms`]
    if (!entry.inFlight) this.#wait(entry, Math.min(entry.at, now + entry.intervalMs))
  }

  /** Ask this agent next, whatever its back-off. */
  askNow(agentId: string, now: number): void {
    const entry = this.#agents.get(agentId)
    if (entry === undefined) return
    entry.askAgain = entry.inFlight
    if (!entry.inFlight) this.#wait(entry, now)
  }

  /**
   * The gateway answers something again: one query finds out at once whether it answers these, too. If it does, and
   * nobody was told of before, everybody is asked.
   */
  tryNow(now: number): void {
    this.#probeAt = Math.min(this.#probeAt, now)
    const soonest = this.#soonest
    if (soonest !== undefined && soonest.at > now) this.#wait(soonest, now)
  }

  /** Ask everybody, now: after a sleep, an unlock, a new session. */
  askAllNow(now: number): void {
    this.#heard()
    for (const entry of this.#agents.values()) {
      if (!entry.inFlight && entry.at > now) this.#wait(entry, now)
    }
  }

  /** Paused, nobody is asked; queries under way may end. */
  setPaused(paused: boolean): void {
    this.#paused = paused
  }

  /** When `next` may have something next: board-clock ms, or null where only `done` or the room can tell. */
  wakeAt(now: number): number | null {
    if (this.#paused || this.#inFlight >= this.#allowedInFlight) return null
    const dueAt = this.gatewayFails ? this.#probeAt : this.#soonest?.at
    if (dueAt === undefined) return null
    const at = Math.max(now, dueAt, this.#options.room.freeAt())
    return at === Infinity ? null : at
  }

  get load(): Load {
    const intervals = [...this.#agents.values()].map(({ intervalMs }) => intervalMs)
    const awake = intervals.filter((intervalMs) => intervalMs < pace.restMs)
    const sum = awake.reduce((total, intervalMs) => total + intervalMs, 0)
    return {
      intervalMs: awake.length === 0 ? pace.talkingMs : sum / awake.length,
      wanted: intervals.reduce((total, intervalMs) => total + 1_000 / intervalMs, 0),
      allowed: this.#options.room.perSecond,
    }
  }

  /** When this agent is due; null while it is being asked or is not watched. */
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

  /** While the gateway fails, agents' own back-off must not keep the one probe waiting. */
  #first(now: number): Entry | undefined {
    const { first } = this.#unasked
    const unasked = first !== undefined && first.at <= now ? first : undefined
    const latest = this.#order.latest(now)
    if (unasked !== undefined && (latest?.rank !== 'row' || this.#isTurnOfUnasked)) return unasked
    return latest ?? (this.gatewayFails ? this.#soonest : undefined)
  }

  get #isTurnOfUnasked(): boolean {
    const { perSecond, atOnce } = this.#options.room
    const mostPerSecond = Math.min(perSecond, (atOnce * 1_000) / Math.max(1, this.#tookMs))
    return this.#wasRow && (this.#rows * 1_000) / confirmWithinMs > mostPerSecond / 2
  }

  get #soonest(): Entry | undefined {
    const [one, other] = [this.#unasked.first, this.#order.soonest]
    return (one?.at ?? Infinity) < (other?.at ?? Infinity) ? one : other
  }

  #wait(entry: Entry, at: number): void {
    if (entry.rank === 'unasked') this.#unasked.put(entry, at)
    else this.#order.put(entry, at, entry.intervalMs * patience[entry.rank])
  }

  #setRank(entry: Entry, rank: Entry['rank']): void {
    this.#rows += Number(rank === 'row') - Number(entry.rank === 'row')
    entry.rank = rank
  }

  #takeOut(entry: Entry): void {
    if (entry.rank === 'unasked') this.#unasked.remove(entry)
    else this.#order.remove(entry)
  }

  /** Of those asked before, whoever is taken is the latest: the others are no later than a row. */
  #noteLag(entry: Entry, now: number): void {
    const { first } = this.#unasked
    const unasked = first === undefined ? 0 : Math.max(0, (now - first.at) / first.intervalMs)
    const asked = entry.rank === 'unasked' ? 0 : Math.max(0, latenessOf(entry, now))
    const lag = asked * patience.other
    this.#lag = Math.max(unasked, entry.rank === 'row' ? Math.min(this.#lag, lag) : lag)
  }

  get #stretch(): number {
    return Math.min(mostStretch, 1 + this.#lag)
  }

  /** Most are refused or silent, and nobody has told anything for long: an outage, not the agents. */
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
    if (entry.rank === 'unasked') this.#setRank(entry, 'other')
    // In a trouble of all, whoever is asked next finds out that it is over.
    return now + this.#backOff(entry.failures, this.#wasTrouble(now) ? lastProbeMs : lastBackOffMs)
  }

  #backOff(failures: number, last: number): number {
    return backOff(failures, { first: firstBackOffMs, last, spread }, this.#options.random())
  }
}
