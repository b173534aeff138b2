import type {
  BoardPatch,
  BoardSnapshot,
  HeldCall,
  RosterEntry,
  SourceState,
  WatchState,
} from '../../src-shared/contract/index.ts'
import type { SetTimer } from '../base/timers.ts'
import { type AssignableSource, assigner, type Assignment } from './assignAgents.ts'
import { Board, type BoardDecision } from './board.ts'
import type { BoardClock } from '../base/clock.ts'
import { combinedWatch } from './combinedWatch.ts'
import { customerNumber } from './customer.ts'
import { type BoardRules, isAnswering, type SourceView } from './deriveAgent.ts'
import {
  type EndedHold,
  type Hold,
  Ledger,
  type SavedHolds,
  type StartedHold,
  unseen,
} from './ledger.ts'
import { defaultLimits } from '../../src-shared/levels.ts'
import type { Observation } from './observation.ts'
import { Publisher, type Why } from './publisher.ts'
import type { Load } from './scheduler.ts'
import { type Source, SourceWatch } from './sourceWatch.ts'
import { notYet } from './watchState.ts'

export interface MonitorOptions {
  /** The sources of the board from the start; the first one gives the board its origin. */
  sources: readonly Source[]
  /** The name that the supervisor has given to a source; empty where none. */
  nameOf?: (origin: string) => string
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

/** One source on the board, for the decisions about the board. */
export interface SourceDraft extends SourceState {
  /** The number of agents about whom it is queried: none while other sources answer about them. */
  agentCount: number
  /** When the last conclusive response about an agent was received; null before the first. */
  lastAnswerAt: number | null
}

/** The board with all information from the gateway; the decisions about its rows are still the previous ones. */
export interface Draft {
  /** Board-clock ms. */
  now: number
  watch: WatchState
  sources: readonly SourceDraft[]
  calls: readonly HeldCall[]
  /** By agent, where known. */
  names: ReadonlyMap<string, string>
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

/** Responses within this many ms of each other make one patch. */
const gatherMs = 150
/** A sleep is noticed, and the board sends a sign of life, at least this often, ms. */
const tickMs = 1_000
/** Changes with time are published no more often than this, ms. */
const shortTickMs = 100

/**
 * Runs the watch: distributes the agents over the sources, updates the ledger with what they respond, derives the board,
 * has the decisions about it made, and publishes the changes. All decisions are made in other parts.
 */
export class Monitor {
  readonly #options: MonitorOptions
  readonly #rules: () => BoardRules
  readonly #sources = new Map<string, SourceWatch>()
  /** By agent; empty while there is one source, which then has everybody. */
  readonly #assignments = new Map<string, Assignment>()
  readonly #pausedSources = new Set<string>()
  #ledger = new Ledger()
  readonly #names = new Map<string, string>()
  readonly #teams = new Map<string, string>()
  /** The last lists of agents, by source: one that repeats a name does not change it. */
  readonly #lists = new Map<string, ReadonlyMap<string, RosterEntry>>()
  readonly #board: Board
  readonly #publisher: Publisher
  #isPaused = false
  #isClosed = false
  #cancelTick = () => {}
  #cancelPublish: (() => void) | null = null

  constructor(options: MonitorOptions) {
    this.#options = options
    this.#rules = options.rules ?? (() => defaultRules)
    this.#publisher = new Publisher({
      pass: (why) => this.#pass(why),
      onFault: (error) => options.onFault?.(error),
    })
    this.#board = new Board({ ...notYet, since: this.#now }, this.#rules())
    // Published once there are agents: nothing is decided about a board that does not exist yet.
    for (const source of options.sources) this.#startSource(source)
    this.#tickLater()
  }

  /** Watches the agents of this source, too. */
  addSource(source: Source): void {
    this.#startSource(source)
    this.#board.touchAll()
    this.#distribute()
    this.publish()
  }

