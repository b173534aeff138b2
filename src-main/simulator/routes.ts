import { ctiStatusOf, statusOf, type Agent, type Call, type CallCenter } from './callCenter.ts'
import type { RequestKind } from './faults.ts'
import type { Session, Sessions } from './sessions.ts'
import type { SignIn } from './signIn.ts'

export type Body = Record<string, unknown>
export interface Answer {
  headers?: Record<string, string>
  body: Body
}

/** One request, once its way through the balancer and its GUID are known to be good. */
export interface Asked {
  agent: Agent
  session: Session
  /** The agent looked at, where the path names one. */
  workno: string
  gone: AbortSignal
}

export interface Gateway {
  center: CallCenter
  sessions: Sessions
  signIn: SignIn
  /** False is a gateway older than `holdlistex` (fact sheet §4.2). */
  holdlistex: boolean
  /** What a question about an agent on another node is refused with; the real code is unknown. */
  otherNodeCode: string
}

interface Described {
  kind: RequestKind
  method: 'GET' | 'PUT' | 'POST' | 'DELETE'
  pattern: RegExp
}
export type Route =
  | (Described & { open: (gateway: Gateway, id: string, body: unknown) => Promise<Answer> })
  | (Described & { handle: (gateway: Gateway, asked: Asked) => Answer | Promise<Answer> })

export const success = (result?: unknown): Answer => ({
  body: { message: '', retcode: '0', ...(result === undefined ? {} : { result }) },
})
export const refuse = (retcode: string, message: string): Answer => ({ body: { message, retcode } })

/** Ids of today's gateways, 101 to 999999; others never reach a method (fact sheet §1, §4.3). */
const id = '(10[1-9]|1[1-9]\\d|[2-9]\\d{2}|[1-9]\\d{3,5})'

const path = (template: string): RegExp =>
  new RegExp(`^/agentgateway/resource/${template.replaceAll('{}', id)}$`)

const notAnInspector = refuse('300-001', 'no right to query agent information')

const signInRoute = (template: string, way: 'login' | 'forcelogin' | 'loginex'): Route => ({
  kind: 'login',
  method: 'PUT',
  pattern: path(template),
  open: (gateway, agentId, body) => gateway.signIn.attempt(agentId, body, way),
})

