import { inspect } from 'node:util'
import { pollOnce } from './heartbeat.ts'
import type { GatewayEvent } from './protocol.ts'
import { type Action, ruleOf } from './resultCodes.ts'
import type { SessionKeys } from './sessionKeys.ts'
import type { Credentials, SignInOutcome, Standing } from './sessionState.ts'
import type { SessionState } from '../monitor/reader.ts'
import {
  type Activity,
  beginning,
  hasSession,
  keepsGuid,
  type Machine,
  type SessionEvent,
  stateOf,
  step,
} from './sessionStep.ts'
import { signIn } from './signIn.ts'
import { askStanding } from './sessionCheck.ts'
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
  /** The gateway refused the password, which is forgotten here. */
  onPasswordRefused?: (retcode: string) => void
}

/** Many agents' queries fail together: one answer serves all within so many ms. */
const standingForMs = 2_000
/** Whoever signs out waits so long for a sign-in under way, ms. */
const lastSignInMs = 5_000
const logOutMs = 5_000

/**
 * One agent's session at the gateway (gateway protocol §2, §3). What it does next is decided in sessionStep.ts; here it
 * is done. The password stays in memory for signing in again; neither it nor the GUID ever leaves this object.
 */
export class Session {
  readonly agentId: string
  readonly #options: SessionOptions
  readonly #random: () => number
  readonly #changes: Listeners<SessionState>
  readonly #news: Listeners<GatewayEvent>
  #machine: Machine = beginning
  #state: SessionState = stateOf(beginning)
  #credentials: Credentials | null = null
  #keys: SessionKeys | null = null
  /** Ends the activity under way. */
  #doing = new AbortController()
  /** The sign-in under way, if any: a sign-out calls it off as long as it has not left. */
  #signingIn: AbortController | null = null
  readonly #events: SessionEvent[] = []
  readonly #ends = new Set<() => void>()
  #isStepping = false
  #logOutMs = logOutMs
  #acceptedAt = -Infinity
  #lastSignIn: SignInOutcome = { ok: false, reason: 'signed-out' }
  #standing: { at: number; keys: SessionKeys; known: Promise<Standing> } | null = null
  /** Rises when a person says to go on: what left before may have met the old certificate. */
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

  /** It holds a GUID that was not refused, whether or not it may be used now. */
  get isSignedIn(): boolean {
    return this.#keys !== null
  }

  /** When the gateway last took its GUID, or was sent a sign-in, clock ms: whoever is signed in later may be somebody else. */
  get acceptedAt(): number {
    return this.#acceptedAt
  }

  onChange(listener: (state: SessionState) => void): () => void {
    return this.#changes.add(listener)
  }

  onEvent(listener: (event: GatewayEvent) => void): () => void {
    return this.#news.add(listener)
  }

  /**
   * Signs in once, as a person asked for it; `force` takes the session over from another client. From a session
   * that is signed out.
   */
  async signIn(credentials: Credentials, force: boolean): Promise<SignInOutcome> {
    this.#lastSignIn = { ok: false, reason: 'signed-out' }
    this.#credentials = credentials
    this.#tell({ kind: 'asked-in', once: true, force, lingers: false })
    await this.#until(({ kind }) => kind !== 'signing-in')
    return this.#lastSignIn
  }

  /**
   * Signs in and keeps at it as far as that is safe; resolves after the first attempt. Force, where a person chose
   * it, ends with the first sign-in: one that is lost later is never taken back from another client.
   * `lingers`: a session of ours was left behind, so "signed in elsewhere" is waited out like one of our own.
   */
  begin(credentials: Credentials, force = false, lingers = false): Promise<void> {
    this.#credentials = credentials
    this.#tell({ kind: 'asked-in', once: false, force, lingers })
    return this.#until(({ kind }) => kind !== 'signing-in')
  }

