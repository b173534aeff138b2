import type { Agent } from './callCenter.ts'
import { path, type Gateway, type Route } from './route.ts'
import { refuse, type SimulatedAnswer } from './answer.ts'

const mostReceivers = 100
const mostBytes = 1023

/** Notes from one agent to others (gateway protocol §11). */
export const noteRoutes: readonly Route[] = [
  {
    kind: 'sendnote', // §11.1
    method: 'POST',
    pattern: path('onlineagent/{agentid}/sendnoteletex'),
    handle: (gateway, { agent, body }) => {
      const note = noteOf(body, gateway.strict)
      if (note === null) return refuse('100-001', 'parameter is empty or invalid')
      return send(gateway, agent, note)
    },
  },
]

interface Note {
  agentIds: string[]
  content: string
}

/** The page wants numbers; one of the vendor's own clients sends texts. Null for what is no note. */
function noteOf(body: unknown, strict: boolean): Note | null {
  const { agentIds, content } = Object(body) as { agentIds?: unknown; content?: unknown }
  if (!Array.isArray(agentIds) || typeof content !== 'string') return null
  const isId = (id: unknown) =>
    Number.isInteger(id) || (!strict && typeof id === 'string' && /^\d+$/.test(id))
  if (agentIds.length < 1 || agentIds.length > mostReceivers || !agentIds.every(isId)) return null
  if (Buffer.byteLength(content) > mostBytes) return null
  return { agentIds: agentIds.map(String), content }
}

/** To all or to nobody; what a gateway does about one bad receiver among several is not known. */
function send(
  { center, sessions, notesWithText, notes, noteArrived }: Gateway,
  sender: Agent,
  { agentIds, content }: Note,
): SimulatedAnswer {
  const receivers = agentIds.map((agentId) => center.agents.get(agentId))
  if (receivers.includes(undefined)) return refuse('100-007', 'invalid agent id')
  if (receivers.some((agent) => agent?.node === null))
    return refuse('100-006', 'agent is not signed in')
  const sentAt = center.now()
  for (const receiver of agentIds) {
    notes.push({ sender: sender.agentId, receiver, content, sentAt })
    sessions.queue(
      receiver,
      'AgentOther_Note',
      notesWithText ? noteContent(sender, content, sentAt) : null,
    )
    noteArrived(receiver)
  }
  return { body: { message: 'success', retcode: '0', result: null } }
}

/** §11.2: as the vendor's own client reads it. */
const noteContent = ({ agentId, name }: Agent, context: string, sentAt: number) => ({
  sender: agentId,
  sendername: name,
  receivetime: sentAt,
  timestring: new Date(sentAt).toISOString(),
  context,
})
