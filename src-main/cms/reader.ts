import type { AppError, BlindSpot } from '../../src-shared/contract/index.ts'
import { backOff } from '../base/backOff.ts'
import { Listeners } from '../base/listeners.ts'
import { pauseOf } from '../gateway/gate.ts'
import { asksForPause } from '../gateway/observed.ts'
import type { ReaderOptions } from '../gateway/reader.ts'
import type { Answer } from '../gateway/transport.ts'
import type { Observation, SeenCall } from '../monitor/observation.ts'
import type {
  AgentDirectoryAnswer,
  BulkReader,
  ReaderState,
  Signals,
  Trouble,
} from '../monitor/reader.ts'
import { CmsAgentDirectory } from './agentDirectory.ts'
import { BadAgents, mostSearches } from './badAgents.ts'
import { CallDetails, type DetailsAnswer } from './callDetails.ts'
import { type CmsClient, createCmsClient } from './client.ts'
import { agentCallsOf, callDetailsOf } from './protocol.ts'
import { cmsRuleOf, illegalParameter } from './resultCodes.ts'
import { clockDifference, isRejected } from './settleForm.ts'
import { setUp } from './setUp.ts'
import type { KeyPair, SignatureForm } from './signature.ts'

export interface CmsAccount extends KeyPair {
  ccId: number
  vdn: number
}

export interface CmsReaderOptions extends ReaderOptions {
  account: CmsAccount
  /** The `Host` header: the server's name or address with its port. */
  host: string
  /** The held calls of an agent as a gateway lists them; null where no gateway sees the agent. */
  gatewayCallsOf?: (agentId: string) => Promise<readonly SeenCall[] | null>
  /** Epoch ms, for the time in signatures. */
  wall?: () => number
}

export interface CmsReader extends BulkReader {
  /** Finds the form of the signature that the server accepts, and checks call center, VDN and rights. */
  signIn(): Promise<{ ok: true; data: { form: SignatureForm } } | { ok: false; error: AppError }>
  /** In the background, with the form that worked before; watch `state`. */
  start(form: SignatureForm): void
  /** The agents whose ids the CC-CMS did not accept. */
  readonly refusedAgents: readonly string[]
  /** The most calls at once with each status that is neither hold nor documented, by its number. */
  readonly otherStatuses: ReadonlyMap<number, number>
  /** How far the local clock was ahead when a signature was rejected, ms; null if none was, or it is not known. */
  readonly clockDifferenceMs: number | null
}

export type { SignatureForm } from './signature.ts'

/** Shortest time between the beginnings of two queries, ms: usually, and after repeated overloads. */
const usualIntervalMs = 1_000
const longestIntervalMs = 32_000
/** The part of the interval that remains after a query that succeeds. */
const intervalEasing = 0.9
const pause = { first: 1_000, last: 60_000, spread: [0.8, 1.2] } as const
/** Maximum pause, whatever the server asks for, ms. */
const longestPauseMs = 300_000

const callsPath = 'agentgroup/queryagentcalls'
const detailsPath = 'calldata/querybasiccallinfo'
/** A request that costs the server little: the first agent. */
const firstAgent = { path: 'vdn/totalagentabstractex3', fields: { limit: 1, offset: 0 } } as const

/** Reads the held calls of all agents from a CC-CMS (gateway protocol §10). */
export function createCmsReader(options: CmsReaderOptions): CmsReader {
  return new Reader(options)
}

class Reader implements CmsReader {
  readonly way = 'cms'
  readonly blindSpots: readonly BlindSpot[] = []
  readonly signedIn: readonly string[] = []
  readonly #options: CmsReaderOptions
  readonly #wall: () => number
  readonly #client: CmsClient
  readonly #states: Listeners<ReaderState>
  readonly #badAgents = new BadAgents()
  readonly #details: CallDetails
  readonly #directory: CmsAgentDirectory
  readonly #otherStatuses = new Map<number, number>()
  /** Cancels each request in flight. */
  readonly #inFlight = new Set<() => void>()
  #state: ReaderState = { kind: 'signed-out' }
  #form: SignatureForm | null = null
  #acceptedAt = -Infinity
  #clockDifferenceMs: number | null = null
  /** Failures in a row; a request that only checks whether the server is back changes nothing. */
  #failures = 0
  #intervalMs = usualIntervalMs
  #queriedAt = -Infinity
  /** The last query; the next one waits for its end. */
  #lastQuery: Promise<unknown> = Promise.resolve()
  /** The last check; a query that comes before its end waits for it at the start. */
  #lastCheck: Promise<void> = Promise.resolve()
  /** An agent whose query is known to be accepted. */
  #acceptedAgent: string | null = null
  /** Changes when what is under way no longer counts. */
  #generation = 0
  #wakes = 0
  #cancelTimer = () => {}

