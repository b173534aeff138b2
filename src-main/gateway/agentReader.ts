import type { BlindSpot, UnknownReason } from '../../src-shared/contract/index.ts'
import type { Observation } from '../monitor/observation.ts'
import type { KnownCredential } from '../settings/secrets.ts'
import { HoldStarts } from './holdStarts.ts'
import { observationFrom } from './observed.ts'
import type { ReaderOptions } from './reader.ts'
import type { HoldReader, ReaderState, Signals, Trouble } from '../monitor/reader.ts'
import { ruleOf } from './resultCodes.ts'
import { Session } from './session.ts'
import { SessionKeys } from './sessionKeys.ts'
import { Listeners } from '../base/listeners.ts'
import { type Time } from '../base/timers.ts'
import type { Answer, Ask } from './transport.ts'

export interface AgentCredentialEntry {
  agentId: string
  /** Null: there is no credential, the agent stays unobserved. */
  credential: KnownCredential | null
}

export interface AgentReader extends HoldReader {
  /** Replaces the agents; sessions of agents that are no longer listed, or have another credential, are signed out. */
  setAgents(list: readonly AgentCredentialEntry[]): void
  /** The phone that the app signs the agent in with; empty where that is not known. */
  phoneOf(agentId: string): string
}

/** Events after which the agent's hold list may have changed (gateway protocol §7.2). */
const holdListEvents = new Set([
  'AgentEvent_Hold',
  'AgentEvent_Talking',
  'AgentEvent_Call_Release',
  'AgentEvent_Customer_Release',
  'AgentEvent_linkagePhoneHold',
  'AgentEvent_linkagePhoneUnHold',
])
/**
 * An agent whose desktop is signed in is queried again only after this long, ms: each attempt is visible in its log.
 */
const retryElsewhereMs = 300_000
/** A query for this agent waits this long for its first sign-in, ms: it may take a minute. */
const firstSignInMs = 3_000
/** Maximum time for all sign-outs together, whatever the load control allows, ms. */
const mostTurnMs = 60_000

export interface AgentReaderOptions extends ReaderOptions {
  /** Whether the app has left a stale session of this agent at the gateway: "signed in elsewhere" may mean that one. */
  hasStaleSession?: (agentId: string) => boolean
}

/** Reads each agent's own held calls with that agent's session (gateway protocol §4.1, holdlist). */
export function createAgentReader(options: AgentReaderOptions): AgentReader {
  return new Reader(options)
}

interface WatchedAgent {
  agentId: string
  credential: KnownCredential | null
  /** Credential guid: used unchanged; polling events would take them from the agent's desktop. */
  keys: SessionKeys | null
  /** Credential password: created at the first query, so that the scheduler spreads the sign-ins. */
  session: Session | null
  starts: HoldStarts
  firstSignIn: Promise<void> | null
  /** Clock ms. */
  retryElsewhereAt: number
}

class Reader implements AgentReader {
  readonly way = 'agent'
  readonly #options: AgentReaderOptions
  readonly #states: Listeners<ReaderState>
  readonly #hints: Listeners<string>
  readonly #agents = new Map<string, WatchedAgent>()
  /** Whether the gateway has signed the agent out. */
  readonly #signOuts = new Map<string, Promise<boolean>>()
  #state: ReaderState = { kind: 'signed-in' }
  #closed = false

  constructor(options: AgentReaderOptions) {
    this.#options = options
    this.#states = new Listeners(options.log)
    this.#hints = new Listeners(options.log)
  }

  get state(): ReaderState {
    return this.#state
  }

  onState(listener: () => void): () => void {
    return this.#states.add(listener)
  }

  onHint(listener: (agentId: string) => void): () => void {
    return this.#hints.add(listener)
  }

  agentDirectory(): null {
    return null
  }

