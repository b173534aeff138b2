import type { AgentState } from '../../src-shared/contract/index.ts'

/** What an agent does who can begin to hold a call, as far as is known. */
const canHold = new Set<AgentState>(['waiting', 'holding', 'talking', 'not-holding'])
/** Each of them is asked once a second, where there is room. */
const roundSeconds = 1

export const countCanHold = (states: readonly AgentState[]): number =>
  states.filter((state) => canHold.has(state)).length

/**
 * How long after it began a hold is seen on average, in seconds: half of the time between two queries about an
 * agent. With T agents and B requests a second that is T / 2B; one request in each second is for the list of agents.
 */
export const secondsToSee = (agents: number, perSecond: number): number =>
  Math.max(roundSeconds, agents / Math.max(0.5, perSecond - 1)) / 2
