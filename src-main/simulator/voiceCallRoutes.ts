import type { Agent, Call, CallCenter } from './callCenter.ts'
import { path, type Route } from './route.ts'
import { refuse, success, type Answer } from './answer.ts'

interface Action {
  method: 'PUT' | 'POST' | 'DELETE'
  name: string
  /** Why it cannot be done, with the codes of gateway protocol §6; `callId` is the call that was named. */
  refusal: (agent: Agent, callId: string) => Answer | null
  act: (center: CallCenter, agentId: string, callId: string) => void
}

const actions: readonly Action[] = [
  {
    method: 'PUT',
    name: 'answer',
    refusal: (agent) =>
      isIn(agent, 'ringing') && !isIn(agent, 'talking')
        ? null
        : refuse('200-002', 'there is nothing to answer'),
    act: (center, agentId) => center.talk(agentId),
  },
  {
    method: 'POST',
    name: 'hold',
    refusal: (agent) => {
      if (agent.calls.length === 0) return refuse('200-013', 'there is no call to hold')
      return isIn(agent, 'talking') ? null : refuse('200-014', 'no call is in the right state')
    },
    act: (center, agentId) => center.hold(agentId),
  },
  {
    method: 'POST',
    name: 'gethold', // ?callid=
    refusal: (agent, callId) => {
      if (!isIn(agent, 'held', callId)) return refuse('200-015', 'there is no such call on hold')
      return isIn(agent, 'talking') ? refuse('200-016', 'the agent is talking') : null
    },
    act: (center, agentId, callId) => center.retrieve(agentId, callId),
  },
  {
    method: 'POST',
    name: 'connecthold/{callid}',
    refusal: (agent, callId) => {
      if (!isIn(agent, 'talking')) return refuse('200-005', 'there is no call to connect with')
      return isIn(agent, 'held', callId) ? null : refuse('200-006', 'there is no such call on hold')
    },
    act: (center, agentId, callId) => center.connectHeld(agentId, callId),
  },
  {
    method: 'DELETE',
    name: 'release',
    refusal: (agent) =>
      agent.calls.length === 0 ? refuse('200-017', 'there is no call to hang up') : null,
    act: (center, agentId) => center.release(agentId),
  },
]

/** What an agent's client does with the agent's own calls (gateway protocol §4.4). */
export const voiceCallRoutes: readonly Route[] = actions.map(({ method, name, refusal, act }) => ({
  kind: 'voicecall',
  method,
  pattern: path(`voicecall/{agentid}/${name}`),
  handle: ({ center, lendToClient }, { agent, params, query }) => {
    lendToClient(agent.agentId)
    const callId = params.callid ?? query.get('callid') ?? ''
    const refused = refusal(agent, callId)
    if (refused !== null) return refused
    act(center, agent.agentId, callId)
    return success()
  },
}))

const isIn = (agent: Agent, state: Call['state'], callId?: string): boolean =>
  agent.calls.some((call) => call.state === state && (callId ?? call.callId) === call.callId)
