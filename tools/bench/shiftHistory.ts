import { type PastHold, level as levels } from '../../src-shared/contract/index.ts'
import { gapMs } from '../../src-main/monitor/ledger.ts'
import { levelAt } from '../../src-shared/levels.ts'
import { limitsFor } from '../../src-shared/skillLimits.ts'
import type { HoldRecord } from '../../src-main/simulator/callCenter.ts'
import { skillLimits, type ShiftLog, usualLimits } from './shiftRun.ts'
import { recordStepMs } from './shiftWorld.ts'

/** The resolution of the true record, and the time that a response is in flight, ms. */
const slackMs = recordStepMs + 150
/** A hold that lasted this long without a disturbance must have been observed, ms. */
const seenAfterMs = 15_000
/** The board is derived at least this often: a level reached later than that may go unnoticed, ms. */
const boardMs = 1_500

export interface HistoryTruth {
  rows: number
  /** Holds that must be in the history, according to the true record. */
  expected: number
  /** The uncertainty of a row about when its hold began and ended, ms. */
  doubts: number[]
  wrong: string[]
}

/** Compares the rows of the history with the true record and with the ledger. */
export function holdHistoryAgainstTruth(log: ShiftLog): HistoryTruth {
  const truth: HistoryTruth = { rows: log.past.length, expected: 0, doubts: [], wrong: [] }
  const rowsOf = byCall(log.past)
  const recordOf = byCall(log.record)

  // Once each, neither lost nor doubled.
  const ended = new Set(log.ended.map(({ hold }) => hold.holdId))
  const seen = new Map<string, number>()
  for (const row of log.past) seen.set(idOf(row), (seen.get(idOf(row)) ?? 0) + 1)
  for (const holdId of ended) {
    if (seen.get(holdId) !== 1) truth.wrong.push(`${holdId}: ${seen.get(holdId) ?? 0} rows`)
  }
  for (const holdId of seen.keys()) {
    if (!ended.has(holdId)) truth.wrong.push(`${holdId}: a row of a hold that never ended`)
  }

  for (const row of log.past) {
    const wrong = (what: string) => truth.wrong.push(`${idOf(row)}: ${what}`)
    const held = recordOf.get(callOf(row)) ?? []
    const first = held.find((one) => isHeldAt(one, row.startedAt))
    const last = held.find((one) => isHeldAt(one, row.lastSeenAt))
    if (first === undefined) wrong('not held when first seen')
    else if (row.notBefore !== null && first.startedAt < row.notBefore - slackMs) {
      wrong(`began ${row.notBefore - first.startedAt} ms before its bound`)
    }
    if (last === undefined) wrong('not held when last seen')
    else if (row.endedBy !== null && (last.endedAt ?? Infinity) > row.endedBy + slackMs) {
      wrong('ended after its bound')
    }
    if (!row.gap && first && last && widestBreak(held, first, last) > gapMs + slackMs) {
      wrong('a retrieve that could have been seen is not marked')
    }
    const limits = limitsFor(row.skill, usualLimits, skillLimits)
    const least = levelAt(row.durationMs - boardMs, limits).level
    if (levels.options.indexOf(row.level) < levels.options.indexOf(least)) wrong('level too low')
    if (row.handled?.kind !== lastHandled(log, row)) wrong('not as the supervisor left it')
    if (row.notBefore !== null) truth.doubts.push(row.startedAt - row.notBefore)
    if (row.endedBy !== null) truth.doubts.push(row.endedBy - row.lastSeenAt)
  }

  for (const one of log.record) {
    const endedAt = one.endedAt ?? Infinity
    if (endedAt > log.until - seenAfterMs || endedAt - one.startedAt < seenAfterMs) continue
    if (one.startedAt < log.from + seenAfterMs || !isCalm(log, one)) continue
    truth.expected += 1
    const isThere = rowsOf
      .get(callOf(one))
      ?.some((row) => row.startedAt <= endedAt && row.lastSeenAt >= one.startedAt)
    if (!isThere) truth.wrong.push(`${callOf(one)}: held for long, and not in the history`)
  }
  return truth
}

const callOf = ({ agentId, callId }: { agentId: string; callId: string }) => `${agentId}/${callId}`
const idOf = (row: PastHold) => `${callOf(row)}#${row.holdNumber}`

function byCall<T extends { agentId: string; callId: string }>(all: readonly T[]) {
  const groups = new Map<string, T[]>()
  for (const one of all) groups.set(callOf(one), [...(groups.get(callOf(one)) ?? []), one])
  return groups
}

const isHeldAt = ({ startedAt, endedAt }: HoldRecord, at: number) =>
  startedAt <= at + slackMs && (endedAt ?? Infinity) >= at - slackMs

/** The longest time between two consecutive holds. */
function widestBreak(held: readonly HoldRecord[], first: HoldRecord, last: HoldRecord): number {
  const between = held.slice(held.indexOf(first), held.indexOf(last) + 1)
  const breaks = between
    .slice(1)
    .map((one, index) => one.startedAt - (between[index]?.endedAt ?? 0))
  return Math.max(0, ...breaks)
}

/** The last acknowledgement while it was followed. */
function lastHandled(log: ShiftLog, row: PastHold) {
  const done = log.handled.filter(
    ({ holdId, at }) =>
      holdId === idOf(row) && at >= row.startedAt && at <= (row.endedBy ?? log.until),
  )
  return done.at(-1)?.kind ?? undefined
}

/** There was no disturbance during this hold. */
const isCalm = (log: ShiftLog, { agentId, startedAt, endedAt }: HoldRecord) =>
  !log.troubles.some(
    (trouble) =>
      (trouble.agentId ?? agentId) === agentId &&
      trouble.from < (endedAt ?? log.until) &&
      trouble.to + seenAfterMs > startedAt - seenAfterMs,
  )
