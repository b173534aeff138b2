import type { BlindSpot, WatchedAgent, Way } from '../../src-shared/contract/index.ts'
import type { ReaderState, Trouble } from '../monitor/reader.ts'
import type { Observation } from '../monitor/observation.ts'
import { eventPoll, type Traffic, type TrafficClock } from './traffic.ts'
import { failed, good, skipped, type StepResult, troubleOf } from './verdict.ts'

/** The state of the watch's session. Nothing here signs in or out. */
export interface RunningSession {
  origin: string
  way: Way
  state: ReaderState
  /** The account that is signed in; null with the per-agent way. */
  inspectorId: string | null
  /** The gateway's response about the inspector right at the sign-in; null if it gave none. */
  hasInspectorRight: boolean | null
  agents: readonly WatchedAgent[]
  /** What its responses cannot show. */
  blindSpots: readonly BlindSpot[]
  /** With a CC-CMS that rejected a signature: how far the local clock was ahead, ms; null if that is not known. */
  clockDifferenceMs: number | null
  /** Queries these agents' held calls once, with the session's own GUID or key. */
  observe: (agentIds: readonly string[]) => Promise<ReadonlyMap<string, Observation>>
}

/**
 * The event poll gets a response within about 10 s, or within the wait that a site has configured: the limit is 65 s.
 */
const pollFreshMs = 75_000

interface QueryResult {
  agentId: string
  observation: Observation
  ms: number
}

/** The steps that use the session: its own state, and one or two harmless queries. */
export class SessionCheck {
  readonly #session: RunningSession | null
  readonly #traffic: Pick<Traffic, 'known'>
  readonly #clock: TrafficClock
  readonly #queries = new Map<string, Promise<QueryResult>>()

  /** @param session null where there is none at the examined gateway */
  constructor(
    session: RunningSession | null,
    traffic: Pick<Traffic, 'known'>,
    clock: TrafficClock,
  ) {
    this.#session = session
    this.#traffic = traffic
    this.#clock = clock
  }

  /** The session's own state; a second sign-in would end the first one. */
  signIn(): StepResult {
    const session = this.#session
    if (session === null) return skipped('nobody-signed-in')
    const { state } = session
    if (state.kind === 'signing-in') return skipped('signing-in')
    if (state.kind !== 'signed-in') {
      const trouble = stateTrouble(state)
      return trouble === null ? skipped('nobody-signed-in') : troubleOf(trouble)
    }
    if (session.way === 'agent') return agentsSignedIn(session)
    const attempt = this.#traffic.known(session.origin, 'PUT onlineagent')?.lastGood ?? null
    const agentId = session.inspectorId ?? ''
    return { ...good('signed-in', { agentId }, attempt?.retcode), at: attempt?.at ?? null }
  }

  /** Confirmed by the hold query, which is rejected without the right. */
  async inspectorRight(): Promise<StepResult> {
    const session = this.#session
    if (session === null || !isUsable(session)) return skipped('needs-sign-in')
    if (session.way === 'agent') return skipped('no-right-needed')
    // A rejection for an agent that is observed is about the session and not about the agent.
    const query = await this.#query(isSeen)
    const observation = query?.observation
    if (observation?.kind === 'holding' || observation?.kind === 'none') return good('right-shown')
    if (observation?.kind === 'unknown' && observation.reason === 'no-right') {
      return troubleOf(observation, query?.agentId)
    }
    return session.hasInspectorRight === true ? good('right-said') : skipped('right-not-told')
  }

  eventPoll(): StepResult {
    const session = this.#session
    if (session === null || !isUsable(session)) return skipped('needs-sign-in')
    const poll = this.#traffic.known(session.origin, eventPoll)
    if (poll === null) return skipped(session.way === 'agent' ? 'no-poll' : 'poll-pending')
    const { last, lastGood } = poll
    if (lastGood !== null && this.#clock.wall() - lastGood.at < pollFreshMs) {
      return { ...good('poll-answered', {}, lastGood.retcode), at: lastGood.at }
    }
    const answered = last.retcode === null || last.retcode === '0' ? 'timeout' : 'gateway-error'
    const { retcode, reason } = last
    const finding = { kind: 'trouble', reason: reason ?? answered, retcode, agentId: null } as const
    return { ...failed(finding), at: last.at }
  }

