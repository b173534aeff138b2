import type { Activity, Observation } from './observation.ts'

/**
 * Whom "not signed in" is about, where the gateway says it of an agent while our own session stands: 100-006
 * (gateway protocol §6), and 000-003 where it is a right that is missing.
 * - The list of agents has it signed out, too: nothing is held, since signing out releases the calls (§2.5). A list
 *   that was asked for before the last sight of a call proves nothing.
 * - The list has it at work: it is signed in at another node of the cluster (§12.3), where our session cannot see.
 * @param activity as listed; undefined where the list does not have it or there is none
 * @param listAskedAt when the list was asked for, board-clock ms
 * @param lastSightAt when a call of the agent was last seen; -Infinity where none is open
 */
export function aboutRefusedAgent(
  observation: Observation,
  known: { activity: Activity | undefined; listAskedAt: number; lastSightAt: number },
): Observation {
  // Without a code it was our own session that was gone, not the agent.
  if (observation.kind !== 'unknown' || observation.reason !== 'signed-out') return observation
  if (observation.retcode === '000-003') return { ...observation, reason: 'no-right' }
  if (observation.retcode !== '100-006') return observation
  const { activity, listAskedAt, lastSightAt } = known
  if (activity === undefined || activity === 'unknown') return observation
  if (activity !== 'signed-out') return { ...observation, reason: 'not-visible' }
  return listAskedAt > lastSightAt ? { kind: 'none' } : observation
}
