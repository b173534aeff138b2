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
import { type BoardClock, type Moment } from '../base/clock.ts'
import { customerNumber } from './customer.ts'
import type { BoardRules } from './deriveAgent.ts'
import { type EndedHold, type Hold, Ledger, type StartedHold } from './ledger.ts'
import { defaultLimits } from '../../src-shared/levels.ts'
import { type Activity, isResting, type Observation } from './observation.ts'
import { Publisher, type Why } from './publisher.ts'
import { AgentDirectoryPoll } from './agentDirectoryPoll.ts'
import type { Room } from './room.ts'
import { aboutRefusedAgent } from './refusedAgent.ts'
import { restoreHolds, type SavedHolds } from './savedHolds.ts'
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
  /** What counts at this moment; asked anew each time the board is derived. */
  rules?: () => BoardRules
  /**
   * Decides about the board as it was just derived, before anybody is told of it: at each change of
   * a row or of the watch, at each `publish`, and at least once a second.
   */
  decide?: (draft: Draft) => BoardDecision
  /** Holds that began or ended; called once for each. */
  onHolds?: (started: StartedHold[], ended: EndedHold[]) => void
  /** Entries without a call id came for this agent. */
  onMalformed?: (agentId: string, count: number) => void
  /** A part that the watch tells or asks has failed; the watch goes on. */
  onFault?: (error: unknown) => void
}

/** The board with all that the gateway tells; what was decided about its rows is as before. */
export interface Draft {
  /** Board-clock ms. */
  now: number
  watch: WatchState
  calls: readonly HeldCall[]
  /** By agent, where they are known. */
  names: ReadonlyMap<string, string>
  /** How many agents are watched. */
  agentCount: number
  /** The last answer that told something about an agent; null before the first. */
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

/** Reasons that say nothing about the agent, only that no proper answer came. */
const noAnswerReasons = new Set<UnknownReason>([
  'unreachable',
  'untrusted-certificate',
  'tls-failure',
  'certificate-key-usage',
  'timeout',
  'http-status',
  'bad-reply',
])

/** Put off for longer, the watch as a whole is blind, ms. */
const longPutOffMs = 10_000
/** Answers that come close together make one patch. */
const gatherMs = 150
/** Slept time is noticed at least this often, and the board gives a sign of life, ms. */
const tickMs = 1_000
/** What changes by time is told no more often than this, ms. */
const shortTickMs = 100

/**
 * Runs the watch: asks whom the scheduler names, feeds the ledger, derives the board, has it decided
 * about, and tells what is different. All decisions lie in other parts; here are only the timers and
 * the requests.
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
  /** Since when the gateway wants to be asked later, whomever it is asked about; null once it answers. */
  #putOffAt: number | null = null
  #paused = false
  #hasAsked = false
  #wasReady = false
  #closed = false
  #cancelWake = () => {}
  #cancelTick = () => {}
  #cancelPublish: (() => void) | null = null
  readonly #abort = new AbortController()
  /** Calls off the questions that have not left when nobody may be asked any more. */
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
    // Published once there are agents: nothing is decided about a board that is not there yet.
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
    this.#board.touchAll()
  }

  /** Takes up the same once the watch has begun: what was kept came late. */
  join(saved: SavedHolds): void {
    this.#ledger.join(restoreHolds(saved, this.#moment))
    this.#board.touchAll()
  }

  /** Everything that is open. */
  get holds(): Hold[] {
    return [...this.#ledger.agents.values()].flatMap(({ holds }) => holds)
  }

  /** Suspended or asked to rest: nobody is asked, and the board says so. */
  pause(): void {
    this.#paused = true
    this.#followReader()
    this.publish()
  }

  /** Goes on, and asks everybody at once. */
  resume(): void {
    this.#paused = false
    this.#options.clock.resync()
    this.#options.reader.wake()
    this.#followReader()
    this.#askEverybody()
    this.publish()
  }

  /** Tries the gateway and, unless it rests, every agent again, now. */
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

  /** The board as it is at this moment. */
  snapshot(): BoardSnapshot {
    this.publish()
    return this.board
  }

  /** The board as it was last published. */
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

  /** How the work fits into what may be sent. */
  get load(): Load {
    return this.#scheduler.load
  }

  /** Numbered changes, as they happen and one a second. Returns the unsubscribe function. */
  onPatch(listener: (patch: BoardPatch) => void): () => void {
    return this.#publisher.onPatch(listener)
  }

  /** What the board depends on has changed: tells what is different now. */
  publish(): void {
    this.#publisher.publish('anything')
  }

  /** Ends the watch; the reader is closed by whoever made it. */
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

  /** Answer, ledger, board, decision, patch: one way, taken once. */
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

  get #moment(): Moment {
    return { now: this.#now, wall: this.#options.clock.wall() }
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
    // A heartbeat at risk, or one that is answered again, is no reason to ask about anybody.
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
    // Withdrawn, or cut off by the sleep that it was withdrawn for: nothing was said about the agent.
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

  /** The gateway wants to be asked later: that is no word about the agent, who keeps its turn. */
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
      activity: this.#directory.activityOf(agentId),
      listAskedAt: this.#directory.listAskedAt,
      lastSightAt: this.#lastSightOf(agentId),
    })
  }

  /** When a call of this agent was last seen; long ago where none is open. */
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
      // The call is over: its row is to leave.
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
      // Whatever goes wrong, a board that is no longer told of would look live and stand still.
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
