/** How many requests may go to a gateway. */
export interface Limits {
  /** 1–250. */
  perSecond: number
  /** Under way at once; long polls aside. */
  atOnce: number
}

/** What one request tells of how the gateway bears the load. */
export type Sign =
  | { kind: 'answered'; ms: number }
  /** 429, 503, 000-007 or no answer in time; `pauseMs` is what it asks for, or what is due. */
  | { kind: 'overloaded'; pauseMs: number }

/** Additive increase: from nothing to the limit takes so long, ms. */
const recoveryMs = 60_000
/** Requests that were under way together tell of the same moment: one decrease for all within so many ms. */
const togetherMs = 1_000
/** Slower than usual by this factor and this many ms is a gateway that begins to suffer. */
const slowFactor = 2
const slowMs = 250

/**
 * How fast requests may leave for one gateway: additive increase, multiplicative decrease, as for any network that
 * does not say what it can bear. All times are clock ms.
 */
export class LoadControl {
  readonly #limits: () => Limits
  /** Part of the limit that is made use of, 0 to 1. */
  #share = 1
  #sharedAt = 0
  #loweredAt = -Infinity
  /** Nothing leaves before. */
  #pausedUntil = -Infinity
  /** Of answers, ms: how long they usually take, and how long they take now. */
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
    // Quick to believe that it can be faster, slow to take a slow gateway for the usual one.
    this.#usualMs = usual + (ms - usual) * (ms < usual ? 0.2 : 0.01)
    this.#recentMs += (ms - this.#recentMs) * 0.2
    if (this.#recentMs <= slowFactor * this.#usualMs + slowMs) return
    // Answers this slow let no more through than so many a second: fewer would only make us blinder.
    const through = (this.atOnce * 1_000) / this.#recentMs
    this.#lower(0.8, now, through / this.#limit)
  }

  /** @param least share of the limit that is left in any case */
  #lower(factor: number, now: number, least = 0.02): void {
    if (now - this.#loweredAt < togetherMs) return
    this.#loweredAt = now
    this.#share = Math.min(this.#share, Math.max(least, this.#share * factor))
  }

  #recover(now: number): void {
    // What was paused has shown nothing.
    const since = Math.max(this.#sharedAt, this.#pausedUntil)
    if (now > since) this.#share = Math.min(1, this.#share + (now - since) / recoveryMs)
    this.#sharedAt = now
  }
}
