import type { QueryOutcome } from './scheduler.ts'
import type { Load } from './scheduler.ts'

/** What an agent's activity on the list means for how often the agent is queried. */
export type ActivityPace = Extract<QueryOutcome, 'talking' | 'unknown' | 'rest'>

/** Sends the queries of one source. Every moment is in board-clock ms. */
export interface Queries {
  /** Queries exactly these agents from now on; new ones at once. */
  setAgents(agentIds: readonly string[]): void
  /** While paused, no queries are sent. Those that wait for their turn are withdrawn when a pause begins. */
  setPaused(isPaused: boolean): void
  /** Queries all agents now: after a sleep, an unlock, a new session. */
  askAllNow(): void
  /** Queries this agent before the others, whatever its back-off. */
  askNow(agentId: string): void
  /** The list of agents shows a new activity. */
  setPace(agentId: string, pace: ActivityPace): void
  /** The source responds again: finds out whether it responds about agents, too. */
  tryNow(): void
  /** When this agent is queried next; null while a query is in flight or the agent is not watched. */
  dueAt(agentId: string): number | null
  /** When the source is tried next. */
  readonly nextTryAt: number | null
  /** No query gets a response, whichever agent it is about. */
  readonly sourceFails: boolean
  readonly load: Load
  close(): void
}
