import type { Observation, SeenCall } from '../monitor/observation.ts'
import { inMilliseconds, joinCalls } from './joinCalls.ts'
import type { AgentCalls } from './protocol.ts'

/** What one query for the details of a call had as its result. */
export type DetailsAnswer =
  | { kind: 'details'; details: Omit<SeenCall, 'callId'> }
  /** The id is not accepted: perhaps in another form. */
  | { kind: 'not-accepted' }
  /** This key pair or this CC-CMS does not offer details at all. */
  | { kind: 'not-offered' }
  | { kind: 'failed' }

export interface CallDetailsOptions {
  /** Monotonic ms. */
  now: () => number
  /** Asks the CC-CMS; never rejects. */
  query: (callId: string) => Promise<DetailsAnswer>
  /** The held calls of an agent as a gateway lists them; null where no gateway sees the agent. */
  gatewayCallsOf?: (agentId: string) => Promise<readonly SeenCall[] | null>
  /** Whether requests to the CC-CMS may be sent at this moment. */
  isReady: () => boolean
}

/** After each attempt without a result, the next one waits so long, ms. */
const pausesMs = [3_000, 10_000, 30_000]

interface Entry {
  isHeld: boolean
  call: SeenCall | null
  attempts: number
  /** Clock ms. */
  nextAt: number
}

/**
 * The numbers and skill of held calls, which the list of calls does not have: queried once for each new hold, one after
 * another, and kept for as long as the agent has the call. A call whose details are not found stays without them.
 */
export class CallDetails {
  readonly #options: CallDetailsOptions
  readonly #agents = new Map<string, Map<string, Entry>>()
  /** Agents with calls to query, in the order in which they were listed. */
  readonly #queue = new Set<string>()
  /** Whether the ids have milliseconds in requests for details; null until one request has succeeded. */
  #hasMilliseconds: boolean | null = null
  #isOffered = true
  #isWorking = false

  constructor(options: CallDetailsOptions) {
    this.#options = options
  }

  /** Tries everything again that was given up. */
  reset(): void {
    this.#agents.clear()
    this.#isOffered = true
    this.#hasMilliseconds = null
  }

  /** Discards the calls of all other agents. */
  keepAgents(agentIds: ReadonlySet<string>): void {
    for (const agentId of this.#agents.keys()) {
      if (!agentIds.has(agentId)) this.#agents.delete(agentId)
    }
  }

  /** Adds the details known so far to the held calls, and queries the others for a later answer. */
  addTo({ observations, callIds }: AgentCalls): void {
    for (const [agentId, observation] of observations) {
      const entries = this.#agents.get(agentId)
      if (observation.kind === 'holding') {
        observations.set(agentId, this.#fill(agentId, observation, callIds.get(agentId) ?? []))
      } else if (entries !== undefined && observation.kind === 'none') {
        keepOnly(entries, callIds.get(agentId) ?? [])
        for (const entry of entries.values()) entry.isHeld = false
        if (entries.size === 0) this.#agents.delete(agentId)
      }
    }
    void this.#work()
  }

  #fill(
    agentId: string,
    observation: Extract<Observation, { kind: 'holding' }>,
    callIds: readonly string[],
  ): Observation {
    const entries = this.#agents.get(agentId) ?? new Map<string, Entry>()
    this.#agents.set(agentId, entries)
    keepOnly(entries, callIds)
    const held = new Set(observation.calls.map(({ callId }) => callId))
    for (const [callId, entry] of entries) entry.isHeld = held.has(callId)
    for (const callId of held) {
      if (!entries.has(callId)) {
        entries.set(callId, { isHeld: true, call: null, attempts: 0, nextAt: -Infinity })
      }
    }
    if (this.#due(agentId).length > 0) this.#queue.add(agentId)
    return {
      ...observation,
      calls: observation.calls.map((call) => entries.get(call.callId)?.call ?? call),
    }
  }

  /** The held calls of an agent whose details are to be queried now. */
  #due(agentId: string): [callId: string, entry: Entry][] {
    const now = this.#options.now()
    return [...(this.#agents.get(agentId) ?? [])].filter(
      ([, { isHeld, call, attempts, nextAt }]) =>
        isHeld && call === null && attempts <= pausesMs.length && nextAt <= now,
    )
  }

  async #work(): Promise<void> {
    if (this.#isWorking) return
    this.#isWorking = true
    for (const agentId of this.#queue) {
      this.#queue.delete(agentId)
      await this.#query(agentId)
    }
    this.#isWorking = false
  }

  async #query(agentId: string): Promise<void> {
    const due = this.#due(agentId)
    if (due.length === 0) return
    const { gatewayCallsOf } = this.#options
    // A gateway that fails is not one that does not see the agent.
    const calls = gatewayCallsOf ? await gatewayCallsOf(agentId).catch(() => []) : null
    if (calls !== null) {
      const entries = this.#agents.get(agentId) ?? new Map<string, Entry>()
      const held = [...entries].filter(([, { isHeld }]) => isHeld).map(([callId]) => callId)
      const joined = joinCalls(held, calls)
      for (const [callId, entry] of due) this.#set(callId, entry, joined.get(callId))
      return
    }
    for (const [callId, entry] of due) {
      // The next answer lists the call again.
      if (!this.#options.isReady()) return
      this.#set(callId, entry, this.#isOffered ? await this.#detailsOf(callId) : undefined)
    }
  }

  #set(callId: string, entry: Entry, details: Omit<SeenCall, 'callId'> | undefined): void {
    if (details !== undefined) {
      const { callFeature, caller, called, skill, listedBy } = details
      entry.call = { callId, callFeature, caller, called, skill, ...(listedBy && { listedBy }) }
      return
    }
    entry.nextAt = this.#options.now() + (pausesMs[entry.attempts] ?? Infinity)
    entry.attempts += 1
  }

  /** Tries the id as it is listed, then once with milliseconds (gateway protocol §10.6). */
  async #detailsOf(callId: string): Promise<Omit<SeenCall, 'callId'> | undefined> {
    const longer = inMilliseconds(callId)
    const forms = [
      ...(this.#hasMilliseconds === true && longer !== null
        ? []
        : [{ id: callId, isLonger: false }]),
      ...(this.#hasMilliseconds === false || longer === null
        ? []
        : [{ id: longer, isLonger: true }]),
    ]
    for (const { id, isLonger } of forms) {
      const answer = await this.#options.query(id)
      if (answer.kind === 'details') {
        if (longer !== null) this.#hasMilliseconds = isLonger
        return answer.details
      }
      if (answer.kind === 'not-offered') this.#isOffered = false
      if (answer.kind !== 'not-accepted') return undefined
    }
    return undefined
  }
}

/** Discards the calls that the agent no longer has in any status. */
function keepOnly(entries: Map<string, Entry>, callIds: readonly string[]): void {
  for (const callId of entries.keys()) if (!callIds.includes(callId)) entries.delete(callId)
}
