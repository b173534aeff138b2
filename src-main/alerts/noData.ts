import type { WatchState } from '../../src-shared/contract/index.ts'
import { awayMs } from './memory.ts'

/** Without data for this long, the supervisor is told that nothing is known, ms. */
export const noDataAfterMs = 15_000
/** How often that is said again, ms. */
export const remindMs = 5 * 60_000
/** Data must have come for this long before it counts as back: one lucky answer is no end of an outage, ms. */
export const steadyMs = 5_000

/** What the decision depends on. Times are board-clock ms. */
export interface NoDataInput {
  now: number
  /** Null while nobody is watched. */
  watch: Pick<WatchState, 'state' | 'reason'> | null
  /** The last answer that told something about an agent; null before the first. */
  lastAnswerAt: number | null
  /** The supervisor wants to be told. */
  isOn: boolean
}

/** An outage that the supervisor was told about. Board-clock ms. */
interface Outage {
  since: number
  /** When it was last spoken of. */
  saidAt: number
  /** Since when data comes again; null while none does. */
  backFrom: number | null
}

export interface NoDataMemory {
  decidedAt: number
  /** From here the time without data counts; null while none is expected. */
  expectedFrom: number | null
  outage: Outage | null
}

/** Data comes, or none is expected. */
export const dataComes: NoDataMemory = {
  decidedAt: -Infinity,
  expectedFrom: null,
  outage: null,
}

/** What is said of an outage. */
export interface NoDataNews {
  kind: 'begun' | 'reminder' | 'over'
  /** Board-clock ms. */
  since: number
  watch: Pick<WatchState, 'state' | 'reason'>
}

/**
 * Decides whether the supervisor must be told that no data comes, in one pure step. A watch that is
 * paused, and a machine that sleeps, expect none: afterwards the time counts anew, and an outage from
 * before is not spoken of any more.
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
    return { outage: { since: dataAt, saidAt: now, backFrom: null }, kind: 'begun' }
  }
  if (!isSilent) {
    const backFrom = outage.backFrom ?? dataAt
    if (dataAt - backFrom >= steadyMs) return { outage: null, kind: 'over' }
    return { outage: { ...outage, backFrom }, kind: null }
  }
  const isDue = now - outage.saidAt >= remindMs
  const saidAt = isDue ? now : outage.saidAt
  return { outage: { ...outage, saidAt, backFrom: null }, kind: isDue ? 'reminder' : null }
}
