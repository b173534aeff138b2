import { inspect } from 'node:util'
import type { ErrorCode } from '../../src-preload/contract/index.ts'
import { pollEvents, type Poll, type PollEnd } from './eventPoll.ts'
import type { GatewayEvent } from './protocol.ts'
import { ruleOf } from './resultCodes.ts'
import { SessionKeys } from './sessionKeys.ts'
import type { Credentials, Refusal, SessionState, SignInOutcome, Standing } from './sessionState.ts'
import { backOff, Listeners, type Log, type Time } from './time.ts'
import type { Answer, Ask, Transport } from './transport.ts'

export interface SessionOptions {
  agentId: string
  transport: Transport
  time: Time
  log: Log
  /** 0 to 1, for the spread of the back-off. */
  random?: () => number
}

/** An agent whom nobody polls is signed out after two minutes (fact sheet §3.3); some seconds more to be sure. */
const lapseMs = 150_000
/** After so long without an answered poll, "signed in elsewhere" may be our own session that lingers. */
const lingeringMs = 20_000
const elsewhere = '100-002'

/**
 * One agent's session at the gateway (fact sheet §2, §3): sign-in, GUID, event poll as heartbeat, and its recovery.
 * The password stays in memory for signing in again; neither it nor the GUID ever leaves this object.
 */
export class Session {
  readonly agentId: string
  readonly #options: SessionOptions
  readonly #random: () => number
  readonly #changes = new Listeners<SessionState>()
  readonly #events = new Listeners<GatewayEvent>()
  readonly #waiting = new Set<() => void>()
  #state: SessionState = { kind: 'signed-out' }
  #credentials: Credentials | null = null
  #force = false
  #keys: SessionKeys | null = null
  /** Ends the background work of one sign-in. */
  #life = new AbortController()
  #poll: Poll | null = null
  /** Sign-in and sign-out of one agent must not overlap (fact sheet §2.3): each waits for its turn. */
  #turn: Promise<unknown> = Promise.resolve()
  #standing: { at: number; keys: SessionKeys; known: Promise<Standing> } | null = null
  /** Until then a session of ours may linger at the gateway without our knowing its GUID. Clock ms. */
  #lingersUntil = -Infinity

  constructor(options: SessionOptions) {
    this.agentId = options.agentId
    this.#options = options
    this.#random = options.random ?? Math.random
  }

  get state(): SessionState {
    return this.#state
  }

  onChange(listener: (state: SessionState) => void): () => void {
    return this.#changes.add(listener)
  }

  onEvent(listener: (event: GatewayEvent) => void): () => void {
    return this.#events.add(listener)
  }

