import type { WatchedAgent } from '../../src-preload/contract/index.ts'

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

/** Whether the board can vouch for this agent's held calls right now. */
export const isVisible = (agent: WatchedAgent): boolean =>
  agent.state !== 'unseen' && agent.state !== 'waiting'

/** What to call an agent: the name where the gateway gave one, else the id. */
export const label = (agent: { agentId: string; name: string }): string =>
  agent.name === '' ? agent.agentId : agent.name

/** Grouped in the panel's order, by name within a group; empty groups are left out. */
export const grouped = (
  agents: Iterable<WatchedAgent>,
): { group: AgentGroup; agents: WatchedAgent[] }[] => {
  const byGroup = Map.groupBy(agents, groupOf)
  return agentGroups.flatMap((group) => {
    const members = byGroup.get(group)
    if (!members) return []
    return [{ group, agents: members.toSorted((a, b) => label(a).localeCompare(label(b))) }]
  })
}
