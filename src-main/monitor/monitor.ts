import type {
  BoardPatch,
  BoardSnapshot,
  HeldCall,
  RosterEntry,
  UnknownReason,
  WatchState,
} from '../../src-shared/contract/index.ts'
import type { SetTimer } from '../base/timers.ts'
import type { HoldReader } from './reader.ts'
import { Board, type BoardDecision } from './board.ts'
import type { BoardClock } from '../base/clock.ts'
import { customerNumber } from './customer.ts'
import type { BoardRules } from './deriveAgent.ts'
import { type EndedHold, type Hold, Ledger, type SavedHolds, type StartedHold } from './ledger.ts'
import { defaultLimits } from '../../src-shared/levels.ts'
import { type Activity, isResting, type Observation } from './observation.ts'
import { Publisher, type Why } from './publisher.ts'
import { AgentDirectoryPoll } from './agentDirectoryPoll.ts'
import type { Room } from './room.ts'
import { aboutRefusedAgent } from './refusedAgent.ts'
import { type WatchFailure, notYet, watchStateOf } from './watchState.ts'
import { type Load, type QueryOutcome, Scheduler } from './scheduler.ts'

export interface MonitorOptions {
  reader: HoldReader
  room: Room
  origin: string
  simulated: boolean
  clock: BoardClock
  setTimer: SetTimer
  random: () => number
  /** Current values; read each time the board is derived. */
  rules?: () => BoardRules
  /**
   * Makes the decisions about the newly derived board before any listener is notified: at each change of a row or of
   * the watch, at each `publish`, and at least once a second.
   */
  decide?: (draft: Draft) => BoardDecision
  /** Holds that began or ended; called once for each. */
  onHolds?: (started: StartedHold[], ended: EndedHold[]) => void
  /** Entries without a call id were received for this agent. */
  onMalformed?: (agentId: string, count: number) => void
  /** A callback or a request of the watch has failed; the watch continues. */
  onFault?: (error: unknown) => void
}

/** The board with all information from the gateway; the decisions about its rows are still the previous ones. */
export interface Draft {
  /** Board-clock ms. */
  now: number
  watch: WatchState
  calls: readonly HeldCall[]
  /** By agent, where known. */
  names: ReadonlyMap<string, string>
  /** The number of watched agents. */
  agentCount: number
  /** When the last conclusive response about an agent was received; null before the first. */
  lastAnswerAt: number | null
}

export interface WatchedName {
  agentId: string
  name: string
}

const defaultRules: BoardRules = {
  limits: defaultLimits,
  skillLimits: {},
  isPrivate: false,
}

/** Reasons that say nothing about the agent, only that there was no valid response. */
const noAnswerReasons = new Set<UnknownReason>([
  'unreachable',
  'untrusted-certificate',
  'tls-failure',
  'certificate-key-usage',
  'timeout',
  'http-status',
  'bad-reply',
])

/** After a delay longer than this, the whole watch counts as blind, ms. */
const longPutOffMs = 10_000
/** Responses within this many ms of each other make one patch. */
const gatherMs = 150
/** A sleep is noticed, and the board sends a sign of life, at least this often, ms. */
const tickMs = 1_000
/** Changes with time are published no more often than this, ms. */
const shortTickMs = 100

/**
 * Runs the watch: queries the agents that the scheduler names, updates the ledger, derives the board, has the decisions
 * about it made, and publishes the changes. All decisions are made in other parts; this one only has the timers and the
 * requests.
 */
export class Monitor {
  readonly #options: MonitorOptions
  readonly #scheduler: Scheduler
  readonly #rules: () => BoardRules
  readonly #directory: AgentDirectoryPoll
  #ledger = new Ledger()
  readonly #names = new Map<string, string>()
  readonly #teams = new Map<string, string>()
  readonly #board: Board
  readonly #publisher: Publisher
  #lastAnswerAt: number | null = null
  #lastFailure: WatchFailure = { reason: 'timeout', retcode: null }
  /** Since when the gateway has asked the app to retry later, for any agent; null once it responds. */
  #putOffAt: number | null = null
  #paused = false
  #hasAsked = false
  #wasReady = false
  #closed = false
  #cancelWake = () => {}
  #cancelTick = () => {}
  #cancelPublish: (() => void) | null = null
  readonly #abort = new AbortController()
  /** Cancels the unsent queries when no more may be sent. */
  #waiting = new AbortController()
  readonly #unsubscribe: (() => void)[]

