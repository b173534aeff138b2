import type { RosterEntry } from '../../src-shared/contract/index.ts'
import type { HoldReader } from './reader.ts'
import type { SetTimer } from '../base/timers.ts'
import { type Activity, isResting } from './observation.ts'
import { backOff } from '../base/backOff.ts'

export interface RosterPollOptions {
  reader: HoldReader
  /** Board-clock ms. */
  now: () => number
  setTimer: SetTimer
  random: () => number
  /** Whether anybody may be asked at this moment. */
  isReady: () => boolean
  /** The list as it came, and whose activity on it is another than before. */
  onList: (entries: readonly RosterEntry[], changed: readonly string[]) => void
  /** There is a list again where the last question for one had failed. */
  onBack: () => void
  /** There is no list, or what it told no longer counts: all activities are forgotten. */
  onForgotten: () => void
}

/**
 * Between two looks at the gateway's list of agents, ms: only there is seen who begins to talk, and
 * so can begin to hold. A long list is fetched less often.
 */
const rosterMs = (entries: number) => Math.max(1_000, 4 * entries)
const pause = { first: 3_000, last: 60_000, spread: [0.8, 1.2] } as const
/** What asks for it within so long of each other means the same, ms. */
const togetherMs = 500

/** Asks for the gateway's list of agents, again and again, and keeps what it tells. */
export class RosterPoll {
  readonly #options: RosterPollOptions
  #activities = new Map<string, Activity>()
  #restingAt = new Map<string, number>()
  #listedAt = -Infinity
  #listAskedAt = -Infinity
  #failures = 0
  #question = 0
  #askedAt = -Infinity
  /** Calls off a question that still waits to leave. */
  #waiting = new AbortController()
  #cancelTimer = () => {}
  #closed = false

  constructor(options: RosterPollOptions) {
    this.#options = options
  }

  /** What the agent was doing by the last list; undefined where it does not tell. */
  activityOf(agentId: string): Activity | undefined {
    return this.#activities.get(agentId)
  }

  /**
   * When a list last told that the agent does not talk, board-clock ms; -Infinity where none did. What it told then is
   * true of then, whatever became of the lists.
   */
  restingAt(agentId: string): number {
    return this.#restingAt.get(agentId) ?? -Infinity
  }

  /** When the last list came, board-clock ms. */
  get listedAt(): number {
    return this.#listedAt
  }

  /** When it was asked for: what it says may be as old. */
  get listAskedAt(): number {
    return this.#listAskedAt
  }

  /** Asks at once, unless it was asked just now: waking up and being unlocked come together. */
  hurry(): void {
    if (this.#options.now() - this.#askedAt >= togetherMs) this.#ask()
  }

  /** What agents did before a pause or an outage proves nothing about now, nor does a list asked for before. */
  forget(): void {
    this.#question += 1
    this.#waiting.abort()
    this.#waiting = new AbortController()
    // Whoever asks next is not to wait.
    this.#askedAt = -Infinity
    if (this.#activities.size === 0) return
    this.#activities = new Map()
    this.#options.onForgotten()
  }

  close(): void {
    this.#closed = true
    this.#cancelTimer()
  }

  #ask(): void {
    if (this.#closed) return
    this.#cancelTimer()
    const asked = this.#options.reader.roster({ callOff: this.#waiting.signal })
    if (asked === null) return
    const askedAt = (this.#askedAt = this.#options.now())
    const question = (this.#question += 1)
    // No reader rejects; if one did, the list would never be asked for again.
    const failed = { ok: false, reason: 'bad-reply' } as const
    void asked
      .catch(() => failed)
      .then((answer) => {
        // A later question is under way: its answer is the one to believe.
        if (this.#closed || question !== this.#question) return
        const isBack = answer.ok && this.#failures > 0
        this.#failures = answer.ok ? 0 : this.#failures + 1
        this.#askAfter(answer.ok ? rosterMs(answer.agents.length) : this.#backOffMs)
        if (answer.ok) this.#take(answer.agents, askedAt)
        else this.forget()
        if (isBack) this.#options.onBack()
      })
  }

  #askAfter(ms: number): void {
    this.#cancelTimer()
    this.#cancelTimer = this.#options.setTimer(ms, () => {
      // Once it is ready again, it will be hurried.
      if (this.#options.isReady()) this.#ask()
    })
  }

  get #backOffMs(): number {
    return backOff(this.#failures, pause, this.#options.random())
  }

  #take(entries: readonly RosterEntry[], askedAt: number): void {
    const before = this.#activities
    this.#activities = new Map(entries.map(({ agentId, state }) => [agentId, state]))
    this.#listedAt = this.#options.now()
    this.#listAskedAt = askedAt
    for (const { agentId, state } of entries) {
      if (isResting(state)) this.#restingAt.set(agentId, askedAt)
    }
    const changed = [...this.#activities.keys()].filter(
      (agentId) => before.get(agentId) !== this.#activities.get(agentId),
    )
    const gone = [...before.keys()].filter((agentId) => !this.#activities.has(agentId))
    this.#options.onList(entries, [...changed, ...gone])
  }
}
