import type { HeldCall, UnknownReason, WatchedAgent } from '../../src-shared/contract/index.ts'
import { collator } from '../i18n/collator.ts'

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

/** Whether the board currently knows this agent's held calls. */
export const isVisible = (agent: WatchedAgent): boolean =>
  agent.state !== 'unseen' && agent.state !== 'waiting'

/** The name for display: `Chen Wei 10412`, or the id alone where the gateway gave no name. */
export const label = ({ agentId, name }: { agentId: string; name: string }): string =>
  `${name} ${agentId}`.trim()

/** The name alone, where the id is displayed separately; the id where there is no name. */
export const nameOf = ({ agentId, name }: { agentId: string; name: string }): string =>
  name || agentId

/**
 * The position of each name among all, in one language. Hundreds are sorted with each patch, and hardly ever change:
 * names are only compared for a new one.
 */
let places = new Map<string, number>()
let placedBy: Intl.Collator | null = null
const place = (agents: readonly WatchedAgent[], by: Intl.Collator): void => {
  const names = [...new Set(agents.map(nameOf))].sort(by.compare)
  places = new Map(names.map((name, at) => [name, at]))
  placedBy = by
}
const byName = (agents: readonly WatchedAgent[]): WatchedAgent[] => {
  const by = collator()
  if (by !== placedBy) place(agents, by)
  const placed: WatchedAgent[][] = []
  for (const agent of agents) {
    const at = places.get(nameOf(agent))
    if (at === undefined) {
      place(agents, by)
      return byName(agents)
    }
    ;(placed[at] ??= []).push(agent)
  }
  return placed.flat()
}

/**
 * Grouped in the panel's order; empty groups are omitted. Within a group by name, but agents who hold by their longest
 * call, the longest first.
 */
export const grouped = (
  agents: Iterable<WatchedAgent>,
  longest: ReadonlyMap<string, HeldCall>,
): { group: AgentGroup; agents: WatchedAgent[] }[] => {
  const heldSince = ({ agentId, since }: WatchedAgent): number =>
    longest.get(agentId)?.startedAt ?? since
  // Sorted all at once: separate groups would evict each other's names from the cache.
  const byGroup = Map.groupBy(byName([...agents]), groupOf)
  byGroup.get('holding')?.sort((a, b) => heldSince(a) - heldSince(b))
  return agentGroups.flatMap((group) => {
    const members = byGroup.get(group)
    return members ? [{ group, agents: members }] : []
  })
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

export const coverageOf = (
  watched: Iterable<WatchedAgent>,
  isOfCms: (agent: WatchedAgent) => boolean,
): Coverage => {
  const agents = [...watched]
  const unseen = byName(agents.filter(({ state }) => state === 'unseen'))
  return {
    all: agents.length,
    seen: agents.filter(isVisible).length,
    waiting: agents.filter(({ state }) => state === 'waiting').length,
    unseen: unseen.length,
    reasons: byReason(unseen, isOfCms),
  }
}

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
