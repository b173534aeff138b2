import type {
  AgentState,
  HeldCall,
  Limits,
  UnknownReason,
  WatchedAgent,
  WatchState,
} from '../../src-shared/contract/index.ts'
import { limitsFor } from '../../src-shared/skillLimits.ts'
import { customerNumber, mask } from './customer.ts'
import {
  type AgentRecord,
  gapMs,
  type Hold,
  knownStartMs,
  type Sight,
  startIsSeen,
} from './ledger.ts'
import { levelAt, nextCrossing } from '../../src-shared/levels.ts'
import { type Activity, isResting } from './observation.ts'

/** The settings that affect the board. */
export interface BoardRules {
  limits: Limits
  skillLimits: Readonly<Record<string, Limits>>
  /** Hides every digit of every number. */
  isPrivate: boolean
}

/** Input common to all agents at the moment of an update. Times are board-clock ms. */
export interface Circumstances {
  now: number
  rules: BoardRules
}

/** How one source looks at one agent. Times are board-clock ms. */
export interface SourceView {
  origin: string
  watch: WatchState
  sight: Sight
  /**
   * Whether the agent's state follows from this source. Another one may be asked as well, or may have listed a call
   * before.
   */
  isDecisive: boolean
  activity: Activity | undefined
  /**
   * When the list last showed that the agent was not talking, and so could not start a hold; -Infinity if it never did.
   */
  restingAt: number
  /** Time between the current list of agents and the one before, ms. */
  listStepMs: number
  /** When the agent is queried next; null while a query is in flight. */
  dueAt: number | null
}

/** What is known of one agent. */
export interface Known {
  record: AgentRecord
  /** Empty if unknown. */
  name: string
  /** Empty if unknown. */
  team: string
  /** At least one of them is decisive. */
  views: readonly SourceView[]
}

/** One agent on the board, and how long it stays this way without further events. */
export interface AgentLook {
  agent: WatchedAgent
  /** Without acknowledgements and other actions of supervisors. */
  calls: HeldCall[]
  /** Board-clock ms; Infinity where time alone changes nothing. */
  changesAt: number
}

/** Reasons that a single failed query may give by accident: reported from the second failure on. */
const passing = new Set<UnknownReason>([
  'unreachable',
  'timeout',
  'tls-failure',
  'certificate-key-usage',
  'http-status',
  'bad-reply',
  'gateway-error',
])

/** One failed query says nothing yet. */
const mayBeAccident = ({ latest, failures }: Sight) =>
  latest?.kind === 'unknown' && passing.has(latest.reason) && failures < 2

/** Whether a source that is queried all the time answers about this agent. */
export const isAnswering = (sight: Sight, now: number): boolean =>
  sight.knownAt !== null &&
  now - sight.knownAt <= gapMs &&
  (sight.latest?.kind === 'known' || mayBeAccident(sight))

/** An agent's last response counts as current for this long, ms. */
const checkedForMs = 30_000

/** Previous states from which the agent may have been in the new state for an unknown time. */
const unwatched = new Set<AgentState>(['waiting', 'unseen'])

/** @param before the previous result for this agent, which holds the start of its current state */
export function deriveAgent(
  known: Known,
  at: Circumstances,
  before: AgentLook | undefined,
): AgentLook {
  const { record, views } = known
  const outlooks = views.map((view) => ({ ...view, ...outlookOf(view, at) }))
  const decisive = outlooks.filter(({ isDecisive }) => isDecisive)
  const blind = new Set(
    outlooks.filter(({ blindness }) => blindness !== null).map(({ origin }) => origin),
  )
  const isUnseen = ({ sources }: Hold) =>
    sources.every((origin) => blind.has(origin) || !views.some((view) => view.origin === origin))
  const calls = record.holds.map((hold) => heldCall(hold, isUnseen(hold), at))
  const moments = calls.map((call) => nextMoment(call, at))
  return {
    agent: watchedAgent(known, decisive, at, before),
    calls,
    changesAt: Math.min(...outlooks.map(({ until }) => until), ...moments),
  }
}

interface Blindness {
  reason: UnknownReason
  retcode: string | null
  /** Board-clock ms, if that moment is not now. */
  since?: number
}

interface Outlook {
  /** Why there is no current information about this agent; null if there is some, or no query was sent yet. */
  blindness: Blindness | null
  /** When that changes with time alone. */
  until: number
}

