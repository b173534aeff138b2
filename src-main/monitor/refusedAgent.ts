import type { Activity, Observation } from './observation.ts'

/**
 * Decides whom "not signed in" is about, where the gateway responds so about an agent while our own session is live:
 * 100-006 (gateway protocol §6), and 000-003 where it means a missing right.
 * - The list of agents shows it signed out, too: nothing is held, since signing out releases the calls (§2.5). A list
 *   requested before the last observation of a call proves nothing.
 * - The list shows it at work: it is signed in at another node of the cluster (§12.3), which our session cannot see.
 * @param activity as listed; undefined where the list does not contain the agent or there is no list
 * @param listAskedAt when the list was requested, board-clock ms
 * @param lastSightAt when a call of the agent was last observed; -Infinity where none is open
 */
export function aboutRefusedAgent(
  observation: Observation,
  known: { activity: Activity | undefined; listAskedAt: number; lastSightAt: number },
): Observation {
  // Without a code our own session was lost, not the agent's.
  if (observation.kind !== 'unknown' || observation.reason !== 'signed-out') return observation
  if (observation.retcode === '000-003') return { ...observation, reason: 'no-right' }
  if (observation.retcode !== '100-006') return observation
  const { activity, listAskedAt, lastSightAt } = known
  if (activity === undefined || activity === 'unknown') return observation
  if (activity !== 'signed-out') return { ...observation, reason: 'not-visible' }
  return listAskedAt > lastSightAt ? { kind: 'none' } : observation
}
