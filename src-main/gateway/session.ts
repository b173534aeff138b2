import { inspect } from 'node:util'
import { pollOnce } from './heartbeat.ts'
import type { GatewayEvent } from './protocol.ts'
import { type Action, ruleOf } from './resultCodes.ts'
import type { SessionKeys } from './sessionKeys.ts'
import type { Credentials, SignInOutcome, SessionCheck } from './sessionState.ts'
import type { SessionState } from '../monitor/reader.ts'
import {
  type Activity,
  initialState,
  hasSession,
  keepsGuid,
  type Machine,
  type SessionEvent,
  stateOf,
  step,
} from './sessionStep.ts'
import { signIn } from './signIn.ts'
import { checkSession } from './sessionCheck.ts'
import { type Log } from '../base/log.ts'
import { Listeners } from '../base/listeners.ts'
import { type Time } from '../base/timers.ts'
import type { Answer, Ask, Transport } from './transport.ts'

export interface SessionOptions {
  agentId: string
  transport: Transport
  time: Time
  log: Log
  /** 0 to 1, for the spread of the back-off. */
  random?: () => number
  /** The gateway rejected the password, which is discarded here. */
  onPasswordRefused?: (retcode: string) => void
}

/** When many agents' queries fail together, one check serves all within this many ms. */
const checkValidMs = 2_000
/** A sign-out waits this long for a sign-in in flight, ms. */
const lastSignInMs = 5_000
const logOutMs = 5_000

/**
 * One agent's session at the gateway (gateway protocol §2, §3). sessionStep.ts decides what it does next; this class
 * does it. The password stays in memory for signing in again; neither it nor the GUID ever leaves this object.
 */
export class Session {
  readonly agentId: string
  readonly #options: SessionOptions
  readonly #random: () => number
  readonly #changes: Listeners<SessionState>
  readonly #news: Listeners<GatewayEvent>
  #machine: Machine = initialState
  #state: SessionState = stateOf(initialState)
  #credentials: Credentials | null = null
  #keys: SessionKeys | null = null
  /** Aborts the current activity. */
  #activity = new AbortController()
  /** The sign-in in progress, if any: a sign-out cancels it unless it has been sent. */
  #signingIn: AbortController | null = null
  readonly #events: SessionEvent[] = []
  readonly #ends = new Set<() => void>()
  #isStepping = false
  #logOutMs = logOutMs
  #acceptedAt = -Infinity
  #lastSignIn: SignInOutcome = { ok: false, reason: 'signed-out' }
  #lastCheck: { at: number; keys: SessionKeys; result: Promise<SessionCheck> } | null = null
  /** Incremented when the user asks for a retry: earlier requests may have met the old certificate. */
  #retries = 0

  constructor(options: SessionOptions) {
    this.agentId = options.agentId
    this.#options = options
    this.#random = options.random ?? Math.random
    this.#changes = new Listeners(options.log)
    this.#news = new Listeners(options.log)
  }

  get state(): SessionState {
    return this.#state
  }

  /** Whether it has a GUID that was not rejected, usable now or not. */
  get isSignedIn(): boolean {
    return this.#keys !== null
  }

  /**
   * When the gateway last accepted its GUID, or was sent a sign-in, clock ms: a later session of the agent may belong
   * to another client.
   */
  get acceptedAt(): number {
    return this.#acceptedAt
  }

  /** The node of a cluster that it is signed in at; null where it is not, or where the gateway does not tell. */
  get node(): string | null {
    return this.#keys?.node ?? null
  }

  onChange(listener: (state: SessionState) => void): () => void {
    return this.#changes.add(listener)
  }

  onEvent(listener: (event: GatewayEvent) => void): () => void {
    return this.#news.add(listener)
  }