function outlookOf(
  { watch, sight, activity, restingAt }: SourceView,
  { now }: Circumstances,
): Outlook {
  const { latest } = sight
  const answeredAt = sight.knownAt ?? -Infinity
  const forAll: Blindness = { reason: watch.reason ?? 'timeout', retcode: watch.retcode }
  const blind = (blindness: Blindness): Outlook => ({ blindness, until: Infinity })
  const seenUntil = (end: number, afterwards: Blindness): Outlook => {
    return now > end ? blind(afterwards) : { blindness: null, until: end + 1 }
  }
  if (watch.state === 'stopped' || watch.state === 'paused') return blind(forAll)
  const forNow: Outlook =
    watch.state === 'interrupted'
      ? seenUntil(answeredAt + gapMs, latest?.kind === 'unknown' ? latest : forAll)
      : { blindness: null, until: Infinity }
  if (forNow.blindness !== null || latest === null) return forNow
  if (latest.kind === 'unknown' && !mayBeAccident(sight)) return blind(latest)
  // According to the current list; once it is gone, all agents are updated again.
  if (latest.kind === 'known' && isResting(activity)) return forNow
  // The app itself has not queried the agent; the gateway is not the cause.
  const since = Math.max(answeredAt, restingAt)
  const own =
    latest.kind === 'known'
      ? seenUntil(since + checkedForMs, { reason: 'not-checked', retcode: null, since })
      : seenUntil(answeredAt + gapMs, latest)
  return { ...own, until: Math.min(own.until, forNow.until) }
}

function heldCall(hold: Hold, unseen: boolean, { now, rules }: Circumstances): HeldCall {
  return {
    holdId: hold.holdId,
    agentId: hold.agentId,
    callId: hold.call.callId,
    customer: mask(customerNumber(hold.call), rules.isPrivate ? 0 : 4),
    skill: hold.call.skill,
    callFeature: hold.call.callFeature,
    startedAt: hold.firstSeenAt,
    notBefore: hold.notBefore,
    gap: hold.gap,
    lastSeenAt: hold.lastSeenAt,
    stale: unseen || now - hold.lastSeenAt > gapMs,
    ...levelAt(now - hold.firstSeenAt, limitsOf(hold.call.skill, rules)),
    holdNumber: hold.holdNumber,
    earlierMs: hold.earlierMs,
    sources: [...hold.sources],
    attention: null,
    notedAt: null,
  }
}

const limitsOf = (skill: string, { limits, skillLimits }: BoardRules) =>
  limitsFor(skill, limits, skillLimits)

/** When a row becomes stale or changes its level. */
function nextMoment(call: HeldCall, { now, rules }: Circumstances): number {
  const crossing = nextCrossing(now - call.startedAt, limitsOf(call.skill, rules)) ?? Infinity
  const isStaleAt = call.stale ? Infinity : call.lastSeenAt + gapMs + 1
  return Math.min(isStaleAt, call.startedAt + crossing)
}

function watchedAgent(
  { record, name, team }: Known,
  views: readonly (SourceView & Outlook)[],
  at: Circumstances,
  before: AgentLook | undefined,
): WatchedAgent {
  // A source that cannot see the agent may miss a hold, whatever the others show.
  const blind = views.find(({ blindness }) => blindness !== null)
  const blindness = blind?.blindness ?? null
  const state = stateOf(record, views, blindness)
  const reason = blindness?.reason ?? null
  const last = before?.agent
  const isSame = last?.state === state && last.reason === reason
  const sources = views.map(({ origin }) => origin)
  return {
    agentId: record.agentId,
    name,
    team,
    state,
    reason,
    retcode: blindness?.retcode ?? null,
    since: isSame ? last.since : (blindness?.since ?? at.now),
    sinceAtLeast: isSame ? last.sinceAtLeast : !sawChange(record, views, state, last?.state),
    failures: Math.max(0, ...views.map(({ sight }) => sight.failures)),
    nextTryAt: blind === undefined ? null : (blind.dueAt ?? last?.nextTryAt ?? null),
    held: record.holds.length,
    sources,
  }
}

function stateOf(
  { holds }: AgentRecord,
  views: readonly SourceView[],
  blindness: Blindness | null,
): AgentState {
  if (blindness !== null) return 'unseen'
  if (views.some(({ sight }) => sight.latest === null)) return 'waiting'
  if (holds.length > 0) return 'holding'
  const activities = views.flatMap(({ activity }) =>
    activity === undefined || activity === 'unknown' ? [] : activity,
  )
  // Signed out of one source, the agent may be at work at another.
  return activities.find((each) => each !== 'signed-out') ?? activities[0] ?? 'not-holding'
}

const isFoundAtOnce = ({ firstSeenAt, lastSeenAt }: Hold) =>
  lastSeenAt - firstSeenAt <= knownStartMs

/** The agent was observed in the previous state, which excludes this one, without a gap in between. */
function sawChange(
  { holds }: AgentRecord,
  views: readonly SourceView[],
  state: AgentState,
  last: AgentState = 'waiting',
): boolean {
  if (unwatched.has(last)) return false
  if (state === 'unseen') return true
  // If a hold was found late, the gateway may report its start, but the agent's change of state was not observed.
  if (state === 'holding') return holds.every((hold) => startIsSeen(hold) && isFoundAtOnce(hold))
  if (last === 'holding') return views.every(({ sight }) => sight.stepMs <= gapMs)
  // Without the list an agent who does not hold may be doing anything, including the same as before.
  if (last === 'not-holding' || state === 'not-holding') return false
  return views.every(({ listStepMs }) => listStepMs <= gapMs)
}
