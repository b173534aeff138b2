import type { Observation } from '../monitor/observation.ts'
import { observationOf } from './protocol.ts'
import type { Answer } from './transport.ts'

/** The meaning of a response to a held-call query for the agent. */
export function observationFrom(answer: Answer): Observation {
  const observation = answer.ok ? observationOf(answer.reply) : noAnswer(answer)
  return observation.kind === 'unknown' && asksForPause(answer)
    ? { ...observation, isPutOff: true }
    : observation
}

const noAnswer = ({ reason, status }: Answer & { ok: false }): Observation => ({
  kind: 'unknown',
  reason,
  ...(status !== undefined && { status }),
})

/** 000-007, "called repeatedly", the same of another server, or a balancer's response in its place. */
export function asksForPause(answer: Answer): boolean {
  if (answer.ok) return answer.reply.retcode === '000-007' || answer.reply.asksForPause === true
  return answer.status === 429 || (answer.status === 503 && answer.retryAfter !== undefined)
}
