import type { UnknownReason } from '../../src-shared/contract/index.ts'
import type { FinishedRequest } from '../gateway/transport.ts'

export interface TrafficClock {
  /** Board clock, ms. */
  now(): number
  /** Epoch ms. */
  wall(): number
}

/** A completed attempt at one of the sources. */
export interface SourceRequest extends FinishedRequest {
  origin: string
}

/** How an attempt ended: the gateway's code, or the reason why there is none. */
export interface Attempt {
  /** Epoch ms. */
  at: number
  retcode: string | null
  reason: UnknownReason | null
}

/** The attempts of one kind: how the last one ended, and the last successful one. */
export interface AttemptHistory {
  last: Attempt
  lastGood: Attempt | null
}

const spanSeconds = 300
const rateSeconds = 10
/** Response times are counted in steps of a tenth, 1 ms up to 30 s: a quantile is accurate to about five percent. */
const step = Math.log(1.1)
const bins = Math.ceil(Math.log(30_000) / step) + 1
const binOf = (ms: number) => Math.min(bins - 1, Math.round(Math.log(Math.max(1, ms)) / step))
const msOf = (bin: number) => Math.exp(bin * step)

/** The counts of one second. */
interface Slot {
  second: number
  requests: number
  silences: number
  answers: Uint16Array
}

/**
 * The requests to the sources and their responses, over the last five minutes. Uses constant memory, whatever the
 * traffic: a slot for each second, and one record for each interface of a source.
 */
export class Traffic {
  readonly #clock: TrafficClock
  readonly #slots: Slot[] = Array.from({ length: spanSeconds }, () => emptySlot(-1))
  readonly #attempts = new Map<string, AttemptHistory>()
  #since: number
  /** By origin, board-clock ms. */
  readonly #guidSince = new Map<string, number>()

  constructor(clock: TrafficClock) {
    this.#clock = clock
    this.#since = clock.now()
  }

  /** Discards everything: another connection starts here. */
  clear(): void {
    for (const slot of this.#slots) Object.assign(slot, emptySlot(-1))
    this.#attempts.clear()
    this.#since = this.#clock.now()
    this.#guidSince.clear()
  }

  add(request: SourceRequest): void {
    const { origin, name, ms, retcode, reason } = request
    const key = keyOf(origin, name)
    const at = this.#clock.wall()
    const attempt = { at, retcode, reason }
    // Nothing held is a response like any other (gateway protocol §4.1).
    const isGood = retcode === '0' || retcode === '400-003'
    const lastGood = isGood ? attempt : (this.#attempts.get(key)?.lastGood ?? null)
    this.#attempts.set(key, { last: attempt, lastGood })
    if (request.renewedGuid) this.#guidSince.set(origin, this.#clock.now())

    const slot = this.#slotOf(this.#second)
    slot.requests += 1
    if (name === eventPoll) return
    if (retcode === null) slot.silences += 1
    else slot.answers[binOf(ms)] = (slot.answers[binOf(ms)] ?? 0) + 1
  }

  /** The record of the attempts at this source whose name starts with this; the latest of several. */
  known(origin: string, name: string): AttemptHistory | null {
    const key = keyOf(origin, name)
    const matches = [...this.#attempts].filter(
      ([each]) => each === key || each.startsWith(`${key}/`),
    )
    return matches.reduce<AttemptHistory | null>(
      (best, [, each]) => (best === null || each.last.at >= best.last.at ? each : best),
      null,
    )
  }

  /** Since a response of this source has renewed the GUID; null if none has. */
  guidAgeMs(origin: string): number | null {
    const since = this.#guidSince.get(origin)
    return since === undefined ? null : this.#clock.now() - since
  }

  /** Over the last ten seconds, or since the connection was made if that is less. */
  get requestsPerSecond(): number {
    const lived = (this.#clock.now() - this.#since) / 1_000
    const count = this.#recent(rateSeconds).reduce((sum, { requests }) => sum + requests, 0)
    return count / Math.min(rateSeconds, Math.max(1, lived))
  }

  get roundTrip() {
    const slots = this.#recent(spanSeconds)
    const total = new Uint32Array(bins)
    for (const { answers } of slots) {
      for (const [bin, count] of answers.entries()) total[bin] = (total[bin] ?? 0) + count
    }
    const answers = total.reduce((sum, count) => sum + count, 0)
    const quantile = (share: number) => {
      let remaining = Math.ceil(answers * share)
      const bin = total.findIndex((count) => (remaining -= count) <= 0)
      return answers === 0 ? null : msOf(bin)
    }
    return {
      answers,
      silences: slots.reduce((sum, { silences }) => sum + silences, 0),
      p50Ms: quantile(0.5),
      p95Ms: quantile(0.95),
    }
  }

  get #second(): number {
    return Math.floor(this.#clock.now() / 1_000)
  }

  #slotOf(second: number): Slot {
    const slot = this.#slots[second % spanSeconds] as Slot
    if (slot.second !== second) Object.assign(slot, emptySlot(second))
    return slot
  }

  #recent(seconds: number): Slot[] {
    const first = this.#second - seconds
    return this.#slots.filter(({ second }) => second > first && second >= 0)
  }
}

/** A long poll waits by design, so its duration says nothing. */
export const eventPoll = 'GET agentevent'

const keyOf = (origin: string, name: string) => `${origin} ${name}`

const emptySlot = (second: number): Slot => ({
  second,
  requests: 0,
  silences: 0,
  answers: new Uint16Array(bins),
})
