import { statusOf, type Agent, type CallCenter } from './callCenter.ts'
import { newGuid, path, type Handle, type Route } from './route.ts'
import { refuse, success, type Body } from './answer.ts'
import type { SimulatedSession, Sessions } from './sessions.ts'
import type { SignInWay } from './signIn.ts'

const signInRoute = (template: string, way: SignInWay): Route => ({
  kind: 'login',
  method: 'PUT',
  pattern: path(template),
  open: ({ signIn }, { agentid = '' }, body, cookie) => signIn.attempt(agentid, body, way, cookie),
})

const signOutRoute = (template: string, way: { force: boolean }): Route => ({
  kind: 'logout',
  method: 'DELETE',
  pattern: path(template),
  handle: ({ signIn }, { agent }) => signIn.leave(agent, way),
})

/** In push mode it is these that keep a session and bring its GUID; else it is the poll (§3.2, §3.3). */
const keepAlive = (sessions: Sessions, session: SimulatedSession): Record<string, string> => {
  if (!session.pushed) return {}
  sessions.keepAlive(session)
  return newGuid(sessions, session)
}

const setState =
  (resting: 'busy' | 'idle'): Handle =>
  ({ center, lendToClient }, { agent: { agentId } }) => {
    lendToClient(agentId)
    center.setState(agentId, resting)
    return success()
  }

/** An agent's own session and state (gateway protocol §2, §3, §7.5, §8.1). */
export const onlineAgentRoutes: readonly Route[] = [
  signInRoute('onlineagent/{agentid}', { force: false, phone: 'needed' }), // §2.1
  signInRoute('onlineagent/{agentid}/forcelogin', { force: true, phone: 'needed' }),
  signInRoute('onlineagent/{agentid}/loginex', { force: false, phone: 'optional' }),
  // Known from clients of 2014 only; their bodies are those of the documented ones.
  signInRoute('onlineagent/{agentid}/forceloginex', { force: true, phone: 'optional' }),
  signInRoute('onlineagent/{agentid}/forceloginexwithoutphone', { force: true, phone: 'optional' }),
  {
    kind: 'login', // §2.1: here an account's name is the agent's id
    method: 'PUT',
    pattern: path('onlineagent/loginbyaccount'),
    open: (gateway, _, body, cookie) => {
      const { account } = (body ?? {}) as { account?: unknown }
      const way = { force: false, phone: 'optional' } as const
      return gateway.signIn.attempt(String(account), body, way, cookie)
    },
  },
  signOutRoute('onlineagent/{agentid}/logout', { force: false }), // §2.5
  signOutRoute('onlineagent/{agentid}/forcelogout', { force: true }),
  {
    kind: 'updateguid', // §3.2: the new GUID comes in the body
    method: 'PUT',
    pattern: path('onlineagent/{agentid}/updateGuid'),
    handle: ({ sessions }, { session }) => success({ guid: sessions.renew(session) }),
  },
  {
    kind: 'heartbeat', // §3.3
    method: 'PUT',
    pattern: path('onlineagent/{agentid}/heartbeat'),
    handle: ({ sessions }, { session }) => ({
      ...success({ loginTime: String(session.openedAt) }),
      headers: keepAlive(sessions, session),
    }),
  },
  {
    kind: 'heartbeat', // §3.3
    method: 'POST',
    pattern: path('onlineagent/{agentid}/handshake'),
    handle: ({ sessions }, { session }) => ({
      ...success(),
      headers: keepAlive(sessions, session),
    }),
  },
  {
    kind: 'resetskill', // §2.4: all skills that the agent has, or some of them
    method: 'POST',
    pattern: path('onlineagent/{agentid}/resetskill/{autoflag}'),
    handle: (_, { agent, params, query }) => {
      const skills = query.get('skillid') ?? ''
      if (params.autoflag !== 'true' && !/^\d+(;\d+)*$/.test(skills))
        return refuse('000-002', 'bad URL parameter: skillid')
      agent.inQueue = true
      return success()
    },
  },
  {
    kind: 'setstate',
    method: 'POST',
    pattern: path('onlineagent/{agentid}/saybusy'),
    handle: setState('busy'),
  },
  {
    kind: 'setstate',
    method: 'POST',
    pattern: path('onlineagent/{agentid}/sayfree'),
    handle: setState('idle'),
  },
  {
    kind: 'agentstatus', // §8.1
    method: 'GET',
    pattern: path('onlineagent/{agentid}/agentstatus'),
    handle: (_, { agent }) =>
      success({ agentState: statusOf(agent), isWorking: agent.calls.length > 0 }),
  },
  {
    kind: 'syncagentinfo', // §7.5: for a page that was loaded again, so what it missed is dropped
    method: 'POST',
    pattern: path('onlineagent/{agentid}/syncagentinfo'),
    handle: ({ center }, { agent, session }) => {
      session.events.clear()
      return success({ agentStateInfo: stateInfo(agent, center) })
    },
  },
]

/** Table C of gateway protocol §8.1. */
const detailed = { idle: 1, 'wrap-up': 2, rest: 3, busy: 4, ringing: 8, talking: 9, held: 11 }

/** Times are texts of epoch ms, null where there is none; ids and numbers are empty texts then. */
function stateInfo(agent: Agent, { record, now }: CallCenter): Body {
  const held = agent.calls.find((call) => call.state === 'held')
  const current = agent.calls.find((call) => call.state === 'talking') ?? held ?? agent.calls[0]
  const hold = record.findLast(
    (one) => one.agentId === agent.agentId && one.callId === held?.callId,
  )
  return {
    workNo: agent.agentId,
    state: detailed[current?.state ?? agent.resting],
    holdCallId: held?.callId ?? '',
    beginHoldTime: textOf(hold?.startedAt),
    curCallId: current?.callId ?? '',
    beginTalkingTime: textOf(current?.answeredAt),
    callerNo: current?.caller ?? '',
    calledNo: current?.called ?? '',
    callFeature: current?.feature ?? null,
    currentTime: String(now()),
  }
}

const textOf = (ms: number | null | undefined): string | null =>
  ms === null || ms === undefined ? null : String(ms)
