/** The request limits of a gateway. */
export interface Limits {
  /** 1–250. */
  perSecond: number
  /** In flight; except long polls. */
  atOnce: number
}

/** What one request shows about the load of the gateway. */
export type Sign =
  | { kind: 'answered'; ms: number }
  /** 429, 503, 000-007 or a timeout; `pauseMs` is the requested pause, or the default. */
  | { kind: 'overloaded'; pauseMs: number }

/** Additive increase: from nothing to the limit takes this long, ms. */
const recoveryMs = 60_000
/** Requests that were in flight together reflect the same moment: one decrease for all within this many ms. */
const togetherMs = 1_000
/** A gateway that is slower than usual by this factor and this many ms is about to be overloaded. */
const slowFactor = 2
const slowMs = 250

/**
 * How fast requests may be sent to one gateway: additive increase, multiplicative decrease, as for any network whose
 * capacity is unknown. All times are clock ms.
 */
export class LoadControl {
  readonly #limits: () => Limits
  /** The used part of the limit, 0 to 1. */
  #share = 1
  #sharedAt = 0
  #loweredAt = -Infinity
  /** No requests are sent before. */
  #pausedUntil = -Infinity
  /** Response times, ms: the usual one, and the current one. */
  #usualMs: number | null = null
  #recentMs = 0

  constructor(limits: () => Limits) {
    this.#limits = limits
  }

  get atOnce(): number {
    return Math.max(1, this.#limits().atOnce)
  }

  get pausedUntil(): number {
    return this.#pausedUntil
  }

  get #limit(): number {
    return Math.min(250, Math.max(1, this.#limits().perSecond))
  }

  perSecond(now: number): number {
    const limit = this.#limit
    this.#recover(now)
    return Math.max(limit * this.#share, Math.min(limit, 1) / 2)
  }

  take(sign: Sign, now: number): void {
    this.#recover(now)
    if (sign.kind === 'overloaded') {
      this.#pausedUntil = Math.max(this.#pausedUntil, now + sign.pauseMs)
      this.#lower(0.5, now)
      return
    }
    const { ms } = sign
    const usual = (this.#usualMs ??= ms)
    // A lower response time becomes the usual one quickly, a higher one slowly.
    this.#usualMs = usual + (ms - usual) * (ms < usual ? 0.2 : 0.01)
    this.#recentMs += (ms - this.#recentMs) * 0.2
    if (this.#recentMs <= slowFactor * this.#usualMs + slowMs) return
    // The response time itself limits the rate to this: a lower one would only make the watch slower.
    const through = (this.atOnce * 1_000) / this.#recentMs
    this.#lower(0.8, now, through / this.#limit)
  }

  /** @param least minimum share of the limit */
  #lower(factor: number, now: number, least = 0.02): void {
    if (now - this.#loweredAt < togetherMs) return
    this.#loweredAt = now
    this.#share = Math.min(this.#share, Math.max(least, this.#share * factor))
  }

  #recover(now: number): void {
    // A time without requests proves nothing.
    const since = Math.max(this.#sharedAt, this.#pausedUntil)
    if (now > since) this.#share = Math.min(1, this.#share + (now - since) / recoveryMs)
    this.#sharedAt = now
  }
}
