import type { AgentState } from '../../src-shared/contract/index.ts'

/** Activities of agents who can start a hold, as far as known. */
const canHold = new Set<AgentState>(['waiting', 'holding', 'talking', 'not-holding'])
/** Each of them is queried once a second, where there is capacity. */
const roundSeconds = 1

export const countCanHold = (states: readonly AgentState[]): number =>
  states.filter((state) => canHold.has(state)).length

/**
 * The average delay until a hold is observed, in seconds: half of the time between two queries about an agent. With T
 * agents and B requests a second that is T / 2B; one request in each second is for the list of agents.
 */
export const secondsToSee = (agents: number, perSecond: number): number =>
  Math.max(roundSeconds, agents / Math.max(0.5, perSecond - 1)) / 2
