import { isDeepStrictEqual } from 'node:util'
import type {
  AlertsState,
  Attention,
  BoardPatch,
  HeldCall,
  SourceState,
  WatchedAgent,
  WatchState,
} from '../../src-shared/contract/index.ts'
import {
  type AgentLook,
  type BoardRules,
  type Circumstances,
  deriveAgent,
  type SourceView,
} from './deriveAgent.ts'
import { Heap, notWaiting, type Waiting } from './heap.ts'
import type { AgentRecord } from './ledger.ts'

/** Everything the board is derived from. Times are board-clock ms. */
export interface BoardInput extends Circumstances {
  /** The state of the whole watch. */
  watch: WatchState
  sources: readonly SourceState[]
  records: ReadonlyMap<string, AgentRecord>
  nameOf: (agentId: string) => string
  teamOf: (agentId: string) => string
  viewsOf: (agentId: string) => readonly SourceView[]
}

/** The parts of the board that are decided elsewhere. */
export interface BoardDecision {
  alerts: AlertsState
  attentionOf: (holdId: string) => Attention | null
  /** When the agent was last sent a note about the hold, board-clock ms. */
  notedAt: (holdId: string) => number | null
}

export type BoardChanges = Omit<BoardPatch, 'seq' | 'now' | 'lastAnswerAt'>

/** One agent; `at` is when its appearance next changes with time alone. */
interface Seat extends Waiting {
  agentId: string
  look: AgentLook
}

/** Longer than the time between two updates of the board, ms. */
const soonMs = 1_500

/** What the page receives besides rows and agents. */
type Head = Pick<BoardRules, 'limits' | 'skillLimits'> &
  Pick<BoardInput, 'watch'> & { sources: SourceState[]; alerts: AlertsState }

/**
 * The board, in three steps: `derive` updates whatever was touched or has changed with time, `attend` adds the
 * decisions about the rows, and `takeChanges` returns what has changed since the last call. The cost of the first step
 * depends on what changed, not on how many agents are watched.
 */
export class Board {
  #seats = new Map<string, Seat>()
  #agents: WatchedAgent[] | null = null
  readonly #byTime = new Heap<Seat>()
  readonly #calls = new Map<string, HeldCall>()
  readonly #touched = new Set<string>()
  /** Agents whose appearance stays the same for longer than their seats say. */
  readonly #confirmed = new Set<string>()
  #isAllTouched = true
  #last: Pick<BoardInput, 'watch' | 'sources' | 'rules'>
  #alerts: AlertsState = { snoozedUntil: null, isQuiet: false }
  #told: Head
  readonly #changedAgents = new Set<string>()
  readonly #changedCalls = new Set<string>()

  constructor(watch: WatchState, rules: BoardRules) {
    this.#last = { watch, sources: [], rules }
    this.#told = this.head
  }

