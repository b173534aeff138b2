import type { Balancing } from './balancer.ts'
import { agentName, groups } from './names.ts'
import type { Agent } from './callCenter.ts'
import type { MadeCertificate } from './certificate.ts'
import type { CmsOptions } from './cms/options.ts'
import { createRandom } from './random.ts'

const usualFirstAgentId = 10401

/** How to set up a simulated gateway; times in ms, and the gateway's own defaults (gateway protocol §3.2, §7.1). */
export interface SimulatorOptions {
  /** 0 takes any free port. */
  port: number
  host: string
  /** How many agents, the inspectors aside. */
  agents: number
  /** The id of the first agent; the others follow. */
  firstAgentId: number
  /** What the agent with this place on the list is called. */
  nameOf: (index: number) => string
  /** The same seed plays the same shift. */
  seed: number
  /** 1 static, 2 dynamic GUIDs. */
  authMode: 1 | 2
  guidIntervalMs: number
  guidTimeoutMs: number
  /** How long an event poll waits. */
  pollWaitMs: number
  /** A session that is not polled for so long is signed out. */
  sessionTimeoutMs: number
  /** How long a sign-in takes. */
  signInMs: number
  /** How long a sign-out takes; another sign-in or sign-out of that agent meanwhile is refused. */
  signOutMs: number
  /** How long five wrong passwords lock an account. */
  lockMs: number
  /** Agents take and hold calls by themselves. */
  shift: boolean
  /** How many times faster than the clock the shift runs. */
  speed: number
  /** Agents have desktops of their own that sign them in; without, clients sign in as the agents. */
  desktops: boolean
  /** More than 1 is a cluster behind a balancer; agents and inspectors alternate between the nodes. */
  nodes: 1 | 2 | 3
  /** How the balancer chooses the node of a client's sign-in. */
  balancing: Balancing
  /**
   * Refuses what the documents do not allow: no `Content-Type`, odd slashes, ids below 101, bodies of sign-ins that
   * are not as documented, lists of agents for others than inspectors, held calls while answering is automatic.
   * Without, the gateway is as lenient as the vendor's own clients need it.
   */
  strict: boolean
  /** False: the event of a note says nothing of what was written, as on the pages. */
  notesWithText: boolean
  /** How likely it is, from 0 to 1, that an agent of the shift who holds answers a note by retrieving the call. */
  noteEffect: number
  /** 2 gives the events of all agents on a node to one poll, and none to their own. */
  eventMode: 1 | 2
  /** False is a gateway that is older than `holdlistex`. */
  holdlistex: boolean
  /** The code for a GUID that is not accepted. */
  guidRejection: '100-006' | '000-003'
  /** What a node answers about an agent whom it does not see: a code, or `empty` for an empty list. Really unknown. */
  unseen: string | (() => string)
  /** What the routes do that could tell which node an agent is on: answer, refuse as a bad URL, or respond with 404. */
  probes: 'answered' | 'bad-url' | 'missing'
  certificate: MadeCertificate | null
  /** A CC-CMS beside the gateway. */
  cms: Partial<CmsOptions> | boolean
  /** Where the control port listens: 0 any free port, null nowhere. */
  controlPort: number | null
  /** The clock, epoch ms. */
  now: () => number
  /** Does something after so many ms of that clock; the returned function calls it off. */
  setTimer: SetTimer
}

export type SetTimer = (ms: number, run: () => void) => () => void

export const defaultOptions: SimulatorOptions = {
  port: 0,
  host: '127.0.0.1',
  agents: 50,
  firstAgentId: usualFirstAgentId,
  nameOf: agentName,
  seed: 1,
  authMode: 2,
  guidIntervalMs: 60_000,
  guidTimeoutMs: 120_000,
  pollWaitMs: 10_000,
  sessionTimeoutMs: 120_000,
  signInMs: 10,
  signOutMs: 0,
  lockMs: 600_000,
  shift: true,
  speed: 1,
  desktops: true,
  nodes: 1,
  balancing: 'home',
  strict: true,
  notesWithText: true,
  noteEffect: 0.7,
  eventMode: 1,
  holdlistex: true,
  guidRejection: '100-006',
  unseen: '100-006',
  probes: 'bad-url',
  certificate: null,
  cms: false,
  controlPort: null,
  now: Date.now,
  // Waiting keeps no process alive.
  setTimer: (ms, run) => {
    const timer = setTimeout(run, ms).unref()
    return () => clearTimeout(timer)
  },
}

/** The password of every simulated account; nothing is behind it. */
export const simulatedPassword = 'Simulated-1'

const firstInspector = 10301
const inspectorNames = ['Helen Park', 'Gao Feng 高峰', 'Ines Duarte']
/** What fits between the first id and 59999, the last that every gateway accepts (gateway protocol §4.3). */
export const mostAgents = 59_999 - usualFirstAgentId + 1

/** Two inspectors, or one for each of three nodes, and the agents. */
export function staff({ agents, firstAgentId, nameOf, seed, nodes }: SimulatorOptions): Agent[] {
  const random = createRandom(seed, 'staff')
  const member = (id: number, index: number, name: string, inspector: boolean): Agent => ({
    agentId: String(id),
    name,
    password: simulatedPassword,
    phone: String(id + 60_000),
    group: inspector ? 'Supervision' : random.pick(groups),
    inspector,
    home: index % nodes,
    node: null,
    resting: 'idle',
    inQueue: false,
    calls: [],
    lastCall: null,
  })
  return [
    ...inspectorNames
      .slice(0, Math.max(2, nodes))
      .map((name, index) => member(firstInspector + index, index, name, true)),
    ...Array.from({ length: agents }, (_, index) =>
      member(firstAgentId + index, index, nameOf(index), false),
    ),
  ]
}
