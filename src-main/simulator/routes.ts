import { agentEventRoutes } from './agentEventRoutes.ts'
import { callDataRoutes } from './callDataRoutes.ts'
import { noteRoutes } from './noteRoutes.ts'
import { onlineAgentRoutes } from './onlineAgentRoutes.ts'
import { rosterRoutes } from './rosterRoutes.ts'
import type { Route } from './route.ts'
import { voiceCallRoutes } from './voiceCallRoutes.ts'

/** The interfaces, one method each (gateway protocol §1.2); the sources stand beside them. */
export const routes: readonly Route[] = [
  ...onlineAgentRoutes,
  ...agentEventRoutes,
  ...callDataRoutes,
  ...voiceCallRoutes,
  ...noteRoutes,
  ...rosterRoutes,
]
