import type {
  AppError,
  BlindSpot,
  SignedIn,
  UnknownReason,
} from '../../src-shared/contract/index.ts'
import type { Observation } from '../monitor/observation.ts'
import type { NoteAnswer, NoteSession, ReceivedNote } from '../notes/noteSession.ts'
import {
  agentDirectoryOf,
  type GatewayEvent,
  noteOf,
  passwordNews,
  phoneOf,
  yesOrNo,
} from './protocol.ts'
import { observationFrom } from './observed.ts'
import type { ReaderOptions } from './reader.ts'
import type { HoldReader, ReaderState, AgentDirectoryAnswer, Signals } from '../monitor/reader.ts'
import { errorOfReason, ruleOf, success } from './resultCodes.ts'
import { Session } from './session.ts'
import { mayHaveArrived } from './signIn.ts'
import type { Credentials, Refusal } from './sessionState.ts'
import { Listeners } from '../base/listeners.ts'

export interface InspectorSignIn extends Credentials {
  agentId: string
  /** Takes the session over from the client that has it (the gateway's forcelogin). */
  force: boolean
}

export interface InspectorReader extends HoldReader, NoteSession {
  /** Signs in once. A missing inspector right is reported (`inspector: false`), it is not an error. */
  signIn(
    input: InspectorSignIn,
  ): Promise<{ ok: true; data: SignedIn } | { ok: false; error: AppError }>
  /**
   * Signs in in the background and retries where that is safe; watch `state`. `lingers`: there is a stale session of
   * ours at the gateway, so "signed in elsewhere" is retried until that session has expired.
   */
  start(input: InspectorSignIn & { hasStaleSession?: boolean }): void
  /** Told of each note that somebody sends to this account. */
  onNote(listener: (note: ReceivedNote) => void): () => void
  /** The phone that the agent is signed in with; empty where the gateway does not tell. */
  phoneOf(agentId: string): Promise<string>
}

/** One inspector's session as a part of a cluster. */
export interface NodeReader extends InspectorReader {
  /** The node that it is signed in at; null where it is not, or where the gateway does not tell. */
  readonly node: string | null
  /**
   * @param checksAnew "not signed in" is believed to be about the agent only where a check after that response finds our
   *   own session valid
   */
  observe(agentId: string, signals?: Signals, checksAnew?: boolean): Promise<Observation>
  /** Signs out and in again, so that a balancer chooses the node anew; resolves after the first attempt. */
  signInAgain(): Promise<void>
  /** Whether the gateway confirms the inspector right; null where it does not say. */
  askRight(): Promise<boolean | null>
  /**
   * Asks a route without a page (gateway protocol §8.4) for the agents at this node; null where it does not list any,
   * for whatever reason. They may be others than it seems: compare them with agents whose node is known.
   */
  localAgents(): Promise<ReadonlySet<string> | null>
  /** What such a route tells about an agent's node, in a form that nobody knows; null where it tells nothing. */
  clusterInfoOf(agentId: string): Promise<unknown>
}

/**
 * Tried in this order (gateway protocol §8.1): not every gateway and not every right allows the first, which alone is
 * complete.
 */
const directories: readonly { path: (id: string) => string; blindSpot: BlindSpot | null }[] = [
  { path: (id) => `agentgroup/${id}/allagentstatus`, blindSpot: null },
  { path: (id) => `qualitycontrol/${id}/allagent`, blindSpot: 'only-inspected' },
  { path: (id) => `agentgroup/${id}/onlineagentonvdn`, blindSpot: 'only-signed-in' },
]
/** Some thousand agents, each with all their skills. */
const directoryBytes = 64 * 1024 * 1024
/**
 * After this many held-call queries in a row with "bad URL", and none answered: the gateway is older than holdlistex.
 */
const badUrlsAllowed = 3

/** Reads every agent's held calls with one inspector's session (gateway protocol §4.2, holdlistex). */
export function createInspectorReader(options: ReaderOptions): NodeReader {
  return new Reader(options)
}

class Reader implements NodeReader {
  readonly way = 'inspector'
  readonly #options: ReaderOptions
  readonly #states: Listeners<ReaderState>
  readonly #hints: Listeners<string>
  readonly #notes: Listeners<ReceivedNote>
  #session: Session | null = null
  /** The same, even after this reader is closed. */
  #newest: Session | null = null
  #state: ReaderState = { kind: 'signed-out' }
  /** Index of the roster interface that this gateway supports. */
  #directoryPath = 0
  /** The interface that returned the last list. */
  #directoryBlindSpot: BlindSpot | null = null
  #badUrls = 0
  #closing: Promise<string[]> | null = null
  #holdlistexWorks = false

