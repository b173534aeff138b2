import {
  type AlertsState,
  type Attention,
  type Level,
  level as levels,
} from '../../src-preload/contract/index.ts'
import type { Pace } from './pace.ts'

/** What is remembered of one open hold. Times are board-clock ms. */
export interface HoldMemory {
  /**
   * Highest level that was alerted, or let pass for a reason. It never falls, so that limits raised
   * and lowered again alert nobody twice.
   */
  told: Level
  /** It was out of hearing: a level it has reached meanwhile counts as this. Null once heard again. */
  missed: 'summary' | 'old-news' | null
  /** A snooze ran out, and that was not said yet. */
  isSnoozeOver: boolean
  /** When it was last alerted as critical: the cool-down counts from here. */
  criticalAt: number | null
  attention: Attention | null
  /** The latest alert that names it; null once it is attended to. */
  alertId: number | null
}

/** All that alerts depend on beside the board and the settings. Never changed in place. */
export interface AlertMemory {
  /** Open holds only, by hold id. */
  holds: ReadonlyMap<string, HoldMemory>
  alerts: AlertsState
  /** When it was last decided; board-clock ms, like all times here. */
  decidedAt: number
  /** The last alert and the pace of those before, for merging those that come close together. */
  last: Pace | null
  /** When a repeat was last among the alerts. */
  repeatedAt: number
  /** Since when a summary waits for the other holds to be confirmed. */
  gatherFrom: number | null
  lastId: number
}

export const nothingYet: AlertMemory = {
  holds: new Map(),
  alerts: { snoozedUntil: null, isQuiet: false },
  decidedAt: -Infinity,
  last: null,
  repeatedAt: -Infinity,
  gatherFrom: null,
  lastId: 0,
}

/** How long "snooze all" lasts, ms. */
export const snoozeAllMs = 15 * 60_000

export const rank = (level: Level) => levels.options.indexOf(level)
export const higher = (a: Level, b: Level): Level => (rank(a) >= rank(b) ? a : b)

/** Acknowledges or snoozes an open hold: it is silent up to this level, alerted before or not. */
export function attend(
  memory: AlertMemory,
  holdId: string,
  level: Level,
  attention: Attention,
): AlertMemory {
  return withHold(memory, holdId, (hold) => ({
    ...hold,
    told: higher(hold.told, level),
    isSnoozeOver: false,
    attention,
  }))
}

/**
 * Takes an acknowledgement or a snooze back. Whoever does so looks at the hold: what was alerted is
 * not alerted anew, and the cool-down of a critical one begins now.
 */
export function unattend(memory: AlertMemory, holdId: string, now: number): AlertMemory {
  return withHold(memory, holdId, (hold) => ({
    ...hold,
    criticalAt: hold.told === 'critical' ? now : hold.criticalAt,
    attention: null,
  }))
}

export function snoozeAll(memory: AlertMemory, isSnoozed: boolean, now: number): AlertMemory {
  const snoozedUntil = isSnoozed ? now + snoozeAllMs : null
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
