import type { HeldCall } from '../../src-shared/contract/index.ts'
import { rank } from '../../src-shared/levels.ts'
import type { AlertKind } from './alert.ts'
import { higher, type HoldMemory } from './memory.ts'

/** The minimum interval between two alerts of the same critical hold, and between two repeats at all, ms. */
export const repeatMs = 60_000

/** One open hold at the moment of a decision. */
export interface Followed {
  call: HeldCall
  hold: HoldMemory
  /** Whether the hold is confirmed, and alerts are not silenced. */
  isHeard: boolean
}

/** Input common to all holds at the moment of a decision. */
export interface Circumstances {
  /** Board-clock ms. */
  now: number
  /** Whether all alerts are snoozed, or it is the quiet time. */
  isHushed: boolean
  /** The watch is not current: a hold that is not confirmed now comes in a summary once it is. */
  isBlind: boolean
  /** There was no decision for a while: the machine slept, or the app was not responding. */
  wasAway: boolean
}

/** Updates the state of one row; `before` is its stored state, if any. */
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
    hold: { ...hold, catchUp: hold.catchUp ?? (isMissed ? 'summary' : null) },
    isHeard: isConfirmed && !at.isHushed,
  }
}

/** A hold starts as normal and confirmed; any other was there before the app could observe it. */
function firstSight({ level, stale }: HeldCall): HoldMemory {
  return {
    alertedLevel: 'normal',
    catchUp: stale || level !== 'normal' ? 'old-news' : null,
    isSnoozeOver: false,
    criticalAt: null,
    attention: null,
    alertId: null,
  }
}

/** An acknowledgement ends when the level rises above the alerted or acknowledged one, or by its time. */
function lapsed(hold: HoldMemory, { level }: HeldCall, now: number): HoldMemory {
  if (hold.attention === null) return hold
  const { until } = hold.attention
  const isSnoozeOver = until !== null && now >= until
  const isOver = isSnoozeOver || rank[level] > rank[hold.alertedLevel]
  return { ...hold, alertId: null, isSnoozeOver, attention: isOver ? null : hold.attention }
}

/** The reason for an alert about a hold while alerts are on; null for none. */
export function kindOf(
  { call, hold }: Followed,
  repeatedAt: number,
  now: number,
): AlertKind | null {
  const isGrave = rank[call.level] >= rank.red
  if (hold.catchUp !== null && !isGrave) return null
  if (rank[call.level] > rank[hold.alertedLevel]) return hold.catchUp ?? 'crossed'
  if (hold.isSnoozeOver && call.level !== 'normal') return 'snooze-over'
  const repeatAt = nextRepeat(call, hold, repeatedAt)
  return repeatAt !== null && now >= repeatAt ? 'repeat' : null
}

/** When an alert is to be repeated, board-clock ms; null if it is not. */
export function nextRepeat(call: HeldCall, hold: HoldMemory, repeatedAt: number): number | null {
  if (call.level !== 'critical' || hold.criticalAt === null || hold.attention !== null) return null
  return Math.max(hold.criticalAt, repeatedAt) + repeatMs
}

/** With alerts on and no alert pending: the levels reached so far will not be alerted again. */
export function settled({ call, hold }: Followed): HoldMemory {
  return {
    ...hold,
    alertedLevel: higher(hold.alertedLevel, call.level),
    catchUp: null,
    isSnoozeOver: false,
  }
}

export function alerted(each: Followed, alertId: number, now: number): HoldMemory {
  const criticalAt = each.call.level === 'critical' ? now : each.hold.criticalAt
  return { ...settled(each), criticalAt, alertId }
}
