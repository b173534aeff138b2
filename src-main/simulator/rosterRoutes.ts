import { ctiStatusOf, statusOf, type Agent } from './callCenter.ts'
import { path, type Gateway, type Route } from './route.ts'
import { refuse, success, type Body } from './answer.ts'

/** Who is there and what they do (gateway protocol §8.1). */
export const rosterRoutes: readonly Route[] = [
  {
    kind: 'iscensor', // §8.1
    method: 'GET',
    pattern: path('agentgroup/{agentid}/iscensor'),
    handle: (_, { agent }) => success(agent.inspector),
  },
  {
    kind: 'allagentstatus', // §8.1
    method: 'GET',
    pattern: path('agentgroup/{agentid}/allagentstatus'),
    handle: (gateway, { agent }) =>
      mayList(gateway, agent) ? success([...gateway.center.agents.values()].map(listed)) : noRight,
  },
  {
    kind: 'onlineagentonvdn', // §8.1
    method: 'GET',
    pattern: path('agentgroup/{agentid}/onlineagentonvdn'),
    handle: (gateway, { agent }) =>
      mayList(gateway, agent)
        ? success(
            [...gateway.center.agents.values()].filter((one) => one.node !== null).map(agentInfo),
          )
        : noRight,
  },
  {
    kind: 'agentbyworkno', // §8.1
    method: 'GET',
    pattern: path('agentgroup/{agentid}/agentbyworkno/{workno}'),
    handle: ({ center }, { params: { workno = '' } }) => {
      const one = center.agents.get(workno)
      return one === undefined ? refuse('300-002', 'agent not found') : success(agentInfo(one))
    },
  },
  {
    kind: 'allagent', // §8.1: states as text
    method: 'GET',
    pattern: path('qualitycontrol/{agentid}/allagent'),
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
    // Known by name only (§8.4), as all that follow; here it lists whoever is signed in on this node.
    kind: 'clusterinfo',
    method: 'GET',
    pattern: path('agentgroup/{agentid}/alllocalagentstatus'),
    handle: ({ center, probes }, { session }) =>
      probes === 'answered'
        ? success(
            [...center.agents.values()].filter(({ node }) => node === session.node).map(listed),
          )
        : badUrl,
  },
  {
    kind: 'clusterinfo',
    method: 'GET',
    pattern: path('querymonitor/{agentid}/agentclusterinfo/{workno}'),
    handle: ({ center, probes }, { params: { workno = '' } }) => {
      if (probes !== 'answered') return badUrl
      const node = center.agents.get(workno)?.node ?? null
      return success({ workno, clusterName: node === null ? '' : `AgentGateway${node}` })
    },
  },
  ...[
    'querymonitor/{agentid}/clusterinfo',
    'querymonitor/{agentid}/allagentclusterinfo',
    'querymonitor/{agentid}/clusterinfobyname/{clustername}',
    'querymonitor/{agentid}/systemversion',
  ].map((template): Route => ({
    // What they answer is not known, so this gateway is one that lacks them.
    kind: 'clusterinfo',
    method: 'GET',
    pattern: path(template),
    handle: () => badUrl,
  })),
]

/** The right that lists need is not documented; ordinary agents' clients ask for them all the same. */
const mayList = ({ strict }: Gateway, agent: Agent): boolean => agent.inspector || !strict
const badUrl = refuse('000-002', 'bad URL')
const noRight = refuse('300-001', 'no right to query agent information')

const listed = (one: Agent): Body => ({
  workno: one.agentId,
  name: one.name,
  status: statusOf(one),
  ctiStatus: ctiStatusOf(one),
  groupname: one.group,
})

const agentInfo = (one: Agent): Body => ({
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
