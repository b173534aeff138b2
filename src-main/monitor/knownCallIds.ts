import { inSeconds, mayBeSameCall } from './callIds.ts'
import type { Hold } from './ledger.ts'
import type { Observation } from './observation.ts'

/**
 * The observation with the ids under which its calls are already known from another source (gateway protocol §10.9).
 * Two sources may write the id of one call differently: in seconds and in milliseconds, or in a way that is not
 * documented. In that case exactly one held call on each side is the same call.
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
  return {
    ...observation,
    calls: mayBeSameCall(call.callId, id) ? [{ ...call, callId: id }] : calls,
  }
}

const isOnly = (sources: readonly string[], source: string) =>
  sources.length === 1 && sources[0] === source
