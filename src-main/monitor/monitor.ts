import type {
  BoardPatch,
  BoardSnapshot,
  RosterEntry,
  UnknownReason,
  WatchState,
} from '../../src-preload/contract/index.ts'
import type { HoldReader } from '../gateway/reader.ts'
import {
  type Board,
  type BoardInput,
  type BoardRules,
  deriveBoard,
  diffBoard,
  emptyBoard,
} from './board.ts'
import type { BoardClock } from './clock.ts'
import { customerNumber } from './customer.ts'
import { emptyLedger, type EndedHold, type Hold, type Ledger, observe, watch } from './ledger.ts'
import { defaultLimits, limitsFor, nextCrossing } from './levels.ts'
import type { Activity, Observation } from './observation.ts'
import { aboutRefusedAgent } from './refusedAgent.ts'
import { type Moment, restoreHolds, type SavedHolds } from './savedHolds.ts'
import { type Failure, notYet, watchStateOf } from './watchState.ts'
import { backOff, defaultSchedule, type Load, type Outcome, Scheduler } from './scheduler.ts'

/** Runs `fn` after `ms`; the answer calls it off. */
export type SetTimer = (ms: number, fn: () => void) => () => void

export interface MonitorOptions {
  reader: HoldReader
  origin: string
  simulated: boolean
  clock: BoardClock
  setTimer: SetTimer
  random: () => number
  /** What counts at this moment; asked anew each time the board is derived. */
  rules?: () => BoardRules
  schedule?: typeof defaultSchedule
  /** Holds that began or ended; called once for each. */
  onHolds?: (started: Hold[], ended: EndedHold[]) => void
  /** Entries without a call id came for this agent. */
  onMalformed?: (agentId: string, count: number) => void
  /** A part that the watch tells or asks has failed; the watch goes on. */
  onFault?: (error: unknown) => void
}

export interface WatchedName {
  agentId: string
  name: string
}

const defaultRules: BoardRules = {
  limits: defaultLimits,
  skillLimits: {},
  alerts: { snoozedUntil: null, isQuiet: false },
  attentionOf: () => null,
  isPrivate: false,
}

let generation = 0

/** Reasons that say nothing about the agent, only that no proper answer came. */
const silences = new Set<UnknownReason>([
  'unreachable',
  'untrusted-certificate',
  'tls-failure',
  'timeout',
  'http-status',
  'bad-reply',
])

/**
 * Between two looks at the gateway's list of agents, ms: only there is seen who begins to talk, and
 * so can begin to hold. A long list is fetched less often.
 */
const rosterMs = (entries: number) => Math.max(1_000, 4 * entries)
const firstRosterBackOffMs = 3_000
const lastRosterBackOffMs = 60_000
/** Answers that come close together make one patch. */
const gatherMs = 150
/** What asks everybody within so long of each other means the same, ms. */
const togetherMs = 500
/** Stale rows and slept time are noticed at least this often, ms. */
const tickMs = 1_000

/**
 * Runs the watch: asks whom the scheduler names, feeds the ledger, derives the board.
 * All decisions lie in those pure parts; here are only the timers and the requests.
 */
export class Monitor {
  readonly #options: MonitorOptions
  readonly #scheduler: Scheduler
  readonly #rules: () => BoardRules
  #ledger: Ledger = emptyLedger
  #names = new Map<string, string>()
  #activities = new Map<string, Activity>()
  /** When they were listed. */
  #listedAt = -Infinity
  /** When that list was asked for: what it says may be as old. */
  #listAskedAt = -Infinity
  #board: Board
  /** Patches of one monitor must never continue those of another. */
  #seq = (generation += 1) * 1_000_000_000
  #lastAnswerAt: number | null = null
  #lastFailure: Failure = { reason: 'timeout', retcode: null }
  #paused = false
  #hasAsked = false
  #closed = false
  #rosterFailures = 0
  #rosterQuestion = 0
  #rosterAskedAt = -Infinity
  #cancelWake = () => {}
  #cancelTick = () => {}
  #cancelRoster = () => {}
  #cancelPublish: (() => void) | null = null
  readonly #listeners = new Set<(patch: BoardPatch) => void>()
  readonly #abort = new AbortController()
  readonly #unsubscribe: (() => void)[]

