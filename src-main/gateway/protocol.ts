import { z } from 'zod'
import type { RosterEntry } from '../../src-shared/contract/index.ts'
import { noteLine } from '../../src-shared/noteText.ts'
import type { Activity, Observation, SeenCall } from '../monitor/observation.ts'
import type { ReceivedNote } from '../notes/noteSession.ts'
import { noHeldCall, ruleOf, success } from './resultCodes.ts'

/** The gateway's envelope (gateway protocol §1.3); other fields are ignored. */
export interface Reply {
  retcode: string
  message: string
  result: unknown
  event: unknown
  /** The server asks for fewer requests, in the words of its own interface. */
  asksForPause?: true
}

/** Numbers and strings are read alike, since the declared types are unreliable; anything else becomes empty. */
const text = z
  .union([z.string(), z.number().transform(String), z.boolean().transform(String)])
  .catch('')
const number = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\s*-?\d+\s*$/)
      .transform(Number),
  ])
  .nullable()
  .catch(null)

const envelope = z.looseObject({
  retcode: z
    .union([z.string(), z.number().transform(String)])
    .transform((code) => code.trim())
    .pipe(z.string().min(1)),
})
const callEntry = z.looseObject({
  callid: text,
  callfeature: number,
  caller: text,
  called: text,
  callskill: text,
})
const agentEntry = z.looseObject({
  workno: text,
  workNo: text,
  name: text,
  groupname: text,
  groupName: text,
  status: number,
  ctiStatus: number,
})
const signInResult = z.looseObject({ isForceChange: text, timeRemaining: number })
const agentSnapshot = z.looseObject({
  agentStateInfo: z.looseObject({ holdCallId: text, beginHoldTime: number, currentTime: number }),
})
const agentDetails = z.looseObject({ phonenumber: text })
const noteContent = z.looseObject({ sender: text, sendername: text, context: z.unknown() })
/** Times below are not epoch ms of recent years, and no agent holds a call for longer than a day. */
const anyEpochMs = 1e12
const longestHoldMs = 24 * 3_600_000
const eventEntry = z.looseObject({
  eventType: z.string().min(1),
  workNo: text,
  content: z.unknown().optional(),
  eventGenTime: number,
})

/** Parses a body as the gateway's envelope whatever its Content-Type; null if it is not one. */
export function readReply(body: string | null): Reply | null {
  if (body === null) return null
  const parsed = envelope.safeParse(parseJson(body))
  if (!parsed.success) return null
  const { retcode, message, msg, result, event } = parsed.data
  return { retcode, message: text.parse(message ?? msg), result, event }
}

/** Numbers too long for a double (24-digit phone numbers are allowed) preserve their digits as a string. */
function parseJson(body: string): unknown {
  try {
    if (!/\d{16}/.test(body)) return JSON.parse(body)
    const exact = (_key: string, value: unknown, context?: { source?: string }) =>
      typeof value === 'number' && /^\d{16,}$/.test(context?.source ?? '') ? context?.source : value
    return JSON.parse(body, exact)
  } catch {
    return undefined
  }
}

/**
 * The meaning of a hold-list reply for one agent. `none` is 400-003, or success with an empty or missing list; nothing
 * else. Entries without a call id are counted as malformed, so that a list of such entries alone is not an empty list.
 */
export function observationOf(reply: Reply): Observation {
  const { retcode, result } = reply
  if (retcode === noHeldCall) return { kind: 'none' }
  if (retcode !== success) {
    return { kind: 'unknown', reason: ruleOf(retcode).reason ?? 'gateway-error', retcode }
  }
  if (result === null || result === undefined) return { kind: 'none' }
  if (typeof result !== 'object') return { kind: 'unknown', reason: 'bad-reply' }
  // The tables call the result an object, the examples show a list (gateway protocol §4.1).
  const entries: unknown[] = Array.isArray(result) ? result : [result]
  if (entries.length === 0) return { kind: 'none' }
  const calls = new Map<string, SeenCall>()
  let malformed = 0
  for (const entry of entries) {
    const call = seenCall(entry)
    if (call === null) malformed += 1
    else calls.set(call.callId, call)
  }
  return { kind: 'holding', calls: [...calls.values()], malformed }
}

function seenCall(entry: unknown): SeenCall | null {
  const parsed = callEntry.safeParse(entry)
  const callId = parsed.data?.callid.trim()
  if (!parsed.success || !callId) return null
  const { callfeature, caller, called, callskill } = parsed.data
  return { callId, callFeature: callfeature, caller, called, skill: callskill }
}

/**
 * The held call in an agent's own snapshot, and its duration by the gateway's clock (gateway protocol §7.5); null where
 * there is none or the values are implausible.
 */
