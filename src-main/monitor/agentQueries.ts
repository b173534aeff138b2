import type { UnknownReason } from '../../src-shared/contract/index.ts'
import type { SetTimer } from '../base/timers.ts'
import type { Activity, Observation } from './observation.ts'
import { isResting } from './observation.ts'
import type { ActivityPace, Queries } from './queries.ts'
import type { HoldReader } from './reader.ts'
import type { Room } from './room.ts'
import { type Load, type QueryOutcome, Scheduler } from './scheduler.ts'

export interface AgentQueriesOptions {
  reader: HoldReader
  room: Room
  /** Board-clock ms. */
  now: () => number
  setTimer: SetTimer
  random: () => number
  activityOf: (agentId: string) => Activity | undefined
  /** The meaning of a response, given the list of agents. */
  judge: (agentId: string, observation: Observation) => Observation
  /** A query has ended; `askedAt` and `answeredAt` in board-clock ms. */
  onObservation: (
    agentId: string,
    observation: Observation,
    askedAt: number,
    answeredAt: number,
  ) => void
  /** The source asks the app to retry later: that says nothing about the agent, who keeps its turn. */
  onPutOff: (agentId: string, observation: Observation & { kind: 'unknown' }) => void
  /** A query was withdrawn before it was sent. */
  onWithdrawn: (agentId: string) => void
  /** The request has thrown. */
  onFault: (error: unknown) => void
}

/** Reasons that say nothing about the agent, only that there was no valid response. */
const noAnswerReasons = new Set<UnknownReason>([
  'unreachable',
  'untrusted-certificate',
  'tls-failure',
  'certificate-key-usage',
  'timeout',
  'http-status',
  'bad-reply',
])

/** Queries agent by agent, in the order and at the times that the scheduler decides. */
export class AgentQueries implements Queries {
  readonly #options: AgentQueriesOptions
  readonly #scheduler: Scheduler
  readonly #abort = new AbortController()
  /** Cancels the unsent queries when no more may be sent. */
  #waiting = new AbortController()
  #cancelWake = () => {}
  readonly #unsubscribe: () => void

  constructor(options: AgentQueriesOptions) {
    this.#options = options
    const { room, random } = options
    this.#scheduler = new Scheduler({ room, random })
    this.#unsubscribe = room.onRoom(() => {
      this.#ask()
    })
  }

  setAgents(agentIds: readonly string[]): void {
    this.#scheduler.setAgents(agentIds, this.#now)
    this.#ask()
  }

  setPaused(isPaused: boolean): void {
    this.#scheduler.setPaused(isPaused)
    if (!isPaused) return
    this.#waiting.abort()
    this.#waiting = new AbortController()
  }

  askAllNow(): void {
    this.#scheduler.askAllNow(this.#now)
    this.#ask()
  }

  askNow(agentId: string): void {
    this.#scheduler.askNow(agentId, this.#now)
    this.#ask()
  }

  setPace(agentId: string, pace: ActivityPace): void {
    this.#scheduler.setPace(agentId, pace, this.#now)
    this.#ask()
  }

  tryNow(): void {
    this.#scheduler.tryNow(this.#now)
    this.#ask()
  }

  dueAt(agentId: string): number | null {
    return this.#scheduler.dueAt(agentId)
  }

  get nextTryAt(): number | null {
    return this.#scheduler.wakeAt(this.#now)
  }

  get sourceFails(): boolean {
    return this.#scheduler.gatewayFails
  }

  get load(): Load {
    return this.#scheduler.load
  }

  close(): void {
    this.#abort.abort()
    this.#cancelWake()
    this.#unsubscribe()
  }

  get #now(): number {
    return this.#options.now()
  }

  get #isClosed(): boolean {
    return this.#abort.signal.aborted
  }

  #ask(): void {
    if (this.#isClosed) return
    for (let next = this.#scheduler.next(this.#now); next !== null;) {
      void this.#askOne(next)
      next = this.#scheduler.next(this.#now)
    }
    this.#cancelWake()
    const wakeAt = this.#scheduler.wakeAt(this.#now)
    if (wakeAt === null) return
    this.#cancelWake = this.#options.setTimer(Math.max(1, wakeAt - this.#now), () => {
      this.#ask()
    })
  }

  async #askOne(agentId: string): Promise<void> {
    const { judge, onObservation, onPutOff, onWithdrawn } = this.#options
    const askedAt = this.#now
    const callOff = this.#waiting.signal
    const response = await this.#observe(agentId, callOff)
    if (this.#isClosed) return
    const answeredAt = this.#now
    // Canceled, or cut off by the sleep that it was canceled for: it says nothing about the agent.
    const isWithdrawn = callOff.aborted && response.kind === 'unknown'
    const observation = judge(agentId, response)
    if (isWithdrawn || (observation.kind === 'unknown' && observation.isPutOff)) {
      this.#scheduler.done(agentId, 'put-off', answeredAt)
      if (isWithdrawn) onWithdrawn(agentId)
      else if (observation.kind === 'unknown') onPutOff(agentId, observation)
    } else {
      this.#scheduler.done(agentId, this.#outcome(agentId, observation), answeredAt)
      onObservation(agentId, observation, askedAt, answeredAt)
    }
    this.#ask()
  }

  async #observe(agentId: string, callOff: AbortSignal): Promise<Observation> {
    try {
      return await this.#options.reader.observe(agentId, { signal: this.#abort.signal, callOff })
    } catch (error) {
      // A reader never rejects; if one did, the agent would never be queried again.
      this.#options.onFault(error)
      return { kind: 'unknown', reason: 'bad-reply' }
    }
  }

  #outcome(agentId: string, observation: Observation): QueryOutcome {
    if (observation.kind === 'unknown') {
      return noAnswerReasons.has(observation.reason) ? 'no-answer' : 'refused'
    }
    return observation.kind === 'holding' ? 'holding' : paceOf(this.#options.activityOf(agentId))
  }
}

/** How often to query an agent with this activity who does not hold. */
export function paceOf(activity: Activity | undefined): ActivityPace {
  if (activity === 'talking') return 'talking'
  return isResting(activity) ? 'rest' : 'unknown'
}
