import type { Hold } from './ledger.ts'

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

/** Decides about one agent with these open holds. */
export type Assign = (agentId: string, holds: readonly Pick<Hold, 'sources'>[]) => Assignment

/**
 * Distributes the agents over the sources:
 * - A CC-CMS is asked about everybody, since that costs nothing. While it answers about an agent, no gateway is asked
 *   about that one.
 * - A gateway is asked about the agents on its list of agents. An agent who is on no list is asked for everywhere, and
 *   counts as seen only while every gateway that may have the agent answers.
 * - A source that the supervisor has paused decides nothing while another one may have the agent.
 * - An open hold is queried where it was listed, if none of the others has listed it: they cannot observe its end.
 */
export function assigner(sources: readonly AssignableSource[]): Assign {
  const active = sources.filter(({ isPaused }) => !isPaused)
  const usable = active.length > 0 ? active : sources
  const bulk = usable.filter(({ isBulk }) => isBulk)
  const gateways = usable.filter(({ isBulk }) => !isBulk)
  const paused = sources.filter(({ isPaused, isBulk }) => isPaused && !isBulk)
  const bulkOrigins = origins(bulk)
  /** The usual case, the same object for all. */
  const allBulk: Assignment = { asked: bulkOrigins, decisive: bulkOrigins }

  const assignByAnswers = (agentId: string): Assignment => {
    const current = bulk.filter(({ isCurrent }) => isCurrent(agentId))
    if (current.length > 0) {
      return current.length === bulk.length
        ? allBulk
        : { asked: bulkOrigins, decisive: origins(current) }
    }
    const listed = gateways.filter(({ has }) => has(agentId) === 'yes')
    const mayHave = ({ has }: AssignableSource) => has(agentId) !== 'no'
    const candidates = [
      listed,
      gateways.filter(mayHave),
      bulk.length > 0 ? [] : paused.filter(mayHave),
      gateways,
    ]
    const responsible = candidates.find(({ length }) => length > 0) ?? []
    return {
      asked: origins([...bulk, ...responsible]),
      decisive: origins(responsible.length > 0 ? responsible : bulk),
    }
  }

  return (agentId, holds) => {
    const assignment = assignByAnswers(agentId)
    const { asked } = assignment
    const alone = holds.filter(({ sources: by }) => !by.some((origin) => asked.includes(origin)))
    if (alone.length === 0) return assignment
    const needed = usable.filter(({ origin }) =>
      alone.some(({ sources: by }) => by.includes(origin)),
    )
    return { ...assignment, asked: [...asked, ...origins(needed)] }
  }
}

const origins = (some: readonly AssignableSource[]) => some.map(({ origin }) => origin)
