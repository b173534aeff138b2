import type { Level } from '../../src-shared/contract/index.ts'
import type { KeptMemory } from '../alerts/memory.ts'
import type { Earlier } from '../monitor/earlierHolds.ts'
import { callKey, type Hold } from '../monitor/ledger.ts'
import type { Moment } from '../base/clock.ts'
import type { NoteRow } from './noteColumn.ts'
import { isClockPlausible } from './retention.ts'

/** A customer's number, full and masked. */
export interface Customer {
  number: string
  masked: string
}

/** The supervisor's acknowledgement of a hold, and when (board-clock ms). */
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

/** An open hold as the history follows it. Times are board-clock ms, except `startedAt`. */
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
  /** Null while it is not known: holds are restored after a restart without it. */
  customer: Customer | null
  /**
   * Epoch ms of the first observation, read once and never again. Every other time of a row is stored as an offset from
   * it on the board's clock, so that no change of the wall clock can distort a row.
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
  /** Its alert state, and whether it is acknowledged; null where nothing is known. */
  alerted: KeptMemory | null
}

/** The columns that open and past holds share on disk. Offsets are ms from the first observation. */
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
  /** How long before the first observation it may have begun; null where that is not known. */
  doubtMs: number | null
  /** Until the last observation. */
  heldMs: number
  gap: boolean
  /** Index in `levels`. */
  level: number
  handled: { kind: HandledHold['kind']; by: string; afterMs: number } | null
  notes: NoteRow[]
  /** The wall clock, epoch ms, when the row was created; only used to bridge a restart. */
  asOf: number
}

export interface OpenRow extends HoldRow {
  /** From the first observation to `asOf`. */
  ageMs: number
  alerted: AlertedRow | null
}

/** The alert state of an open hold. Offsets are ms from the first observation. */
export interface AlertedRow {
  /** Index in `levels`. */
  told: number
  isSnoozeOver: boolean
  criticalMs: number | null
  attention: { kind: HandledHold['kind']; afterMs: number; untilMs: number | null } | null
}

export interface PastRow extends HoldRow {
  /** It ended no later than this; null where its end was not observed. */
  endMs: number | null
}

/** Earlier holds of a call that may be held again. */
export interface EarlierRow {
  origin: string
  /** Agent and call, with the ledger's key. */
  key: string
  count: number
  totalMs: number
  /** Epoch ms. */
  endedAt: number
}

/** Lowest first. */
export const levels = [
  'normal',
  'amber',
  'red',
  'critical',
] as const satisfies readonly Level[] as readonly Level[]

/** A hold that was just observed for the first time. */
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

/** The updated hold; values that became unknown meanwhile are unchanged. */
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

/** Whether a hold of the same call, found when the watch started, may have begun before this one was last observed. */
export const mayBeSameHold = (before: OpenHold, later: OpenHold) =>
  (later.notBefore ?? -Infinity) <= before.lastSeenAt

/** The hold that was open before, as found when the watch started. The time in between was not observed. */
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

function alertedRow(memory: KeptMemory, firstSeenAt: number): AlertedRow {
  const since = (at: number) => Math.round(at - firstSeenAt)
  const { alertedLevel, isSnoozeOver, criticalAt, attention } = memory
  return {
    told: levels.indexOf(alertedLevel),
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
  const { told: alertedRank, isSnoozeOver, criticalMs, attention } = row
  return {
    alertedLevel: levels[alertedRank] ?? 'normal',
    isSnoozeOver,
    criticalAt: criticalMs === null ? null : firstSeenAt + criticalMs,
    attention: attention && {
      kind: attention.kind,
      at: firstSeenAt + attention.afterMs,
      until: attention.untilMs === null ? null : firstSeenAt + attention.untilMs,
    },
  }
}

/** @param endedBy board-clock ms; null where its end was not observed */
export function pastRow(hold: OpenHold, endedBy: number | null, { wall }: Moment): PastRow {
  const endMs = endedBy === null ? null : Math.round(endedBy - hold.firstSeenAt)
  return { ...holdRow(hold, wall), endMs }
}

/** How much time has passed by the wall clock; 0 where it was set back meanwhile. */
const passed = (since: number, wall: number) => Math.max(0, wall - since)

/** A stored open hold, with a duration that continued meanwhile. */
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
    // Then it is not known how long the app was closed: the call may have been retrieved in between.
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

/** The hold as the ledger restores it. */
export const ledgerHold = (hold: OpenHold): Hold => ({
  holdId: hold.holdId,
  agentId: hold.agentId,
  call: {
    callId: hold.callId,
    callFeature: hold.callFeature,
    caller: '',
    called: '',
    skill: hold.skill,
  },
  holdNumber: hold.holdNumber,
  earlierMs: hold.earlierMs,
  notBefore: hold.notBefore,
  firstSeenAt: hold.firstSeenAt,
  lastSeenAt: hold.lastSeenAt,
  gap: hold.gap,
  sources: [hold.origin],
})