  /**
   * Signs in once, on the user's request; `force` takes the session over from another client. The session must be
   * signed out.
   */
  async signIn(credentials: Credentials, force: boolean): Promise<SignInOutcome> {
    this.#lastSignIn = { ok: false, reason: 'signed-out' }
    this.#credentials = credentials
    this.#tell({ kind: 'asked-in', once: true, force, hasStaleSession: false })
    await this.#until(({ kind }) => kind !== 'signing-in')
    return this.#lastSignIn
  }

  /**
   * Signs in and retries as far as that is safe; resolves after the first attempt. Force, if the user chose it, only
   * applies to the first sign-in: a session lost later is never taken back from another client. `lingers`: there is a
   * stale session of ours, so "signed in elsewhere" is retried until it expires.
   */
  start(credentials: Credentials, force = false, hasStaleSession = false): Promise<void> {
    this.#credentials = credentials
    this.#tell({ kind: 'asked-in', once: false, force, hasStaleSession })
    return this.#until(({ kind }) => kind !== 'signing-in')
  }

  /**
   * Signs out and in again, without the balancer's cookie, which then chooses the node anew. Resolves once it is signed
   * in again or the first attempt has failed; a stale session of our own is waited for.
   */
  signInAgain(): Promise<void> {
    this.#tell({ kind: 'asked-again' })
    return this.#until(
      (state) =>
        !['signing-in', 'interrupted'].includes(state.kind) ||
        ('nextTryAt' in state && state.reason !== 'signed-in-elsewhere'),
    )
  }

  /**
   * Sends a query with the session's GUID. If the GUID is not accepted, the session is checked: when it is still valid,
   * the response is about the queried agent, not about this session.
   * @param checksAnew a check from before the response does not do
   */
  async request(ask: Omit<Ask, 'keys'>, checksAnew = false): Promise<Answer> {
    const keys = this.#keys
    if (keys === null || !hasSession(this.#machine)) return { ok: false, reason: this.#reason }
    const retries = this.#retries
    let answer = await this.#send({ ...ask, keys })
    if (isRefused(answer)) {
      const check = await this.check(checksAnew)
      // Where it has signed in anew meanwhile, the refusal was about the session before.
      if (check.kind === 'lost' || keys !== this.#keys) return { ok: false, reason: 'signed-out' }
      if (check.kind === 'unknown') return { ok: false, reason: check.reason }
      // The GUID was renewed in between: the old one was rejected.
      if (keys.generation > answer.generation) answer = await this.#send({ ...ask, keys })
    }
    if (keys !== this.#keys) return answer
    if (!answer.ok && answer.reason === 'untrusted-certificate' && retries === this.#retries) {
      this.#tell({ kind: 'untrusted' })
    }
    if (answer.ok && ruleOf(answer.reply.retcode).action === 'sign-in-again') {
      this.#tell({ kind: 'lost', retcode: answer.reply.retcode })
    }
    return answer
  }

  /**
   * Checks whether the session is still valid, and starts signing in again if it is not.
   * @param isAnew another check does not do, however recent
   */
  async check(isAnew = false): Promise<SessionCheck> {
    const keys = this.#keys
    if (keys === null) return { kind: 'lost' }
    const { time } = this.#options
    let last = this.#lastCheck
    if (isAnew || last?.keys !== keys || time.now() - last.at >= checkValidMs) {
      const result = checkSession((ask) => this.#send({ ...ask, keys }), this.agentId, never)
      last = this.#lastCheck = { at: time.now(), keys, result }
    }
    const check = await last.result
    if (keys !== this.#keys) return { kind: 'lost' }
    if (check.kind === 'lost') {
      const { retcode } = check
      this.#tell({ kind: 'lost', ...(retcode !== undefined && { retcode }) })
    }
    return check
  }

  /** The user asks for a retry: tries again at once. After a rejected password only a new sign-in helps. */
  retry(): void {
    this.#retries += 1
    this.#tell({ kind: 'retry' })
  }

  /** The machine was asleep or locked: connections may be dead, but the user did not ask for a password to be sent. */
  wake(): void {
    this.#tell({ kind: 'woke' })
  }

  /**
   * Signs out and discards the password. Never rejects, never releases a call. Resolves to whether no session is left:
   * false where the gateway did not accept the sign-out.
   * @param turnMs how long the sign-out may have to wait for its turn among others, ms
   */
  async signOut(turnMs = 0): Promise<boolean> {
    const { time } = this.#options
    this.#logOutMs = logOutMs + turnMs
    this.#tell({ kind: 'asked-out' })
    this.#credentials = null
    const activity = this.#activity
    const cancel = this.#signingIn ? time.schedule(lastSignInMs, () => activity.abort()) : () => {}
    this.#signingIn?.abort()
    while (this.#machine.phase !== 'out') await this.#untilNext()
    cancel()
    return !this.#machine.hasStaleSession
  }

  toJSON(): object {
    return { agentId: this.agentId, state: this.#state }
  }

  [inspect.custom](): string {
    return `Session ${JSON.stringify(this)}`
  }

  get #reason() {
    return ('reason' in this.#state && this.#state.reason) || ('signed-out' as const)
  }

  /** Processes one event after the other, including those that a listener causes. */
  #tell(event: SessionEvent): void {
    this.#events.push(event)
    if (this.#isStepping) return
    this.#isStepping = true
    try {
      for (let next = this.#events.shift(); next; next = this.#events.shift()) this.#take(next)
    } finally {
      this.#isStepping = false
    }
  }

  #take(event: SessionEvent): void {
    const { time, log, onPasswordRefused } = this.#options
    const { agentId } = this
    const { machine, start, refusedWith } = step(this.#machine, event, {
      now: time.now(),
      random: this.#random,
    })
    if (hasSession(this.#machine) && machine.phase === 'entering') {
      log.warn('the session was lost', { agentId, retcode: 'retcode' in event && event.retcode })
    }
    this.#machine = machine
    if (!keepsGuid(machine)) this.#keys = null
    if (start !== null) this.#start(start)
    if (refusedWith !== null) {
      this.#credentials = null
      onPasswordRefused?.(refusedWith)
    }
    const state = stateOf(machine)
    const isSame = JSON.stringify(state) === JSON.stringify(this.#state)
    this.#state = state
    if (!isSame) this.#changes.tell(state)
    for (const end of [...this.#ends]) end()
  }

  #start(activity: Activity): void {
    this.#activity.abort()
    const doing = (this.#activity = new AbortController())
    this.#signingIn = null
    if (activity.kind === 'rest') return
    const { log } = this.#options
    void this.#do(activity, doing.signal)
      .catch((error: unknown): SessionEvent => {
        log.warn('a part of a session failed', { agentId: this.agentId, error: inspect(error) })
        return failed[activity.kind]
      })
      .then((event) => {
        if (doing === this.#activity) this.#tell(event)
      })
  }

  async #do(
    activity: Exclude<Activity, { kind: 'rest' }>,
    signal: AbortSignal,
  ): Promise<SessionEvent> {
    const { transport, time } = this.#options
    const { agentId } = this
    const keys = this.#keys
    const send = (ask: Omit<Ask, 'keys'>) =>
      keys === null
        ? Promise.resolve<Answer>({ ok: false, reason: 'signed-out' })
        : this.#send({ ...ask, keys })
    switch (activity.kind) {
      case 'sign-in':
        return this.#signIn(activity.force, signal)
      case 'knock': {
        const path = `onlineagent/${agentId}/agentstatus`
        const answer = await transport.send({ method: 'GET', path, signal, isForSession: true })
        if (answer.ok) return { kind: 'knock-answered' }
        return { kind: 'knock-unanswered', trouble: { reason: answer.reason } }
      }
      case 'poll': {
        const { event, news } = await pollOnce(send, agentId, {
          signal,
          now: () => time.now(),
          generation: () => keys?.generation ?? 0,
        })
        if (!signal.aborted) for (const event of news) this.#hear(event)
        return event
      }
      case 'check':
        return { kind: 'checked', check: await checkSession(send, agentId, signal) }
      case 'log-out': {
        // `logout` only: `forcelogout` would release a call.
        const path = `onlineagent/${agentId}/logout`
        // Includes the wait for capacity: quitting must not take long.
        const limit = new AbortController()
        const cancel = time.schedule(this.#logOutMs, () => limit.abort())
        const ask = { method: 'DELETE', path, isForSession: true, signal: limit.signal } as const
        const answer = await send(ask)
        cancel()
        const isAccepted = answer.ok && ruleOf(answer.reply.retcode).action === 'ok'
        return { kind: 'logged-out', isAccepted }
      }
      case 'wait':
        await new Promise<void>((resolve) => {
          const cancel = time.schedule(activity.ms, resolve)
          signal.addEventListener('abort', cancel, { once: true })
        })
        return { kind: 'waited' }
    }
  }

  async #signIn(force: boolean, signal: AbortSignal): Promise<SessionEvent> {
    const { transport, log } = this.#options
    const { agentId } = this
    const credentials = this.#credentials
    if (credentials === null) {
      return {
        kind: 'sign-in-unanswered',
        trouble: { reason: 'signed-out' },
        mayHaveArrived: false,
      }
    }
    const send = (ask: Ask) => transport.send(ask)
    // A request without a response may have been executed all the same.
    this.#acceptedAt = this.#options.time.now()
    this.#signingIn = new AbortController()
    const callOff = this.#signingIn.signal
    const result = await signIn(send, agentId, credentials, force, { signal, callOff })
    this.#lastSignIn = result.outcome
    if (result.event.kind === 'signed-in') {
      this.#keys = result.keys
      this.#acceptedAt = this.#options.time.now()
      log.info('signed in', { agentId })
    }
    return result.event
  }

  /** Sent once more if a newer GUID was received while it was in flight. */
  async #send(ask: Ask & { keys: SessionKeys }): Promise<Answer> {
    const { transport } = this.#options
    const answer = await transport.send(ask)
    const isOld = isRefused(answer) && ask.keys.generation > answer.generation
    const last = isOld ? await transport.send(ask) : answer
    if (last.ok && proofs.has(ruleOf(last.reply.retcode).action)) {
      this.#acceptedAt = this.#options.time.now()
    }
    return last
  }

  #hear(event: GatewayEvent): void {
    if (event.type === 'AgentOther_ShutdownService') void this.check()
    this.#news.tell(event)
  }

  /** The next event, whatever it changes. */
  #untilNext(): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        this.#ends.delete(end)
        resolve()
      }
      this.#ends.add(end)
    })
  }

  async #until(is: (state: SessionState) => boolean): Promise<void> {
    while (!is(this.#state)) await this.#untilNext()
  }
}

const never = new AbortController().signal

const isRefused = (answer: Answer): answer is Answer & { ok: true } =>
  answer.ok && ruleOf(answer.reply.retcode).action === 'renew-guid'

/** The gateway's replies to a client it does not know. */
const proofs = new Set<Action>(['ok', 'none'])

/** The event for an activity that ended in an exception. For a sign-in it is unknown how far it got. */
const failed: Record<Exclude<Activity['kind'], 'rest'>, SessionEvent> = {
  'sign-in': {
    kind: 'sign-in-unanswered',
    trouble: { reason: 'bad-reply' },
    mayHaveArrived: true,
  },
  knock: { kind: 'knock-unanswered', trouble: { reason: 'bad-reply' } },
  poll: { kind: 'lost' },
  check: { kind: 'checked', check: { kind: 'unknown', reason: 'bad-reply' } },
  'log-out': { kind: 'logged-out', isAccepted: false },
  wait: { kind: 'waited' },
}
