import { inSeconds, mayBeSameCall } from '../monitor/callIds.ts'
import type { SeenCall } from '../monitor/observation.ts'

/**
 * Finds, for each held call at the CC-CMS, the same call on the gateway's list of the same agent (gateway protocol
 * §10.9). The ids are the same text or differ only in the unit of their time; where no id matches, the only held call
 * on one side is the only held call on the other, unless both ids have the documented shape.
 * @param callIds all calls that the CC-CMS says this agent holds
 * @param gatewayCalls all calls that the gateway says this agent holds
 */
export function joinCalls(
  callIds: readonly string[],
  gatewayCalls: readonly SeenCall[],
): Map<string, SeenCall> {
  const byText = new Map(gatewayCalls.map((call) => [call.callId, call]))
  const bySeconds = new Map(gatewayCalls.map((call) => [inSeconds(call.callId), call]))
  const joined = new Map<string, SeenCall>()
  for (const callId of callIds) {
    const call = byText.get(callId) ?? bySeconds.get(inSeconds(callId))
    if (call !== undefined) joined.set(callId, call)
  }
  const [callId] = callIds
  const [call] = gatewayCalls
  const isOnlyOne = callIds.length === 1 && gatewayCalls.length === 1
  if (!isOnlyOne || callId === undefined || call === undefined) return joined
  if (mayBeSameCall(callId, call.callId)) joined.set(callId, call)
  return joined
}

/**
 * The same id with its time in milliseconds; null where it is not in seconds, or would be longer than the 20 characters
 * that the CC-CMS accepts (gateway protocol §10.6).
 */
export function inMilliseconds(callId: string): string | null {
  const longer = callId.replace(/^(\d{10})-/, '$1000-')
  return longer === callId || longer.length > 20 ? null : longer
}
