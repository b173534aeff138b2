import type { RosterEntry } from '../../src-shared/contract/index.ts'
import type { SourceReader } from './reader.ts'
import type { SetTimer } from '../base/timers.ts'
import { type Activity, isResting } from './observation.ts'
import { backOff } from '../base/backOff.ts'

export interface AgentDirectoryPollOptions {
  reader: SourceReader
  /** Board-clock ms. */
  now: () => number
  setTimer: SetTimer
  random: () => number
  /** Whether requests are allowed at this moment. */
  isReady: () => boolean
  /** Called with the list as received, and the agents whose activity on it changed. */
  onList: (entries: readonly RosterEntry[], changed: readonly string[]) => void
  /** Called when a list arrives after the previous request for one failed. */
  onBack: () => void
  /** Called when there is no list, or the last one is no longer valid: the activities of these agents are discarded. */
  onForgotten: (agentIds: readonly string[]) => void
}

/**
 * Interval between two requests for the gateway's list of agents, ms: only the list shows which agents start talking,
 * and so can put a call on hold. A long list is requested less often.
 */
const directoryIntervalMs = (entries: number) => Math.max(1_000, 4 * entries)
const pause = { first: 3_000, last: 60_000, spread: [0.8, 1.2] } as const
/** Triggers within this many ms of each other result in one request. */
const togetherMs = 500

/** Polls the gateway's list of agents and stores the latest activities. */
export class AgentDirectoryPoll {
  readonly #options: AgentDirectoryPollOptions
  #activities = new Map<string, Activity>()
  #restingAt = new Map<string, number>()
  #listedAt = -Infinity
  #listStepMs = Infinity
  #listAskedAt = -Infinity
  #failures = 0
  #question = 0
  #askedAt = -Infinity
  /** Cancels a request that has not been sent yet. */
  #waiting = new AbortController()
  #cancelTimer = () => {}
  #closed = false

  constructor(options: AgentDirectoryPollOptions) {
    this.#options = options
  }

  /** The agent's activity on the last list; undefined where the list does not contain it. */
  activityOf(agentId: string): Activity | undefined {
    return this.#activities.get(agentId)
  }

  /**
   * When a list last showed that the agent was not talking, board-clock ms; -Infinity if none did. It remains true of
   * that moment even after the list has expired.
   */
  restingAt(agentId: string): number {
    return this.#restingAt.get(agentId) ?? -Infinity
  }

  /** Whether there is a list that is still valid. */
  get hasList(): boolean {
    return this.#activities.size > 0
  }

  /** Time between the last list and the one before, ms; Infinity where there was none. */
  get listStepMs(): number {
    return this.#listStepMs
  }

  /** When the last list was requested: its content may be as old as this. */
  get listAskedAt(): number {
    return this.#listAskedAt
  }

  /** Requests the list at once, unless it was requested just now: resume and unlock events come together. */
  askNow(): void {
    if (this.#options.now() - this.#askedAt >= togetherMs) this.#ask()
  }

  /**
   * What agents did before a pause or an outage proves nothing about the present, nor does a list requested before it.
   */
  forget(): void {
    this.#question += 1
    this.#waiting.abort()
    this.#waiting = new AbortController()
    // Whoever asks next is not to wait.
    this.#askedAt = -Infinity
    if (this.#activities.size === 0) return
    const agentIds = [...this.#activities.keys()]
    this.#activities = new Map()
    this.#options.onForgotten(agentIds)
  }

  close(): void {
    this.#closed = true
    this.#cancelTimer()
  }

  #ask(): void {
    if (this.#closed) return
    this.#cancelTimer()
    const answer = this.#options.reader.agentDirectory({ callOff: this.#waiting.signal })
    if (answer === null) return
    const askedAt = (this.#askedAt = this.#options.now())
    const question = (this.#question += 1)
    // A reader never rejects; if one did, the list would never be requested again.
    const failed = { ok: false, reason: 'bad-reply' } as const
    void answer
      .catch(() => failed)
      .then((answer) => {
        // A later request is in flight: its response takes precedence.
        if (this.#closed || question !== this.#question) return
        const isBack = answer.ok && this.#failures > 0
        this.#failures = answer.ok ? 0 : this.#failures + 1
        this.#askAfter(answer.ok ? directoryIntervalMs(answer.agents.length) : this.#backOffMs)
        if (answer.ok) this.#take(answer.agents, askedAt)
        else this.forget()
        if (isBack) this.#options.onBack()
      })
  }

  #askAfter(ms: number): void {
    this.#cancelTimer()
    this.#cancelTimer = this.#options.setTimer(ms, () => {
      // When it becomes ready again, the request is made at once.
      if (this.#options.isReady()) this.#ask()
    })
  }

  get #backOffMs(): number {
    return backOff(this.#failures, pause, this.#options.random())
  }

  #take(entries: readonly RosterEntry[], askedAt: number): void {
    const before = this.#activities
    this.#activities = new Map(entries.map(({ agentId, state }) => [agentId, state]))
    const now = this.#options.now()
    this.#listStepMs = now - this.#listedAt
    this.#listedAt = now
    this.#listAskedAt = askedAt
    for (const { agentId, state } of entries) {
      if (isResting(state)) this.#restingAt.set(agentId, askedAt)
    }
    const changed = [...this.#activities.keys()].filter(
      (agentId) => before.get(agentId) !== this.#activities.get(agentId),
    )
    const missingIds = [...before.keys()].filter((agentId) => !this.#activities.has(agentId))
    this.#options.onList(entries, [...changed, ...missingIds])
  }
}
