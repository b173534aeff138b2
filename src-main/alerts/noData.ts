import type { WatchState } from '../../src-shared/contract/index.ts'
import { awayMs } from './memory.ts'

/** After this long without data, the supervisor is notified, ms. */
export const noDataAfterMs = 15_000
/** How often the notification is repeated, ms. */
export const remindMs = 5 * 60_000
/** Data must be received for this long before it counts as back: a single response does not end an outage, ms. */
export const steadyMs = 5_000

/** The input of the decision. Times are board-clock ms. */
export interface NoDataInput {
  now: number
  /** Null while the source is queried about nobody. */
  watch: Pick<WatchState, 'state' | 'reason'> | null
  /** When the last conclusive response about an agent was received; null before the first. */
  lastAnswerAt: number | null
  /** Whether this notification is switched on. */
  isOn: boolean
}

/** An outage that the supervisor was notified of. Board-clock ms. */
interface Outage {
  since: number
  /** When the last notification was shown. */
  notifiedAt: number
  /** Since when data is received again; null while none is. */
  backFrom: number | null
}

export interface NoDataMemory {
  decidedAt: number
  /** The time without data counts from here; null while none is expected. */
  expectedFrom: number | null
  outage: Outage | null
}

/** Data is received, or none is expected. */
export const dataComes: NoDataMemory = {
  decidedAt: -Infinity,
  expectedFrom: null,
  outage: null,
}

/** The notification about an outage. */
export interface NoDataNews {
  kind: 'begun' | 'reminder' | 'over'
  /** Board-clock ms. */
  since: number
  watch: Pick<WatchState, 'state' | 'reason'>
}

/**
 * Decides whether the supervisor must be notified that a source gives no data; a pure function. While the watch is paused,
 * or the machine sleeps, none is expected: afterwards the time starts again, and an earlier outage is not mentioned any
 * more.
 */
export function decideNoData(
  memory: NoDataMemory,
  { now, watch, lastAnswerAt, isOn }: NoDataInput,
): { memory: NoDataMemory; news: NoDataNews | null } {
  if (watch === null || watch.state === 'paused') {
    return { memory: { ...dataComes, decidedAt: now }, news: null }
  }
  const wasAway = now - memory.decidedAt > awayMs
  const expectedFrom = (wasAway ? null : memory.expectedFrom) ?? now
  const dataAt = Math.max(lastAnswerAt ?? -Infinity, expectedFrom)
  const before = wasAway || !isOn ? null : memory.outage
  const { outage, kind } = isOn ? follow(before, dataAt, now) : calm
  const since = outage?.since ?? before?.since ?? dataAt
  return {
    memory: { decidedAt: now, expectedFrom, outage },
    news: kind === null ? null : { kind, since, watch },
  }
}

interface Step {
  outage: Outage | null
  kind: NoDataNews['kind'] | null
}

const calm: Step = { outage: null, kind: null }

function follow(outage: Outage | null, dataAt: number, now: number): Step {
  const isSilent = now - dataAt >= noDataAfterMs
  if (outage === null) {
    if (!isSilent) return calm
    return { outage: { since: dataAt, notifiedAt: now, backFrom: null }, kind: 'begun' }
  }
  if (!isSilent) {
    const backFrom = outage.backFrom ?? dataAt
    if (dataAt - backFrom >= steadyMs) return { outage: null, kind: 'over' }
    return { outage: { ...outage, backFrom }, kind: null }
  }
  const isDue = now - outage.notifiedAt >= remindMs
  const notifiedAt = isDue ? now : outage.notifiedAt
  return { outage: { ...outage, notifiedAt, backFrom: null }, kind: isDue ? 'reminder' : null }
}
