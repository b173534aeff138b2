import { isDeepStrictEqual } from 'node:util'
import type {
  AgentState,
  AlertsState,
  Attention,
  BoardPatch,
  HeldCall,
  Limits,
  UnknownReason,
  WatchedAgent,
  WatchState,
} from '../../src-preload/contract/index.ts'
import { customerNumber, mask } from './customer.ts'
import {
  type AgentRecord,
  emptyLedger,
  gapMs,
  type Hold,
  isLowerBound,
  type Ledger,
} from './ledger.ts'
import { levelAt, limitsFor } from './levels.ts'
import type { Activity } from './observation.ts'

/** What the supervisor and the settings say about holds. */
export interface BoardRules {
  limits: Limits
  skillLimits: Readonly<Record<string, Limits>>
  alerts: AlertsState
  attentionOf: (holdId: string) => Attention | null
  /** No digit of any number is shown. */
  isPrivate: boolean
}

/** Everything the board is derived from. Times are board-clock ms. */
export interface BoardInput {
  now: number
  ledger: Ledger
  names: ReadonlyMap<string, string>
  activities: ReadonlyMap<string, Activity>
  /** When the list came that tells them. */
  listedAt: number
  watch: WatchState
  rules: BoardRules
  /** What is known of an agent counts as current for this long. */
  freshForMs: number
  /** When the agent is asked next; null while it is being asked. */
  dueAt: (agentId: string) => number | null
}

export interface Board {
  watch: WatchState
  limits: Limits
  skillLimits: Readonly<Record<string, Limits>>
  alerts: AlertsState
  calls: ReadonlyMap<string, HeldCall>
  agents: ReadonlyMap<string, WatchedAgent>
  /** What it was derived from: whether a change was seen as it happened depends on it. */
  from: Pick<BoardInput, 'ledger' | 'listedAt'>
}

export const emptyBoard = (watch: WatchState, rules: BoardRules): Board => ({
  watch,
  ...headOf(rules),
  calls: new Map(),
  agents: new Map(),
  from: { ledger: emptyLedger, listedAt: -Infinity },
})

/** Reasons that a single failed query may give by accident: believed from the second on. */
const passing = new Set<UnknownReason>([
  'unreachable',
  'timeout',
  'tls-failure',
  'http-status',
  'bad-reply',
  'gateway-error',
])

/** States out of which an agent comes into sight as it has been for an unknown time. */
const unwatched = new Set<AgentState>(['waiting', 'unseen'])

/** The whole board in one step. `previous` only tells since when each agent is as it is. */
export function deriveBoard(input: BoardInput, previous: Board): Board {
  const calls = new Map<string, HeldCall>()
  const agents = new Map<string, WatchedAgent>()
  for (const record of input.ledger.agents.values()) {
    const blindness = whyUnseen(record, input)
    for (const hold of record.holds) {
      calls.set(hold.holdId, heldCall(hold, blindness !== null, input))
    }
    agents.set(record.agentId, watchedAgent(record, blindness, input, previous))
  }
  const { watch, rules, ledger, listedAt } = input
  return { watch, ...headOf(rules), calls, agents, from: { ledger, listedAt } }
}

const headOf = ({ limits, skillLimits, alerts }: BoardRules) => ({ limits, skillLimits, alerts })

interface Blindness {
  reason: UnknownReason
  retcode: string | null
}

/** Why nothing current is known of this agent; null where something is, or nobody asked yet. */
function whyUnseen(record: AgentRecord, { now, watch, freshForMs }: BoardInput): Blindness | null {
  const { latest, knownAt } = record
  const halted = watch.state === 'stopped' || watch.state === 'paused'
  const age = knownAt === null ? Infinity : now - knownAt
  const forAll: Blindness = { reason: watch.reason ?? 'timeout', retcode: watch.retcode }
  if (halted) return forAll
  if (watch.state === 'interrupted' && age > gapMs) {
    return latest?.kind === 'unknown' ? latest : forAll
  }
  if (latest === null) return null
  if (latest.kind === 'known') return age > freshForMs ? forAll : null
  const maybeAccident = passing.has(latest.reason) && record.failures < 2 && age <= gapMs
  return maybeAccident ? null : latest
}

