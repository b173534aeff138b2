/** The documented shape of a call's id: when the call arrived, in s or ms since the epoch, and a number. */
const documented = /^\d{10}(?:\d{3})?-\d+$/

/** Some ids begin with milliseconds that end in 000, others with the same time in seconds (gateway protocol §10.9). */
export const inSeconds = (callId: string): string => callId.replace(/^(\d{10})000-/, '$1-')

/** Whether both ids mean one call, whichever source each is from. */
export const isSameCallId = (one: string, other: string): boolean =>
  one === other || inSeconds(one) === inSeconds(other)

/**
 * Whether two sources that each list one held call of an agent may mean the same call: not where both ids have the
 * documented shape, and differ. It is only inferred that both sources write the same id (gateway protocol §10.9), but a
 * row without a number is better than one with another caller's.
 */
export const mayBeSameCall = (one: string, other: string): boolean =>
  isSameCallId(one, other) || !documented.test(one) || !documented.test(other)
