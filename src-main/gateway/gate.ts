import type { Pause, Room } from '../monitor/room.ts'
import { type Limits, LoadControl, type Sign } from './loadControl.ts'
import { asksForPause } from './observed.ts'
import { ruleOf } from './resultCodes.ts'
import { type Log } from '../base/log.ts'
import { Listeners } from '../base/listeners.ts'
import { type Time } from '../base/timers.ts'
import type { Answer, Ask, Transport } from './transport.ts'

export interface GateOptions {
  time: Time
  log: Log
  /** The current limits. */
  limits: () => Limits
  /** Epoch ms, for a Retry-After with a date. */
  wall?: () => number
}

/** Pause after 000-007, "called repeatedly", and 429 without a time, ms. */
const pauseMs = 2_000
/** Maximum pause, whatever the gateway asks for: a watch must not be blind for an hour, ms. */
const longestPauseMs = 300_000

interface QueuedRequest {
  ask: Ask
  transport: Transport
  answer: (answer: Answer) => void
}

/**
 * All requests to one gateway go through here, from every caller and over every connection: limits the requests a
 * second and in flight, and sends none while the gateway asks for a pause. Requests that keep a session take precedence
 * over queries, but where both wait, they take turns: many sessions must not starve the queries, nor the other way
 * round.
 */
export class Gate implements Room {
  readonly #options: GateOptions
  readonly #control: LoadControl
  readonly #rooms: Listeners<null>
  readonly #sessions: QueuedRequest[] = []
  readonly #others: QueuedRequest[] = []
  #underWay = 0
  /** Of these, the requests that keep a session. */
  #sessionsUnderWay = 0
  /** The last request sent kept a session. */
  #isOthersTurn = false
  #pause: Pause | null = null
  #nextAt = -Infinity
  #cancelTimer = () => {}

  constructor(options: GateOptions) {
    this.#options = options
    this.#control = new LoadControl(options.limits)
    this.#rooms = new Listeners(options.log)
  }

  get perSecond(): number {
    return this.#control.perSecond(this.#now)
  }

  get atOnce(): number {
    return this.#control.atOnce
  }

  freeAt(): number {
    const others = this.#others.length
    if (this.#underWay + others >= this.atOnce) return Infinity
    const sessions = Math.min(this.#sessions.length, others + (this.#isOthersTurn ? 0 : 1))
    // One request may wait here, so that it gets its turn.
    return this.#openAt + (others + sessions - 1) * this.#spacingMs
  }

  get pause(): Pause | null {
    return this.#now < this.#control.pausedUntil ? this.#pause : null
  }

  onRoom(listener: () => void): () => void {
    return this.#rooms.add(listener)
  }

  /** A transport to this gateway over one connection. */
  over(transport: Transport): Transport {
    return { send: (ask) => this.#send(transport, ask) }
  }

  #send(transport: Transport, ask: Ask): Promise<Answer> {
    return new Promise((resolve) => {
      const queue = ask.isForSession ? this.#sessions : this.#others
      const signals = [ask.signal, ask.callOff].filter((signal) => signal !== undefined)
      const giveUp = () => {
        const at = queue.indexOf(entry)
        if (at < 0) return
        queue.splice(at, 1)
        entry.answer({ ok: false, reason: 'timeout', isUnsent: true })
      }
      const entry: QueuedRequest = {
        ask,
        transport,
        answer: (answer) => {
          for (const signal of signals) signal.removeEventListener('abort', giveUp)
          resolve(answer)
        },
      }
      for (const signal of signals) signal.addEventListener('abort', giveUp, { once: true })
      queue.push(entry)
      if (signals.some(({ aborted }) => aborted)) giveUp()
      else this.#sendDue()
    })
  }

  get #now(): number {
    return this.#options.time.now()
  }

  get #spacingMs(): number {
    return 1_000 / this.perSecond
  }

