import type { BoardFilters, HeldCall } from '../../src-shared/contract/index.ts'
import { isNamed } from '../state/agents.ts'

export const noFilters: Readonly<BoardFilters> = {
  agents: [],
  skills: [],
  callTypes: [],
  levels: [],
  teams: [],
  unhandled: false,
  minAgeMs: 0,
}

/** The number of filters that exclude something. */
export const filterCount = (filters: BoardFilters): number =>
  [
    filters.agents.length > 0,
    filters.skills.length > 0,
    filters.callTypes.length > 0,
    filters.levels.length > 0,
    filters.teams.length > 0,
    filters.unhandled,
    filters.minAgeMs > 0,
  ].filter(Boolean).length

const admits = <T>(list: readonly T[], value: T): boolean =>
  list.length === 0 || list.includes(value)

export const passes = (
  call: HeldCall,
  team: string,
  filters: BoardFilters,
  ageMs: () => number,
): boolean =>
  admits(filters.agents, call.agentId) &&
  admits(filters.skills, call.skill) &&
  admits(filters.callTypes, call.callFeature) &&
  admits(filters.levels, call.level) &&
  admits(filters.teams, team) &&
  (!filters.unhandled || call.attention === null) &&
  // The age is checked last, and only here: it changes each second.
  (filters.minAgeMs === 0 || ageMs() >= filters.minAgeMs)

const digitsOf = (text: string): string => text.replace(/\D/g, '')
/** The characters that a number may be written with. */
const numeric = /^[\d\s+()./-]+$/

/**
 * Whether a displayed number, masked or full, may match the search. Only the last digits of a masked one are known, so
 * a longer search is compared by its end.
 */
export const isNumberLike = (number: string, query: string): boolean => {
  if (!numeric.test(query)) return false
  const known = digitsOf(number)
  const digits = digitsOf(query)
  if (known === '' || digits === '') return false
  return known.includes(digits) || (known.length < digits.length && digits.endsWith(known))
}

export interface Searchable {
  call: Pick<HeldCall, 'agentId' | 'callId' | 'skill'>
  agentName: string
  team: string
  /** The words of the row. */
  callType: string
  /** The customer's number as shown in the row. */
  number: string
}

/** Searches names, agent ids, call ids, skills, teams, call types and numbers. */
export const isFound = (
  { call, agentName, team, callType, number }: Searchable,
  search: string,
): boolean => {
  const query = search.trim().toLowerCase()
  if (query === '') return true
  return (
    isNamed({ agentId: call.agentId, name: agentName }, query) ||
    [call.callId, call.skill, team, callType].some((text) => text.toLowerCase().includes(query)) ||
    isNumberLike(number, query)
  )
}
