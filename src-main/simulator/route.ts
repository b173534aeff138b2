import type { Balancer } from './balancer.ts'
import type { Agent, CallCenter } from './callCenter.ts'
import { type SimulatedAnswer, refuse, success } from './answer.ts'
import type { RequestKind } from './faults.ts'
import type { NoteRecord } from './simulator.ts'
import type { SimulatedSession, Sessions } from './sessions.ts'
import type { SignIn } from './signIn.ts'

/** The parts of a path that its template names in braces. */
export type Params = Partial<Record<string, string>>

/** One request, once its way through the balancer and its GUID are known to be good. */
export interface RouteRequest {
  agent: Agent
  session: SimulatedSession
  params: Params
  query: URLSearchParams
  /** Undefined where none came that is JSON. */
  body: unknown
  gone: AbortSignal
}

export interface Gateway {
  center: CallCenter
  sessions: Sessions
  balancer: Balancer
  signIn: SignIn
  /** Refuses what the documents do not allow; else as lenient as the vendor's own clients need. */
  strict: boolean
  /** 2 gives every agent's events to one poll (gateway protocol §7.3). */
  eventMode: 1 | 2
  /** False is a gateway older than `holdlistex` (gateway protocol §4.2). */
  holdlistex: boolean
  /** What a node answers about an agent on another one: a code, or `empty`; the real answer is unknown. */
  unseen: string | (() => string)
  /** What the routes do that could tell which node an agent is on. */
  probes: 'answered' | 'bad-url' | 'missing'
  /** A client works for this agent, not the shift, until the agent is idle again. */
  lendToClient: (agentId: string) => void
  /** Whether the event of a note carries its text, which the pages deny (gateway protocol §11.2). */
  notesWithText: boolean
  /** Every note that was accepted, oldest first. */
  notes: NoteRecord[]
  /** This agent was sent a note, and may do something about it. */
  noteArrived: (agentId: string) => void
}

interface Described {
  kind: RequestKind
  method: 'GET' | 'PUT' | 'POST' | 'DELETE'
  pattern: RegExp
}
export type Handle = (
  gateway: Gateway,
  asked: RouteRequest,
) => SimulatedAnswer | Promise<SimulatedAnswer>
export type Route =
  | (Described & {
      open: (
        gateway: Gateway,
        params: Params,
        body: unknown,
        cookie: string | undefined,
      ) => Promise<SimulatedAnswer>
    })
  | (Described & { handle: Handle })

/** The header that brings a renewed GUID, if one is due (gateway protocol §3.2). */
export function newGuid(sessions: Sessions, session: SimulatedSession): Record<string, string> {
  const guid = sessions.renewIfDue(session)
  return guid === null ? {} : { 'Set-GUID': `JSESSIONID=${guid}` }
}

/** All ids that some gateway knows (gateway protocol §1.2, §4.3); others never reach a method. */
const id = '[1-9]\\d{0,5}'
/** The least id of today's pages; gateways of 2014 took less. */
export const leastDocumentedId = 101
const shapes: Params = { agentid: id, workno: id, callid: '\\d+-\\d+' }

/** What a template such as `calldata/{agentid}/holdlist` matches. */
export const path = (template: string): RegExp => {
  const inner = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    return `(?<${name}>${shapes[name] ?? '[^/]+'})`
  })
  return new RegExp(`^/agentgateway/resource/${inner}$`)
}

/** The agent whom an inspector asks about, or why there is no answer (gateway protocol §4.2). */
export function inspected(
  { center, unseen }: Gateway,
  { agent, session, params: { workno = '' } }: RouteRequest,
): Agent | SimulatedAnswer {
  if (!agent.inspector) return refuse('300-001', 'no right to query agent information')
  if (workno === agent.agentId) return refuse('000-005', 'the inspected agent is the inspector')
  const target = center.agents.get(workno)
  if (target === undefined) return refuse('300-002', 'agent not found')
  if (target.node === null) return refuse('100-006', 'agent is not signed in')
  if (target.node !== session.node) return answerAboutUnseen(unseen)
  return target
}

function answerAboutUnseen(unseen: Gateway['unseen']): SimulatedAnswer {
  const code = typeof unseen === 'string' ? unseen : unseen()
  return code === 'empty' ? success([]) : refuse(code, 'query hold list failed')
}