  /** Signs in once, as a person asked for it; `force` takes the session over from another client. */
  signIn(credentials: Credentials, force: boolean): Promise<SignInOutcome> {
    return this.#inTurn(async () => {
      await this.#leave()
      this.#set({ kind: 'signing-in' })
      const outcome = await this.#enter(credentials, force)
      if (outcome.ok) {
        this.#credentials = credentials
        this.#set({ kind: 'signed-in' })
        void this.#run(this.#life.signal)
      } else {
        this.#set({ kind: 'signed-out', ...brief(outcome) })
      }
      return outcome
    })
  }

  /**
   * Signs in and keeps at it as far as that is safe; resolves after the first attempt. Force, where a person chose
   * it, ends with the first sign-in: one that is lost later is never taken back from another client.
   * `lingers`: a session of ours was left behind, so "signed in elsewhere" is waited out like one of our own.
   */
  begin(credentials: Credentials, force = false, lingers = false): Promise<void> {
    this.#credentials = credentials
    this.#force = force
    if (lingers) this.#lingersUntil = this.#options.time.now() + lapseMs
    this.#set({ kind: 'signing-in' })
    const settled = new Promise<void>((resolve) => {
      const stop = this.#changes.add((state) => {
        if (state.kind === 'signing-in') return
        stop()
        resolve()
      })
    })
    void this.#run(this.#life.signal)
    return settled
  }

  /** Asks with the session's GUID; sent once more if a newer GUID came while it was under way. */
  async request(ask: Omit<Ask, 'keys'>): Promise<Answer> {
    const keys = this.#keys
    if (keys === null || this.#state.kind === 'stopped') {
      const reason = ('reason' in this.#state && this.#state.reason) || 'signed-out'
      return { ok: false, reason }
    }
    const answer = await this.#send({ ...ask, keys })
    if (!answer.ok && answer.reason === 'untrusted-certificate') this.#poll?.end('untrusted')
    if (answer.ok && ruleOf(answer.reply.retcode).action === 'sign-in-again') {
      if (keys === this.#keys) this.#poll?.end('lost')
    }
    return answer
  }

  /** Finds out whether the session still stands, and starts signing in again if it does not. */
  async check(): Promise<Standing> {
    const keys = this.#keys
    if (keys === null) return { kind: 'lost' }
    // Many agents' queries fail together: one answer serves them all.
    const fresh =
      this.#standing?.keys === keys && this.#options.time.now() - this.#standing.at < 2_000
    if (!fresh) {
      const known = this.#ask(keys, this.#life.signal)
      this.#standing = { at: this.#options.time.now(), keys, known }
    }
    const standing = (await this.#standing?.known) ?? { kind: 'lost' }
    if (standing.kind === 'lost' && keys === this.#keys) this.#poll?.end('lost')
    return standing
  }

  /** Tries again at once what is waiting; after a wrong password only a new sign-in helps. */
  retry(): void {
    this.#poll?.end('renew')
    for (const end of [...this.#waiting]) end()
  }

  /**
   * Signs out what was signed in and forgets the password. Never rejects, never releases a call. Answers whether
   * nothing is left behind: false where the gateway did not take the sign-out.
   */
  signOut(): Promise<boolean> {
    this.#life.abort()
    return this.#inTurn(async () => {
      this.#credentials = null
      const left = await this.#leave()
      this.#set({ kind: 'signed-out' })
      return left
    })
  }

  toJSON(): object {
    return { agentId: this.agentId, state: this.#state }
  }

  [inspect.custom](): string {
    return `Session ${JSON.stringify(this)}`
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#turn.then(work)
    this.#turn = next.catch(() => {})
    return next
  }

  #set(state: SessionState): void {
    this.#state = state
    this.#changes.tell(state)
  }

  /** Ends the background work and signs out, `logout` only: `forcelogout` would release a call. */
  async #leave(): Promise<boolean> {
    this.#life.abort()
    this.#life = new AbortController()
    const keys = this.#keys
    this.#keys = null
    if (keys === null) return true
    const path = `onlineagent/${this.agentId}/logout`
    const answer = await this.#send({ method: 'DELETE', path, keys, timeoutMs: 5_000 })
    return answer.ok && ruleOf(answer.reply.retcode).action === 'ok'
  }

  /** One sign-in (fact sheet §2.2). Busy, and never `resetskill`: no call is to be routed to this session. */
  async #enter(credentials: Credentials, force: boolean): Promise<SignInOutcome> {
    const { transport, time, log } = this.#options
    const { password, phone, withoutLicence } = credentials
    const way = force ? '/forcelogin' : withoutLicence ? '/loginex' : ''
    const body = {
      password,
      ...(phone !== '' && { phonenum: phone }),
      status: 3,
      autoanswer: false,
      autoenteridle: false,
      releasephone: true,
      agenttype: 4,
    }
    for (let attempt = 1; ; attempt++) {
      const keys = new SessionKeys() // no GUID and no cookie of an earlier session (fact sheet §2.3)
      const path = `onlineagent/${this.agentId}${way}`
      const answer = await transport.send({ method: 'PUT', path, body, keys })
      if (!answer.ok) {
        // It may have arrived all the same.
        if (answer.reason !== 'untrusted-certificate') this.#lingersUntil = time.now() + lapseMs
        return answer
      }
      const { retcode, result } = answer.reply
      const rule = ruleOf(retcode)
      if (rule.action === 'ok') {
        if (!keys.hasGuid) return { ok: false, reason: 'bad-reply' }
        this.#keys = keys
        this.#force = false
        log.info('signed in', { agentId: this.agentId })
        return { ok: true, result }
      }
      if (rule.action !== 'slow-down' || attempt === 3 || this.#life.signal.aborted) {
        return { ok: false, reason: rule.reason ?? 'gateway-error', retcode, rule }
      }
      await this.#wait(2_000, this.#life.signal)
    }
  }

  async #send(ask: Ask & { keys: SessionKeys }): Promise<Answer> {
    const { transport } = this.#options
    const answer = await transport.send(ask)
    if (!answer.ok || ruleOf(answer.reply.retcode).action !== 'renew-guid') return answer
    return ask.keys.generation > answer.generation ? transport.send(ask) : answer
  }

  /** Keeps the session: polls while it stands, signs in again when it is lost. */
  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const keys = this.#keys ?? (await this.#signInAgain(signal))
      if (keys === null || signal.aborted) return
      const { agentId } = this
      const { time, log } = this.#options
      let goodAt = time.now()
      const end = await new Promise<PollEnd>((resolve) => {
        this.#poll = pollEvents({
          agentId,
          signal,
          random: this.#random,
          now: () => time.now(),
          send: (ask) => this.#send({ ...ask, keys }),
          standing: (until) => this.#ask(keys, until),
          wait: (ms, until) => this.#wait(ms, until),
          onAnswer: () => (goodAt = time.now()),
          onEvent: (event) => this.#event(event),
          onState: (state) => this.#set(state),
          onEnd: resolve,
        })
      })
      if (signal.aborted || end.kind === 'aborted') return
      log.warn('the session was lost', { agentId, retcode: end.retcode })
      if (time.now() - goodAt > lingeringMs) {
        this.#lingersUntil = Math.max(this.#lingersUntil, goodAt + lapseMs)
      }
      this.#keys = null
      this.#set({ kind: 'interrupted', reason: 'signed-out', ...code(end.retcode) })
    }
  }

  /** Signs in until it succeeds; null when it was ended. Never loops on what only a person can mend. */
  async #signInAgain(signal: AbortSignal): Promise<SessionKeys | null> {
    const { time } = this.#options
    for (let failures = 1; !signal.aborted; failures++) {
      const credentials = this.#credentials
      if (credentials === null) return null
      const outcome = await this.#inTurn(async () =>
        signal.aborted ? null : this.#enter(credentials, this.#force),
      )
      if (outcome === null || signal.aborted) return null
      if (outcome.ok) {
        this.#set({ kind: 'signed-in' })
        return this.#keys
      }
      const lingering = outcome.retcode === elsewhere && time.now() < this.#lingersUntil
      if (!lingering && mustAsk(outcome)) {
        // A password that was refused is never sent again: the account would be locked.
        if (isRefused(outcome)) this.#credentials = null
        this.#set({ kind: 'stopped', ...brief(outcome) })
        if (this.#credentials === null) return null
        await this.#wait(null, signal)
        failures = 0
        if (!signal.aborted) this.#set({ kind: 'signing-in' })
        continue
      }
      const ms = lingering ? 10_000 : backOff(failures, this.#random)
      this.#set({ kind: 'interrupted', ...brief(outcome), nextTryAt: time.now() + ms })
      await this.#wait(ms, signal)
    }
    return null
  }

  /** Whether the session stands, by the agent's own status or, where that is missing, by iscensor. */
  async #ask(keys: SessionKeys, signal: AbortSignal): Promise<Standing> {
    let last: Standing = { kind: 'unknown', reason: 'bad-reply' }
    const { agentId } = this
    for (const path of [`onlineagent/${agentId}/agentstatus`, `agentgroup/${agentId}/iscensor`]) {
      const answer = await this.#send({ method: 'GET', path, keys, signal })
      if (!answer.ok) {
        last = { kind: 'unknown', reason: answer.reason }
        if (answer.status === undefined) return last
        continue
      }
      const { retcode } = answer.reply
      const { action } = ruleOf(retcode)
      // Whatever state it tells of: a GUID that is accepted is that of a session.
      if (action === 'ok') return { kind: 'fine' }
      if (action === 'renew-guid' || action === 'sign-in-again') return { kind: 'lost', retcode }
      last = { kind: 'unknown', reason: 'gateway-error', retcode }
    }
    return last
  }

  #event(event: GatewayEvent): void {
    if (event.type === 'AgentOther_ShutdownService') void this.check()
    this.#events.tell(event)
  }

  /** Waits so many ms, null for as long as it takes; `retry` and the signal end it. */
  #wait(ms: number | null, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve()
      const end = () => {
        cancel?.()
        signal.removeEventListener('abort', end)
        this.#waiting.delete(end)
        resolve()
      }
      const cancel = ms === null ? null : this.#options.time.schedule(ms, end)
      signal.addEventListener('abort', end, { once: true })
      this.#waiting.add(end)
    })
  }
}

const code = (retcode: string | undefined) => (retcode === undefined ? {} : { retcode })
const brief = ({ reason, retcode }: Refusal) => ({ reason, ...code(retcode) })

const refusals = new Set<ErrorCode>(['wrong-password', 'password-expired', 'account-locked'])

/** The password or the account is refused: 100-004, 100-020, and what speaks of accounts at all (110-…). */
const isRefused = ({ rule, retcode }: Refusal): boolean =>
  refusals.has(rule?.error ?? 'not-signed-in') || retcode?.startsWith('110-') === true

function mustAsk({ reason, rule }: Refusal): boolean {
  if (reason === 'untrusted-certificate') return true
  return rule !== undefined && !['retry-later', 'slow-down'].includes(rule.action)
}
