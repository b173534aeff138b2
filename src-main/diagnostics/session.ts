import type { BlindSpot, WatchedAgent, Way } from '../../src-shared/contract/index.ts'
import type { ReaderState, Trouble } from '../monitor/reader.ts'
import type { Observation } from '../monitor/observation.ts'
import { eventPoll, type Traffic, type TrafficClock } from './traffic.ts'
import { failed, good, skipped, type Verdict } from './verdict.ts'

/** What is known of the session that the watch runs over. Nothing here signs in or out. */
export interface RunningSession {
  way: Way
  state: ReaderState
  /** The account that is signed in; null in the per-agent way. */
  inspectorId: string | null
  /** What the gateway said of the inspector right at the sign-in; null where it did not say. */
  saidInspector: boolean | null
  agents: readonly WatchedAgent[]
  /** What its answers cannot tell. */
  blindSpots: readonly BlindSpot[]
  /** Asks once for one agent's held calls, with the session's own GUID. */
  observe: (agentId: string) => Promise<Observation>
}

/** The event poll answers within about 10 s, or as long as a site has set it up to wait: it is given 65 s. */
const pollFreshMs = 75_000

interface Asked {
  agentId: string
  seen: Observation
  ms: number
}

/** The steps that go through the session: its own word, and a harmless query or two. */
export class SessionCheck {
  readonly #session: RunningSession | null
  readonly #traffic: Pick<Traffic, 'known'>
  readonly #clock: TrafficClock
  readonly #asked = new Map<string, Promise<Asked>>()

  /** @param session null where there is none at the gateway that is looked at */
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

  /** Without answers there is nothing that they leave open. */
  get blindSpots(): BlindSpot[] {
    const session = this.#session
    return session !== null && isUsable(session) ? [...session.blindSpots] : []
  }

  /** The session's state as it knows it; a second sign-in would throw the first one out. */
  signIn(): Verdict {
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
    const attempt = this.#traffic.known('PUT onlineagent')?.lastGood ?? null
    const agentId = session.inspectorId ?? ''
    return { ...good('signed-in', { agentId }, attempt?.retcode), at: attempt?.at ?? null }
  }

  /** Shown by the hold query, which is refused without the right. */
  async inspectorRight(): Promise<Verdict> {
    const session = this.#session
    if (session === null || !isUsable(session)) return skipped('needs-sign-in')
    if (session.way === 'agent') return skipped('no-right-needed')
    // A refusal about somebody who can be seen tells of the session and not of the agent.
    const asked = await this.#query(isSeen)
    const seen = asked?.seen
    if (seen?.kind === 'holding' || seen?.kind === 'none') return good('right-shown')
    if (seen?.kind === 'unknown' && seen.reason === 'no-right') {
      return troubleOf(seen, asked?.agentId)
    }
    return session.saidInspector === true ? good('right-said') : skipped('right-not-told')
  }

  eventPoll(): Verdict {
    const session = this.#session
    if (session === null || !isUsable(session)) return skipped('needs-sign-in')
    const known = this.#traffic.known(eventPoll)
    if (known === null) return skipped(session.way === 'agent' ? 'no-poll' : 'poll-pending')
    const { last, lastGood } = known
    if (lastGood !== null && this.#clock.wall() - lastGood.at < pollFreshMs) {
      return { ...good('poll-answered', {}, lastGood.retcode), at: lastGood.at }
    }
    const answered = last.retcode === null || last.retcode === '0' ? 'timeout' : 'gateway-error'
    const { retcode, reason } = last
    const finding = { kind: 'trouble', reason: reason ?? answered, retcode, agentId: null } as const
    return { ...failed(finding), at: last.at }
  }

  async holdQuery(): Promise<Verdict> {
    const session = this.#session
    if (session === null || !isUsable(session)) return skipped('needs-sign-in')
    // What is blocked shows with somebody who cannot be seen.
    const asked = await this.#query(isUnseen)
    if (asked === null) return skipped('nobody-watched')
    const { watched, unseen } = this.agents
    // A few mistyped ids are no end of the way: they are counted beside it.
    const isOdd = asked.seen.kind === 'unknown' && unseen <= watched / 2
    const other = isOdd ? await this.#query(isSeen) : null
    return answerOf(other !== null && other.seen.kind !== 'unknown' ? other : asked)
  }

  /** Asks once about an agent, if there is one who is wanted; null where nobody is watched. */
  #query(isWanted: (agent: WatchedAgent) => boolean): Promise<Asked> | null {
    const session = this.#session
    const agentId = (session?.agents.find(isWanted) ?? session?.agents[0])?.agentId
    if (session === null || agentId === undefined) return null
    const sentAt = this.#clock.now()
    const asked =
      this.#asked.get(agentId) ??
      session.observe(agentId).then((seen) => ({ agentId, seen, ms: this.#clock.now() - sentAt }))
    this.#asked.set(agentId, asked)
    return asked
  }
}

const isUnseen = ({ state }: WatchedAgent) => state === 'unseen'
const isSeen = ({ state }: WatchedAgent) => state !== 'unseen' && state !== 'waiting'

function answerOf({ agentId, seen, ms }: Asked): Verdict {
  if (seen.kind === 'unknown') return { ...troubleOf(seen, agentId), ms }
  if (seen.kind === 'none') return { ...good('none-held', { agentId }), ms }
  return { ...good('held', { agentId, n: seen.calls.length }), ms }
}

const troubleOf = (
  { reason, retcode }: Extract<Observation, { kind: 'unknown' }>,
  agentId: string | null = null,
): Verdict => failed({ kind: 'trouble', reason, retcode: retcode ?? null, agentId })

const isUsable = ({ state }: RunningSession) => state.kind === 'signed-in'

/** In the per-agent way each agent has a session of its own: the board knows which of them work. */
function agentsSignedIn(agents: readonly WatchedAgent[]): Verdict {
  if (agents.length === 0) return skipped('nobody-watched')
  const unseen = agents.filter(isUnseen)
  const waiting = agents.filter(({ state }) => state === 'waiting')
  const seen = agents.length - unseen.length - waiting.length
  if (seen > 0) return good('agents-read', { seen, all: agents.length })
  const [first] = unseen
  if (first === undefined) return skipped('signing-in')
  const { reason, retcode, agentId } = first
  if (reason === 'paused') return skipped('watch-paused')
  return failed({ kind: 'trouble', reason: reason ?? 'signed-out', retcode, agentId })
}
