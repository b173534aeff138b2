import { isDeepStrictEqual } from 'node:util'
import type { AlertsState, Attention } from '../../src-shared/contract/index.ts'
import { type Level, rank } from '../../src-shared/levels.ts'
import type { Moment } from '../base/clock.ts'
import type { Pace } from './pace.ts'

/** After this long without any decision, the machine slept or the app was not responding, ms. */
export const awayMs = 10_000

/** The state of one open hold. Times are board-clock ms. */
export interface HoldMemory {
  /**
   * The highest level that was alerted, or skipped for a reason. It never decreases, so that limits raised and lowered
   * again cause no second alert.
   */
  alertedLevel: Level
  /**
   * The hold was silenced or not confirmed: any level it reaches in the meantime gets this reason. Null once alerts are
   * on again.
   */
  catchUp: 'summary' | 'old-news' | null
  /** A snooze has ended without an alert so far. */
  isSnoozeOver: boolean
  /** When it was last alerted as critical: the cool-down starts here. */
  criticalAt: number | null
  attention: Attention | null
  /** The latest alert that includes it; null once it is acknowledged. */
  alertId: number | null
}

/** The part of the state to store across runs: nothing is alerted twice, and acknowledgements stay in force. */
export type KeptMemory = Pick<
  HoldMemory,
  'alertedLevel' | 'isSnoozeOver' | 'criticalAt' | 'attention'
>

/** All input of a decision besides the board and the settings. Immutable. */
export interface AlertMemory {
  /** Open holds only, by hold id. */
  holds: ReadonlyMap<string, HoldMemory>
  alerts: AlertsState
  /** When the last decision was made; board-clock ms, like all times here. */
  decidedAt: number
  /** The last alert and the pace of the previous ones, for merging alerts that are close together. */
  last: Pace | null
  /** When the last alert with a repeat was shown. */
  repeatedAt: number
  /** Since when a summary waits for the other holds to be confirmed. */
  gatherFrom: number | null
  lastId: number
}

export const emptyMemory: AlertMemory = {
  holds: new Map(),
  alerts: { snoozedUntil: null, isQuiet: false },
  decidedAt: -Infinity,
  last: null,
  repeatedAt: -Infinity,
  gatherFrom: null,
  lastId: 0,
}

/** The default and maximum duration of the snooze of all alerts, ms. */
export const snoozeAllMs = 15 * 60_000
export const longestSnoozeAllMs = 60 * 60_000

/**
 * The stored snooze of all alerts, on the board's clock. If the wall clock was set back, the snooze is dropped rather
 * than lengthened.
 * @param until epoch ms
 */
export function remainingSnooze(until: number | null, { now, wall }: Moment): number | null {
  const leftMs = (until ?? 0) - wall
  return leftMs > 0 && leftMs <= longestSnoozeAllMs ? now + leftMs : null
}

export const higher = (a: Level, b: Level): Level => (rank[a] >= rank[b] ? a : b)

/** Acknowledges or snoozes an open hold: it is silent up to this level, alerted before or not. */
export function setAttention(
  memory: AlertMemory,
  holdId: string,
  level: Level,
  attention: Attention,
): AlertMemory {
  return withHold(memory, holdId, (hold) => ({
    ...hold,
    alertedLevel: higher(hold.alertedLevel, level),
    isSnoozeOver: false,
    attention,
  }))
}

/**
 * Undoes an acknowledgement or a snooze. The supervisor is looking at the hold: earlier levels are not alerted again,
 * and the cool-down of a critical one starts now.
 */
export function clearAttention(memory: AlertMemory, holdId: string, now: number): AlertMemory {
  return withHold(memory, holdId, (hold) => ({
    ...hold,
    criticalAt: hold.alertedLevel === 'critical' ? now : hold.criticalAt,
    attention: null,
  }))
}

/**
 * Restores the stored state of these holds, which continued in the meantime: levels that they reached in between come
 * in a summary, unless they are on the board by now.
 */
export function recall(memory: AlertMemory, stored: ReadonlyMap<string, KeptMemory>): AlertMemory {
  const holds = new Map(memory.holds)
  for (const [holdId, each] of stored) {
    const { catchUp: missed = 'old-news', alertId = null } = holds.get(holdId) ?? {}
    holds.set(holdId, { ...each, catchUp: missed, alertId })
  }
  return { ...memory, holds }
}

/** The changes of the state to store, by hold. */
export function changesToKeep(
  before: AlertMemory,
  after: AlertMemory,
): ReadonlyMap<string, KeptMemory> {
  const changed = new Map<string, KeptMemory>()
  for (const [holdId, hold] of after.holds) {
    const previous = before.holds.get(holdId)
    if (previous === hold) continue
    const savedHolds = toKeep(hold)
    if (previous === undefined || !isDeepStrictEqual(savedHolds, toKeep(previous)))
      changed.set(holdId, savedHolds)
  }
  return changed
}

const toKeep = ({ alertedLevel, isSnoozeOver, criticalAt, attention }: HoldMemory): KeptMemory => ({
  alertedLevel,
  isSnoozeOver,
  criticalAt,
  attention,
})

export function snoozeAll(
  memory: AlertMemory,
  isSnoozed: boolean,
  now: number,
  forMs = snoozeAllMs,
): AlertMemory {
  const snoozedUntil = isSnoozed ? now + forMs : null
  return { ...memory, alerts: { ...memory.alerts, snoozedUntil } }
}

function withHold(
  memory: AlertMemory,
  holdId: string,
  change: (hold: HoldMemory) => HoldMemory,
): AlertMemory {
  const hold = memory.holds.get(holdId)
  if (hold === undefined) return memory
  return { ...memory, holds: new Map(memory.holds).set(holdId, change(hold)) }
}
