import type { Level } from '../../src-shared/contract/index.ts'
import type { KeptMemory } from '../alerts/memory.ts'
import type { Hold } from '../monitor/ledger.ts'
import type { SavedHolds } from '../monitor/savedHolds.ts'
import type { Moment } from '../base/clock.ts'
import type { NoteRow } from './noteColumn.ts'
import { isClockPlausible } from './retention.ts'

/** A customer's number, whole and as it may be shown. */
export interface Customer {
  number: string
  masked: string
}

/** What the supervisor did about a hold, and when (board-clock ms). */
export interface HandledHold {
  kind: 'acknowledged' | 'snoozed'
  by: string
  at: number
}

/** A note that was sent to the agent about a hold. */
export interface NoteOfHold {
  text: string
  by: string
  /** When it was sent, board-clock ms. */
  at: number
  /** The gateway's code; null where it did not answer. */
  retcode: string | null
}

/** An open hold as the history follows it. Times are board-clock ms, but for `startedAt`. */
export interface OpenHold {
  origin: string
  holdId: string
  agentId: string
  agentName: string
  callId: string
  holdNumber: number
  earlierMs: number
  skill: string
  callFeature: number | null
  /** Null while it is not known: holds are taken up after a restart without it. */
  customer: Customer | null
  /**
   * Epoch ms of the first sight, read once and never again. Every other time of a row is kept as a
   * distance from it on the board's clock, so that no step of the wall clock can bend a row.
   */
  startedAt: number
  notBefore: number | null
  firstSeenAt: number
  lastSeenAt: number
  gap: boolean
  /** The highest level reached. */
  level: Level
  handled: HandledHold | null
  /** Oldest first. */
  notes: readonly NoteOfHold[]
  /** What was alerted of it, and whether it is attended to; null where nothing is known. */
  alerted: KeptMemory | null
}

/** What open and past holds have in common on disk. Distances are ms from first sight. */
export interface HoldRow {
  origin: string
  agentId: string
  agentName: string
  callId: string
  holdNumber: number
  earlierMs: number
  skill: string
  callFeature: number | null
  customer: Customer | null
  /** Epoch ms. */
  startedAt: number
  /** How long before the first sight it may have begun; null where that is not known. */
  doubtMs: number | null
  /** To the last sight. */
  heldMs: number
  gap: boolean
  /** Place in `levels`. */
  level: number
  handled: { kind: HandledHold['kind']; by: string; afterMs: number } | null
  notes: NoteRow[]
  /** The wall clock, epoch ms, when the row was made; for bridging a restart and for nothing else. */
  asOf: number
}

export interface OpenRow extends HoldRow {
  /** From first sight to `asOf`. */
  ageMs: number
  alerted: AlertedRow | null
}

/** What was alerted of an open hold. Distances are ms from first sight. */
export interface AlertedRow {
  /** Place in `levels`. */
  told: number
  isSnoozeOver: boolean
  criticalMs: number | null
  attention: { kind: HandledHold['kind']; afterMs: number; untilMs: number | null } | null
}

export interface PastRow extends HoldRow {
  /** It ended not later than this; null where nobody saw the end. */
  endMs: number | null
}

/** Earlier holds of a call that may be held again. */
export interface EarlierRow {
  origin: string
  /** Agent and call, as the ledger names them. */
  key: string
  count: number
  totalMs: number
  /** Epoch ms. */
  endedAt: number
}

/** The same with its time on the board's clock. */
export interface Earlier {
  count: number
  totalMs: number
  lastEndedAt: number
}

/** Lowest first. */
export const levels = [
  'normal',
  'amber',
  'red',
  'critical',
] as const satisfies readonly Level[] as readonly Level[]

/** As the ledger names the holds of one call. */
export const callKey = (agentId: string, callId: string) => `${agentId}/${callId}`

