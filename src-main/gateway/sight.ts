import type { Observation } from '../monitor/observation.ts'

/** What the answer of one node of a cluster tells about where the agent in question is. */
export type Sight =
  /** A call is listed: the node sees the agent. */
  | 'holding'
  /** Nothing is held, or the node does not see the agent: both may be answered alike (gateway protocol §12.3). */
  | 'none'
  /** The node does not see the agent. */
  | 'unseen'
  /** For this node the agent is not signed in: at another one, or at none. */
  | 'signed-out'
  /** An invalid id for this node, or an internal error: which of them shows only in time. */
  | 'refused'
  /** Nothing about the agent. */
  | 'silent'

/**
 * @param isInspector whether this account is known to see any agent: otherwise "no right" is about the account, not
 *   about the agent
 */
export function sightOf(observation: Observation, isInspector: boolean): Sight {
  if (observation.kind !== 'unknown') return observation.kind
  const { reason, retcode, isPutOff } = observation
  // Without a code the gateway has said nothing about the agent.
  if (retcode === undefined || isPutOff) return 'silent'
  if (retcode === '100-006') return 'signed-out'
  if (retcode === '100-007') return 'refused'
  if (reason === 'not-visible') return 'unseen'
  return retcode === '300-001' && isInspector ? 'unseen' : 'silent'
}

/** Whether the answer rules out that the node sees the agent. */
export const isAway = (sight: Sight | undefined): boolean =>
  sight === 'unseen' || sight === 'signed-out'
