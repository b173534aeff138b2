import { ruleOf } from './resultCodes.ts'
import type { SessionCheck } from './sessionState.ts'
import type { Answer, Ask } from './transport.ts'

/** Whether a session is valid, by the agent's own status or, where that is missing, by iscensor. */
export async function checkSession(
  send: (ask: Omit<Ask, 'keys'>) => Promise<Answer>,
  agentId: string,
  signal: AbortSignal,
): Promise<SessionCheck> {
  let last: SessionCheck = { kind: 'unknown', reason: 'bad-reply' }
  for (const path of [`onlineagent/${agentId}/agentstatus`, `agentgroup/${agentId}/iscensor`]) {
    const answer = await send({ method: 'GET', path, signal, isForSession: true })
    if (!answer.ok) {
      last = { kind: 'unknown', reason: answer.reason }
      if (answer.status === undefined) return last
      continue
    }
    const { retcode } = answer.reply
    const { action } = ruleOf(retcode)
    // Whatever the reported state: if the GUID is accepted, the session is valid.
    if (action === 'ok') return { kind: 'fine' }
    if (action === 'renew-guid' || action === 'sign-in-again') return { kind: 'lost', retcode }
    last = { kind: 'unknown', reason: 'gateway-error', retcode }
  }
  return last
}