/** A hold that was just seen for the first time. */
export function startHold(
  hold: Hold,
  origin: string,
  agentName: string,
  customer: Customer,
  { now, wall }: Moment,
): OpenHold {
  return {
    origin,
    holdId: hold.holdId,
    agentId: hold.agentId,
    agentName,
    callId: hold.call.callId,
    holdNumber: hold.holdNumber,
    earlierMs: hold.earlierMs,
    skill: hold.call.skill,
    callFeature: hold.call.callFeature,
    customer: customer.number === '' ? null : customer,
    startedAt: Math.round(wall - (now - hold.firstSeenAt)),
    notBefore: hold.notBefore,
    firstSeenAt: hold.firstSeenAt,
    lastSeenAt: hold.lastSeenAt,
    gap: hold.gap,
    level: 'normal',
    handled: null,
    notes: [],
    alerted: null,
  }
}

/** The same hold as it is seen now; what became unknown meanwhile stays as it was known. */
export function updateHold(
  merged: OpenHold,
  hold: Hold,
  agentName: string,
  customer: Customer,
): OpenHold {
  return {
    ...merged,
    agentName: agentName === '' ? merged.agentName : agentName,
    skill: hold.call.skill === '' ? merged.skill : hold.call.skill,
    callFeature: hold.call.callFeature ?? merged.callFeature,
    customer: customer.number === '' ? merged.customer : customer,
    lastSeenAt: Math.max(merged.lastSeenAt, hold.lastSeenAt),
    gap: merged.gap || hold.gap,
  }
}

export const isSameCall = (one: OpenHold, other: OpenHold) =>
  one.origin === other.origin && one.agentId === other.agentId && one.callId === other.callId

/** Whether a hold of the same call, found when the watch began, may have begun before this was last seen. */
export const mayBeSameHold = (before: OpenHold, later: OpenHold) =>
  (later.notBefore ?? -Infinity) <= before.lastSeenAt

/** The hold that was open before, as it was found when the watch began. Nobody saw what lay between. */
export function rejoin(before: OpenHold, later: OpenHold): OpenHold {
  const { alerted } = before
  return {
    ...before,
    agentName: later.agentName === '' ? before.agentName : later.agentName,
    skill: later.skill === '' ? before.skill : later.skill,
    callFeature: later.callFeature ?? before.callFeature,
    customer: later.customer ?? before.customer,
    lastSeenAt: later.lastSeenAt,
    gap: true,
    level: higher(before.level, later.level),
    handled: later.handled ?? before.handled,
    notes: [...before.notes, ...later.notes],
    alerted: alerted && {
      ...alerted,
      alertedLevel: higher(alerted.alertedLevel, later.alerted?.alertedLevel ?? 'normal'),
      criticalAt: later.alerted?.criticalAt ?? alerted.criticalAt,
      attention: later.alerted?.attention ?? alerted.attention,
    },
  }
}

const higher = (one: Level, other: Level) =>
  levels.indexOf(one) >= levels.indexOf(other) ? one : other

function holdRow(hold: OpenHold, asOf: number): HoldRow {
  const since = (at: number) => Math.round(at - hold.firstSeenAt)
  const { handled } = hold
  return {
    origin: hold.origin,
    agentId: hold.agentId,
    agentName: hold.agentName,
    callId: hold.callId,
    holdNumber: hold.holdNumber,
    earlierMs: Math.round(hold.earlierMs),
    skill: hold.skill,
    callFeature: hold.callFeature,
    customer: hold.customer,
    startedAt: hold.startedAt,
    doubtMs: hold.notBefore === null ? null : -since(hold.notBefore),
    heldMs: since(hold.lastSeenAt),
    gap: hold.gap,
    level: levels.indexOf(hold.level),
    handled: handled && { kind: handled.kind, by: handled.by, afterMs: since(handled.at) },
    notes: hold.notes.map(({ at, ...note }) => ({ ...note, afterMs: since(at) })),
    asOf: Math.round(asOf),
  }
}

export function openRow(hold: OpenHold, { now, wall }: Moment): OpenRow {
  return {
    ...holdRow(hold, wall),
    ageMs: Math.round(now - hold.firstSeenAt),
    alerted: hold.alerted && alertedRow(hold.alerted, hold.firstSeenAt),
  }
}