  /**
   * Asks with the session's GUID. A GUID that is not accepted is looked into: an answer that says so still is about
   * what was asked for, and not about this session.
   */
  async request(ask: Omit<Ask, 'keys'>): Promise<Answer> {
    const keys = this.#keys
    if (keys === null || !hasSession(this.#machine)) return { ok: false, reason: this.#reason }
    const retries = this.#retries
    let answer = await this.#send({ ...ask, keys })
    if (isRefused(answer)) {
      const standing = await this.check()
      if (standing.kind === 'lost') return { ok: false, reason: 'signed-out' }
      if (standing.kind === 'unknown') return { ok: false, reason: standing.reason }
      // The GUID was renewed in between: it was the old one that was refused.
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

  /** Finds out whether the session still stands, and starts signing in again if it does not. */
  async check(): Promise<Standing> {
    const keys = this.#keys
    if (keys === null) return { kind: 'lost' }
    const { time } = this.#options
    if (this.#standing?.keys !== keys || time.now() - this.#standing.at >= standingForMs) {
      const known = askStanding((ask) => this.#send({ ...ask, keys }), this.agentId, never)
      this.#standing = { at: time.now(), keys, known }
    }
    const standing = await this.#standing.known
    if (keys !== this.#keys) return { kind: 'lost' }
    if (standing.kind === 'lost') {
      const { retcode } = standing
      this.#tell({ kind: 'lost', ...(retcode !== undefined && { retcode }) })
    }
    return standing
  }

  /** A person says to go on: tries again at once. After a refused password only a new sign-in helps. */
  retry(): void {
    this.#retries += 1
    this.#tell({ kind: 'retry' })
  }

  /** The machine was asleep or locked: connections may be dead, but nobody asked for a password to be sent. */
  wake(): void {
    this.#tell({ kind: 'woke' })
  }

  /**
   * Signs out what was signed in and forgets the password. Never rejects, never releases a call. Answers whether
   * nothing is left behind: false where the gateway did not take the sign-out.
   * @param turnMs how long the sign-out may have to wait for its turn among others, ms
   */
  async signOut(turnMs = 0): Promise<boolean> {
    const { time } = this.#options
    this.#logOutMs = logOutMs + turnMs
    this.#tell({ kind: 'asked-out' })
    this.#credentials = null
    const doing = this.#doing
    const cancel = this.#signingIn ? time.schedule(lastSignInMs, () => doing.abort()) : () => {}
    this.#signingIn?.abort()
    while (this.#machine.phase !== 'out') await this.#untilNext()
    cancel()
    return !this.#machine.leftBehind
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

  /** One event after the other, also those that a listener causes. */
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
    this.#doing.abort()
    const doing = (this.#doing = new AbortController())
    this.#signingIn = null
    if (activity.kind === 'rest') return
    const { log } = this.#options
    void this.#do(activity, doing.signal)
      .catch((error: unknown): SessionEvent => {
        log.warn('a part of a session failed', { agentId: this.agentId, error: inspect(error) })
        return failed[activity.kind]
      })
      .then((event) => {
        if (doing === this.#doing) this.#tell(event)
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
        if (!signal.aborted) for (const one of news) this.#hear(one)
        return event
      }
      case 'check':
        return { kind: 'checked', standing: await askStanding(send, agentId, signal) }
      case 'log-out': {
        // `logout` only: `forcelogout` would release a call.
        const path = `onlineagent/${agentId}/logout`
        // Waiting for room included: whoever quits is not to wait for long.
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
    // One that is never answered may be taken all the same.
    this.#acceptedAt = this.#options.time.now()
    this.#signingIn = new AbortController()
    const callOff = this.#signingIn.signal
    const done = await signIn(send, agentId, credentials, force, { signal, callOff })
    this.#lastSignIn = done.outcome
    if (done.event.kind === 'signed-in') {
      this.#keys = done.keys
      this.#acceptedAt = this.#options.time.now()
      log.info('signed in', { agentId })
    }
    return done.event
  }

  /** Sent once more if a newer GUID came while it was under way. */
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

/** What no gateway answers to whom it does not know. */
const proofs = new Set<Action>(['ok', 'none'])

/** What an activity came to that ended in an exception. Of a sign-in nobody knows how far it got. */
const failed: Record<Exclude<Activity['kind'], 'rest'>, SessionEvent> = {
  'sign-in': {
    kind: 'sign-in-unanswered',
    trouble: { reason: 'bad-reply' },
    mayHaveArrived: true,
  },
  knock: { kind: 'knock-unanswered', trouble: { reason: 'bad-reply' } },
  poll: { kind: 'lost' },
  check: { kind: 'checked', standing: { kind: 'unknown', reason: 'bad-reply' } },
  'log-out': { kind: 'logged-out', isAccepted: false },
  wait: { kind: 'waited' },
}