  setAgents(list: readonly AgentCredentialEntry[]): void {
    const newAgents = new Map(list.map((one) => [one.agentId, one]))
    for (const agent of [...this.#agents.values()]) {
      const next = newAgents.get(agent.agentId)
      if (next && isSameCredential(next.credential, agent.credential))
        newAgents.delete(agent.agentId)
      else this.#signOutAgent(agent)
    }
    for (const { agentId, credential } of newAgents.values()) {
      const keys = credential?.kind === 'guid' ? new SessionKeys(credential.guid) : null
      this.#agents.set(agentId, {
        agentId,
        credential,
        keys,
        session: null,
        starts: new HoldStarts(agentId, this.#options.time),
        firstSignIn: null,
        retryElsewhereAt: -Infinity,
      })
    }
  }

  phoneOf(agentId: string): string {
    const credential = this.#agents.get(agentId)?.credential
    return credential?.kind === 'password' ? credential.phone : ''
  }

  async observe(agentId: string, signals?: Signals): Promise<Observation> {
    const agent = this.#agents.get(agentId)
    if (agent === undefined || agent.credential === null || this.#closed) {
      return { kind: 'unknown', reason: 'signed-out' }
    }
    if (this.#state.kind === 'stopped') {
      return { kind: 'unknown', reason: this.#state.reason }
    }
    const path = `calldata/${encodeURIComponent(agentId)}/holdlist`
    const ask = { method: 'GET' as const, path, ...signals }
    if (agent.keys !== null) {
      const { keys } = agent
      let answer = await this.#options.transport.send({ ...ask, keys })
      if (isStale(answer) && keys.generation > (answer.ok ? answer.generation : 0)) {
        answer = await this.#options.transport.send({ ...ask, keys })
      }
      if (!answer.ok) this.#stopIfUntrusted(answer.reason)
      return observationFrom(answer)
    }
    const { refusedWith } = agent.credential
    if (refusedWith !== undefined) {
      return { kind: 'unknown', reason: 'signed-out', retcode: refusedWith }
    }
    const session = await this.#signedIn(agent)
    if (session === null) return { kind: 'unknown', reason: 'signed-out' }
    const { state } = session
    if (state.kind !== 'signed-in') {
      const { reason = 'signed-out', retcode }: Partial<Trouble> = 'reason' in state ? state : {}
      this.#stopIfUntrusted(reason)
      return { kind: 'unknown', reason, ...(retcode !== undefined && { retcode }) }
    }
    const askedAt = this.#options.time.now()
    const answer = await session.request(ask)
    if (!answer.ok) this.#stopIfUntrusted(answer.reason)
    const send = (more: Omit<Ask, 'keys'>) => session.request(more)
    return agent.starts.complete(observationFrom(answer), askedAt, send, signals?.signal)
  }

  retry(agentId?: string): void {
    if (this.#state.kind === 'stopped') this.#set({ kind: 'signed-in' })
    for (const agent of this.#agents.values()) {
      if (agentId !== undefined && agent.agentId !== agentId) continue
      agent.retryElsewhereAt = -Infinity
      agent.session?.retry()
    }
  }

  wake(): void {
    for (const { session } of this.#agents.values()) session?.wake()
  }

  get blindSpots(): BlindSpot[] {
    const usesGuids = [...this.#agents.values()].some(({ keys }) => keys !== null)
    return usesGuids ? ['guid-node', 'guid-auto-answer'] : []
  }

  get signedIn(): string[] {
    const all = [...this.#agents.values()]
    return all.filter(({ session }) => session?.isSignedIn).map(({ agentId }) => agentId)
  }

  get acceptedAt(): number {
    const all = [...this.#agents.values()]
    return Math.max(-Infinity, ...all.map(({ session }) => session?.acceptedAt ?? -Infinity))
  }

  async close(): Promise<string[]> {
    this.#closed = true
    for (const agent of [...this.#agents.values()]) this.#signOutAgent(agent)
    const signOuts = [...this.#signOuts]
    const out = await Promise.all(signOuts.map(([, isOut]) => isOut))
    return signOuts.filter((_, at) => out[at] !== true).map(([agentId]) => agentId)
  }

  /**
   * The agent's session once its first sign-in has ended, or takes too long; null if another credential has replaced
   * it.
   */
  async #signedIn(agent: WatchedAgent): Promise<Session | null> {
    const { transport, time, log, random, onPasswordRefused } = this.#options
    const { agentId, credential } = agent
    // Sign-in and sign-out of one agent must not overlap (gateway protocol §2.4).
    const signOut = this.#signOuts.get(agentId)
    if (signOut !== undefined) await signOut
    if (this.#agents.get(agentId) !== agent || credential?.kind !== 'password') return null
    const { password, phone } = credential
    if (agent.session === null) {
      const session = new Session({
        agentId,
        transport,
        time,
        log,
        ...(random && { random }),
        onPasswordRefused: (retcode) => {
          // The same password entered again is a new one: the account may have been unlocked.
          agent.credential = { ...credential, refusedWith: retcode }
          onPasswordRefused?.({ agentId, password, retcode })
        },
      })
      session.onEvent((event) => {
        agent.starts.hear(event)
        if (holdListEvents.has(event.type)) this.#hints.tell(agentId)
      })
      session.onChange((state) => {
        if (state.kind === 'stopped' && state.reason === 'signed-in-elsewhere')
          agent.retryElsewhereAt = time.now() + retryElsewhereMs
        if (state.kind === 'signed-in') this.#hints.tell(agentId)
      })
      agent.session = session
      const hasStaleSession = this.#options.hasStaleSession?.(agentId) ?? false
      const firstSignIn = session.start(
        { password, phone, withoutLicence: false },
        false,
        hasStaleSession,
      )
      agent.firstSignIn = within(time, firstSignInMs, firstSignIn)
    }
    await agent.firstSignIn
    const { session } = agent
    const { state } = session
    const elsewhere = state.kind === 'stopped' && state.reason === 'signed-in-elsewhere'
    if (elsewhere && time.now() >= agent.retryElsewhereAt) {
      agent.retryElsewhereAt = time.now() + retryElsewhereMs
      session.retry()
    }
    return session
  }

  #signOutAgent(agent: WatchedAgent): void {
    const { agentId, session } = agent
    this.#agents.delete(agentId)
    if (session === null) return
    const before = this.#signOuts.get(agentId) ?? Promise.resolve(true)
    const ms = turnMs(this.#signOuts.size, this.#options.perSecond?.())
    const signOut: Promise<boolean> = before
      .then(async (isOut) => (await session.signOut(ms)) && isOut)
      .finally(() => {
        if (this.#signOuts.get(agentId) === signOut) this.#signOuts.delete(agentId)
      })
    this.#signOuts.set(agentId, signOut)
  }

  /**
   * An untrusted certificate stops the whole watch at once. A gateway that does not respond is reported for each agent,
   * and the monitor detects when this applies to all of them: an interruption here would only stop its queries.
   */
  #stopIfUntrusted(reason: UnknownReason): void {
    if (reason !== 'untrusted-certificate' || this.#state.kind === 'stopped') return
    this.#set({ kind: 'stopped', reason })
  }

  #set(state: ReaderState): void {
    this.#state = state
    this.#states.tell(state)
  }
}

/** The delay of a sign-out in ms, given the number of sign-outs before it. */
export const turnMs = (others: number, perSecond = Infinity): number =>
  Math.min(mostTurnMs, (1_000 * others) / perSecond)

function within(time: Time, ms: number, work: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const cancel = time.schedule(ms, resolve)
    void work.then(() => {
      cancel()
      resolve()
    })
  })
}

const isStale = (answer: Answer): boolean =>
  answer.ok && ruleOf(answer.reply.retcode).action === 'renew-guid'

function isSameCredential(a: KnownCredential | null, b: KnownCredential | null): boolean {
  if (a === null || b === null) return a === b
  if (a.refusedWith !== b.refusedWith) return false
  if (a.kind === 'guid') return b.kind === 'guid' && a.guid === b.guid
  return b.kind === 'password' && a.password === b.password && a.phone === b.phone
}
