import type { UnknownReason } from '../../src-shared/contract/index.ts'
import type { Ended } from '../gateway/transport.ts'

export interface TrafficClock {
  /** Board clock, ms. */
  now(): number
  /** Epoch ms. */
  wall(): number
}

/** How an attempt ended: the gateway's code, or the reason why there is none. */
export interface Attempt {
  /** Epoch ms. */
  at: number
  retcode: string | null
  reason: UnknownReason | null
}

/** The attempts of one kind: how the last one ended, and the last one that succeeded. */
export interface Known {
  last: Attempt
  lastGood: Attempt | null
}

const spanSeconds = 300
const rateSeconds = 10
/** Answer times are kept in steps of a tenth, 1 ms up to 30 s: a quantile is right to some five percent. */
const step = Math.log(1.1)
const bins = Math.ceil(Math.log(30_000) / step) + 1
const binOf = (ms: number) => Math.min(bins - 1, Math.round(Math.log(Math.max(1, ms)) / step))
const msOf = (bin: number) => Math.exp(bin * step)

/** What happened in one second. */
interface Slot {
  second: number
  requests: number
  silences: number
  answers: Uint16Array
}

/**
 * How the gateway is asked and answers, over the last five minutes. Its memory is the same however
 * much there is: a slot for each second, and one note for each interface.
 */
export class Traffic {
  readonly #clock: TrafficClock
  readonly #slots: Slot[] = Array.from({ length: spanSeconds }, () => emptySlot(-1))
  readonly #known = new Map<string, Known>()
  #since: number
  #guidSince: number | null = null

  constructor(clock: TrafficClock) {
    this.#clock = clock
    this.#since = clock.now()
  }

  /** Forgets everything: from here on it is another connection. */
  clear(): void {
    for (const slot of this.#slots) Object.assign(slot, emptySlot(-1))
    this.#known.clear()
    this.#since = this.#clock.now()
    this.#guidSince = null
  }

  add(ended: Ended): void {
    const { name, ms, retcode, reason } = ended
    const at = this.#clock.wall()
    const attempt = { at, retcode, reason }
    // Nothing held is an answer like any other (gateway protocol §4.1).
    const isGood = retcode === '0' || retcode === '400-003'
    const lastGood = isGood ? attempt : (this.#known.get(name)?.lastGood ?? null)
    this.#known.set(name, { last: attempt, lastGood })
    if (ended.renewedGuid) this.#guidSince = this.#clock.now()

    const slot = this.#slotOf(this.#second)
    slot.requests += 1
    if (name === eventPoll) return
    if (retcode === null) slot.silences += 1
    else slot.answers[binOf(ms)] = (slot.answers[binOf(ms)] ?? 0) + 1
  }

  /** What is known of the attempts whose name begins so; of several the latest. */
  known(name: string): Known | null {
    const found = [...this.#known].filter(([each]) => each === name || each.startsWith(`${name}/`))
    return found.reduce<Known | null>(
      (best, [, each]) => (best === null || each.last.at >= best.last.at ? each : best),
      null,
    )
  }

  get guidAgeMs(): number | null {
    return this.#guidSince === null ? null : this.#clock.now() - this.#guidSince
  }

  /** Over the last ten seconds, or since the connection if that is less. */
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
      let left = Math.ceil(answers * share)
      const bin = total.findIndex((count) => (left -= count) <= 0)
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

/** It waits by design, so how long it takes tells nothing. */
export const eventPoll = 'GET agentevent'

const emptySlot = (second: number): Slot => ({
  second,
  requests: 0,
  silences: 0,
  answers: new Uint16Array(bins),
})
