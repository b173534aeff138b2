import type { AgentState } from './agentState.ts'

/** How often to query an agent. */
export interface Pace {
  /** Interval from one response to the next query when there is capacity to query all agents in time, ms. */
  everyMs: number
  /** An agent that has waited this long, ms, is late: every third query goes to one of those. */
  lateFromMs: number
}

/** A row that was not confirmed for five seconds is shown as uncertain: the next response must arrive before, ms. */
export const confirmWithinMs = 4_400

/** How soon an agent is queried again, by what is known of it. */
export const pace = {
  /** Has a row on the board, which must stay confirmed. */
  holding: { everyMs: 1_000, lateFromMs: confirmWithinMs },
  /** The only ones who can start a hold. */
  talking: { everyMs: 1_000, lateFromMs: Infinity },
  /** The agent's activity is unknown. */
  unknown: { everyMs: 1_500, lateFromMs: Infinity },
  /** Known not to be talking: an agent who starts is due at once, so this interval is only a safeguard. */
  rest: { everyMs: 60_000, lateFromMs: Infinity },
} as const satisfies Record<string, Pace>

/** One query in this many may go to a late agent that would not have been next. */
export const lateShare = 3

/**
 * How long agents of each pace wait, ms, given the number of agents of each and the requests a second: all wait for the
 * same number of their intervals, except that agents that would be late wait no longer than a third of all requests can
 * prevent.
 */
export function waitsOf(counts: ReadonlyMap<Pace, number>, perSecond: number): Map<Pace, number> {
  const perMs = perSecond / 1_000
  const rateOf = ({ everyMs, lateFromMs }: Pace, count: number, stretch: number) =>
    Math.max(count / (stretch * everyMs), Math.min(count / lateFromMs, perMs / lateShare))
  const fits = (stretch: number) =>
    [...counts].reduce((sum, [pace, n]) => sum + rateOf(pace, n, stretch), 0) <= perMs
  let [least, most] = [1, 1]
  while (!fits(most)) [least, most] = [most, 2 * most]
  for (let step = 0; step < 30; step += 1) {
    const middle = (least + most) / 2
    if (fits(middle)) most = middle
    else least = middle
  }
  return new Map([...counts].map(([pace, n]) => [pace, n === 0 ? 0 : n / rateOf(pace, n, most)]))
}

/** The highest rate that can be set. */
export const mostPerSecond = 250

/** How many agents have each pace. */
export type PaceCounts = Readonly<Record<keyof typeof pace, number>>

/** An agent who is not known to be off the phone may start a hold. */
const paceOfState: Readonly<Record<AgentState, keyof typeof pace>> = {
  holding: 'holding',
  talking: 'talking',
  waiting: 'unknown',
  'not-holding': 'unknown',
  unseen: 'unknown',
  idle: 'rest',
  busy: 'rest',
  'wrap-up': 'rest',
  rest: 'rest',
  'signed-out': 'rest',
}

export function paceCounts(states: Iterable<AgentState>): PaceCounts {
  const counts = { holding: 0, talking: 0, unknown: 0, rest: 0 }
  for (const state of states) counts[paceOfState[state]] += 1
  return counts
}

/** One request in each second is for the list of agents. */
const listPerSecond = 1

/**
 * How long after it began a new hold is detected on average, ms: half of the time between two queries about an agent
 * who may begin to hold.
 */
export function detectionMs(
  { holding, talking, unknown, rest }: PaceCounts,
  perSecond: number,
): number {
  const onCalls = talking + unknown
  const counts = new Map<Pace, number>([
    [pace.holding, holding],
    [pace.talking, Math.max(1, onCalls)],
    [pace.rest, rest],
  ])
  const queriesPerSecond = Math.max(0.5, perSecond - listPerSecond)
  return (waitsOf(counts, queriesPerSecond).get(pace.talking) ?? pace.talking.everyMs) / 2
}

/**
 * The same with a CC-CMS, however many agents are on calls: half a second until the next query, which is sent once a
 * second, and as much for the answer about all of them.
 */
export const bulkDetectionMs = 1_000

/** A change that is worth asking the administrator for: it detects a hold in this part of the time. */
const worthwhile = 2 / 3
export const isFaster = (ms: number, thanMs: number): boolean => ms <= worthwhile * thanMs

/**
 * The least rate, in tens of requests per second, at which holds are detected as soon as they can be, or the highest
 * if even that is too low. Null where it would not make much of a difference.
 */
export function betterRate(
  counts: PaceCounts,
  perSecond: number,
): { perSecond: number; ms: number } | null {
  const now = detectionMs(counts, perSecond)
  let rate = Math.min(mostPerSecond, Math.ceil((perSecond + 1) / 10) * 10)
  while (rate < mostPerSecond && detectionMs(counts, rate) > 1.05 * (pace.talking.everyMs / 2)) {
    rate = Math.min(mostPerSecond, rate + 10)
  }
  const ms = detectionMs(counts, rate)
  return rate > perSecond && isFaster(ms, now) ? { perSecond: rate, ms } : null
}
