import { backOff } from '../base/backOff.ts'
import type { SetTimer } from '../base/timers.ts'
import type { Observation } from './observation.ts'
import type { Queries } from './queries.ts'
import type { BulkReader } from './reader.ts'
import type { Load } from './scheduler.ts'

export interface BulkQueriesOptions {
  reader: BulkReader
  /** Board-clock ms. */
  now: () => number
  setTimer: SetTimer
  random: () => number
  /** The meaning of a response. */
  judge: (agentId: string, observation: Observation) => Observation
  /** A query has ended; `askedAt` and `answeredAt` in board-clock ms. */
  onObservations: (
    observations: ReadonlyMap<string, Observation>,
    askedAt: number,
    answeredAt: number,
  ) => void
  /** A query was withdrawn. */
  onWithdrawn: () => void
  /** The request has thrown. */
  onFault: (error: unknown) => void
}

/**
 * A query starts this long after the previous one, or when that one ends, whichever is later, ms; the reader may need
 * more.
 */
export const bulkIntervalMs = 1_000
const failurePause = { first: 1_000, last: 8_000, spread: [0.8, 1.2] } as const
/** After this many queries in a row without any response, the source counts as failing. */
const failuresAllowed = 2

/** Queries all agents at once, again and again. */
export class BulkQueries implements Queries {
  readonly #options: BulkQueriesOptions
  #agentIds: readonly string[] = []
  #isPaused = false
  #failures = 0
  #nextAt = -Infinity
  #askedAt = -Infinity
  /** The query in flight. */
  #query: AbortController | null = null
  #isClosed = false
  #cancelTimer = () => {}

  constructor(options: BulkQueriesOptions) {
    this.#options = options
  }

  setAgents(agentIds: readonly string[]): void {
    const before = new Set(this.#agentIds)
    this.#agentIds = agentIds
    if (agentIds.some((agentId) => !before.has(agentId))) this.#nextAt = this.#soonest
    this.#ask()
  }

  setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused
    if (isPaused) {
      this.#query?.abort()
      this.#query = null
    }
    this.#ask()
  }

  askAllNow(): void {
    this.#nextAt = this.#soonest
    this.#failures = 0
    this.#ask()
  }

  /** The next query, which is less than a second away, is about this agent, too. */
  askNow(): void {
    if (this.#failures > 0) this.tryNow()
  }

  setPace(): void {
    // Everybody is queried each time.
  }

  tryNow(): void {
    this.#nextAt = Math.min(this.#nextAt, this.#soonest)
    this.#ask()
  }

  /** Worth mentioning only after a failure. */
  dueAt(): number | null {
    return this.#failures > 0 ? this.nextTryAt : null
  }

  get nextTryAt(): number | null {
    return this.#query === null && !this.#isPaused ? this.#nextAt : null
  }

  get sourceFails(): boolean {
    return this.#failures >= failuresAllowed
  }

  get load(): Load {
    return { intervalMs: this.#intervalMs }
  }

  close(): void {
    this.#isClosed = true
    this.#query?.abort()
    this.#cancelTimer()
  }

  get #now(): number {
    return this.#options.now()
  }

  get #intervalMs(): number {
    return Math.max(bulkIntervalMs, this.#options.reader.intervalMs)
  }

  /** Never more than one query in an interval. */
  get #soonest(): number {
    return Math.max(this.#now, this.#askedAt + this.#intervalMs)
  }

  #ask(): void {
    this.#cancelTimer()
    if (this.#isClosed || this.#isPaused || this.#query !== null) return
    if (this.#agentIds.length === 0) return
    const ms = this.#nextAt - this.#now
    if (ms > 0) {
      this.#cancelTimer = this.#options.setTimer(Math.max(1, ms), () => {
        this.#ask()
      })
      return
    }
    void this.#askAll()
  }

  async #askAll(): Promise<void> {
    const { judge, onObservations, onWithdrawn, random } = this.#options
    const query = (this.#query = new AbortController())
    const agentIds = this.#agentIds
    const askedAt = (this.#askedAt = this.#now)
    const answers = await this.#observeAll(agentIds, query.signal)
    if (this.#isClosed) return
    if (query.signal.aborted) {
      onWithdrawn()
      return
    }
    this.#query = null
    const answeredAt = this.#now
    const observations = new Map(
      agentIds.map(
        (agentId) => [agentId, judge(agentId, answers.get(agentId) ?? notListed)] as const,
      ),
    )
    const isAnswered = [...observations.values()].some(isResponse)
    this.#failures = isAnswered ? 0 : this.#failures + 1
    this.#nextAt = isAnswered
      ? Math.max(answeredAt, askedAt + this.#intervalMs)
      : answeredAt + backOff(this.#failures, failurePause, random())
    onObservations(observations, askedAt, answeredAt)
    this.#ask()
  }

  async #observeAll(
    agentIds: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, Observation>> {
    try {
      return await this.#options.reader.observeAll(agentIds, { signal })
    } catch (error) {
      // A reader never rejects; if one did, nobody would ever be queried again.
      this.#options.onFault(error)
      return new Map(agentIds.map((agentId) => [agentId, { kind: 'unknown', reason: 'bad-reply' }]))
    }
  }
}

const notListed: Observation = { kind: 'unknown', reason: 'not-listed' }

/** That an agent is missing from a response is known from the response. */
const isResponse = (observation: Observation) =>
  observation.kind !== 'unknown' || observation.reason === 'not-listed'