function alertedRow(kept: KeptMemory, firstSeenAt: number): AlertedRow {
  const since = (at: number) => Math.round(at - firstSeenAt)
  const { alertedLevel: told, isSnoozeOver, criticalAt, attention } = kept
  return {
    told: levels.indexOf(told),
    isSnoozeOver,
    criticalMs: criticalAt === null ? null : since(criticalAt),
    attention: attention && {
      kind: attention.kind,
      afterMs: since(attention.at),
      untilMs: attention.until === null ? null : since(attention.until),
    },
  }
}

function takeUpAlerted(row: AlertedRow, firstSeenAt: number): KeptMemory {
  const { told, isSnoozeOver, criticalMs, attention } = row
  return {
    alertedLevel: levels[told] ?? 'normal',
    isSnoozeOver,
    criticalAt: criticalMs === null ? null : firstSeenAt + criticalMs,
    attention: attention && {
      kind: attention.kind,
      at: firstSeenAt + attention.afterMs,
      until: attention.untilMs === null ? null : firstSeenAt + attention.untilMs,
    },
  }
}

/** @param endedBy board-clock ms; null where nobody saw the end */
export function pastRow(hold: OpenHold, endedBy: number | null, { wall }: Moment): PastRow {
  const endMs = endedBy === null ? null : Math.round(endedBy - hold.firstSeenAt)
  return { ...holdRow(hold, wall), endMs }
}

/** How much time the wall clock says has passed; none where it was set back meanwhile. */
const passed = (since: number, wall: number) => Math.max(0, wall - since)

/** An open hold as it was left, with its clock gone on meanwhile. */
export function openHoldFrom(row: OpenRow, { now, wall }: Moment): OpenHold {
  const firstSeenAt = now - row.ageMs - passed(row.asOf, wall)
  const { handled } = row
  return {
    origin: row.origin,
    holdId: `${callKey(row.agentId, row.callId)}#${row.holdNumber}`,
    agentId: row.agentId,
    agentName: row.agentName,
    callId: row.callId,
    holdNumber: row.holdNumber,
    earlierMs: row.earlierMs,
    skill: row.skill,
    callFeature: row.callFeature,
    customer: null,
    startedAt: row.startedAt,
    notBefore: row.doubtMs === null ? null : firstSeenAt - row.doubtMs,
    firstSeenAt,
    lastSeenAt: firstSeenAt + row.heldMs,
    // How long the app was away is not known then: a retrieve may lie in it.
    gap: row.gap || wall < row.asOf || !isClockPlausible(row.asOf, wall),
    level: levels[row.level] ?? 'normal',
    handled: handled && { kind: handled.kind, by: handled.by, at: firstSeenAt + handled.afterMs },
    notes: row.notes.map(({ afterMs, ...note }) => ({ ...note, at: firstSeenAt + afterMs })),
    alerted: row.alerted && takeUpAlerted(row.alerted, firstSeenAt),
  }
}

export const earlierFrom = (row: EarlierRow, { now, wall }: Moment): Earlier => ({
  count: row.count,
  totalMs: row.totalMs,
  lastEndedAt: now - passed(row.endedAt, wall),
})

/** What the ledger takes open holds up from. */
export function savedHoldsOf(
  holds: readonly OpenHold[],
  earlier: ReadonlyMap<string, Earlier>,
  { now, wall }: Moment,
): SavedHolds {
  return {
    savedAt: wall,
    holds: holds.map((hold) => ({
      agentId: hold.agentId,
      callId: hold.callId,
      callFeature: hold.callFeature,
      skill: hold.skill,
      holdNumber: hold.holdNumber,
      earlierMs: hold.earlierMs,
      heldMs: now - hold.firstSeenAt,
      unseenMs: now - hold.lastSeenAt,
      doubtMs: hold.notBefore === null ? null : hold.firstSeenAt - hold.notBefore,
      gap: hold.gap,
    })),
    earlier: [...earlier].map(([key, { count, totalMs, lastEndedAt }]) => ({
      key,
      count,
      totalMs,
      endedMs: now - lastEndedAt,
    })),
  }
}
