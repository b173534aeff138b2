import type { RosterEntry } from '../../src-shared/contract/index.ts'
import type { Reply } from '../gateway/protocol.ts'
import type { Service } from '../gateway/transport.ts'
import type { Observation, SeenCall } from '../monitor/observation.ts'
import { isFlowControl, success } from './resultCodes.ts'

/** The interface of a CC-CMS (gateway protocol §10.1). */
export const cmsService: Service = { root: '/rest/cmsapp/v1/openapi/', read: readCmsReply }

/** `callStatus` of a held call, and those with another documented meaning (gateway protocol §10.4). */
const heldStatus = 6
const knownStatuses = new Set([0, 1, 2, 3, 4, 5, 8, 9])

type Fields = Record<string, unknown>
const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null

/** Numbers and numeric strings are read alike; anything else is null. */
function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  return typeof value === 'string' && /^\s*-?\d+\s*$/.test(value) ? Number(value) : null
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : ''

/** A text about the rate of requests, for which no code is documented (gateway protocol §10.8). */
const aboutRate = /frequen|too (many|often|fast)|rate limit|flow control|throttl|频繁|流控|限流/i

/** Parses a body as the reply of a CC-CMS; null if it is not one. `result` is what was asked for. */
export function readCmsReply(body: string): Reply | null {
  const fields = parseJson(body)
  if (!isObject(fields)) return null
  const retcode = codeOf(fields)
  if (retcode === null) return null
  const { resultDesc, resultDatas } = fields
  const message = typeof resultDesc === 'string' ? resultDesc : ''
  const asksForPause = isFlowControl(retcode) || (retcode !== success && aboutRate.test(message))
  return {
    retcode,
    message,
    result: [resultDesc, resultDatas].find(Array.isArray) ?? resultDesc,
    event: undefined,
    ...(asksForPause && { asksForPause }),
  }
}

/** `resultCode`, or the `result` of earlier versions, which is 0 for success. */
function codeOf({ resultCode, result }: Fields): string | null {
  const code = textOf(resultCode)
  // A number has lost its leading zero.
  if (code !== '') return typeof resultCode === 'number' ? code.padStart(7, '0') : code
  const older = textOf(result)
  if (older === '') return null
  return older === '0' ? success : older
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** The calls of the agents in one answer. */
export interface AgentCalls {
  /** An agent who is missing here is unknown. */
  observations: Map<string, Observation>
  /** The ids of all calls of an agent, whatever their status. */
  callIds: Map<string, readonly string[]>
  /** How many calls have each status that is neither hold nor documented. */
  otherStatuses: Map<number, number>
}

/**
 * What `queryagentcalls` returned (gateway protocol §10.4); null if it is not a list.
 * @param queried agents that were not queried are ignored: the vendor's own example has one
 */
export function agentCallsOf(result: unknown, queried: ReadonlySet<string>): AgentCalls | null {
  if (!Array.isArray(result)) return null
  const lists = new Map<string, readonly unknown[] | null>()
  for (const entry of result as unknown[]) {
    if (!isObject(entry)) continue
    const agentId = textOf(entry['agentId'])
    if (!queried.has(agentId)) continue
    const list = listOf(entry['callList'])
    const before = lists.get(agentId)
    lists.set(agentId, before === undefined ? list : before && list && [...before, ...list])
  }
  const calls: AgentCalls = {
    observations: new Map(),
    callIds: new Map(),
    otherStatuses: new Map(),
  }
  for (const [agentId, list] of lists) addAgent(calls, agentId, list)
  return calls
}

/** A missing list is an empty one, a single object a list of one; null for anything else. */
function listOf(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value
  if (value === null || value === undefined) return []
  return isObject(value) ? [value] : null
}

const none: Observation = { kind: 'none' }
const unreadable: Observation = { kind: 'unknown', reason: 'bad-reply' }

function addAgent(calls: AgentCalls, agentId: string, list: readonly unknown[] | null): void {
  if (list === null) {
    calls.observations.set(agentId, unreadable)
    return
  }
  const ids: string[] = []
  const held = new Map<string, SeenCall>()
  let malformed = 0
  for (const entry of list) {
    const call = isObject(entry) ? entry : {}
    const callId = textOf(call['callId'])
    const status = numberOf(call['callStatus'])
    if (callId !== '') ids.push(callId)
    if (status === heldStatus && callId !== '') held.set(callId, withoutDetails(callId))
    // A call without a status might be on hold.
    else if (status === heldStatus || status === null) malformed += 1
    else if (!knownStatuses.has(status)) {
      calls.otherStatuses.set(status, (calls.otherStatuses.get(status) ?? 0) + 1)
    }
  }
  if (ids.length > 0) calls.callIds.set(agentId, ids)
  calls.observations.set(
    agentId,
    held.size === 0 && malformed === 0
      ? none
      : { kind: 'holding', calls: [...held.values()], malformed },
  )
}

const withoutDetails = (callId: string): SeenCall => ({
  callId,
  callFeature: null,
  caller: '',
  called: '',
  skill: '',
})

/** The details of one call (gateway protocol §10.6); null where the answer has none. */
export function callDetailsOf(result: unknown): Omit<SeenCall, 'callId'> | null {
  const details: unknown = Array.isArray(result) ? result[0] : result
  if (!isObject(details)) return null
  const caller = textOf(details['callingNum'])
  const called = textOf(details['calledNum'])
  if (caller === '' && called === '') return null
  return {
    callFeature: numberOf(details['callFeature']),
    caller,
    called,
    skill: textOf(details['callSkill']),
  }
}

/** A page of `totalagentabstractex3` (gateway protocol §10.6); null if it is not a list. */
export function agentStatesOf(result: unknown): Map<string, RosterEntry['state']> | null {
  const entries = listIn(result)
  if (entries === null) return null
  return new Map(
    entries.filter(isObject).flatMap((entry) => {
      const agentId = textOf(entry['agentId'])
      const state = numberOf(entry['currentState'])
      return agentId === '' ? [] : [[agentId, states[state ?? -1] ?? 'unknown'] as const]
    }),
  )
}

/** The names of `querytotalagentinfo` by agent; null if it is not a list. */
export function agentNamesOf(result: unknown): Map<string, string> | null {
  const entries = listIn(result)
  if (entries === null) return null
  return new Map(
    entries
      .filter(isObject)
      .map((entry) => [textOf(entry['agentId']), textOf(entry['name'])] as const)
      .filter(([agentId]) => agentId !== ''),
  )
}

/** The tenants of `querytenants`, `ccId/vdn`; null if it is not a list. */
export function tenantsOf(result: unknown): string[] | null {
  const entries = listIn(result)
  return (
    entries?.filter(isObject).map(({ ccId, vdnId }) => `${textOf(ccId)}/${textOf(vdnId)}`) ?? null
  )
}

/** The list itself, or the one inside an object that also has a count. */
function listIn(result: unknown): unknown[] | null {
  if (Array.isArray(result)) return result
  return isObject(result) ? (Object.values(result).find(Array.isArray) ?? null) : null
}

/** States of agents (gateway protocol §10.6), where 6 is not hold; 10, adjusting, may be anything. */
const states: Record<number, RosterEntry['state']> = {
  0: 'signed-out',
  1: 'idle',
  2: 'talking',
  3: 'talking',
  4: 'talking',
  5: 'talking',
  6: 'wrap-up',
  7: 'busy',
  8: 'rest',
  9: 'rest',
}