  get #openAt(): number {
    return Math.max(this.#nextAt, this.#control.pausedUntil)
  }

  #sendDue(): void {
    this.#cancelTimer()
    for (;;) {
      const queues = [this.#sessions, this.#others]
      if (this.#isOthersTurn) queues.reverse()
      const queue = queues.find((queue) => queue.some((each) => this.#fits(each)))
      if (queue === undefined) return
      const now = this.#now
      if (now < this.#openAt) {
        this.#cancelTimer = this.#options.time.schedule(this.#openAt - now, () => this.#sendDue())
        return
      }
      const [next] = queue.splice(
        queue.findIndex((each) => this.#fits(each)),
        1,
      )
      if (next === undefined) return
      this.#isOthersTurn = queue === this.#sessions
      this.#nextAt = now + this.#spacingMs
      void this.#sendNow(next)
    }
  }

  /**
   * A long poll waits at the gateway, and does not block queries. Sign-ins may take a minute each: half of the requests
   * in flight is reserved for queries.
   */
  #fits({ ask }: QueuedRequest): boolean {
    if (ask.isLongPoll) return true
    const isTooMany = ask.isForSession && this.#sessionsUnderWay >= Math.ceil(this.atOnce / 2)
    return this.#underWay < this.atOnce && !isTooMany
  }

  async #sendNow({ ask, transport, answer }: QueuedRequest): Promise<void> {
    const counts = ask.isLongPoll === true ? 0 : 1
    const countsForSession = ask.isForSession ? counts : 0
    this.#underWay += counts
    this.#sessionsUnderWay += countsForSession
    const sentAt = this.#now
    const result = await transport.send(ask).catch((error: unknown): Answer => {
      this.#options.log.warn('a request failed', { path: ask.path, error: String(error) })
      return { ok: false, reason: 'bad-reply' }
    })
    this.#underWay -= counts
    this.#sessionsUnderWay -= countsForSession
    const sign = this.#signOf(ask, result, this.#now - sentAt)
    if (sign !== null) {
      const { pause } = this
      this.#control.take(sign, this.#now)
      if (sign.kind === 'overloaded') this.#pause = pause ?? pauseFor(result, this.#now)
    }
    answer(result)
    this.#sendDue()
    this.#rooms.tell(null)
  }

  #signOf(ask: Ask, answer: Answer, ms: number): Sign | null {
    if (asksForPause(answer)) {
      const text = answer.ok ? undefined : answer.retryAfter
      const requestedPauseMs = pauseOf(text, this.#options.wall ?? Date.now) ?? pauseMs
      return { kind: 'overloaded', pauseMs: Math.min(requestedPauseMs, longestPauseMs) }
    }
    if (answer.ok) {
      const { retcode } = answer.reply
      // The duration of a long poll is arbitrary, and a sign-in says nothing about the speed of a list.
      return ask.isForSession || ruleOf(retcode).action === 'retry-later'
        ? null
        : { kind: 'answered', ms }
    }
    if (ask.signal?.aborted) return null
    const { status, reason } = answer
    const suffers = status === 503 || (reason === 'timeout' && !ask.isLongPoll && !answer.isUnsent)
    return suffers ? { kind: 'overloaded', pauseMs: 0 } : null
  }
}

const pauseFor = (answer: Answer, since: number): Pause =>
  answer.ok
    ? { since, reason: 'gateway-error', retcode: answer.reply.retcode }
    : { since, reason: answer.reason, retcode: null }

/** A Retry-After in ms, from seconds or a date (RFC 9110 §10.2.3); null for anything else. */
export function pauseOf(text: string | undefined, wall: () => number): number | null {
  if (text === undefined) return null
  if (/^\s*\d{1,9}\s*$/.test(text)) return Number(text) * 1_000
  const date = /^\s*[a-z]{3}/i.test(text) ? Date.parse(text) : NaN
  return Number.isNaN(date) ? null : Math.max(0, date - wall())
}
