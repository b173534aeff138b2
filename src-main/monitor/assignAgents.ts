/** A source, as far as the distribution of the agents depends on it. */
export interface AssignableSource {
  origin: string
  /** It answers about all agents at once. */
  isBulk: boolean
  /** The supervisor has paused it. */
  isPaused: boolean
  /** It has answered about this agent just now. */
  isCurrent: (agentId: string) => boolean
  /** Whether it has the agent, by its list of agents. */
  has: (agentId: string) => 'yes' | 'no' | 'maybe'
}

/** Which sources query an agent, and which of them its state follows from. */
export interface Assignment {
  asked: readonly string[]
  decisive: readonly string[]
}

/**
 * Distributes the agents over the sources:
 * - A CC-CMS is asked about everybody, since that costs nothing. While it answers about an agent, no gateway is asked
 *   about that one.
 * - A gateway is asked about the agents on its list of agents. An agent who is on no list is asked for everywhere, and
 *   counts as seen only while every gateway that may have the agent answers.
 * - A source that the supervisor has paused decides nothing while another one may have the agent.
 */
export function assignAgent(agentId: string, sources: readonly AssignableSource[]): Assignment {
  const active = sources.filter(
    ({ isPaused, isBulk, has }) => !isPaused && (isBulk || has(agentId) !== 'no'),
  )
  const usable = active.length > 0 ? active : sources
  const bulk = usable.filter(({ isBulk }) => isBulk)
  const gateways = usable.filter(({ isBulk }) => !isBulk)
  const current = bulk.filter(({ isCurrent }) => isCurrent(agentId))
  const listed = gateways.filter(({ has }) => has(agentId) === 'yes')
  const possible = gateways.filter(({ has }) => has(agentId) !== 'no')
  const responsible = [listed, possible, gateways].find(({ length }) => length > 0) ?? []
  const decisive = [current, responsible, bulk].find(({ length }) => length > 0) ?? []
  const origins = (some: readonly AssignableSource[]) => some.map(({ origin }) => origin)
  return {
    asked: origins(current.length > 0 ? bulk : [...bulk, ...responsible]),
    decisive: origins(decisive),
  }
}
