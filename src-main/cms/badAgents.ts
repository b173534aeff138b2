/** One request has at most so many agents (gateway protocol §10.4). */
export const mostAgents = 3_000
/** One query may use so many further requests to search for the agents that make it fail. */
export const mostSearches = 40
/** An agent that was refused is tried again after so long, ms: its id may exist by then. */
const refusedForMs = 30 * 60_000

/**
 * Which agents to put into one request. The CC-CMS may refuse a whole request for one id that it does not accept, so
 * such a request is split in halves until the agent is found; from then on the agent is left out. A search that takes
 * too many requests continues with the next query, while everyone else is queried as usual.
 */
export class BadAgents {
  /** By agent, until when it is left out, clock ms. */
  readonly #refused = new Map<string, number>()
  /** Groups whose common request failed, or that are part of such a group. */
  #suspects: string[][] = []

  get refused(): readonly string[] {
    return [...this.#refused.keys()]
  }

  has(agentId: string): boolean {
    return this.#refused.has(agentId)
  }

  /** Everyone is to be queried again. */
  clear(): void {
    this.#refused.clear()
    this.#suspects = []
  }

  /** The requests for these agents: those that should succeed, then the search. */
  plan(agentIds: readonly string[], now: number): { requests: string[][]; searches: string[][] } {
    const currentIds = new Set(agentIds)
    const again = [...this.#refused].filter(([, until]) => until <= now).map(([id]) => id)
    for (const agentId of again) this.#refused.delete(agentId)
    const groups = [...this.#suspects, again]
    this.#suspects = groups
      .map((group) => group.filter((agentId) => currentIds.has(agentId)))
      .filter((group) => group.length > 0)
    const suspected = new Set(this.#suspects.flat())
    const others = [...currentIds].filter((id) => !suspected.has(id) && !this.#refused.has(id))
    const requests = Array.from({ length: Math.ceil(others.length / mostAgents) }, (_, at) =>
      others.slice(at * mostAgents, (at + 1) * mostAgents),
    )
    return { requests, searches: [...this.#suspects] }
  }

  /** The request for this group was refused: returns the halves to try, none where the group is a single agent. */
  refuse(group: readonly string[], now: number): string[][] {
    this.accept(group)
    const [first] = group
    if (group.length === 1 && first !== undefined) {
      this.#refused.set(first, now + refusedForMs)
      return []
    }
    const middle = Math.ceil(group.length / 2)
    const halves = [group.slice(0, middle), group.slice(middle)]
    this.#suspects.push(...halves)
    return halves
  }

  /** The request for this group succeeded: nobody in it is a suspect. */
  accept(group: readonly string[]): void {
    const [first] = group
    this.#suspects = this.#suspects.filter(([other]) => other !== first)
  }
}
