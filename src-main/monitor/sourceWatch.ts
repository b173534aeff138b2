import type { RosterEntry, SourceState, WatchState } from '../../src-shared/contract/index.ts'
import type { SetTimer } from '../base/timers.ts'
import { AgentDirectoryPoll } from './agentDirectoryPoll.ts'
import { AgentQueries, paceOf } from './agentQueries.ts'
import { BulkQueries } from './bulkQueries.ts'
import type { SourceView } from './deriveAgent.ts'
import type { Sight } from './ledger.ts'
import { isResting, type Observation } from './observation.ts'
import type { Queries } from './queries.ts'
import type { BulkReader, HoldReader } from './reader.ts'
import { aboutRefusedAgent } from './refusedAgent.ts'
import type { Room } from './room.ts'
import type { Load } from './scheduler.ts'
import { notYet, type WatchFailure, watchStateOf } from './watchState.ts'

/** A gateway or a CC-CMS, as the monitor needs it. */
export interface Source {
  /** Scheme, host and port; no two sources of a board have the same. */
  origin: string
  reader: HoldReader | BulkReader
  room: Room
}

export interface SourceWatchOptions extends Source {
  /** Board-clock ms. */
  now: () => number
  setTimer: SetTimer
  random: () => number
  /** When a call of this agent was last listed by this source; -Infinity if none is open. */
  lastSightAt: (agentId: string) => number
  /** Whether a call of this agent is held, as far as is known. */
  isHolding: (agentId: string) => boolean
  /** A query has ended; `askedAt` and `answeredAt` in board-clock ms. */
  onObservations: (
    observations: ReadonlyMap<string, Observation>,
    askedAt: number,
    answeredAt: number,
  ) => void
  /** Entries without a call id were received for this agent. */
  onMalformed: (agentId: string, count: number) => void
  /** The list of agents as received, and the agents whose activity on it changed. */
  onList: (entries: readonly RosterEntry[], changed: readonly string[]) => void
  /** What is known of these agents otherwise has changed; null stands for all of them. */
  onTouched: (agentIds: readonly string[] | null) => void
  /** The state has changed. */
  onState: () => void
  onFault: (error: unknown) => void
}

/** After a delay longer than this, the whole source counts as failing, ms. */
const longPutOffMs = 10_000

/**
 * Watches the agents of one source: queries them, polls its list of agents, and follows its state. What the responses
 * mean for holds and rows is decided elsewhere.
 */
export class SourceWatch {
  readonly origin: string
  readonly isBulk: boolean
  readonly #options: SourceWatchOptions
  readonly #queries: Queries
  readonly #directory: AgentDirectoryPoll
  #watch: WatchState
  #lastAnswerAt: number | null = null
  #lastFailure: WatchFailure = { reason: 'timeout', retcode: null }
  /** Since when the source has asked the app to retry later, for any agent; null once it responds. */
  #putOffAt: number | null = null
  #isPaused = false
  #hasAsked = false
  /** Null until it is decided about whom to query. */
  #agentIds: readonly string[] | null = null
  #wasReady = false
  #isClosed = false
  readonly #unsubscribe: (() => void)[]