  get head(): Head {
    const { watch, sources, rules } = this.#last
    const { limits, skillLimits } = rules
    return { watch, sources: [...sources], limits, skillLimits, alerts: this.#alerts }
  }

  get calls(): HeldCall[] {
    return [...this.#calls.values()]
  }

  /** In the order of the watch list; the same array as long as the order does not change. */
  get agents(): WatchedAgent[] {
    return (this.#agents ??= [...this.#seats.values()].map(({ look }) => look.agent))
  }

  /** When time alone next changes something, board-clock ms. */
  get changesAt(): number {
    return this.#byTime.first?.at ?? Infinity
  }

  /** Whether the decisions about the rows may have changed, because a row or the watch has. */
  get isNews(): boolean {
    const { watch, sources } = this.#last
    return (
      this.#changedCalls.size > 0 ||
      !isDeepStrictEqual(this.#told.watch, watch) ||
      !isDeepStrictEqual(this.#told.sources, sources)
    )
  }

  /** Marks this agent as changed. */
  touch(agentId: string): void {
    this.#touched.add(agentId)
  }

  /** What is known of this agent is known for longer; nothing else has changed. */
  confirm(agentId: string): void {
    const seat = this.#seats.get(agentId)
    if (seat === undefined) return
    // For an agent who is unseen for another reason, the board says when the next query is due.
    if (seat.look.agent.state === 'unseen') this.#touched.add(agentId)
    else this.#confirmed.add(agentId)
  }

  touchAll(): void {
    this.#isAllTouched = true
  }

  derive(input: BoardInput): void {
    const { watch, sources, rules } = input
    const last = this.#last
    const isSame = isDeepStrictEqual(sources, last.sources) && isDeepStrictEqual(rules, last.rules)
    if (this.#isAllTouched || !isSame) this.#seatAll(input)
    for (const agentId of this.#touched) this.#look(agentId, input)
    let { first } = this.#byTime
    while (first !== undefined && this.#isDue(first, input.now)) {
      this.#byTime.remove(first)
      this.#look(first.agentId, input)
      first = this.#byTime.first
    }
    this.#touched.clear()
    this.#isAllTouched = false
    this.#last = { watch, sources, rules }
  }

  setAttention({ alerts, attentionOf, notedAt: notedAtOf }: BoardDecision): void {
    this.#alerts = alerts
    for (const call of this.#calls.values()) {
      const attention = attentionOf(call.holdId)
      const notedAt = notedAtOf(call.holdId)
      if (notedAt === call.notedAt && isDeepStrictEqual(attention, call.attention)) continue
      this.#calls.set(call.holdId, { ...call, attention, notedAt })
      this.#changedCalls.add(call.holdId)
    }
  }

  /** What has changed since the last call; null if nothing has. */
  takeChanges(): BoardChanges | null {
    const head = this.head
    const { watch, sources, limits, skillLimits, alerts } = head
    const calls = changesOf(this.#changedCalls, (holdId) => this.#calls.get(holdId))
    const agents = changesOf(this.#changedAgents, (id) => this.#seats.get(id)?.look.agent)
    const changes = {
      ...(!isDeepStrictEqual(watch, this.#told.watch) && { watch }),
      ...(!isDeepStrictEqual(sources, this.#told.sources) && { sources }),
      ...(!isDeepStrictEqual(limits, this.#told.limits) && { limits }),
      ...(!isDeepStrictEqual(skillLimits, this.#told.skillLimits) && { skillLimits }),
      ...(!isDeepStrictEqual(alerts, this.#told.alerts) && { alerts }),
      ...(calls && { calls }),
      ...(agents && { agents }),
    }
    this.#told = head
    this.#changedCalls.clear()
    this.#changedAgents.clear()
    return Object.keys(changes).length === 0 ? null : changes
  }

  /** A confirmed agent is updated before its time, so that nobody wakes up for a change that does not come. */
  #isDue({ agentId, at }: Seat, now: number): boolean {
    return at <= now + (this.#confirmed.has(agentId) ? soonMs : 0)
  }

  /** Lists exactly the agents of the ledger, in its order, and marks all of them for an update. */
  #seatAll(input: BoardInput): void {
    const before = this.#seats
    this.#seats = new Map()
    this.#agents = null
    for (const agentId of input.records.keys()) {
      const seat = before.get(agentId)
      if (seat !== undefined) this.#seats.set(agentId, seat)
      this.#look(agentId, input)
      before.delete(agentId)
    }
    for (const seat of before.values()) {
      this.#byTime.remove(seat)
      this.#confirmed.delete(seat.agentId)
      this.#changedAgents.add(seat.agentId)
      this.#replaceCalls(seat.look.calls, [])
    }
    this.#touched.clear()
  }

  #look(agentId: string, input: BoardInput): void {
    this.#confirmed.delete(agentId)
    const record = input.records.get(agentId)
    if (record === undefined) return
    const known = {
      record,
      name: input.nameOf(agentId),
      team: input.teamOf(agentId),
      views: input.viewsOf(agentId),
    }
    const seat = this.#seats.get(agentId)
    const look = deriveAgent(known, input, seat?.look)
    if (seat === undefined || !sameFields(seat.look.agent, look.agent)) {
      this.#changedAgents.add(agentId)
      this.#agents = null
    }
    this.#replaceCalls(seat?.look.calls ?? [], look.calls)
    const next: Seat = seat ?? { ...notWaiting, agentId, look }
    next.look = look
    this.#seats.set(agentId, next)
    // Never immediately: rounding of ms must not cause a busy loop.
    if (look.changesAt === Infinity) this.#byTime.remove(next)
    else this.#byTime.put(next, Math.max(look.changesAt, input.now + 1))
  }

  #replaceCalls(before: readonly HeldCall[], after: readonly HeldCall[]): void {
    for (const { holdId } of before) {
      if (after.some((call) => call.holdId === holdId)) continue
      this.#calls.delete(holdId)
      this.#changedCalls.add(holdId)
    }
    for (const call of after) {
      const old = this.#calls.get(call.holdId)
      const next = { ...call, attention: old?.attention ?? null, notedAt: old?.notedAt ?? null }
      this.#calls.set(call.holdId, next)
      if (old === undefined || !sameFields(old, next)) this.#changedCalls.add(call.holdId)
    }
  }
}

function changesOf<T>(keys: ReadonlySet<string>, find: (key: string) => T | undefined) {
  if (keys.size === 0) return null
  const put: T[] = []
  const gone: string[] = []
  for (const key of keys) {
    const value = find(key)
    if (value === undefined) gone.push(key)
    else put.push(value)
  }
  return { put, gone }
}

/** `lastSeenAt` changes with every observation; it only matters, and only counts, on a stale row. */
function sameFields<T extends object>(a: T, b: T): boolean {
  const live = 'stale' in b && b.stale === false
  return (Object.keys(b) as (keyof T)[]).every(
    (key) =>
      a[key] === b[key] || isDeepStrictEqual(a[key], b[key]) || (live && key === 'lastSeenAt'),
  )
}