  constructor(options: CmsReaderOptions) {
    const { transport, account, host, time, log, gatewayCallsOf } = options
    this.#options = options
    this.#wall = options.wall ?? Date.now
    const { accessKey, secretKey } = account
    const keyPair = { accessKey, secretKey }
    this.#client = createCmsClient({ transport, keyPair, host, wall: this.#wall })
    this.#states = new Listeners(log)
    this.#directory = new CmsAgentDirectory(() => time.now())
    this.#details = new CallDetails({
      now: () => time.now(),
      query: (callId) => this.#queryDetails(callId),
      isReady: () => this.#state.kind === 'signed-in',
      ...(gatewayCallsOf && { gatewayCallsOf }),
    })
  }

  get state(): ReaderState {
    return this.#state
  }

  get acceptedAt(): number {
    return this.#acceptedAt
  }

  get refusedAgents(): readonly string[] {
    return this.#badAgents.refused
  }

  get otherStatuses(): ReadonlyMap<number, number> {
    return this.#otherStatuses
  }

  get clockDifferenceMs(): number | null {
    return this.#clockDifferenceMs
  }

  get intervalMs(): number {
    return this.#intervalMs
  }

  onState(listener: () => void): () => void {
    return this.#states.add(listener)
  }

  /** A CC-CMS has no events. */
  onHint(): () => void {
    return () => {}
  }

  async signIn() {
    const generation = this.#begin()
    const result = await setUp({
      center: this.#center,
      send: (form, request) => this.#sendIn(form, request),
      wall: this.#wall,
    })
    if (generation !== this.#generation) {
      return { ok: false as const, error: { code: 'not-signed-in' as const } }
    }
    if (!result.ok) {
      this.#set({ kind: 'signed-out', ...result.trouble })
      return { ok: false as const, error: result.error }
    }
    this.#form = result.form
    this.#set({ kind: 'signed-in' })
    return { ok: true as const, data: { form: result.form } }
  }

  start(form: SignatureForm): void {
    this.#begin()
    this.#form = form
    this.#startCheck()
  }

  retry(): void {
    if (this.#form === null || this.#state.kind === 'signed-out') return
    const isStopped = this.#state.kind === 'stopped'
    this.#badAgents.clear()
    this.#details.reset()
    if (this.#state.kind === 'signed-in') return
    this.#generation += 1
    if (isStopped) this.#set({ kind: 'signing-in' })
    this.#startCheck()
  }

  wake(): void {
    this.#wakes += 1
    for (const cancel of this.#inFlight) cancel()
    if (this.#state.kind === 'interrupted' && this.#state.nextTryAt !== undefined) {
      this.#startCheck()
    }
  }

  close(): Promise<string[]> {
    this.#generation += 1
    this.#cancelTimer()
    this.#form = null
    for (const cancel of this.#inFlight) cancel()
    this.#set({ kind: 'signed-out' })
    return Promise.resolve([])
  }

  async agentDirectory(signals: Pick<Signals, 'callOff'> = {}): Promise<AgentDirectoryAnswer> {
    const trouble = this.#trouble
    if (trouble !== null) return { ok: false, ...trouble }
    return this.#directory.read((path, fields) => this.#send(path, fields, signals))
  }

  observeAll(
    agentIds: readonly string[],
    signals: Signals = {},
  ): Promise<ReadonlyMap<string, Observation>> {
    const query = this.#lastQuery.then(() => this.#observeAll(agentIds, signals))
    this.#lastQuery = query
    return query
  }

  async #observeAll(
    agentIds: readonly string[],
    signals: Signals,
  ): Promise<ReadonlyMap<string, Observation>> {
    const observations = new Map<string, Observation>()
    if (this.#state.kind === 'signing-in') await this.#lastCheck
    await this.#waitForTurn(signals)
    const all = new Set(agentIds)
    this.#details.keepAgents(all)
    const { requests, searches } = this.#badAgents.plan(agentIds, this.#now)
    for (const agentId of all) {
      if (this.#badAgents.has(agentId)) observations.set(agentId, notAccepted)
    }
    const queue = [...requests, ...searches]
    const mostRequests = requests.length + mostSearches
    let answered = 0
    let refused = 0
    for (let group = queue.shift(); group !== undefined; group = queue.shift()) {
      const trouble = this.#trouble
      if (trouble !== null) {
        setAll(observations, [group, ...queue], { kind: 'unknown', ...trouble })
        return observations
      }
      if (answered + refused >= mostRequests) {
        setAll(observations, [group, ...queue], { kind: 'unknown', reason: 'not-checked' })
        break
      }
      const answer = await this.#send(callsPath, { agentIds: group.map(Number) }, signals)
      if (answer.ok && answer.reply.retcode === illegalParameter) {
        refused += 1
        queue.push(...this.#badAgents.refuse(group, this.#now))
        if (group.length === 1) {
          this.#options.log.warn('the CC-CMS does not accept an agent', { agentId: group[0] })
          setAll(observations, [group], notAccepted)
        }
        continue
      }
      const failure = this.#take(answer, group, observations, signals)
      if (failure !== null) {
        setAll(observations, [group, ...queue], failure)
        return observations
      }
      answered += 1
      this.#badAgents.accept(group)
    }
    // So many groups, and none is accepted: it is not an agent's id that is wrong, but the call center or the VDN.
    if (requests.length > 0 && answered === 0 && refused >= mostRequests) {
      this.#badAgents.clear()
      this.#stop({ reason: 'gateway-error', retcode: illegalParameter })
    } else if (answered > 0) {
      this.#failures = 0
      this.#intervalMs = Math.max(usualIntervalMs, this.#intervalMs * intervalEasing)
    }
    return observations
  }

  /** Takes the observations from an answer; otherwise returns what is known of its agents. */
  #take(
    answer: Answer,
    group: readonly string[],
    observations: Map<string, Observation>,
    { signal, callOff }: Signals,
  ): Observation | null {
    if (answer.ok && cmsRuleOf(answer.reply.retcode).action === 'ok') {
      const calls = agentCallsOf(answer.reply.result, new Set(group))
      if (calls !== null) {
        this.#acceptedAgent = group[0] ?? null
        for (const [status, count] of calls.otherStatuses) {
          this.#otherStatuses.set(status, Math.max(count, this.#otherStatuses.get(status) ?? 0))
        }
        this.#details.addTo(calls)
        for (const [agentId, observation] of calls.observations) {
          observations.set(agentId, observation)
        }
        return null
      }
    }
    const trouble = troubleOf(answer)
    const isCanceled = signal?.aborted === true || callOff?.aborted === true
    if (!isCanceled && this.#state.kind === 'signed-in') this.#fail(answer, trouble)
    return {
      kind: 'unknown',
      ...trouble,
      ...(!answer.ok && answer.status !== undefined && { status: answer.status }),
      ...(asksForPause(answer) && { isPutOff: true }),
    }
  }

  /** Two queries never begin within the interval, nor does one while it is withdrawn. */
  #waitForTurn({ signal, callOff }: Signals): Promise<void> {
    const { time } = this.#options
    const wait = this.#queriedAt + this.#intervalMs - this.#now
    return new Promise<void>((resolve) => {
      const go = () => {
        cancel()
        signal?.removeEventListener('abort', go)
        callOff?.removeEventListener('abort', go)
        resolve()
      }
      const isDue = wait <= 0 || this.#trouble !== null || signal?.aborted || callOff?.aborted
      const cancel = isDue ? () => {} : time.schedule(wait, go)
      signal?.addEventListener('abort', go, { once: true })
      callOff?.addEventListener('abort', go, { once: true })
      if (isDue) go()
    }).then(() => {
      if (this.#trouble === null) this.#queriedAt = this.#now
    })
  }

  async #queryDetails(callId: string): Promise<DetailsAnswer> {
    const answer = await this.#send(detailsPath, { callId })
    if (!answer.ok) return { kind: 'failed' }
    const { retcode, result, asksForPause: isOverloaded } = answer.reply
    const { action } = cmsRuleOf(retcode)
    if (action === 'stop') return { kind: 'not-offered' }
    if (action === 'ok') {
      const details = callDetailsOf(result)
      return details === null ? { kind: 'failed' } : { kind: 'details', details }
    }
    return { kind: action === 'slow-down' || isOverloaded ? 'failed' : 'not-accepted' }
  }

  get #now(): number {
    return this.#options.time.now()
  }

  get #center() {
    const { ccId, vdn } = this.#options.account
    return { ccId, vdn }
  }

  /** Why no requests are sent at the moment; null while they are. */
  get #trouble(): Trouble | null {
    const { kind, ...rest } = this.#state
    if (kind === 'signed-in') return null
    const { reason, retcode } = rest as Partial<Trouble>
    return { reason: reason ?? 'signed-out', ...(retcode !== undefined && { retcode }) }
  }

  /** Sends a request for the VDN; a rejected signature or certificate ends all others. */
  async #send(
    path: string,
    fields: Readonly<Record<string, unknown>>,
    signals: Signals = {},
  ): Promise<Answer> {
    const form = this.#form
    if (form === null) return { ok: false, reason: 'signed-out', isUnsent: true }
    const generation = this.#generation
    const request = { path, fields: { ...this.#center, ...fields } }
    const answer = await this.#sendIn(form, request, signals)
    if (generation !== this.#generation || answer.ok) return answer
    if (isRejected(answer)) {
      this.#clockDifferenceMs = clockDifference(answer, this.#wall())
      this.#stop({ reason: 'wrong-signature' })
    } else if (answer.reason === 'untrusted-certificate') {
      this.#stop({ reason: answer.reason })
    }
    return answer
  }

  /** Sends a request, and sends it again when the computer wakes up meanwhile. */
  async #sendIn(
    form: SignatureForm,
    request: { path: string; fields: Readonly<Record<string, unknown>> },
    { signal, callOff }: Signals = {},
  ): Promise<Answer> {
    for (;;) {
      const wakes = this.#wakes
      const attempt = new AbortController()
      const cancel = () => attempt.abort()
      if (signal?.aborted) cancel()
      signal?.addEventListener('abort', cancel, { once: true })
      this.#inFlight.add(cancel)
      const answer = await this.#client.send(form, {
        ...request,
        signal: attempt.signal,
        ...(callOff && { callOff }),
      })
      this.#inFlight.delete(cancel)
      signal?.removeEventListener('abort', cancel)
      if (answer.ok) this.#acceptedAt = this.#now
      const isWoken = wakes !== this.#wakes && attempt.signal.aborted
      if (answer.ok || !isWoken || signal?.aborted || callOff?.aborted) return answer
    }
  }

  #begin(): number {
    this.#cancelTimer()
    this.#failures = 0
    this.#clockDifferenceMs = null
    this.#set({ kind: 'signing-in' })
    return (this.#generation += 1)
  }

  #startCheck(): void {
    this.#lastCheck = this.#check()
  }

  /** Asks a cheap question to see whether queries make sense: at the start, and after a failure. */
  async #check(): Promise<void> {
    this.#cancelTimer()
    const generation = this.#generation
    const trouble = this.#trouble
    // Without the time of the next try: this is it.
    if (this.#state.kind === 'interrupted' && trouble !== null) {
      this.#set({ kind: 'interrupted', ...trouble })
    }
    const agentId = this.#acceptedAgent
    const answer =
      agentId === null
        ? await this.#send(firstAgent.path, firstAgent.fields)
        : await this.#send(callsPath, { agentIds: [Number(agentId)] })
    if (generation !== this.#generation || this.#state.kind === 'stopped') return
    // The list of agents may need another right than the calls: the first query shows it.
    const { action } = cmsRuleOf(answer.ok ? answer.reply.retcode : '')
    const isOther = agentId === null && action === 'stop'
    const isGood = answer.ok && (action === 'ok' || action === 'illegal-parameter' || isOther)
    if (isGood) this.#set({ kind: 'signed-in' })
    else this.#fail(answer, troubleOf(answer))
  }

  /** What an answer without data means for all further requests. */
  #fail(answer: Answer, trouble: Trouble): void {
    if (answer.ok && cmsRuleOf(answer.reply.retcode).action === 'stop') return this.#stop(trouble)
    const isOverloaded = asksForPause(answer)
    if (isOverloaded) this.#intervalMs = Math.min(longestIntervalMs, this.#intervalMs * 2)
    this.#failures += 1
    const { random = Math.random } = this.#options
    const retryAfter = answer.ok ? undefined : answer.retryAfter
    const wait = Math.max(
      backOff(this.#failures, pause, random()),
      isOverloaded ? this.#intervalMs : 0,
      Math.min(pauseOf(retryAfter, this.#wall) ?? 0, longestPauseMs),
    )
    this.#set({ kind: 'interrupted', ...trouble, nextTryAt: this.#now + wait })
    this.#cancelTimer()
    this.#cancelTimer = this.#options.time.schedule(wait, () => this.#startCheck())
  }

  /** Waits for `retry`: repeating it could lock the key pair. */
  #stop(trouble: Trouble): void {
    this.#cancelTimer()
    this.#set({ kind: 'stopped', ...trouble })
  }

  #set(state: ReaderState): void {
    this.#state = state
    this.#states.tell(state)
  }
}

const notAccepted: Observation = {
  kind: 'unknown',
  reason: 'gateway-error',
  retcode: illegalParameter,
}

function setAll(
  observations: Map<string, Observation>,
  groups: readonly (readonly string[])[],
  observation: Observation,
): void {
  for (const agentId of groups.flat()) observations.set(agentId, observation)
}

function troubleOf(answer: Answer): Trouble {
  if (!answer.ok) {
    return { reason: isRejected(answer) ? 'wrong-signature' : answer.reason }
  }
  const { retcode } = answer.reply
  const { action, reason } = cmsRuleOf(retcode)
  if (action === 'ok') return { reason: 'bad-reply' }
  return { reason: reason ?? 'gateway-error', retcode }
}
