/** Earlier holds of one call by one agent. */
export interface Earlier {
  count: number
  totalMs: number
  /** Board-clock ms. */
  lastEndedAt: number
}

interface EarlierOfCall extends Earlier {
  callId: string
}

/** How long the totals of a call's earlier holds are stored after the last one ended, ms. */
export const rememberMs = 4 * 3_600_000
/**
 * Of how many calls of each agent, those held last: so memory depends on the number of agents and not on the traffic.
 * An agent rarely puts as many other calls on hold before one is held again.
 */
export const rememberedCalls = 4

/** The earlier holds of the calls that may be held again. All times are board-clock ms. */
export class EarlierHolds {
  /** Each agent's calls, the one that ended last at the end; of the agents, the one that was added to last. */
  readonly #byAgent = new Map<string, readonly EarlierOfCall[]>()

  of(agentId: string, callId: string, now: number): Earlier | undefined {
    const calls = this.#byAgent.get(agentId) ?? []
    return calls.find((call) => call.callId === callId && isRemembered(call, now))
  }

  /** The totals after one more hold has ended, or those that were stored. */
  remember(agentId: string, callId: string, { count, totalMs, lastEndedAt }: Earlier): void {
    const others = (this.#byAgent.get(agentId) ?? []).filter((call) => call.callId !== callId)
    const calls = [...others, { callId, count, totalMs, lastEndedAt }]
    calls.sort((one, other) => one.lastEndedAt - other.lastEndedAt)
    this.#byAgent.delete(agentId)
    this.#byAgent.set(agentId, calls.slice(-rememberedCalls))
  }

  /** Discards agents without any call that may be held again. Stops at the first one who has some. */
  forgetOld(now: number): void {
    for (const [agentId, calls] of this.#byAgent) {
      if (calls.some((call) => isRemembered(call, now))) break
      this.#byAgent.delete(agentId)
    }
  }

  /** By agent and call. */
  entries(now: number): [agentId: string, callId: string, earlier: Earlier][] {
    return [...this.#byAgent].flatMap(([agentId, calls]) =>
      calls
        .filter((call) => isRemembered(call, now))
        .map(({ callId, ...earlier }): [string, string, Earlier] => [agentId, callId, earlier]),
    )
  }

  /** The number of agents with such calls, whether or not they have been forgotten since. */
  get size(): number {
    return this.#byAgent.size
  }
}

const isRemembered = ({ lastEndedAt }: Earlier, now: number) => now - lastEndedAt < rememberMs