function heldCall(hold: Hold, unseen: boolean, { now, rules }: BoardInput): HeldCall {
  const limits = limitsFor(hold.call.skill, rules.limits, rules.skillLimits)
  return {
    holdId: hold.holdId,
    agentId: hold.agentId,
    callId: hold.call.callId,
    customer: mask(customerNumber(hold.call), rules.isPrivate ? 0 : 4),
    skill: hold.call.skill,
    callFeature: hold.call.callFeature,
    startedAt: hold.firstSeenAt,
    lowerBound: isLowerBound(hold),
    gap: hold.gap,
    lastSeenAt: hold.lastSeenAt,
    stale: unseen || now - hold.lastSeenAt > gapMs,
    ...levelAt(now - hold.firstSeenAt, limits),
    holdNumber: hold.holdNumber,
    earlierMs: hold.earlierMs,
    attention: rules.attentionOf(hold.holdId),
  }
}

function watchedAgent(
  record: AgentRecord,
  blindness: Blindness | null,
  input: BoardInput,
  previous: Board,
): WatchedAgent {
  const { agentId, holds } = record
  const state = agentState(record, blindness, input.activities.get(agentId))
  const reason = blindness?.reason ?? null
  const before = previous.agents.get(agentId)
  const same = before?.state === state && before.reason === reason
  return {
    agentId,
    name: input.names.get(agentId) ?? '',
    state,
    reason,
    retcode: blindness?.retcode ?? null,
    since: same ? before.since : input.now,
    sinceAtLeast: same ? before.sinceAtLeast : !sawChange(record, state, input, previous),
    failures: record.failures,
    nextTryAt: blindness === null ? null : (input.dueAt(agentId) ?? before?.nextTryAt ?? null),
    held: holds.length,
  }
}

/** The agent was seen in the state before, which this one excludes, and no gap lies between. */
function sawChange(
  { agentId, holds, knownAt }: AgentRecord,
  state: AgentState,
  { listedAt }: BoardInput,
  { agents, from }: Board,
): boolean {
  const before = agents.get(agentId)?.state ?? 'waiting'
  if (unwatched.has(before)) return false
  if (state === 'unseen') return true
  if (state === 'holding') return !holds.some(isLowerBound)
  if (before === 'holding') {
    return (knownAt ?? Infinity) - (from.ledger.agents.get(agentId)?.knownAt ?? 0) <= gapMs
  }
  // Without the list an agent who does not hold may do anything, the same as before too.
  if (before === 'not-holding' || state === 'not-holding') return false
  return listedAt - from.listedAt <= gapMs
}

function agentState(
  record: AgentRecord,
  blindness: Blindness | null,
  activity: Activity | undefined,
): AgentState {
  if (blindness !== null) return 'unseen'
  if (record.latest === null) return 'waiting'
  if (record.holds.length > 0) return 'holding'
  return activity === undefined || activity === 'unknown' ? 'not-holding' : activity
}

/** What changed from one board to the next; null where nothing did. */
export function diffBoard(
  before: Board,
  after: Board,
): Omit<BoardPatch, 'seq' | 'now' | 'lastAnswerAt'> | null {
  const calls = diffMap(before.calls, after.calls)
  const agents = diffMap(before.agents, after.agents)
  const changed = {
    ...changedPart('watch', before, after),
    ...changedPart('limits', before, after),
    ...changedPart('skillLimits', before, after),
    ...changedPart('alerts', before, after),
    ...(calls && { calls }),
    ...(agents && { agents }),
  }
  return Object.keys(changed).length === 0 ? null : changed
}

const changedPart = <K extends 'watch' | 'limits' | 'skillLimits' | 'alerts'>(
  key: K,
  before: Board,
  after: Board,
) => (isDeepStrictEqual(before[key], after[key]) ? {} : { [key]: after[key] })

function diffMap<T extends object>(before: ReadonlyMap<string, T>, after: ReadonlyMap<string, T>) {
  const put: T[] = []
  for (const [key, value] of after) {
    const old = before.get(key)
    if (old === undefined || !sameFields(old, value)) put.push(value)
  }
  const gone = [...before.keys()].filter((key) => !after.has(key))
  return put.length === 0 && gone.length === 0 ? null : { put, gone }
}

/** `lastSeenAt` moves with every sighting; it only matters, and only counts, on a stale row. */
function sameFields<T extends object>(a: T, b: T): boolean {
  const live = 'stale' in b && b.stale === false
  return (Object.keys(b) as (keyof T)[]).every(
    (key) =>
      a[key] === b[key] || isDeepStrictEqual(a[key], b[key]) || (live && key === 'lastSeenAt'),
  )
}
