import type { AppError, SignedIn } from '../../src-shared/contract/index.ts'
import type { InspectorReader } from '../gateway/inspectorReader.ts'

/** An account or a gateway that can never show another agent's held calls is reported at set-up. */
export async function checkVisibility(
  reader: InspectorReader,
  signedIn: SignedIn,
  inspectorId: string,
): Promise<AppError | null> {
  if (signedIn.inspector === false) return { code: 'no-inspector-right' }
  const directory = await reader.agentDirectory()
  const otherAgent =
    directory?.ok && directory.agents.find(({ agentId }) => agentId !== inspectorId)
  if (!otherAgent) return null
  const observation = await reader.observe(otherAgent.agentId)
  const isUnsupported =
    observation.kind === 'unknown' &&
    observation.reason === 'http-status' &&
    observation.status === 404
  return isUnsupported ? { code: 'holdlistex-missing' } : null
}

/** Why an account is of no use for a cluster; null where it is. */
export function accountProblem(
  { inspector, isNodeCovered }: SignedIn & { isNodeCovered: boolean },
  node: string | null,
): AppError | null {
  if (inspector === false) return { code: 'no-inspector-right' }
  return isNodeCovered ? { code: 'node-covered', params: { node: node ?? '' } } : null
}
