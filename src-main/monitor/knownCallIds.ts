import { isSameCallId, mayBeSameCall } from './callIds.ts'

export interface KnownCalls {
  /** The open holds of the agent, with the sources that have listed each. */
  holds: readonly { call: { callId: string }; sources: readonly string[] }[]
  /** The origin of the source that lists the calls. */
  source: string
  /** The ids on its list before, and those by which the calls are known. */
  before: ReadonlyMap<string, string>
}

/**
 * The ids by which the calls on a list are already known from another source, by the id on the list. Two sources may
 * write the id of one call differently (gateway protocol §10.9):
 * - one in seconds, the other in milliseconds;
 * - where an id has an undocumented shape, and there is exactly one held call on each side, it is the same call, and it
 *   remains the same when others join it.
 */
export function knownCallIds(
  listed: readonly string[],
  { holds, source, before }: KnownCalls,
): ReadonlyMap<string, string> {
  const known = holds.map(({ call }) => call.callId)
  const ids = new Map(
    listed.map((id) => {
      const earlier = before.get(id)
      if (earlier !== undefined && known.includes(earlier)) return [id, earlier]
      return [id, known.includes(id) ? id : (known.find((each) => isSameCallId(each, id)) ?? id)]
    }),
  )
  const [id, ...others] = listed
  const [hold, ...otherHolds] = holds
  if (id === undefined || hold === undefined || others.length > 0 || otherHolds.length > 0) {
    return ids
  }
  const { callId } = hold.call
  const isOwn = hold.sources.length === 1 && hold.sources[0] === source
  const areDistinct = !mayBeSameCall(id, callId)
  // The source has listed that call before, under another id.
  const isAnother = [...before].some(([other, known]) => known === callId && other !== id)
  return isOwn || areDistinct || isAnother ? ids : new Map([[id, callId]])
}
