import type { Hold } from './ledger.ts'
import type { Observation } from './observation.ts'

/** The documented shape of a call id: when the call arrived, in s or ms since the epoch, and a number. */
const documented = /^(\d{10})(?:\d{3})?-(\d+)$/
/** A CC-CMS may write the first part in ms (gateway protocol §11); the ms are always 000. */
const inMilliseconds = /^(\d{10})000-/

const inSeconds = (callId: string) => callId.replace(inMilliseconds, '$1-')

/**
 * The observation with the ids under which its calls are already known from another source. Two sources may write the
 * id of one call differently:
 * - one in seconds, the other in milliseconds;
 * - where an id has an undocumented shape, and there is exactly one held call on each side, it is the same call. The
 *   number behind the hyphen alone proves nothing.
 */
export function withKnownCallIds(
  observation: Observation,
  holds: readonly Hold[],
  source: string,
): Observation {
  if (observation.kind !== 'holding' || holds.every(({ sources }) => isOnly(sources, source))) {
    return observation
  }
  const known = holds.map(({ call }) => call.callId)
  const calls = observation.calls.map((call) => {
    if (known.includes(call.callId)) return call
    const callId = known.find((id) => inSeconds(id) === inSeconds(call.callId))
    return callId === undefined ? call : { ...call, callId }
  })
  const [call, ...others] = calls
  const [id, ...otherIds] = known
  const isOnlyPair = others.length === 0 && otherIds.length === 0
  if (call === undefined || id === undefined || !isOnlyPair || call.callId === id) {
    return { ...observation, calls }
  }
  const isDocumented = documented.test(call.callId) && documented.test(id)
  return { ...observation, calls: isDocumented ? calls : [{ ...call, callId: id }] }
}

const isOnly = (sources: readonly string[], source: string) =>
  sources.length === 1 && sources[0] === source
