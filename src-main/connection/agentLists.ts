import type { Roster, RosterEntry, UnknownReason } from '../../src-shared/contract/index.ts'
import type { Connection } from './connection.ts'

/** The agents that these sources list, each once; with a problem where none lists any. */
export async function mergedAgentLists(connections: readonly Connection[]): Promise<Roster> {
  const answers = await Promise.all(connections.map((connection) => listOf(connection)))
  const agents = new Map(answers.flatMap((answer) => (answer.ok ? answer.agents : [])))
  const failure = answers.find((answer) => !answer.ok)
  const problem =
    failure === undefined || agents.size > 0
      ? null
      : { reason: failure.reason, retcode: failure.retcode ?? null }
  return { agents: [...agents.values()], problem }
}

type ListedAgents =
  | { ok: true; agents: [string, RosterEntry][] }
  | { ok: false; reason: UnknownReason; retcode?: string }

/** The agents that a source lists, without our own accounts, which cannot be queried (gateway protocol §6, 000-005). */
async function listOf({ reader, inspectorId, cluster }: Connection): Promise<ListedAgents> {
  const answer = await reader.agentDirectory()
  if (answer === null) return { ok: true, agents: [] }
  if (!answer.ok) return answer
  const own = new Set([inspectorId, ...(cluster?.accounts ?? []).map(({ agentId }) => agentId)])
  const others = answer.agents.filter(({ agentId }) => !own.has(agentId))
  return { ok: true, agents: others.map((entry) => [entry.agentId, entry]) }
}
