import type { Agent, Call, EndedCall } from './callCenter.ts'
import { inspected, path, type Route } from './route.ts'
import { refuse, success, type Answer, type Body } from './answer.ts'

/** Questions about calls (gateway protocol §4.1, §4.2, §8.2). */
export const callDataRoutes: readonly Route[] = [
  {
    kind: 'holdlist', // §4.1: answering must not be automatic
    method: 'GET',
    pattern: path('calldata/{agentid}/holdlist'),
    handle: ({ strict }, { agent, session }) =>
      strict && session.autoAnswer
        ? refuse('300-001', 'the answering mode is automatic')
        : heldCalls(agent, ownHold),
  },
  {
    kind: 'holdlistex', // §4.2
    method: 'GET',
    pattern: path('calldata/{agentid}/holdlistex/{workno}'),
    handle: (gateway, asked) => {
      const target = inspected(gateway, asked)
      return 'body' in target ? target : heldCalls(target, hold)
    },
  },
  {
    kind: 'agentholdnum', // known from clients of 2014 only, which do not tell what the answer looks like
    method: 'GET',
    pattern: path('calldata/{agentid}/agentholdnum/{workno}'),
    handle: (gateway, asked) => {
      const target = inspected(gateway, asked)
      return 'body' in target ? target : success(held(target).length)
    },
  },
  {
    kind: 'callinfo', // §8.2: of the call now, or of the last one unless that is not wanted
    method: 'GET',
    pattern: path('calldata/{agentid}/callinfo'),
    handle: (_, { agent, query }) => {
      const now = agent.calls.find((call) => call.state === 'talking') ?? agent.calls.at(-1)
      const last = query.get('isNoContainLastCall') === 'true' ? null : agent.lastCall
      return success(now !== undefined ? info(now) : last && info(last))
    },
  },
  {
    kind: 'callinfo', // §8.2: one object, though the page calls it a list; the code for a wrong id is unknown
    method: 'GET',
    pattern: path('calldata/{agentid}/callinfobycallid/{callid}'),
    handle: (_, { agent, params }) => {
      const call = agent.calls.find((one) => one.callId === params.callid)
      return call === undefined ? refuse('400-001', 'no such call') : success(info(call))
    },
  },
  {
    kind: 'callinfo', // §8.2
    method: 'GET',
    pattern: path('calldata/{agentid}/allcallid'),
    handle: (_, { agent }) => success(agent.calls.map((call) => call.callId)),
  },
  {
    kind: 'callinfo', // §8.2: the codes are the page's
    method: 'GET',
    pattern: path('calldata/{agentid}/allcallinfoEx/{workno}'),
    handle: ({ center }, { agent, params: { workno = '' } }) => {
      if (!agent.inspector && workno !== agent.agentId) return refuse('900-002', 'no right')
      const target = center.agents.get(workno)
      if (target === undefined) return refuse('100-007', 'no such agent')
      if (target.node === null) return refuse('100-006', 'agent is not signed in')
      return success(target.calls.map((call) => call.callId))
    },
  },
]

const held = (agent: Agent): Call[] => agent.calls.filter((call) => call.state === 'held')

/** Nothing on hold is an error, not an empty list (gateway protocol §4.1). */
function heldCalls(agent: Agent, shown: (call: Call) => Body): Answer {
  const calls = held(agent)
  return calls.length === 0
    ? refuse('400-003', 'query hold list failed')
    : success(calls.map((call) => shown(call)))
}

/** The five fields of another agent's held calls (gateway protocol §4.2). */
const hold = (call: Call): Body => ({
  callfeature: call.feature,
  callid: call.callId,
  caller: call.caller,
  called: call.called,
  callskill: call.skill,
})

/** The types of the page's own example, its unused fields included (gateway protocol §4.1). */
const ownHold = (call: Call): Body => ({
  ...hold(call),
  callskillid: 0,
  orgicallednum: '',
  calldata: null,
  begintime: null,
  endtime: null,
})

/** One call as a gateway's real answer shows it; times in epoch ms (gateway protocol §8.2). */
const info = (call: Call | EndedCall): Body => ({
  ...hold(call),
  callskillid: 0,
  orgicallednum: '',
  calldata: '',
  begintime: call.answeredAt,
  endtime: 'endedAt' in call ? call.endedAt : null,
  userPriority: 0,
  trunkNo: 65_535,
  logontimes: 0,
})