export function heldCallOf({ retcode, result }: Reply): { callId: string; heldMs: number } | null {
  const parsed = agentSnapshot.safeParse(result)
  if (retcode !== success || !parsed.success) return null
  const { holdCallId, beginHoldTime, currentTime } = parsed.data.agentStateInfo
  const callId = holdCallId.trim()
  if (callId === '' || beginHoldTime === null || currentTime === null) return null
  const heldMs = currentTime - beginHoldTime
  const isBelievable = beginHoldTime >= anyEpochMs && heldMs >= 0 && heldMs <= longestHoldMs
  return isBelievable ? { callId, heldMs } : null
}

/** Agents of allagentstatus, qualitycontrol/allagent or onlineagentonvdn; null if it is not such a list. */
export function agentDirectoryOf(result: unknown): RosterEntry[] | null {
  if (result === null || result === undefined) return []
  if (!Array.isArray(result)) return null
  const agents = new Map<string, RosterEntry>()
  for (const entry of result) {
    const parsed = agentEntry.safeParse(entry)
    if (!parsed.success) continue
    const { workno, workNo, name, groupname, groupName, status, ctiStatus } = parsed.data
    const agentId = (workno || workNo).trim()
    if (agentId === '' || agents.has(agentId)) continue
    agents.set(agentId, {
      agentId,
      name,
      group: groupname || groupName,
      state: activityOf(status, ctiStatus),
    })
  }
  return result.length > 0 && agents.size === 0 ? null : [...agents.values()]
}

/**
 * State tables A and, where A is missing, B (gateway protocol §8.1). Where one says signed out and the other talking,
 * the gateway's data is inconsistent: a call might still be held.
 */
function activityOf(status: number | null, ctiStatus: number | null): Activity {
  if (status !== null && status !== 0) {
    const activity = tableA[status] ?? 'unknown'
    const talks = ctiStatus !== null && tableB[ctiStatus] === 'talking'
    return activity === 'signed-out' && talks ? 'unknown' : activity
  }
  return ctiStatus === null ? 'unknown' : (tableB[ctiStatus] ?? 'unknown')
}

const tableA: Record<number, Activity> = {
  2: 'signed-out',
  3: 'busy',
  4: 'idle',
  5: 'wrap-up',
  6: 'idle',
  7: 'talking',
  8: 'rest',
  9: 'rest',
}
const tableB: Record<number, Activity> = {
  0: 'signed-out',
  1: 'idle',
  2: 'talking',
  3: 'talking',
  4: 'talking',
  5: 'talking',
  6: 'wrap-up',
  7: 'busy',
  8: 'rest',
}

/** The phone in an agent's details (gateway protocol §8.1, agentbyworkno); empty where there is none. */
export function phoneOf({ retcode, result }: Reply): string {
  const details = retcode === success ? agentDetails.safeParse(result).data : undefined
  return details?.phonenumber.trim() ?? ''
}

/** The reply of iscensor and similar requests; null where it is neither. */
export function yesOrNo(result: unknown): boolean | null {
  const answerText = text.parse(result).trim().toLowerCase()
  if (answerText === 'true' || answerText === '1') return true
  return answerText === 'false' || answerText === '0' ? false : null
}

/** The password state in the sign-in reply (gateway protocol §2.3). */
export function passwordNews(result: unknown): {
  mustChangePassword: boolean
  passwordDaysLeft: number | null
} {
  const parsed = signInResult.safeParse(result).data
  return {
    mustChangePassword: yesOrNo(parsed?.isForceChange) === true,
    passwordDaysLeft: parsed?.timeRemaining ?? null,
  }
}

export interface GatewayEvent {
  /** For example `AgentEvent_Hold`; events have names, not numbers (gateway protocol §7.2). */
  type: string
  workNo: string
  content: unknown
  /** When it happened, epoch ms by the gateway's clock; null where it is missing (gateway protocol §7.1). */
  generatedAt: number | null
}

/** The event of a poll's reply; null when there is nothing new. An array (gateway protocol §7.3) is read as several. */
export function eventsOf(event: unknown): GatewayEvent[] {
  const entries: unknown[] = Array.isArray(event) ? event : [event]
  return entries.flatMap((entry) => {
    const parsed = eventEntry.safeParse(entry)
    if (!parsed.success) return []
    const { eventType: type, workNo, content, eventGenTime } = parsed.data
    const generatedAt = eventGenTime !== null && eventGenTime >= anyEpochMs ? eventGenTime : null
    return [{ type, workNo, content, generatedAt }]
  })
}

/** As much of a stranger's text as is shown, characters. */
const longestNote = 1_100
const longestName = 200

/**
 * The note that an event tells of; null for any other event. On the pages its content is null, the vendor's own client
 * finds sender and text there (gateway protocol §11.2).
 */
export function noteOf({ type, content }: GatewayEvent): ReceivedNote | null {
  if (type !== 'AgentOther_Note') return null
  const parsed = noteContent.safeParse(content).data
  const line = (value: unknown, most: number) =>
    noteLine(text.parse(value).replaceAll(/\p{Cf}/gu, '')).slice(0, most)
  return {
    sender: line(parsed?.sender, longestName),
    senderName: line(parsed?.sendername, longestName),
    text: line(parsed?.context, longestNote) || null,
  }
}
