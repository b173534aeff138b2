import { z } from 'zod'
import { parsedList, watchInput } from './setup.ts'

/** An agent of a list; the name is empty where none is known. */
export const namedAgent = z.object({ agentId: z.string().max(200), name: z.string().max(200) })
export type NamedAgent = z.infer<typeof namedAgent>

/** A list of agents that was given a name, such as a shift. */
export const savedRoster = z.object({
  name: z.string().trim().max(60),
  /** As many as can be watched. */
  agents: z.array(namedAgent).max(2_000),
})
export type SavedRoster = z.infer<typeof savedRoster>

/** The rosters of the gateway that is connected to. */
export const rosterBook = z.object({
  rosters: z.array(savedRoster),
  /** Per-agent way: ids on any of them with which nothing is known to act. */
  withoutCredential: z.array(z.string()),
})
export type RosterBook = z.infer<typeof rosterBook>

/** `before` is the name it has so far; null makes a new one. Too many agents are told as such. */
export const rosterChange = savedRoster.extend({
  before: z.string().max(60).nullable(),
  agents: z.array(namedAgent).max(20_000),
})
export type RosterChange = z.infer<typeof rosterChange>

/** Watches exactly the agents of a roster; credentials of those for whom none is known come along. */
export const rosterSwitch = watchInput.extend({ name: z.string().max(60) })

/** Agents found in any text: no number that may be an id is dropped without being named. */
export const foundAgents = parsedList.omit({ ids: true }).extend({
  agents: z.array(namedAgent),
  /** How much was left out; `rejected` names the first of it. */
  rejectedCount: z.number(),
})
export type FoundAgents = z.infer<typeof foundAgents>

/** The same from a file; its name comes without its folder. */
export const fileAgents = foundAgents.extend({ file: z.string() })
export type FileAgents = z.infer<typeof fileAgents>
