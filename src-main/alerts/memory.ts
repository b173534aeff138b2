import { isDeepStrictEqual } from 'node:util'
import type { AlertsState, Attention } from '../../src-shared/contract/index.ts'
import { type Level, rank } from '../../src-shared/levels.ts'
import type { Moment } from '../base/clock.ts'
import type { Pace } from './pace.ts'

/** After so long without any decision, the machine slept or the app hung, ms. */
export const awayMs = 10_000

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

/** What of it must outlive this run: nothing is alerted twice, and attention still counts. */
export type KeptMemory = Pick<HoldMemory, 'told' | 'isSnoozeOver' | 'criticalAt' | 'attention'>

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

/** How long "snooze all" lasts where nobody says for how long, and at most, ms. */
export const snoozeAllMs = 15 * 60_000
export const longestSnoozeAllMs = 60 * 60_000

/**
 * "Snooze all" as it was left, on the board's clock. A clock that was set back must not lengthen the
 * silence: then there is none.
 * @param until epoch ms
 */
export function leftSnoozed(until: number | null, { now, wall }: Moment): number | null {
  const leftMs = (until ?? 0) - wall
  return leftMs > 0 && leftMs <= longestSnoozeAllMs ? now + leftMs : null
}

export const higher = (a: Level, b: Level): Level => (rank[a] >= rank[b] ? a : b)

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

/**
 * Takes up what was kept of these holds, which went on meanwhile: levels that they have reached in
 * between are old news, unless they are on the board by now.
 */
export function recall(memory: AlertMemory, kept: ReadonlyMap<string, KeptMemory>): AlertMemory {
  const holds = new Map(memory.holds)
  for (const [holdId, each] of kept) {
    const { missed = 'old-news', alertId = null } = holds.get(holdId) ?? {}
    holds.set(holdId, { ...each, missed, alertId })
  }
  return { ...memory, holds }
}

/** What is not as it was of what must be kept, by hold. */
export function changesToKeep(
  before: AlertMemory,
  after: AlertMemory,
): ReadonlyMap<string, KeptMemory> {
  const changed = new Map<string, KeptMemory>()
  for (const [holdId, hold] of after.holds) {
    const known = before.holds.get(holdId)
    if (known === hold) continue
    const kept = toKeep(hold)
    if (known === undefined || !isDeepStrictEqual(kept, toKeep(known))) changed.set(holdId, kept)
  }
  return changed
}

const toKeep = ({ told, isSnoozeOver, criticalAt, attention }: HoldMemory): KeptMemory => ({
  told,
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