  constructor(options: MonitorOptions) {
    this.#options = options
    this.#rules = options.rules ?? (() => defaultRules)
    const { reader, room, setTimer, random } = options
    this.#scheduler = new Scheduler({ room, random })
    this.#publisher = new Publisher({
      pass: (why) => this.#pass(why),
      onFault: (error) => options.onFault?.(error),
    })
    this.#board = new Board({ ...notYet, since: this.#now }, this.#rules())
    this.#directory = new AgentDirectoryPoll({
      reader,
      now: () => this.#now,
      setTimer,
      random,
      isReady: () => this.#isReady,
      onList: (entries, changed) => {
        this.#updateDirectory(entries, changed)
      },
      onForgotten: () => {
        this.#board.touchAll()
        for (const { agentId, holds } of this.#ledger.agents.values()) {
          if (holds.length === 0) this.#scheduler.setPace(agentId, 'unknown', this.#now)
        }
        this.#ask()
        this.#publishSoon()
      },
      onBack: () => {
        this.#scheduler.tryNow(this.#now)
        this.#ask()
      },
    })
    this.#unsubscribe = [
      room.onRoom(() => {
        this.#ask()
      }),
      reader.onHint((agentId) => {
        this.#askAgentNow(agentId)
      }),
      reader.onState(() => {
        this.#followReader()
        this.publish()
      }),
    ]
    // Published once there are agents: nothing is decided about a board that does not exist yet.
    this.#followReader()
    this.#tickLater()
  }

  /** Watches exactly these agents. */
  setAgents(agents: readonly WatchedName[]): void {
    const ids = agents.map(({ agentId }) => agentId)
    for (const { agentId, name } of agents) if (name !== '') this.#names.set(agentId, name)
    this.#ledger.watch(ids)
    this.#scheduler.setAgents(ids, this.#now)
    this.#board.touchAll()
    this.#ask()
    this.publish()
  }

  /** The names known by now, for storing them with the watch list. */
  get agents(): WatchedName[] {
    return [...this.#ledger.agents.keys()].map((agentId) => ({
      agentId,
      name: this.#names.get(agentId) ?? '',
    }))
  }

  /** Restores the holds that were open when the app last quit; call before the first `setAgents`. */
  restore(saved: SavedHolds): void {
    this.#ledger = new Ledger(saved)
    this.#board.touchAll()
  }

  /** Restores the same holds once the watch has begun, if they were loaded late. */
  join(saved: SavedHolds): void {
    this.#ledger.join(saved)
    this.#board.touchAll()
  }

  /** All open holds. */
  get holds(): Hold[] {
    return [...this.#ledger.agents.values()].flatMap(({ holds }) => holds)
  }

  /** Suspends the watch: no queries are sent, and the board says so. */
  pause(): void {
    this.#paused = true
    this.#followReader()
    this.publish()
  }

  /** Resumes the watch, and queries all agents at once. */
  resume(): void {
    this.#paused = false
    this.#options.clock.resync()
    this.#options.reader.wake()
    this.#followReader()
    this.#askEverybody()
    this.publish()
  }

  /** Retries the gateway and, unless suspended, queries every agent again now. */
  retry(): void {
    this.#options.reader.retry()
    this.#askEverybody()
  }

  retryAgent(agentId: string): void {
    this.#options.reader.retry(agentId)
    this.#askAgentNow(agentId)
  }

  /** Null if the call is no longer held. */
  holdOf(holdId: string): Hold | null {
    for (const { holds } of this.#ledger.agents.values()) {
      const hold = holds.find((each) => each.holdId === holdId)
      if (hold !== undefined) return hold
    }
    return null
  }

  /** The customer's number of a row, unmasked; null if the call is no longer held. */
  numberOf(holdId: string): string | null {
    const hold = this.holdOf(holdId)
    return hold === null ? null : customerNumber(hold.call)
  }

  /** The current board. */
  snapshot(): BoardSnapshot {
    this.publish()
    return this.board
  }

  /** The board as last published. */
  get board(): BoardSnapshot {
    return {
      seq: this.#publisher.seq,
      now: this.#now,
      origin: this.#options.origin,
      way: this.#options.reader.way,
      simulated: this.#options.simulated,
      ...this.#board.head,
      lastAnswerAt: this.#lastAnswerAt,
      calls: this.#board.calls,
      agents: this.#board.agents,
    }
  }

  /** How the work relates to the available request rate. */
  get load(): Load {
    return this.#scheduler.load
  }

  /** Subscribes to numbered changes, sent as they happen and once a second. Returns the unsubscribe function. */
  onPatch(listener: (patch: BoardPatch) => void): () => void {
    return this.#publisher.onPatch(listener)
  }

  /** Call when an input of the board has changed: publishes the changes now. */
  publish(): void {
    this.#publisher.publish('anything')
  }

  /** Ends the watch; the owner of the reader closes it. */
  close(): void {
    this.#closed = true
    this.#abort.abort()
    this.#cancelWake()
    this.#cancelTick()
    this.#directory.close()
    this.#cancelPublish?.()
    for (const unsubscribe of this.#unsubscribe) unsubscribe()
    this.#publisher.close()
  }

  #publishSoon(): void {
    this.#cancelPublish ??= this.#options.setTimer(gatherMs, () => {
      this.#publisher.publish('answers')
    })
  }

  /** The single path from response to ledger, board, decision and patch. */
  #pass(why: Why): Omit<BoardPatch, 'seq'> | null {
    this.#cancelPublish?.()
    this.#cancelPublish = null
    const board = this.#board
    const now = this.#now
    board.derive({
      now,
      records: this.#ledger.agents,
      nameOf: (agentId) => this.#names.get(agentId) ?? '',
      teamOf: (agentId) => this.#teams.get(agentId) ?? '',
      activityOf: (agentId) => this.#directory.activityOf(agentId),
      restingAt: (agentId) => this.#directory.restingAt(agentId),
      listedAt: this.#directory.listedAt,
      watch: this.#watchState(),
      rules: this.#rules(),
      dueAt: (agentId) => this.#scheduler.dueAt(agentId),
    })
    if (why !== 'answers' || board.isNews) {
      this.#tell(() => {
        const { watch } = board.head
        const draft = {
          now,
          watch,
          calls: board.calls,
          names: this.#names,
          agentCount: this.#ledger.agents.size,
          lastAnswerAt: this.#lastAnswerAt,
        }
        const decided = this.#options.decide?.(draft)
        if (decided !== undefined) board.setAttention(decided)
      })
    }
    const changes = board.takeChanges()
    if (changes === null && why !== 'time') return null
    return { now, lastAnswerAt: this.#lastAnswerAt, ...changes }
  }

  get #now(): number {
    return this.#options.clock.now()
  }

  #watchState(): WatchState {
    const found = watchStateOf({
      reader: this.#options.reader.state,
      isPaused: this.#paused,
      hasAsked: this.#hasAsked,
      gatewayFails: this.#scheduler.gatewayFails || this.#isPutOffForLong,
      lastFailure: this.#options.room.pause ?? this.#lastFailure,
      nextTryAt: this.#scheduler.wakeAt(this.#now),
    })
    const { watch } = this.#board.head
    const isSame = watch.state === found.state && watch.reason === found.reason
    return { ...found, since: isSame ? watch.since : this.#now }
  }

  get #isPutOffForLong(): boolean {
    const since = Math.min(this.#putOffAt ?? Infinity, this.#options.room.pause?.since ?? Infinity)
    return this.#now - since > longPutOffMs
  }

  #followReader(): void {
    const ready = this.#options.reader.state.kind === 'signed-in'
    this.#scheduler.setPaused(this.#paused || !ready)
    if (this.#paused || !ready) {
      this.#directory.forget()
      this.#waiting.abort()
      this.#waiting = new AbortController()
    }
    const isNewlyReady = this.#isReady && !this.#wasReady
    this.#wasReady = this.#isReady
    // A heartbeat at risk, or one that is answered again, is no reason to query an agent.
    if (isNewlyReady) this.#askEverybody()
  }

  get #isReady(): boolean {
    return !this.#closed && !this.#paused && this.#options.reader.state.kind === 'signed-in'
  }

  #askEverybody(): void {
    if (!this.#isReady) return
    this.#scheduler.askAllNow(this.#now)
    this.#board.touchAll()
    this.#directory.askNow()
    this.#ask()
  }

  #askAgentNow(agentId: string): void {
    this.#scheduler.askNow(agentId, this.#now)
    this.#board.touch(agentId)
    this.#ask()
  }

  /** Calls a listener; its errors are only reported. */
  #tell(tell: () => void): void {
    try {
      tell()
    } catch (error) {
      this.#options.onFault?.(error)
    }
  }

  #ask(): void {
    if (this.#closed) return
    for (let next = this.#scheduler.next(this.#now); next !== null;) {
      void this.#askOne(next)
      next = this.#scheduler.next(this.#now)
    }
    this.#cancelWake()
    const wakeAt = this.#scheduler.wakeAt(this.#now)
    if (wakeAt === null) return
    this.#cancelWake = this.#options.setTimer(Math.max(1, wakeAt - this.#now), () => {
      this.#ask()
    })
  }

  async #askOne(agentId: string): Promise<void> {
    const askedAt = this.#now
    const callOff = this.#waiting.signal
    const observation = await this.#observe(agentId, callOff)
    if (this.#closed) return
    const answeredAt = this.#now
    // Canceled, or cut off by the sleep that it was canceled for: it says nothing about the agent.
    if (callOff.aborted && observation.kind === 'unknown') {
      return this.#askLater(agentId)
    }
    this.#hasAsked = true
    const told = this.judge(agentId, observation)
    if (told.kind === 'unknown' && told.isPutOff) return this.#putOff(agentId, told)
    const { started, ended } = this.#ledger.observe(agentId, told, askedAt, answeredAt)
    if (told.kind === 'unknown') {
      this.#lastFailure = { reason: told.reason, retcode: told.retcode ?? null }
    } else {
      this.#lastAnswerAt = answeredAt
    }
    this.#putOffAt = null
    this.#scheduler.done(agentId, this.#outcome(agentId, told), answeredAt)
    this.#board.touch(agentId)
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

  /** The gateway asks the app to retry later: that says nothing about the agent, who keeps its turn. */
  #putOff(agentId: string, { reason, retcode }: Observation & { kind: 'unknown' }): void {
    this.#putOffAt ??= this.#now
    this.#lastFailure = { reason, retcode: retcode ?? null }
    this.#askLater(agentId)
  }

  #askLater(agentId: string): void {
    this.#scheduler.done(agentId, 'put-off', this.#now)
    this.#board.touch(agentId)
    this.#ask()
    this.#publishSoon()
  }

  async #observe(agentId: string, callOff: AbortSignal): Promise<Observation> {
    try {
      return await this.#options.reader.observe(agentId, { signal: this.#abort.signal, callOff })
    } catch (error) {
      // A reader never rejects; if one did, the agent would never be queried again.
      this.#options.onFault?.(error)
      return { kind: 'unknown', reason: 'bad-reply' }
    }
  }

  /** The meaning of a response for an agent, given the list of agents. */
  judge(agentId: string, observation: Observation): Observation {
    // A list of nothing but entries without a call id describes no call that could be shown.
    if (observation.kind === 'holding' && observation.calls.length === 0) {
      return { kind: 'unknown', reason: 'bad-reply' }
    }
    return aboutRefusedAgent(observation, {
      activity: this.#directory.activityOf(agentId),
      listAskedAt: this.#directory.listAskedAt,
      lastSightAt: this.#lastSightOf(agentId),
    })
  }

  /** When a call of this agent was last observed; -Infinity if none is open. */
  #lastSightOf(agentId: string): number {
    const holds = this.#ledger.agents.get(agentId)?.holds ?? []
    return Math.max(-Infinity, ...holds.map(({ lastSeenAt }) => lastSeenAt))
  }

  #outcome(agentId: string, observation: Observation): QueryOutcome {
    if (observation.kind === 'unknown') {
      return noAnswerReasons.has(observation.reason) ? 'no-answer' : 'refused'
    }
    return observation.kind === 'holding' ? 'holding' : paceOf(this.#directory.activityOf(agentId))
  }

  #updateDirectory(entries: readonly RosterEntry[], changed: readonly string[]): void {
    const now = (this.#lastAnswerAt = this.#now)
    for (const { agentId, name, group } of entries) {
      const isNew = (known: ReadonlyMap<string, string>, told: string) =>
        told !== '' && known.get(agentId) !== told
      if (!isNew(this.#names, name) && !isNew(this.#teams, group)) continue
      if (name !== '') this.#names.set(agentId, name)
      if (group !== '') this.#teams.set(agentId, group)
      this.#board.touch(agentId)
    }
    for (const agentId of changed) {
      this.#board.touch(agentId)
      const holds = this.#ledger.agents.get(agentId)?.holds.length
      const activity = this.#directory.activityOf(agentId)
      if (holds === 0) this.#scheduler.setPace(agentId, paceOf(activity), now)
      // The call is over: its row is to be removed.
      else if (isResting(activity)) this.#scheduler.askNow(agentId, now)
    }
    this.#ask()
    this.#publishSoon()
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
      this.#publisher.publish('time')
    } finally {
      // Whatever fails, a board that is no longer updated would look live and stand still.
      this.#tickLater()
    }
  }

  #tickLater(): void {
    const ms = Math.max(shortTickMs, Math.min(tickMs, this.#board.changesAt - this.#now))
    this.#cancelTick = this.#options.setTimer(ms, () => {
      this.#tick()
    })
  }
}

function paceOf(activity: Activity | undefined): 'talking' | 'unknown' | 'rest' {
  if (activity === 'talking') return 'talking'
  return isResting(activity) ? 'rest' : 'unknown'
}
