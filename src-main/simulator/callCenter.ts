import { centerNumber } from './names.ts'

/** What an agent without a call is doing; with one, the agent is talking (gateway protocol §8.1, table A). */
export type RestingState = 'idle' | 'busy' | 'wrap-up' | 'rest'

export interface Call {
  callId: string
  caller: string
  called: string
  skill: string
  /** Call type (gateway protocol §5). */
  feature: number
  state: 'ringing' | 'talking' | 'held'
  /** Epoch ms; null while it rings. */
  answeredAt: number | null
}
export type EndedCall = Call & { endedAt: number }
/** The parts of a call that may be chosen when it is made. */
export type CallWish = Partial<Omit<Call, 'state' | 'answeredAt'>>

export interface Agent {
  readonly agentId: string
  readonly name: string
  readonly password: string
  readonly phone: string
  readonly group: string
  readonly inspector: boolean
  /** The gateway node that this agent signs in on. */
  readonly home: number
  /** The gateway node that the agent is signed in on; null when signed out. */
  node: number | null
  resting: RestingState
  /** Asked for calls by `resetskill` (gateway protocol §2.4); the shift does not wait for that. */
  inQueue: boolean
  /** Oldest first. */
  calls: Call[]
  lastCall: EndedCall | null
}

/** One hold that really was; times in ms of the simulator's clock. */
export interface HoldRecord {
  agentId: string
  callId: string
  startedAt: number
  endedAt: number | null
}

export type EventListener = (agentId: string, eventType: string, content: unknown) => void

/** Table A of gateway protocol §8.1. */
export function statusOf(agent: Agent): number {
  if (agent.node === null) return 2
  if (agent.calls.length > 0) return 7
  return { busy: 3, idle: 4, 'wrap-up': 5, rest: 8 }[agent.resting]
}

/** Table B of gateway protocol §8.1. */
export function ctiStatusOf(agent: Agent): number {
  if (agent.node === null) return 0
  if (agent.calls.length > 0) return agent.calls.every((call) => call.state === 'ringing') ? 4 : 5
  return { idle: 1, 'wrap-up': 6, busy: 7, rest: 8 }[agent.resting]
}

/** The agents of the VDN and their calls: what happens, as opposed to what the gateway tells of it. */
export class CallCenter {
  readonly agents = new Map<string, Agent>()
  readonly record: HoldRecord[] = []
  readonly now: () => number
  readonly #tell: EventListener
  #callsMade = 0

  /** `tell` hears every event, named as in gateway protocol §7.2. */
  constructor(agents: Iterable<Agent>, now: () => number, tell: EventListener) {
    for (const agent of agents) this.agents.set(agent.agentId, agent)
    this.now = now
    this.#tell = tell
  }

  agent(agentId: string): Agent {
    const agent = this.agents.get(agentId)
    if (agent === undefined) throw new Error(`There is no agent ${agentId}`)
    return agent
  }