  async holdQuery(): Promise<StepResult> {
    const session = this.#session
    if (session === null || !isUsable(session)) return skipped('needs-sign-in')
    // A blocked query shows with an agent who is not observed.
    const query = await this.#query(isUnseen)
    if (query === null) return noAgent(session)
    const { watched, unseen } = agentCounts(session)
    // A few mistyped ids do not end the run: they are reported as a count.
    const isOdd = query.observation.kind === 'unknown' && unseen <= watched / 2
    const other = isOdd ? await this.#query(isSeen) : null
    return answerOf(other !== null && other.observation.kind !== 'unknown' ? other : query)
  }

  /** Queries one agent once, preferably of the given kind; null where no agent is watched here. */
  async #query(isWanted: (agent: WatchedAgent) => boolean): Promise<QueryResult | null> {
    const session = this.#session
    if (session === null) return null
    const own = ownAgents(session)
    // Next to a CC-CMS that answers about everybody, any agent may be one of this gateway.
    const agents = own.length > 0 ? own : session.agents
    const agentId = (agents.find(isWanted) ?? agents[0])?.agentId
    if (agentId === undefined) return null
    const query = this.#queries.get(agentId) ?? this.#observe(session, agentId)
    this.#queries.set(agentId, query)
    const result = await query
    const { observation } = result
    const isOther = observation.kind === 'unknown' && observation.retcode !== undefined
    return own.length === 0 && isOther ? null : result
  }

  async #observe(session: RunningSession, agentId: string): Promise<QueryResult> {
    const sentAt = this.#clock.now()
    const observations = await session.observe([agentId])
    const observation = observations.get(agentId) ?? { kind: 'unknown', reason: 'not-listed' }
    return { agentId, observation, ms: this.#clock.now() - sentAt }
  }
}

/** Why the session is not in use; null where nobody has signed in, or the answer is still to come. */
export function stateTrouble(state: ReaderState): Trouble | null {
  const { reason, retcode }: Partial<Trouble> = 'reason' in state ? state : {}
  return reason === undefined ? null : { reason, ...(retcode !== undefined && { retcode }) }
}

/** The agents whose state follows from this source. */
const ownAgents = ({ agents, origin }: RunningSession) =>
  agents.filter(({ sources }) => sources.includes(origin))

export function agentCounts(session: RunningSession | null): { watched: number; unseen: number } {
  const agents = session === null ? [] : ownAgents(session)
  return { watched: agents.length, unseen: agents.filter(isUnseen).length }
}

/** Without responses there is nothing that they leave open. */
export const blindSpotsOf = (session: RunningSession | null): BlindSpot[] =>
  session !== null && isUsable(session) ? [...session.blindSpots] : []

/** There is no agent whose query could show anything. */
const noAgent = ({ agents }: RunningSession) =>
  skipped(agents.length === 0 ? 'nobody-watched' : 'no-agent-here')

export const isUsable = ({ state }: RunningSession) => state.kind === 'signed-in'

const isUnseen = ({ state }: WatchedAgent) => state === 'unseen'
const isSeen = ({ state }: WatchedAgent) => state !== 'unseen' && state !== 'waiting'

function answerOf({ agentId, observation, ms }: QueryResult): StepResult {
  if (observation.kind === 'unknown') return { ...troubleOf(observation, agentId), ms }
  if (observation.kind === 'none') return { ...good('none-held', { agentId }), ms }
  return { ...good('held', { agentId, n: observation.calls.length }), ms }
}

/** With the per-agent way each agent has a separate session: the board shows which of them work. */
function agentsSignedIn(session: RunningSession): StepResult {
  const agents = ownAgents(session)
  if (agents.length === 0) return noAgent(session)
  const unseen = agents.filter(isUnseen)
  const waitingAgents = agents.filter(({ state }) => state === 'waiting')
  const visibleCount = agents.length - unseen.length - waitingAgents.length
  if (visibleCount > 0) return good('agents-read', { seen: visibleCount, all: agents.length })
  const [first] = unseen
  if (first === undefined) return skipped('signing-in')
  const { reason, retcode, agentId } = first
  if (reason === 'paused') return skipped('watch-paused')
  return troubleOf({ reason: reason ?? 'signed-out', retcode }, agentId)
}
