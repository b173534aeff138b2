import { newGuid, path, type Route } from './route.ts'
import { refuse } from './answer.ts'

const wrongWay = refuse('000-001', 'wrong way of fetching events')

/** Polling for events (gateway protocol §7). */
export const agentEventRoutes: readonly Route[] = [
  {
    kind: 'poll', // §7.1: one event an answer, and nothing but the two keys when there is none
    method: 'GET',
    pattern: path('agentevent/{agentid}'),
    handle: async ({ sessions, eventMode }, { session, gone }) => {
      if (session.pushed || eventMode === 2) return wrongWay
      const event = await sessions.poll(session, gone)
      if (event === null && !sessions.isOpen(session))
        return refuse('100-006', 'agent is not signed in')
      return {
        headers: newGuid(sessions, session),
        body: { message: '', retcode: '0', ...(event === null ? {} : { event }) },
      }
    },
  },
  {
    kind: 'poll', // §7.3: a list of events, of all agents on this node
    method: 'GET',
    pattern: path('agentevent/allagentevent'),
    handle: async ({ sessions, eventMode }, { session, gone }) => {
      if (eventMode === 1) return refuse('000-003', 'no right to invoke the resource')
      const event = await sessions.pollAll(session, gone)
      return { headers: newGuid(sessions, session), body: { message: '', retcode: '0', event } }
    },
  },
]