  constructor(options: MonitorOptions) {
    this.#options = options
    this.#rules = options.rules ?? (() => defaultRules)
    this.#scheduler = new Scheduler({
      ...(options.schedule ?? defaultSchedule),
      random: options.random,
    })
    this.#board = emptyBoard({ ...notYet, since: this.#now }, this.#rules())
    const { reader } = options
    this.#unsubscribe = [
      reader.onHint((agentId) => {
        this.#scheduler.hurry(agentId, this.#now)
        this.#ask()
      }),
      reader.onState(() => {
        this.#followReader()
      }),
    ]
    this.#followReader()
    this.#tick()
  }

  /** Watches exactly these agents. */
  setAgents(agents: readonly WatchedName[]): void {
    const ids = agents.map(({ agentId }) => agentId)
    for (const { agentId, name } of agents) if (name !== '') this.#names.set(agentId, name)
    this.#ledger = watch(this.#ledger, ids)
    this.#scheduler.setAgents(ids, this.#now)
    this.#ask()
    this.publish()
  }

  /** Names as known by now, for keeping them with the watch list. */
  get agents(): WatchedName[] {
    return [...this.#ledger.agents.keys()].map((agentId) => ({
      agentId,
      name: this.#names.get(agentId) ?? '',
    }))
  }

  /** Takes up holds that were open when the app was last left; before the first `setAgents`. */
  restore(saved: SavedHolds): void {
    this.#ledger = restoreHolds(saved, this.#moment)
  }

  /** Everything that is open. */
  get holds(): Hold[] {
    return [...this.#ledger.agents.values()].flatMap(({ holds }) => holds)
  }

  /** Suspended or asked to rest: nobody is asked, and the board says so. */
  pause(): void {
    this.#paused = true
    this.#followReader()
  }

  /** Goes on, and asks everybody at once. */
  resume(): void {
    this.#paused = false
    this.#options.clock.resync()
    this.#options.reader.wake()
    this.#followReader()
  }

  /** Tries the gateway and, unless it rests, every agent again, now. */
  retry(): void {
    this.#options.reader.retry()
    this.#askEverybody()
  }

  retryAgent(agentId: string): void {
    this.#options.reader.retry(agentId)
    this.#scheduler.hurry(agentId, this.#now)
    this.#ask()
  }

  /** The customer's number of a row, unmasked; null if the call is no longer held. */
  numberOf(holdId: string): string | null {
    for (const { holds } of this.#ledger.agents.values()) {
      const hold = holds.find((each) => each.holdId === holdId)
      if (hold !== undefined) return customerNumber(hold.call)
    }
    return null
  }

  /** The board as it is at this moment. */
  snapshot(): BoardSnapshot {
    this.publish()
    return this.board
  }

  /** The board as it was last published. */
  get board(): BoardSnapshot {
    return {
      seq: this.#seq,
      now: this.#now,
      origin: this.#options.origin,
      way: this.#options.reader.way,
      simulated: this.#options.simulated,
      limits: this.#board.limits,
      skillLimits: this.#board.skillLimits,
      alerts: this.#board.alerts,
      watch: this.#board.watch,
      lastAnswerAt: this.#lastAnswerAt,
      calls: [...this.#board.calls.values()],
      agents: [...this.#board.agents.values()],
    }
  }

  /** How the work fits into what may be sent. */
  get load(): Load {
    return this.#scheduler.load
  }

  /** Numbered changes, as they happen and one a second. Returns the unsubscribe function. */
  onPatch(listener: (patch: BoardPatch) => void): () => void {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  /** Derives the board anew and sends what changed; `heartbeat` sends even if nothing did. */
  publish(heartbeat = false): void {
    this.#cancelPublish?.()
    this.#cancelPublish = null
    const input: BoardInput = {
      now: this.#now,
      ledger: this.#ledger,
      names: this.#names,
      activities: this.#activities,
      listedAt: this.#listedAt,
      watch: this.#watchState(),
      rules: this.#rules(),
      freshForMs: this.#freshForMs,
      dueAt: (agentId) => this.#scheduler.dueAt(agentId),
    }
    const next = deriveBoard(input, this.#board)
    const changes = diffBoard(this.#board, next)
    this.#board = next
    if (changes === null && !heartbeat) return
    this.#seq += 1
    const patch = { seq: this.#seq, now: input.now, lastAnswerAt: this.#lastAnswerAt, ...changes }
    for (const listener of this.#listeners) {
      this.#tell(() => {
        listener(patch)
      })
    }
  }

  /** Ends the watch; the reader is closed by whoever made it. */
  close(): void {
    this.#closed = true
    this.#abort.abort()
    this.#cancelWake()
    this.#cancelTick()
    this.#cancelRoster()
    this.#cancelPublish?.()
    for (const unsubscribe of this.#unsubscribe) unsubscribe()
    this.#listeners.clear()
  }

  #publishSoon(): void {
    this.#cancelPublish ??= this.#options.setTimer(gatherMs, () => {
      this.publish()
    })
  }

  get #now(): number {
    return this.#options.clock.now()
  }

  get #moment(): Moment {
    return { now: this.#now, wall: this.#options.clock.wall() }
  }

  /** Three rounds of asking everybody at the slowest, and never under half a minute. */
  get #freshForMs(): number {
    const { requestsPerSecond, pace } = this.#options.schedule ?? defaultSchedule
    const roundMs = (this.#ledger.agents.size * 1_000) / requestsPerSecond
    return 3 * Math.max(pace.restMs, roundMs)
  }

  #watchState(): WatchState {
    const found = watchStateOf({
      reader: this.#options.reader.state,
      isPaused: this.#paused,
      hasAsked: this.#hasAsked,
      gatewayFails: this.#scheduler.gatewayFails,
      lastFailure: this.#lastFailure,
      nextTryAt: this.#scheduler.wakeAt(this.#now),
    })
    const { watch } = this.#board
    const isSame = watch.state === found.state && watch.reason === found.reason
    return { ...found, since: isSame ? watch.since : this.#now }
  }

  #followReader(): void {
    const ready = this.#options.reader.state.kind === 'signed-in'
    this.#scheduler.setPaused(this.#paused || !ready)
    // What agents did before a pause or an outage proves nothing about now.
    if (this.#paused || !ready) {
      this.#activities.clear()
      this.#rosterAskedAt = -Infinity
    }
    this.#askEverybody()
    this.publish()
  }

  get #isReady(): boolean {
    return !this.#closed && !this.#paused && this.#options.reader.state.kind === 'signed-in'
  }

  #askEverybody(): void {
    if (!this.#isReady) return
    this.#scheduler.hurryAll(this.#now)
    // Waking up and being unlocked come together: one list answers both.
    if (this.#now - this.#rosterAskedAt >= togetherMs) this.#pollRoster()
    this.#ask()
  }

  /** Tells somebody; what goes wrong there is theirs, and is only reported. */
  #tell(tell: () => void): void {
    try {
      tell()
    } catch (error) {
      this.#options.onFault?.(error)
    }
  }

  #ask(): void {
    if (this.#closed) return
    for (const agentId of this.#scheduler.take(this.#now)) void this.#askOne(agentId)
    this.#cancelWake()
    const wakeAt = this.#scheduler.wakeAt(this.#now)
    if (wakeAt === null) return
    this.#cancelWake = this.#options.setTimer(Math.max(1, wakeAt - this.#now), () => {
      this.#ask()
    })
  }

  async #askOne(agentId: string): Promise<void> {
    const askedAt = this.#now
    const observation = await this.#observe(agentId)
    if (this.#closed) return
    const answeredAt = this.#now
    this.#hasAsked = true
    const told = this.judge(agentId, observation)
    const { ledger, started, ended } = observe(this.#ledger, agentId, told, askedAt, answeredAt)
    this.#ledger = ledger
    if (told.kind === 'unknown') {
      this.#lastFailure = { reason: told.reason, retcode: told.retcode ?? null }
      if (told.retcode === '000-007') this.#scheduler.slowDown(answeredAt)
    } else {
      this.#lastAnswerAt = answeredAt
    }
    this.#scheduler.done(agentId, this.#outcome(agentId, told), answeredAt)
    this.#ask()
    this.#publishSoon()
    if (observation.kind === 'holding' && observation.malformed > 0) {
      const { malformed } = observation
      this.#tell(() => this.#options.onMalformed?.(agentId, malformed))
    }
    if (started.length > 0 || ended.length > 0) {
      this.#tell(() => this.#options.onHolds?.(started, ended))
    }
  }

  async #observe(agentId: string): Promise<Observation> {
    try {
      return await this.#options.reader.observe(agentId, this.#abort.signal)
    } catch (error) {
      // No reader rejects; if one did, the agent would never be asked again.
      this.#options.onFault?.(error)
      return { kind: 'unknown', reason: 'bad-reply' }
    }
  }

  /** What an answer means for an agent, with what the list of agents says. */
  judge(agentId: string, observation: Observation): Observation {
    // A list of nothing but entries without a call id tells of no call that could be shown.
    if (observation.kind === 'holding' && observation.calls.length === 0) {
      return { kind: 'unknown', reason: 'bad-reply' }
    }
    return aboutRefusedAgent(observation, {
      activity: this.#activities.get(agentId),
      listAskedAt: this.#listAskedAt,
      lastSightAt: this.#lastSightOf(agentId),
    })
  }

  /** When a call of this agent was last seen; long ago where none is open. */
  #lastSightOf(agentId: string): number {
    const holds = this.#ledger.agents.get(agentId)?.holds ?? []
    return Math.max(-Infinity, ...holds.map(({ lastSeenAt }) => lastSeenAt))
  }

  #outcome(agentId: string, observation: Observation): Outcome {
    if (observation.kind === 'unknown') {
      return silences.has(observation.reason) ? 'no-answer' : 'refused'
    }
    return observation.kind === 'holding' ? 'holding' : paceOf(this.#activities.get(agentId))
  }

  #pollRoster(): void {
    if (this.#closed) return
    this.#cancelRoster()
    const asked = this.#options.reader.roster()
    if (asked === null) return
    this.#scheduler.spend(this.#now)
    const askedAt = (this.#rosterAskedAt = this.#now)
    const question = (this.#rosterQuestion += 1)
    void asked.then((answer) => {
      // A later question is under way: its answer is the one to believe.
      if (this.#closed || question !== this.#rosterQuestion) return
      if (answer.ok) {
        this.#takeRoster(answer.agents, askedAt)
      } else {
        this.#activities.clear()
        // It has answered nobody: whoever asks next is not to wait.
        this.#rosterAskedAt = -Infinity
      }
      this.#rosterFailures = answer.ok ? 0 : this.#rosterFailures + 1
      const wait = answer.ok
        ? rosterMs(answer.agents.length)
        : backOff(
            this.#rosterFailures,
            firstRosterBackOffMs,
            lastRosterBackOffMs,
            this.#options.random(),
          )
      this.#cancelRoster()
      this.#cancelRoster = this.#options.setTimer(wait, () => {
        this.#pollRosterIfReady()
      })
      this.#publishSoon()
    })
  }

  #pollRosterIfReady(): void {
    // Once ready again, `#followReader` takes it up.
    if (this.#isReady) this.#pollRoster()
  }

  #takeRoster(entries: readonly RosterEntry[], askedAt: number): void {
    const activities = new Map<string, Activity>()
    this.#lastAnswerAt = this.#listedAt = this.#now
    this.#listAskedAt = askedAt
    for (const { agentId, name, state } of entries) {
      if (name !== '') this.#names.set(agentId, name)
      activities.set(agentId, state)
    }
    const before = this.#activities
    this.#activities = activities
    for (const record of this.#ledger.agents.values()) {
      const activity = activities.get(record.agentId)
      const holding = record.holds.length > 0
      if (!holding && before.get(record.agentId) !== activity) {
        this.#scheduler.setPace(record.agentId, paceOf(activity), this.#now)
        // At once: a hold that follows then has a known start.
        if (activity === 'talking') this.#scheduler.hurry(record.agentId, this.#now)
      }
    }
    this.#ask()
  }

  /** Once a second: slept time, levels crossed, rows gone stale, and a sign of life. */
  #tick(): void {
    if (this.#closed) return
    try {
      const slept = this.#options.clock.resync()
      if (slept > 0) {
        this.#options.reader.wake()
        this.#askEverybody()
      }
      this.publish(true)
    } finally {
      // Whatever goes wrong, a board that is no longer told of would look live and stand still.
      this.#cancelTick = this.#options.setTimer(this.#untilNextLook(), () => {
        this.#tick()
      })
    }
  }

  #untilNextLook(): number {
    const now = this.#now
    let soonest = tickMs
    const { limits, skillLimits } = this.#board
    for (const { startedAt, skill } of this.#board.calls.values()) {
      const crossing = nextCrossing(now - startedAt, limitsFor(skill, limits, skillLimits))
      if (crossing !== null) soonest = Math.min(soonest, startedAt + crossing - now)
    }
    return Math.max(10, soonest)
  }
}

function paceOf(activity: Activity | undefined): 'talking' | 'unknown' | 'rest' {
  if (activity === 'talking') return 'talking'
  return activity === undefined || activity === 'unknown' ? 'unknown' : 'rest'
}
