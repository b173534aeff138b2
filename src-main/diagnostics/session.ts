import type { BlindSpot, WatchedAgent, Way } from '../../src-shared/contract/index.ts'
import type { ReaderState, Trouble } from '../monitor/reader.ts'
import type { Observation } from '../monitor/observation.ts'
import { eventPoll, type Traffic, type TrafficClock } from './traffic.ts'
import { failed, good, skipped, type StepResult } from './verdict.ts'

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
  /** Queries one agent's held calls once, with the session's own GUID. */
  observe: (agentId: string) => Promise<Observation>
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

  get agents(): { watched: number; unseen: number } {
    const agents = this.#session?.agents ?? []
    return { watched: agents.length, unseen: agents.filter(isUnseen).length }
  }

  /** Without responses there is nothing that they leave open. */
  get blindSpots(): BlindSpot[] {
    const session = this.#session
    return session !== null && isUsable(session) ? [...session.blindSpots] : []
  }

  /** The session's own state; a second sign-in would end the first one. */
  signIn(): StepResult {
    const session = this.#session
    if (session === null) return skipped('nobody-signed-in')
    const { state } = session
    if (state.kind === 'signing-in') return skipped('signing-in')
    if (state.kind !== 'signed-in') {
      const { reason, retcode }: Partial<Trouble> = 'reason' in state ? state : {}
      if (reason === undefined) return skipped('nobody-signed-in')
      return failed({ kind: 'trouble', reason, retcode: retcode ?? null, agentId: null })
    }
    if (session.way === 'agent') return agentsSignedIn(session.agents)
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
    if (query === null) return skipped('nobody-watched')
    const { watched, unseen } = this.agents
    // A few mistyped ids do not end the run: they are reported as a count.
    const isOdd = query.observation.kind === 'unknown' && unseen <= watched / 2
    const other = isOdd ? await this.#query(isSeen) : null
    return answerOf(other !== null && other.observation.kind !== 'unknown' ? other : query)
  }

  /** Queries one agent once, preferably of the given kind; null where no agent is watched. */
  #query(isWanted: (agent: WatchedAgent) => boolean): Promise<QueryResult> | null {
    const session = this.#session
    const agentId = (session?.agents.find(isWanted) ?? session?.agents[0])?.agentId
    if (session === null || agentId === undefined) return null
    const sentAt = this.#clock.now()
    const query =
      this.#queries.get(agentId) ??
      session
        .observe(agentId)
        .then((observation) => ({ agentId, observation, ms: this.#clock.now() - sentAt }))
    this.#queries.set(agentId, query)
    return query
  }
}

const isUnseen = ({ state }: WatchedAgent) => state === 'unseen'
const isSeen = ({ state }: WatchedAgent) => state !== 'unseen' && state !== 'waiting'

function answerOf({ agentId, observation, ms }: QueryResult): StepResult {
  if (observation.kind === 'unknown') return { ...troubleOf(observation, agentId), ms }
  if (observation.kind === 'none') return { ...good('none-held', { agentId }), ms }
  return { ...good('held', { agentId, n: observation.calls.length }), ms }
}

const troubleOf = (
  { reason, retcode }: Extract<Observation, { kind: 'unknown' }>,
  agentId: string | null = null,
): StepResult => failed({ kind: 'trouble', reason, retcode: retcode ?? null, agentId })

const isUsable = ({ state }: RunningSession) => state.kind === 'signed-in'

/** With the per-agent way each agent has a separate session: the board shows which of them work. */
function agentsSignedIn(agents: readonly WatchedAgent[]): StepResult {
  if (agents.length === 0) return skipped('nobody-watched')
  const unseen = agents.filter(isUnseen)
  const waitingAgents = agents.filter(({ state }) => state === 'waiting')
  const visibleCount = agents.length - unseen.length - waitingAgents.length
  if (visibleCount > 0) return good('agents-read', { seen: visibleCount, all: agents.length })
  const [first] = unseen
  if (first === undefined) return skipped('signing-in')
  const { reason, retcode, agentId } = first
  if (reason === 'paused') return skipped('watch-paused')
  return failed({ kind: 'trouble', reason: reason ?? 'signed-out', retcode, agentId })
}