  constructor(options: ReaderOptions) {
    this.#options = options
    this.#states = new Listeners(options.log)
    this.#hints = new Listeners(options.log)
    this.#notes = new Listeners(options.log)
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

  onNote(listener: (note: ReceivedNote) => void): () => void {
    return this.#notes.add(listener)
  }

  retry(): void {
    this.#session?.retry()
  }

  wake(): void {
    this.#session?.wake()
  }

  async signIn({ agentId, force, ...credentials }: InspectorSignIn) {
    const { session, ready } = this.#newSession(agentId, credentials)
    if (!(await ready)) return { ok: false as const, error: errorOf({ reason: 'signed-out' }) }
    const outcome = await session.signIn(credentials, force)
    if (!outcome.ok) return { ok: false as const, error: errorOf(outcome) }
    const inspector = yesOrNo(await resultOf(session, `agentgroup/${agentId}/iscensor`))
    return { ok: true as const, data: { inspector, ...passwordNews(outcome.result) } }
  }

  get node(): string | null {
    return this.#session?.node ?? null
  }

  async signInAgain(): Promise<void> {
    await this.#session?.signInAgain()
  }

  async askRight(): Promise<boolean | null> {
    return yesOrNo(await this.#resultOf((ownId) => `agentgroup/${ownId}/iscensor`))
  }

  async localAgents(): Promise<ReadonlySet<string> | null> {
    const result = await this.#resultOf((ownId) => `agentgroup/${ownId}/alllocalagentstatus`)
    const listed = agentDirectoryOf(result)?.filter(({ state }) => state !== 'signed-out') ?? []
    return listed.length > 0 ? new Set(listed.map(({ agentId }) => agentId)) : null
  }

  async clusterInfoOf(agentId: string): Promise<unknown> {
    const of = encodeURIComponent(agentId)
    return this.#resultOf((ownId) => `querymonitor/${ownId}/agentclusterinfo/${of}`)
  }

  start({
    agentId,
    force,
    hasStaleSession: lingers,
    ...credentials
  }: InspectorSignIn & { hasStaleSession?: boolean }): void {
    this.#set({ kind: 'signing-in' })
    const { session, ready } = this.#newSession(agentId, credentials)
    void ready.then((current) => (current ? session.start(credentials, force, lingers) : undefined))
  }

  async observe(agentId: string, signals?: Signals, checksAnew = false): Promise<Observation> {
    const session = this.#session
    if (session === null) return unknown('signed-out')
    const path = `calldata/${session.agentId}/holdlistex/${encodeURIComponent(agentId)}`
    const answer = await session.request({ method: 'GET', path, ...signals }, checksAnew)
    if (!answer.ok) return observationFrom(answer)
    const { retcode } = answer.reply
    const { action } = ruleOf(retcode)
    if (action === 'sign-in-again') return unknown('signed-out')
    if (retcode === '000-002') {
      this.#badUrls += 1
      const old = !this.#holdlistexWorks && this.#badUrls >= badUrlsAllowed
      if (old) return { kind: 'unknown', reason: 'http-status', status: 404, retcode }
    } else {
      this.#badUrls = 0
      if (action === 'ok' || action === 'none') this.#holdlistexWorks = true
    }
    return observationFrom(answer)
  }

  async agentDirectory(signals?: Pick<Signals, 'callOff'>): Promise<AgentDirectoryAnswer> {
    const session = this.#session
    if (session === null) return { ok: false, reason: 'signed-out' }
    let refusal: AgentDirectoryAnswer = { ok: false, reason: 'no-right' }
    /** Whether the previous ones are refused permanently; a balancer's 502 or a "too often" is temporary. */
    let forGood = true
    for (let failedAttempts = 0; failedAttempts < directories.length; failedAttempts++) {
      const index = (this.#directoryPath + failedAttempts) % directories.length
      const path = directories[index]?.path(session.agentId) ?? ''
      const answer = await session.request({
        method: 'GET',
        path,
        maxBytes: directoryBytes,
        ...signals,
      })
      if (!answer.ok) {
        refusal = { ok: false, reason: answer.reason }
        if (answer.reason !== 'http-status') return refusal
        forGood &&= answer.status === 404
        continue
      }
      const { retcode, result } = answer.reply
      const { action, reason } = ruleOf(retcode)
      if (action === 'ok') {
        const agents = agentDirectoryOf(result)
        refusal = { ok: false, reason: 'bad-reply' }
        if (agents === null) {
          forGood = false
          continue
        }
        if (forGood) this.#directoryPath = index
        this.#directoryBlindSpot = directories[index]?.blindSpot ?? null
        return { ok: true, agents }
      }
      refusal = { ok: false, reason: reason ?? 'gateway-error', retcode }
      forGood &&= action !== 'retry-later' && action !== 'slow-down'
      if (action === 'sign-in-again') return refusal
    }
    return refusal
  }

  get ownId(): string | null {
    return this.signedIn[0] ?? null
  }

  async sendNote(agentId: string, text: string): Promise<NoteAnswer> {
    const session = this.#session
    if (session === null) {
      return { kind: 'unanswered', reason: 'signed-out', mayHaveArrived: false }
    }
    const answer = await session.request({
      method: 'POST',
      path: `onlineagent/${session.agentId}/sendnoteletex`,
      // One receiver, so that the code is about this one (gateway protocol §11.3).
      body: { agentIds: [Number(agentId)], content: text },
    })
    if (!answer.ok) {
      const { reason } = answer
      const isRefused = reason === 'signed-out'
      return { kind: 'unanswered', reason, mayHaveArrived: !isRefused && mayHaveArrived(answer) }
    }
    const { retcode } = answer.reply
    return retcode === success ? { kind: 'accepted' } : { kind: 'refused', retcode }
  }

  async phoneOf(agentId: string): Promise<string> {
    const session = this.#session
    const answer = await session?.request({
      method: 'GET',
      path: `agentgroup/${session.agentId}/agentbyworkno/${encodeURIComponent(agentId)}`,
    })
    return answer?.ok ? phoneOf(answer.reply) : ''
  }

  get blindSpots(): BlindSpot[] {
    return ['other-node', ...(this.#directoryBlindSpot === null ? [] : [this.#directoryBlindSpot])]
  }

  get signedIn(): string[] {
    const session = this.#session
    return session?.isSignedIn ? [session.agentId] : []
  }

  get acceptedAt(): number {
    return this.#newest?.acceptedAt ?? -Infinity
  }

  close(): Promise<string[]> {
    return (this.#closing ??= this.#close())
  }

  async #close(): Promise<string[]> {
    const session = this.#session
    this.#session = null
    const isOut = (await session?.signOut()) ?? true
    this.#set({ kind: 'signed-out' })
    return session === null || isOut ? [] : [session.agentId]
  }

  async #resultOf(path: (ownId: string) => string): Promise<unknown> {
    const session = this.#session
    return session === null ? null : resultOf(session, path(session.agentId))
  }

  /** `ready` once the previous session is signed out: false if this one was closed or replaced meanwhile. */
  #newSession(
    agentId: string,
    { password }: Credentials,
  ): { session: Session; ready: Promise<boolean> } {
    const { transport, time, log, random, onPasswordRefused } = this.#options
    const before = this.#session?.signOut() ?? Promise.resolve(true)
    const session = new Session({
      agentId,
      transport,
      time,
      log,
      ...(random && { random }),
      onPasswordRefused: (retcode) => onPasswordRefused?.({ agentId, password, retcode }),
    })
    this.#session = this.#newest = session
    session.onChange((state) => {
      if (session === this.#session) this.#set(state)
    })
    session.onEvent((event) => {
      const agent = monitored(event)
      if (agent !== null) this.#hints.tell(agent)
      const note = noteOf(event)
      if (note !== null) this.#notes.tell(note)
    })
    return { session, ready: before.then(() => session === this.#session) }
  }

  #set(state: ReaderState): void {
    this.#state = state
    this.#states.tell(state)
  }
}

const unknown = (reason: UnknownReason): Observation => ({ kind: 'unknown', reason })

/** The result of a query that succeeds, otherwise null. */
async function resultOf(session: Session, path: string): Promise<unknown> {
  const answer = await session.request({ method: 'GET', path, maxBytes: directoryBytes })
  return answer.ok && answer.reply.retcode === success ? (answer.reply.result ?? null) : null
}

/** The agent whose sign-in or sign-out is reported to an inspector (gateway protocol §7.2, QC_AgentState_Notify). */
function monitored({ type, content }: GatewayEvent): string | null {
  if (type !== 'QC_AgentState_Notify' || typeof content !== 'object' || content === null)
    return null
  const agent: unknown = Reflect.get(content, 'monitoredagent')
  return typeof agent === 'string' || typeof agent === 'number' ? String(agent) : null
}

/** The error of a sign-in that was refused or not answered. */
export function errorOf({ reason, retcode, status, rule }: Refusal): AppError {
  const code = rule?.error ?? errorOfReason(reason)
  const params = {
    ...(retcode !== undefined && { retcode }),
    ...(status !== undefined && { status }),
  }
  return { code, ...(Object.keys(params).length > 0 && { params }) }
}
