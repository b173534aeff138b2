import { type Agent, type Call, type CallCenter, ctiStatusOf } from '../callCenter.ts'
import type { CmsFaultSpec } from './faults.ts'
import type { CmsOptions } from './options.ts'

type Body = Record<string, unknown>

/** `data` after a success; otherwise a code and a text (gateway protocol §10.4, §10.8). */
export type CmsAnswer = { data: unknown; count?: number } | { code: string; text: string }

export interface CmsFloor {
  center: CallCenter
  options: CmsOptions
}

export type CmsHandle = (floor: CmsFloor, body: Body, faults: readonly CmsFaultSpec[]) => CmsAnswer

const illegal: CmsAnswer = { code: '0100002', text: 'illegal parameter' }

/** By path below `/rest/cmsapp/v1/openapi/`. */
export const cmsHandles: Readonly<Record<string, CmsHandle>> = {
  'agentgroup/queryagentcalls': ofCenter((floor, { agentIds }, faults) => {
    if (!Array.isArray(agentIds) || agentIds.length === 0 || agentIds.length > 3_000) return illegal
    const ids = agentIds.map(String)
    const bad = faults.flatMap((fault) => (fault.kind === 'bad-agent' ? fault.agentId : []))
    if (ids.some((id) => bad.includes(id))) return illegal
    const missing = faults.flatMap((fault) => (fault.kind === 'missing-agent' ? fault.agentId : []))
    const data = ids.flatMap((id) => {
      const agent = floor.center.agents.get(id)
      return agent === undefined || missing.includes(id) ? [] : [callsOf(agent, faults)]
    })
    return { data: faults.some(({ kind }) => kind === 'other-agent') ? [...data, stranger] : data }
  }),
  'calldata/querybasiccallinfo': ofCenter((floor, { callId }) => {
    if (typeof callId !== 'string' || callId.length > 20) return illegal
    for (const agent of floor.center.agents.values()) {
      const call = agent.calls.find((one) => idFor(one, floor.options) === callId)
      if (call !== undefined) return { data: details(agent, call) }
    }
    return illegal
  }),
  'vdn/totalagentabstractex3': ofCenter((floor, { limit, offset }) => {
    if (!isWhole(limit, 1, 1_000) || !isWhole(offset, 0, 1_000_000)) return illegal
    const all = [...floor.center.agents.values()]
    const data = all.slice(offset, offset + limit).map((agent) => ({
      agentId: Number(agent.agentId),
      currentState: ctiStatusOf(agent),
      currentStateTime: 60,
    }))
    return { data, count: all.length }
  }),
  'vdn/querytotalagentinfo': ofCenter(({ center }) => ({
    data: [...center.agents.values()].map(({ agentId, name }) => ({
      agentId: Number(agentId),
      name,
      rights: [],
      groupId: 1,
      realFlag: 1,
    })),
  })),
  'tenant/querytenants': ({ options: { ccId, vdn } }) => ({
    data: [
      { ccId, tenantId: '202500000001', tenantSpaceName: 'simulated', vdnId: vdn, accessCodes: [] },
    ],
  }),
}

const isWhole = (value: unknown, from: number, to: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to

/** The right call center and VDN come first. */
function ofCenter(handle: CmsHandle): CmsHandle {
  return (floor, body, faults) => {
    const { ccId, vdn } = floor.options
    return body.ccId === ccId && body.vdn === vdn ? handle(floor, body, faults) : illegal
  }
}

/** Statuses of gateway protocol §10.4. */
const statuses: Record<Call['state'], number> = { ringing: 4, talking: 5, held: 6 }

function callsOf({ agentId, calls }: Agent, faults: readonly CmsFaultSpec[]): Body {
  const changed = faults.find(
    (fault) => fault.kind === 'call-status' && fault.agentId === agentId,
  ) as Extract<CmsFaultSpec, { kind: 'call-status' }> | undefined
  return {
    agentId: Number(agentId),
    callList: calls.map(({ callId, state, feature }) => ({
      callId,
      callStatus: state === 'held' ? (changed?.status ?? statuses.held) : statuses[state],
      callInOut: feature === 0 ? 0 : 1,
      mediaType: 5,
      submediaType: '',
    })),
  }
}

/** An answer that nobody asked for, as in the page's own example. */
const stranger = {
  agentId: 101,
  callList: [
    { callId: '1605494261-1449', callStatus: 6, callInOut: 0, mediaType: 5, submediaType: '' },
  ],
}

/** The id by which a call's details are queried (gateway protocol §10.6). */
const idFor = ({ callId }: Call, { callIds }: CmsOptions): string =>
  callIds === 'seconds' ? callId : callId.replace('-', '000-')

const details = ({ agentId }: Agent, call: Call): Body => ({
  callingNum: call.caller,
  calledNum: call.called,
  callSkill: call.skill,
  orgiCalledNum: 0,
  callFeature: call.feature,
  mediaType: 5,
  time: call.answeredAt ?? 0,
  deviceType: 2,
  deviceNo: Number(agentId),
  waitTime: 5,
  totalTalkingTimes: 1,
  logonTimes: 0,
})
