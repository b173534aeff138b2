import type { HeldCall } from '../../src-shared/contract/index.ts'
import { rank } from '../../src-shared/levels.ts'
import type { AlertKind } from './alert.ts'
import { higher, type HoldMemory } from './memory.ts'

/** No sooner is a critical hold alerted again, and no more often are there repeats at all, ms. */
export const repeatMs = 60_000

/** One open hold at the moment of a decision. */
export interface Followed {
  call: HeldCall
  hold: HoldMemory
  /** It is known to be held now, and alerts are not silenced. */
  isHeard: boolean
}

/** What is the same for all holds at the moment of a decision. */
export interface Circumstances {
  /** Board-clock ms. */
  now: number
  /** Snoozed altogether, or quiet time. */
  isHushed: boolean
  /** The watch is not current: what is not confirmed now is old news once it is. */
  isBlind: boolean
  /** Nothing was decided for a while: the machine slept, or the app was hung up. */
  wasAway: boolean
}

/** Takes up one row of the board; `before` is what was remembered of it, if anything. */
export function follow(
  call: HeldCall,
  before: HoldMemory | undefined,
  at: Circumstances,
): Followed {
  const isConfirmed = !call.stale
  const isMissed = at.isHushed || at.wasAway || (at.isBlind && !isConfirmed)
  const hold = lapsed(before ?? firstSight(call), call, at.now)
  return {
    call,
    hold: { ...hold, missed: hold.missed ?? (isMissed ? 'summary' : null) },
    isHeard: isConfirmed && !at.isHushed,
  }
}

/** A hold begins normal and confirmed; any other was there before the app could see it. */
function firstSight({ level, stale }: HeldCall): HoldMemory {
  return {
    told: 'normal',
    missed: stale || level !== 'normal' ? 'old-news' : null,
    isSnoozeOver: false,
    criticalAt: null,
    attention: null,
    alertId: null,
  }
}

/** Attention lapses when the level rises above what was alerted or attended to, or by its time. */
function lapsed(hold: HoldMemory, { level }: HeldCall, now: number): HoldMemory {
  if (hold.attention === null) return hold
  const { until } = hold.attention
  const isSnoozeOver = until !== null && now >= until
  const isOver = isSnoozeOver || rank[level] > rank[hold.told]
  return { ...hold, alertId: null, isSnoozeOver, attention: isOver ? null : hold.attention }
}

/** What there is to say of a hold that is heard; null for nothing. */
export function kindOf(
  { call, hold }: Followed,
  repeatedAt: number,
  now: number,
): AlertKind | null {
  const isGrave = rank[call.level] >= rank.red
  if (hold.missed !== null && !isGrave) return null
  if (rank[call.level] > rank[hold.told]) return hold.missed ?? 'crossed'
  if (hold.isSnoozeOver && call.level !== 'normal') return 'snooze-over'
  const repeatAt = nextRepeat(call, hold, repeatedAt)
  return repeatAt !== null && now >= repeatAt ? 'repeat' : null
}

/** When a hold is to be repeated, board-clock ms; null for one that is not. */
export function nextRepeat(call: HeldCall, hold: HoldMemory, repeatedAt: number): number | null {
  if (call.level !== 'critical' || hold.criticalAt === null || hold.attention !== null) return null
  return Math.max(hold.criticalAt, repeatedAt) + repeatMs
}

/** Heard, and with nothing left to say: what it has reached will not be said again. */
export function settled({ call, hold }: Followed): HoldMemory {
  return { ...hold, told: higher(hold.told, call.level), missed: null, isSnoozeOver: false }
}

export function alerted(each: Followed, alertId: number, now: number): HoldMemory {
  const criticalAt = each.call.level === 'critical' ? now : each.hold.criticalAt
  return { ...settled(each), criticalAt, alertId }
}