  constructor(options: SourceWatchOptions) {
    this.#options = options
    const { reader, origin, now } = options
    this.origin = origin
    this.isBulk = 'observeAll' in reader
    this.#watch = { ...notYet, since: now() }
    this.#queries = this.#startQueries()
    this.#directory = new AgentDirectoryPoll({
      ...options,
      isReady: () => this.#isReady,
      onList: (entries, changed) => {
        this.#updateDirectory(entries, changed)
      },
      onForgotten: (agentIds) => {
        options.onTouched(null)
        for (const agentId of agentIds) {
          if (!options.isHolding(agentId)) this.#queries.setPace(agentId, 'unknown')
        }
      },
      onBack: () => {
        this.#queries.tryNow()
      },
    })
    this.#unsubscribe = [
      reader.onHint((agentId) => {
        this.askNow(agentId)
      }),
      reader.onState(() => {
        this.#followReader()
        options.onState()
      }),
    ]
    this.#followReader()
  }

  get way(): SourceState['way'] {
    return this.#options.reader.way
  }

  /** When the last conclusive response about an agent was received; null before the first. */
  get lastAnswerAt(): number | null {
    return this.#lastAnswerAt
  }

  get load(): Load {
    return this.#queries.load
  }

  /** The number of agents about whom it is queried. */
  get agentCount(): number {
    return this.#agentIds?.length ?? 0
  }

  /** Queries exactly these agents from now on: those first whose calls are held as far as is known. */
  setAgents(agentIds: readonly string[]): void {
    const before = this.#agentIds ?? []
    const isSame =
      agentIds.length === before.length && agentIds.every((agentId, at) => agentId === before[at])
    if (isSame && this.#agentIds !== null) return
    this.#agentIds = agentIds
    this.#queries.setAgents(agentIds)
    const known = new Set(before)
    for (const agentId of agentIds) {
      if (known.has(agentId)) continue
      const activity = this.#directory.activityOf(agentId)
      if (this.#options.isHolding(agentId)) this.#queries.askNow(agentId)
      else if (activity !== undefined) this.#queries.setPace(agentId, paceOf(activity))
    }
  }

  /** No queries are sent while paused. */
  setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused
    this.#followReader()
  }

  /** The machine was asleep or locked. */
  wake(): void {
    this.#options.reader.wake()
  }

  retry(): void {
    this.#options.reader.retry()
    this.askAllNow()
  }

  retryAgent(agentId: string): void {
    this.#options.reader.retry(agentId)
    this.askNow(agentId)
  }

  askAllNow(): void {
    if (!this.#isReady) return
    // The list first: its activities decide whose turn comes when.
    this.#directory.askNow()
    this.#queries.askAllNow()
    this.#options.onTouched(null)
  }

  askNow(agentId: string): void {
    this.#queries.askNow(agentId)
    this.#options.onTouched([agentId])
  }

  /**
   * Whether this source has the agent, by its list of agents: `maybe` where it has no list, or only lists those who are
   * signed in.
   */
  has(agentId: string): 'yes' | 'no' | 'maybe' {
    const { reader } = this.#options
    if (this.#directory.activityOf(agentId) !== undefined) return 'yes'
    const isWhole =
      this.#directory.hasList && reader.blindSpots.every((spot) => !partialLists.has(spot))
    return isWhole ? 'no' : 'maybe'
  }

  /** Derives the state anew; call before reading `state`. */
  updateState(): WatchState {
    const { reader, room, now } = this.#options
    const next = watchStateOf({
      reader: reader.state,
      isPaused: this.#isPaused,
      hasAsked: this.#hasAsked || this.#isSpare,
      gatewayFails: this.#queries.sourceFails || this.#isPutOffForLong,
      lastFailure: room.pause ?? this.#lastFailure,
      nextTryAt: this.#queries.nextTryAt,
    })
    const isSame = this.#watch.state === next.state && this.#watch.reason === next.reason
    return (this.#watch = { ...next, since: isSame ? this.#watch.since : now() })
  }

  /** There is nobody to query: other sources answer about all agents. */
  get #isSpare(): boolean {
    return this.#agentIds?.length === 0
  }

  /** As last derived. */
  get watch(): WatchState {
    return this.#watch
  }

  viewOf(agentId: string, sight: Sight, isDecisive: boolean): SourceView {
    return {
      origin: this.origin,
      watch: this.#watch,
      sight,
      isDecisive,
      activity: this.#directory.activityOf(agentId),
      restingAt: this.#directory.restingAt(agentId),
      listStepMs: this.#directory.listStepMs,
      dueAt: this.#queries.dueAt(agentId),
    }
  }

  /** The meaning of a response for an agent, given the list of agents. */
  judge(agentId: string, observation: Observation): Observation {
    if (observation.kind === 'none') return observation
    // A list of nothing but entries without a call id describes no call that could be shown.
    if (observation.kind === 'holding' && observation.calls.length === 0) {
      return { kind: 'unknown', reason: 'bad-reply' }
    }
    return aboutRefusedAgent(observation, {
      activity: this.#directory.activityOf(agentId),
      listAskedAt: this.#directory.listAskedAt,
      lastSightAt: this.#options.lastSightAt(agentId),
    })
  }

  /** Ends the queries; the owner of the reader closes it. */
  close(): void {
    this.#isClosed = true
    this.#queries.close()
    this.#directory.close()
    for (const unsubscribe of this.#unsubscribe) unsubscribe()
  }

  #startQueries(): Queries {
    const options = this.#options
    const { reader } = options
    if ('observeAll' in reader) {
      return new BulkQueries({
        ...options,
        reader,
        judge: (agentId, observation) => this.#judgeResponse(agentId, observation),
        onObservations: (observations, askedAt, answeredAt) => {
          this.#record(observations, askedAt, answeredAt)
        },
        onWithdrawn: () => {
          options.onTouched(null)
        },
      })
    }
    return new AgentQueries({
      ...options,
      reader,
      activityOf: (agentId) => this.#directory.activityOf(agentId),
      judge: (agentId, observation) => this.#judgeResponse(agentId, observation),
      onObservation: (agentId, observation, askedAt, answeredAt) => {
        this.#record(new Map([[agentId, observation]]), askedAt, answeredAt)
      },
      onPutOff: (agentId, { reason, retcode }) => {
        this.#hasAsked = true
        this.#putOffAt ??= options.now()
        this.#lastFailure = { reason, retcode: retcode ?? null }
        options.onTouched([agentId])
      },
      onWithdrawn: (agentId) => {
        options.onTouched([agentId])
      },
    })
  }

  #judgeResponse(agentId: string, observation: Observation): Observation {
    if (observation.kind === 'holding' && observation.malformed > 0) {
      this.#options.onMalformed(agentId, observation.malformed)
    }
    return this.judge(agentId, observation)
  }

  #record(
    observations: ReadonlyMap<string, Observation>,
    askedAt: number,
    answeredAt: number,
  ): void {
    this.#hasAsked = true
    this.#putOffAt = null
    for (const observation of observations.values()) {
      if (observation.kind !== 'unknown') this.#lastAnswerAt = answeredAt
      else this.#lastFailure = { reason: observation.reason, retcode: observation.retcode ?? null }
    }
    this.#options.onObservations(observations, askedAt, answeredAt)
  }

  get #isPutOffForLong(): boolean {
    const { now, room } = this.#options
    const since = Math.min(this.#putOffAt ?? Infinity, room.pause?.since ?? Infinity)
    return now() - since > longPutOffMs
  }

  #followReader(): void {
    const { kind } = this.#options.reader.state
    // A CC-CMS has no session: only a query can tell whether it responds.
    const mayAsk = this.isBulk ? kind !== 'stopped' : kind === 'signed-in'
    this.#queries.setPaused(this.#isPaused || !mayAsk)
    if (!this.#isReady) this.#directory.forget()
    const isNewlyReady = this.#isReady && !this.#wasReady
    this.#wasReady = this.#isReady
    // A heartbeat at risk, or one that is answered again, is no reason to query an agent.
    if (isNewlyReady) this.askAllNow()
  }

  get #isReady(): boolean {
    return !this.#isClosed && !this.#isPaused && this.#options.reader.state.kind === 'signed-in'
  }

  #updateDirectory(entries: readonly RosterEntry[], changed: readonly string[]): void {
    this.#lastAnswerAt = this.#options.now()
    for (const agentId of changed) {
      const activity = this.#directory.activityOf(agentId)
      if (!this.#options.isHolding(agentId)) this.#queries.setPace(agentId, paceOf(activity))
      // The call is over: its row is to be removed.
      else if (isResting(activity)) this.#queries.askNow(agentId)
    }
    this.#options.onList(entries, changed)
  }
}

/** Why an agent may be missing from a list of agents although the source has the agent. */
const partialLists = new Set(['only-inspected', 'only-signed-in'])
