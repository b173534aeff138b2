import type { HeldCall, UnknownReason, WatchedAgent } from '../../src-shared/contract/index.ts'
import { reuse } from './reuse.ts'

export const agentGroups = [
  'needs-a-look',
  'holding',
  'talking',
  'not-talking',
  'signed-out',
  'waiting',
] as const
export type AgentGroup = (typeof agentGroups)[number]

/** The part of the panel an agent belongs to. Unseen comes first, even with a call on the board. */
export const groupOf = (agent: WatchedAgent): AgentGroup => {
  switch (agent.state) {
    case 'unseen':
      return 'needs-a-look'
    case 'holding':
    case 'talking':
    case 'waiting':
    case 'signed-out':
      return agent.state
    default:
      return agent.held > 0 ? 'holding' : 'not-talking'
  }
}

/** The name for display: `Chen Wei 10412`, or the id alone where the gateway gave no name. */
export const label = ({ agentId, name }: { agentId: string; name: string }): string =>
  `${name} ${agentId}`.trim()

/** The name alone, where the id is displayed separately; the id where there is no name. */
export const nameOf = ({ agentId, name }: { agentId: string; name: string }): string =>
  name || agentId

/** The positions of these names in their order. */
export const orderOf = (
  names: readonly string[],
  { compare }: Intl.Collator,
): readonly number[] => {
  const distinct = [...new Set(names)].sort(compare)
  const places = new Map(distinct.map((name, place) => [name, place]))
  const at = names.map((name) => places.get(name) ?? 0)
  return names.map((_, index) => index).sort((a, b) => (at[a] ?? 0) - (at[b] ?? 0))
}

export type Groups = ReadonlyMap<AgentGroup, readonly WatchedAgent[]>

/** The agents of each group that has any, in their order; as `before` where they are the same. */
export const groupsOf = (agents: readonly WatchedAgent[], before: Groups | undefined): Groups => {
  const groups = [...Map.groupBy(agents, groupOf)]
  return new Map(groups.map(([group, now]) => [group, reuse(now, before?.get(group))]))
}

/** Agents who hold by their longest call, the longest first. */
export const byLongestCall = (
  agents: readonly WatchedAgent[],
  longest: ReadonlyMap<string, HeldCall>,
): WatchedAgent[] => {
  const heldSince = ({ agentId, since }: WatchedAgent): number =>
    longest.get(agentId)?.startedAt ?? since
  return agents.toSorted((a, b) => heldSince(a) - heldSince(b))
}

/** Whether every typed word occurs in the name or the id. */
export const isNamed = (agent: { agentId: string; name: string }, search: string): boolean => {
  const text = `${agent.name} ${agent.agentId}`.toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

/** Each agent's longest call; `rows` begin with the longest. */
export const longestCalls = (rows: readonly HeldCall[]): Map<string, HeldCall> =>
  new Map(rows.toReversed().map((call) => [call.agentId, call]))

/** Agents who are not observed for the same reason. */
export interface Blindness {
  reason: UnknownReason | null
  /** The gateway's code, where it is the same for all. */
  retcode: string | null
  /** It is a CC-CMS that does not show them. */
  isOfCms: boolean
  agents: WatchedAgent[]
}

/** The agents who are observed, and those who are not with the reasons, the most common first. */
export interface Coverage {
  all: number
  seen: number
  /** Not queried yet. */
  waiting: number
  unseen: number
  reasons: Blindness[]
}

/**
 * Agents who are not observed, by reason, the most common first.
 *
 * @param isOfCms whether it is a CC-CMS that does not show the agent
 */
export const byReason = (
  unseen: readonly WatchedAgent[],
  isOfCms: (agent: WatchedAgent) => boolean,
): Blindness[] => {
  // The gateway's errors differ by their codes, the other reasons do not.
  const sameReason = Map.groupBy(unseen, (agent) => {
    const { reason, retcode } = agent
    return `${reason} ${reason === 'gateway-error' ? retcode : ''} ${isOfCms(agent)}`
  })
  const reasons = [...sameReason.values()].flatMap((members): Blindness[] => {
    const [first] = members
    if (!first) return []
    const { reason, retcode } = first
    const isSame = members.every((agent) => agent.retcode === retcode)
    const of = { isOfCms: isOfCms(first), agents: members }
    return [{ reason, retcode: isSame ? retcode : null, ...of }]
  })
  return reasons.sort((a, b) => b.agents.length - a.agents.length)
}

/**
 * @param all how many agents are watched
 * @param isOfCms whether it is a CC-CMS that does not show the agent
 */
export const coverageOf = (
  all: number,
  unseen: readonly WatchedAgent[],
  waiting: number,
  isOfCms: (agent: WatchedAgent) => boolean,
): Coverage => ({
  all,
  seen: all - unseen.length - waiting,
  waiting,
  unseen: unseen.length,
  reasons: byReason(unseen, isOfCms),
})

/** Whether there is nothing new to announce. */
export const isSameCoverage = (a: Coverage, b: Coverage): boolean =>
  a.all === b.all &&
  a.waiting === b.waiting &&
  a.seen === b.seen &&
  a.reasons.length === b.reasons.length &&
  a.reasons.every((one, at) => {
    const other = b.reasons[at]
    return (
      one.reason === other?.reason &&
      one.retcode === other.retcode &&
      one.isOfCms === other.isOfCms &&
      one.agents.length === other.agents.length &&
      one.agents.every((agent, place) => agent === other.agents[place])
    )
  })