  #working(agentId: string): Agent {
    const agent = this.agent(agentId)
    if (agent.node === null) throw new Error(`Agent ${agentId} is not signed in`)
    return agent
  }

  signIn(agentId: string, node?: number, resting: RestingState = 'idle'): void {
    const agent = this.agent(agentId)
    agent.node = node ?? agent.home
    this.#tell(agentId, 'AgentOther_InService', null)
    this.#tell(agentId, 'AgentState_Ready', null)
    agent.resting = resting
    if (resting !== 'idle') this.#tell(agentId, stateEvents[resting], null)
  }

  /** Releases the agent's calls, as a forcible sign-out does (gateway protocol §2.5). */
  signOut(agentId: string): void {
    const agent = this.agent(agentId)
    while (agent.calls.length > 0) this.release(agentId)
    agent.node = null
    agent.resting = 'idle'
    agent.inQueue = false
    this.#tell(agentId, 'AgentOther_ShutdownService', null)
  }

  setState(agentId: string, resting: RestingState): void {
    const agent = this.#working(agentId)
    agent.resting = resting
    this.#tell(agentId, stateEvents[resting], null)
  }

  ring(agentId: string, wish: CallWish = {}): string {
    const agent = this.#working(agentId)
    const call = this.#newCall(agent, wish, 'ringing')
    this.#reachForPhone(agent, described(call))
    this.#tell(agentId, 'AgentEvent_Ringing', described(call))
    return call.callId
  }

  /** Answers the ringing call, or starts a new one; a held call keeps being held meanwhile. */
  talk(agentId: string, wish: CallWish = {}): string {
    const agent = this.#working(agentId)
    const busyWith = agent.calls.find((call) => call.state === 'talking')
    if (busyWith !== undefined)
      throw new Error(`Agent ${agentId} is already talking, in call ${busyWith.callId}`)
    const ringing = agent.calls.find(
      (call) => call.state === 'ringing' && (wish.callId ?? call.callId) === call.callId,
    )
    const call = ringing ?? this.#newCall(agent, wish, 'talking')
    if (ringing === undefined) {
      const isOutgoing = call.feature !== 0
      this.#reachForPhone(agent, isOutgoing ? null : described(call))
      if (isOutgoing)
        this.#tell(agentId, 'AgentEvent_Customer_Alerting', {
          callid: call.callId,
          otherPhone: call.called,
        })
    }
    call.state = 'talking'
    call.answeredAt ??= this.now()
    this.#tell(agentId, 'AgentEvent_Talking', described(call))
    return call.callId
  }

  /** Holds the named call, or without a wish the one being talked on; makes the call if there is none. */
  hold(agentId: string, wish: CallWish = {}): string {
    const agent = this.#working(agentId)
    const bare = Object.keys(wish).length === 0
    const existing = agent.calls.find((call) =>
      bare ? call.state === 'talking' : call.callId === wish.callId,
    )
    if (existing?.state === 'held')
      throw new Error(`Call ${existing.callId} of agent ${agentId} is already on hold`)
    const call = existing ?? this.#newCall(agent, wish, 'talking')
    call.state = 'held'
    call.answeredAt ??= this.now()
    this.record.push({ agentId, callId: call.callId, startedAt: this.now(), endedAt: null })
    this.#tell(agentId, 'AgentEvent_Hold', call.callId)
    return call.callId
  }

  /** Takes the named call, or the one held longest, off hold. */
  retrieve(agentId: string, callId?: string): string {
    const agent = this.#working(agentId)
    const call = agent.calls.find(
      (one) => one.state === 'held' && (callId ?? one.callId) === one.callId,
    )
    if (call === undefined) throw new Error(`Agent ${agentId} has no such call on hold`)
    if (agent.calls.some((one) => one.state === 'talking'))
      throw new Error(`Agent ${agentId} is talking: release or hold that call first`)
    call.state = 'talking'
    this.#endHold(agentId, call.callId)
    this.#tell(agentId, 'AgentEvent_Talking', described(call))
    return call.callId
  }

  /** Joins the named held call with the one being talked on; the agent leaves both (gateway protocol §4.4). */
  connectHeld(agentId: string, callId: string): void {
    this.#end(agentId, 'AgentEvent_Call_Release')
    this.#end(agentId, 'AgentEvent_Call_Release', callId)
  }

  /** The agent ends the named call; without a name the one being talked on, or else the oldest. */
  release(agentId: string, callId?: string): string {
    return this.#end(agentId, 'AgentEvent_Call_Release', callId)
  }

  /** The customer ends it; which call, as in `release`. */
  hangUp(agentId: string, callId?: string): string {
    return this.#end(agentId, 'AgentEvent_Customer_Release', callId)
  }

  #end(agentId: string, eventType: string, callId?: string): string {
    const agent = this.#working(agentId)
    const call =
      callId === undefined
        ? (agent.calls.find((one) => one.state === 'talking') ?? agent.calls[0])
        : agent.calls.find((one) => one.callId === callId)
    if (call === undefined) throw new Error(`Agent ${agentId} has no such call`)
    agent.calls.splice(agent.calls.indexOf(call), 1)
    agent.lastCall = { ...call, endedAt: this.now() }
    if (call.state === 'held') this.#endHold(agentId, call.callId)
    this.#tell(agentId, eventType, { callid: call.callId })
    return call.callId
  }

  /** The events before a call on a phone that lay idle; they name an incoming call only. */
  #reachForPhone(agent: Agent, incoming: object | null): void {
    if (agent.calls.length > 1) return
    this.#tell(agent.agentId, 'AgentState_Busy', null)
    this.#tell(agent.agentId, 'AgentOther_PhoneAlerting', incoming)
    this.#tell(agent.agentId, 'AgentOther_PhoneOffhook', null)
  }

  #newCall(agent: Agent, wish: CallWish, state: Call['state']): Call {
    this.#callsMade += 1
    const call: Call = {
      callId: wish.callId ?? `${Math.floor(this.now() / 1000)}-${200 + this.#callsMade}`,
      caller: wish.caller ?? '02155501234',
      called: wish.called ?? centerNumber,
      skill: wish.skill ?? 'billing',
      feature: wish.feature ?? 0,
      state,
      answeredAt: state === 'ringing' ? null : this.now(),
    }
    agent.calls.push(call)
    return call
  }

  #endHold(agentId: string, callId: string): void {
    const open = this.record.findLast(
      (hold) => hold.agentId === agentId && hold.callId === callId && hold.endedAt === null,
    )
    if (open !== undefined) open.endedAt = this.now()
  }
}

const stateEvents: Record<RestingState, string> = {
  idle: 'AgentState_Ready',
  busy: 'AgentState_SetNotReady_Success',
  'wrap-up': 'AgentState_Work',
  rest: 'AgentState_SetRest_Success',
}

const described = (call: Call) => ({
  caller: call.caller,
  called: call.called,
  callid: call.callId,
  feature: call.feature,
  mediaAbility: 0,
})