/** The interfaces, one method each (fact sheet §1); the sources stand beside them. */
export const routes: readonly Route[] = [
  signInRoute('onlineagent/{}', 'login'), // §2.1
  signInRoute('onlineagent/{}/forcelogin', 'forcelogin'),
  signInRoute('onlineagent/{}/loginex', 'loginex'),
  {
    kind: 'logout', // §2.3: refused while talking or answering
    method: 'DELETE',
    pattern: path('onlineagent/{}/logout'),
    handle: ({ center, sessions }, { agent }) => {
      if (agent.calls.length > 0) return refuse('100-010', 'the agent is in a call')
      sessions.close(agent.agentId)
      center.signOut(agent.agentId)
      return success()
    },
  },
  {
    kind: 'logout', // §2.3: also releases the calls
    method: 'DELETE',
    pattern: path('onlineagent/{}/forcelogout'),
    handle: ({ center, sessions }, { agent }) => {
      sessions.close(agent.agentId)
      center.signOut(agent.agentId)
      return success()
    },
  },
  {
    kind: 'updateguid', // §3.2: the new GUID comes in the body
    method: 'PUT',
    pattern: path('onlineagent/{}/updateGuid'),
    handle: ({ sessions }, { session }) => success({ guid: sessions.renew(session) }),
  },
  {
    kind: 'poll', // §7.1: one event an answer, and nothing but the two keys when there is none
    method: 'GET',
    pattern: path('agentevent/{}'),
    handle: async ({ sessions }, { agent, session, gone }) => {
      const event = await sessions.poll(session, gone)
      if (sessions.of(agent.agentId) !== session) return refuse('100-006', 'agent is not signed in')
      const guid = sessions.renewIfDue(session)
      return {
        ...(guid === null ? {} : { headers: { 'Set-GUID': `JSESSIONID=${guid}` } }),
        body: { message: '', retcode: '0', ...(event === null ? {} : { event }) },
      }
    },
  },
  {
    kind: 'holdlist', // §4.1
    method: 'GET',
    pattern: path('calldata/{}/holdlist'),
    handle: (_, { agent }) => heldCalls(agent, ownHold),
  },
  {
    kind: 'holdlistex', // §4.2
    method: 'GET',
    pattern: path('calldata/{}/holdlistex/{}'),
    handle: ({ center, otherNodeCode }, { agent, session, workno }) => {
      if (!agent.inspector) return notAnInspector
      if (workno === agent.agentId) return refuse('000-005', 'the inspected agent is the inspector')
      const target = center.agents.get(workno)
      if (target === undefined) return refuse('300-002', 'agent not found')
      if (target.node === null) return refuse('100-006', 'agent is not signed in')
      if (target.node !== session.node) return refuse(otherNodeCode, 'agent is not signed in')
      return heldCalls(target, hold)
    },
  },
  {
    kind: 'iscensor', // §8.1
    method: 'GET',
    pattern: path('agentgroup/{}/iscensor'),
    handle: (_, { agent }) => success(agent.inspector),
  },
  {
    kind: 'agentstatus', // §8.1
    method: 'GET',
    pattern: path('onlineagent/{}/agentstatus'),
    handle: (_, { agent }) =>
      success({ agentState: statusOf(agent), isWorking: agent.calls.length > 0 }),
  },
  {
    kind: 'allagentstatus', // §8.1; the right it needs is not documented, 300-001 is likely
    method: 'GET',
    pattern: path('agentgroup/{}/allagentstatus'),
    handle: ({ center }, { agent }) =>
      agent.inspector
        ? success(
            [...center.agents.values()].map((one) => ({
              workno: one.agentId,
              name: one.name,
              status: statusOf(one),
              ctiStatus: ctiStatusOf(one),
              groupname: one.group,
            })),
          )
        : notAnInspector,
  },
  {
    kind: 'agentbyworkno', // §8.1
    method: 'GET',
    pattern: path('agentgroup/{}/agentbyworkno/{}'),
    handle: ({ center }, { workno }) => {
      const one = center.agents.get(workno)
      if (one === undefined) return refuse('300-002', 'agent not found')
      return success({
        workno: one.agentId,
        name: one.name,
        status: statusOf(one),
        ctiStatus: ctiStatusOf(one),
        groupid: 1,
        groupname: null,
        skilllist: [],
        mediatype: 'TFF',
        vdnid: 3,
        phonenumber: one.phone,
        callids: null,
      })
    },
  },
  {
    kind: 'allagent', // §8.1: states as text
    method: 'GET',
    pattern: path('qualitycontrol/{}/allagent'),
    handle: ({ center }, { agent }) =>
      agent.inspector
        ? success(
            [...center.agents.values()]
              .filter((one) => !one.inspector)
              .map((one) => ({
                workno: one.agentId,
                name: one.name,
                status: String(statusOf(one)),
              })),
          )
        : refuse('900-002', 'no right to inspect'),
  },
  {
    kind: 'syncagentinfo', // §7.5
    method: 'POST',
    pattern: path('onlineagent/{}/syncagentinfo'),
    handle: ({ center }, { agent }) => {
      const held = agent.calls.find((call) => call.state === 'held')
      const current = agent.calls.find((call) => call.state === 'talking') ?? held
      const since = center.record.findLast((one) => one.callId === held?.callId)?.startedAt
      return success({
        agentStateInfo: {
          workNo: agent.agentId,
          state: current === undefined ? detailed[agent.resting] : current === held ? 11 : 9,
          holdCallId: held?.callId ?? null,
          beginHoldTime: since ?? null,
          curCallId: current?.callId ?? null,
          callerNo: current?.caller ?? null,
          calledNo: current?.called ?? null,
          callFeature: current?.feature ?? null,
        },
      })
    },
  },
]

/** Table C of fact sheet §8.1, for an agent without a call. */
const detailed = { idle: 1, 'wrap-up': 2, rest: 3, busy: 4 }

/** The five fields that the fact sheet gives for another agent's held calls (§4.2). */
const hold = (call: Call): Body => ({
  callfeature: call.feature,
  callid: call.callId,
  caller: call.caller,
  called: call.called,
  callskill: call.skill,
})

/** The types of the page's own example, its unused fields included (fact sheet, head and §4.1). */
const ownHold = (call: Call): Body => ({
  ...hold(call),
  callskillid: 0,
  orgicallednum: '',
  calldata: null,
  begintime: null,
  endtime: null,
})

/** Nothing on hold is an error, not an empty list (fact sheet §4.1). */
function heldCalls(agent: Agent, shown: (call: Call) => Body): Answer {
  const held = agent.calls.filter((call) => call.state === 'held')
  return held.length === 0
    ? refuse('400-003', 'query hold list failed')
    : success(held.map((call) => shown(call)))
}