  /** The source is not watched any more: nobody observes the ends of holds that no other source has listed. */
  removeSource(origin: string): void {
    const source = this.#sources.get(origin)
    if (source === undefined || this.#sources.size === 1) return
    source.close()
    this.#sources.delete(origin)
    this.#pausedSources.delete(origin)
    this.#lists.delete(origin)
    this.#ledger.remove(origin)
    this.#board.touchAll()
    this.#distribute()
    this.publish()
  }

  /** Suspends one source, or resumes it: the others go on. */
  setSourcePaused(origin: string, isPaused: boolean): void {
    if (isPaused) this.#pausedSources.add(origin)
    else this.#pausedSources.delete(origin)
    const source = this.#sources.get(origin)
    source?.setPaused(this.#isPaused || isPaused)
    this.#distribute()
    source?.askAllNow()
    this.publish()
  }

  /** Watches exactly these agents. */
  setAgents(agents: readonly WatchedName[]): void {
    const ids = agents.map(({ agentId }) => agentId)
    for (const { agentId, name } of agents) if (name !== '') this.#names.set(agentId, name)
    // These names may be older than those of the lists.
    this.#lists.clear()
    this.#ledger.watch(ids)
    this.#board.touchAll()
    this.#distribute()
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
    this.#setPaused(true)
    this.publish()
  }

  /** Resumes the watch, and queries all agents at once. */
  resume(): void {
    this.#options.clock.resync()
    for (const source of this.#sources.values()) source.wake()
    this.#setPaused(false)
    for (const source of this.#sources.values()) source.askAllNow()
    this.publish()
  }

  /** Retries the sources and, unless suspended, queries every agent again now. */
  retry(): void {
    for (const source of this.#sources.values()) source.retry()
  }

  retryAgent(agentId: string): void {
    for (const source of this.#sources.values()) {
      if (this.#assignmentOf(agentId).asked.includes(source.origin)) source.retryAgent(agentId)
    }
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

  /** The origins of the sources, the first one first. */
  get origins(): string[] {
    return [...this.#sources.keys()]
  }

  /** The origins of all sources, beginning with the one that is most likely to have this agent. */
  sourcesOf(agentId: string): readonly string[] {
    const holds = this.#ledger.agents.get(agentId)?.holds ?? []
    const holdOrigins = new Set(holds.flatMap(({ sources }) => sources))
    const rank = (source: SourceWatch) =>
      holdOrigins.has(source.origin) ? 0 : { yes: 1, maybe: 2, no: 3 }[source.has(agentId)]
    const sources = [...this.#sources.values()].sort((one, other) => rank(one) - rank(other))
    return sources.map(({ origin }) => origin)
  }

  /** The current board. */
  snapshot(): BoardSnapshot {
    this.publish()
    return this.board
  }

  /** The board as last published. */
  get board(): BoardSnapshot {
    const { origin, way } = this.#first
    return {
      seq: this.#publisher.seq,
      now: this.#now,
      origin,
      way,
      simulated: this.#options.simulated,
      ...this.#board.head,
      lastAnswerAt: this.#lastAnswerAt,
      calls: this.#board.calls,
      agents: this.#board.agents,
    }
  }

  /** How the work of each source relates to its available request rate. */
  get loads(): ReadonlyMap<string, Load> {
    return new Map([...this.#sources].map(([origin, { load }]) => [origin, load]))
  }

  /** Subscribes to numbered changes, sent as they happen and once a second. Returns the unsubscribe function. */
  onPatch(listener: (patch: BoardPatch) => void): () => void {
    return this.#publisher.onPatch(listener)
  }

  /** Call when an input of the board has changed: publishes the changes now. */
  publish(): void {
    this.#publisher.publish('anything')
  }

  /** The meaning of a source's response for an agent. */
  judge(origin: string, agentId: string, observation: Observation): Observation {
    return this.#sources.get(origin)?.judge(agentId, observation) ?? observation
  }

  /** Ends the watch; the owner of the readers closes them. */
  close(): void {
    this.#isClosed = true
    this.#cancelTick()
    for (const source of this.#sources.values()) source.close()
    this.#cancelPublish?.()
    this.#publisher.close()
  }

  #startSource(source: Source): void {
    const { setTimer, random, onFault, onMalformed } = this.#options
    const { origin } = source
    const watch = new SourceWatch({
      ...source,
      now: () => this.#now,
      setTimer,
      random,
      lastSightAt: (agentId) => this.#lastSightAt(agentId, origin),
      isHolding: (agentId) => (this.#ledger.agents.get(agentId)?.holds.length ?? 0) > 0,
      onObservations: (observations, askedAt, answeredAt) => {
        this.#record(origin, observations, askedAt, answeredAt)
      },
      onMalformed: (agentId, count) => {
        this.#tell(() => onMalformed?.(agentId, count))
      },
      onList: (entries, changed) => {
        this.#updateDirectory(origin, entries, changed)
      },
      onTouched: (agentIds) => {
        if (agentIds === null) this.#board.touchAll()
        else for (const agentId of agentIds) this.#board.touch(agentId)
        this.#publishSoon()
      },
      onState: () => {
        if (this.#sources.size > 1) this.#distribute()
        this.publish()
      },
      onFault: (error) => onFault?.(error),
    })
    this.#sources.set(origin, watch)
    if (this.#isPaused || this.#pausedSources.has(origin)) watch.setPaused(true)
  }

  #setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused
    for (const [origin, source] of this.#sources) {
      source.setPaused(isPaused || this.#pausedSources.has(origin))
    }
  }

  /** Decides anew which source is asked about which agent. */
  #distribute(): void {
    const agentIds = [...this.#ledger.agents.keys()]
    if (this.#sources.size === 1) {
      this.#assignments.clear()
      this.#first.setAgents(agentIds)
      return
    }
    const assign = assigner([...this.#sources.values()].map((source) => this.#assignable(source)))
    const agentsBySource = new Map(
      [...this.#sources.keys()].map((origin): [string, string[]] => [origin, []]),
    )
    for (const [agentId, { holds }] of this.#ledger.agents) {
      const assignment = assign(agentId, holds)
      const before = this.#assignments.get(agentId)
      const isSame = before !== undefined && isSameAssignment(before, assignment)
      if (!isSame) this.#board.touch(agentId)
      this.#assignments.set(agentId, isSame ? before : assignment)
      for (const origin of assignment.asked) agentsBySource.get(origin)?.push(agentId)
      for (const origin of isSame ? [] : (before?.asked ?? [])) {
        if (!assignment.asked.includes(origin)) this.#ledger.release(agentId, origin)
      }
    }
    for (const agentId of this.#assignments.keys()) {
      if (!this.#ledger.agents.has(agentId)) this.#assignments.delete(agentId)
    }
    for (const [origin, ids] of agentsBySource) this.#sources.get(origin)?.setAgents(ids)
  }

  #assignable(source: SourceWatch): AssignableSource {
    const { origin, isBulk } = source
    const { state } = source.updateState()
    const isHalted = state === 'stopped' || state === 'paused'
    return {
      origin,
      isBulk,
      isPaused: this.#pausedSources.has(origin),
      isCurrent: (agentId) => {
        const sight = this.#ledger.agents.get(agentId)?.sights.get(origin)
        return !isHalted && sight !== undefined && isAnswering(sight, this.#now)
      },
      has: (agentId) => source.has(agentId),
    }
  }

  #assignmentOf(agentId: string): Assignment {
    const all = [...this.#sources.keys()]
    return this.#assignments.get(agentId) ?? { asked: all, decisive: all }
  }

  /** At least one source is watched at any time. */
  get #first(): SourceWatch {
    const [first] = this.#sources.values()
    if (first === undefined) throw new RangeError('A board has at least one source')
    return first
  }

  get #lastAnswerAt(): number | null {
    const moments = [...this.#sources.values()].flatMap(({ lastAnswerAt }) => lastAnswerAt ?? [])
    return moments.length === 0 ? null : Math.max(...moments)
  }

  #publishSoon(): void {
    if (this.#isClosed) return
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
    const sources = this.#sourceDrafts()
    board.derive({
      now,
      watch: combinedWatch(sources.map(({ watch }) => watch)),
      sources: sources.map(({ origin, name, way, watch }) => ({ origin, name, way, watch })),
      records: this.#ledger.agents,
      nameOf: (agentId) => this.#names.get(agentId) ?? '',
      teamOf: (agentId) => this.#teams.get(agentId) ?? '',
      viewsOf: (agentId) => this.#viewsOf(agentId),
      rules: this.#rules(),
    })
    if (why !== 'answers' || board.isNews) {
      this.#tell(() => {
        const { watch } = board.head
        const draft = {
          now,
          watch,
          sources,
          calls: board.calls,
          names: this.#names,
        }
        const decided = this.#options.decide?.(draft)
        if (decided !== undefined) board.setAttention(decided)
      })
    }
    const changes = board.takeChanges()
    if (changes === null && why !== 'time') return null
    return { now, lastAnswerAt: this.#lastAnswerAt, ...changes }
  }

  #sourceDrafts(): SourceDraft[] {
    return [...this.#sources].map(([origin, source]) => ({
      origin,
      name: this.#options.nameOf?.(origin) ?? '',
      way: source.way,
      watch: source.updateState(),
      agentCount: source.agentCount,
      lastAnswerAt: source.lastAnswerAt,
    }))
  }

  #viewsOf(agentId: string): SourceView[] {
    const { decisive } = this.#assignmentOf(agentId)
    const record = this.#ledger.agents.get(agentId)
    return [...this.#sources.values()].flatMap((source) => {
      const { origin } = source
      const sight = record?.sights.get(origin)
      const isDecisive = decisive.includes(origin)
      return isDecisive || sight !== undefined
        ? [source.viewOf(agentId, sight ?? unseen, isDecisive)]
        : []
    })
  }

  get #now(): number {
    return this.#options.clock.now()
  }

  /** Calls a listener; its errors are only reported. */
  #tell(tell: () => void): void {
    try {
      tell()
    } catch (error) {
      this.#options.onFault?.(error)
    }
  }

  #record(
    origin: string,
    observations: ReadonlyMap<string, Observation>,
    askedAt: number,
    answeredAt: number,
  ): void {
    const started: StartedHold[] = []
    const ended: EndedHold[] = []
    let isNews = false
    for (const [agentId, observation] of observations) {
      const changes = this.#ledger.observe(agentId, origin, observation, askedAt, answeredAt)
      if (!changes.isNews) {
        if (observation.kind !== 'unknown') this.#board.confirm(agentId)
        continue
      }
      isNews = true
      this.#board.touch(agentId)
      started.push(...changes.started)
      ended.push(...changes.ended)
    }
    // Another source may be needed now, or not needed any more.
    if (isNews && this.#sources.size > 1) this.#distribute()
    this.#publishSoon()
    if (started.length > 0 || ended.length > 0) {
      this.#tell(() => this.#options.onHolds?.(started, ended))
    }
  }

  /** When a call of this agent was last listed by this source; -Infinity if none is open. */
  #lastSightAt(agentId: string, origin: string): number {
    const holds = this.#ledger.agents.get(agentId)?.holds ?? []
    const listed = holds.filter(({ sources }) => sources.includes(origin))
    return Math.max(-Infinity, ...listed.map(({ lastSeenAt }) => lastSeenAt))
  }

  #updateDirectory(
    origin: string,
    entries: readonly RosterEntry[],
    changed: readonly string[],
  ): void {
    const before = this.#lists.get(origin)
    this.#lists.set(origin, new Map(entries.map((entry) => [entry.agentId, entry])))
    for (const { agentId, name, group } of entries) {
      const last = before?.get(agentId)
      if (last?.name === name && last.group === group) continue
      if (name !== '') this.#names.set(agentId, name)
      if (group !== '') this.#teams.set(agentId, group)
      this.#board.touch(agentId)
    }
    for (const agentId of changed) this.#board.touch(agentId)
    if (this.#sources.size > 1) this.#distribute()
    this.#publishSoon()
  }

  /** Once a second: slept time, levels crossed, rows gone stale, and a sign of life. */
  #tick(): void {
    if (this.#isClosed) return
    try {
      const slept = this.#options.clock.resync()
      if (slept > 0) {
        for (const source of this.#sources.values()) {
          source.wake()
          source.askAllNow()
        }
      }
      // A CC-CMS may have ceased to answer.
      if (this.#sources.size > 1) this.#distribute()
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

const isSameAssignment = (one: Assignment, other: Assignment) =>
  one === other ||
  (one.asked.join() === other.asked.join() && one.decisive.join() === other.decisive.join())
