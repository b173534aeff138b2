/** The documented shape of a call's id: when the call arrived, in s or ms since the epoch, and a number. */
const documented = /^(\d{10})(?:\d{3})?-\d+$/

/** Some ids begin with milliseconds that end in 000, others with the same time in seconds (gateway protocol §10.9). */
export const inSeconds = (callId: string): string => callId.replace(/^(\d{10})000-/, '$1-')

/**
 * Whether two sources that each list one held call of an agent may mean the same call, although the ids differ: not
 * where both say when the call arrived, and not in the same second. The number behind the hyphen proves nothing.
 */
export function mayBeSameCall(one: string, other: string): boolean {
  const [arrival, otherArrival] = [one, other].map((id) => documented.exec(id)?.[1])
  return arrival === undefined || otherArrival === undefined || arrival === otherArrival
}
