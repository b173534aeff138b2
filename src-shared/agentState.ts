/** What is known of a watched agent. */
export const agentStates = [
  'waiting', // not asked yet
  'holding',
  'talking',
  'idle',
  'busy',
  'wrap-up',
  'rest',
  'signed-out',
  'not-holding', // nothing held; what else the agent does is not known in this way of reading
  'unseen',
] as const
export type AgentState = (typeof agentStates)[number]
