import type { AlertsState, Level } from '../../src-shared/contract/index.ts'
import { startDoubtMs } from '../../src-shared/doubt.ts'
import type {
  Alert,
  AlertBoard,
  AlertEntry,
  AlertKind,
  AlertSettings,
  AlertSound,
} from './alert.ts'
import { alerted, follow, type Followed, kindOf, nextRepeat, settled } from './follow.ts'
import { rank } from '../../src-shared/levels.ts'
import { type AlertMemory, awayMs, higher, type HoldMemory } from './memory.ts'
import { mergedUntil, pacedBy } from './pace.ts'
import { isQuietAt, nextQuietChange } from './quietTime.ts'

/** A summary waits this long for holds that are not confirmed yet, ms. */
export const gatherMs = 5_000
export interface AlertInput {
  /** Board-clock ms. */
  now: number
  /** Local ms since midnight; only for the quiet time. */
  timeOfDay: number
  board: AlertBoard
  settings: AlertSettings
}

export interface Decision {
  memory: AlertMemory
  /** At most one, with everything in it that needs attention now. */
  alert: Alert | null
  sound: AlertSound | null
  /** A critical hold was alerted, and is not acknowledged. */
  isFlashing: boolean
  /** Ids of earlier alerts that are no longer the latest about any open, unacknowledged hold. */
  withdrawn: number[]
  /** When to decide again even without a board update, board-clock ms. */
  nextAt: number | null
}

/**
 * Decides which holds need attention; a pure function:
 * - Each hold is alerted once for each level it reaches, by its age on the board; a lower bound is treated as the age.
 *   Changed limits apply at once; all holds that they raise come in one alert.
 * - Alerts close together come as one; the more amber and red ones have come, the longer they are merged. Critical is
 *   never delayed.
 * - A critical hold that is not acknowledged is repeated, with a cool-down.
 * - Nothing is queued. A level reached while alerts were silenced, or while the watch was not current, is skipped if it
 *   is amber; red and critical come in one summary afterwards. A row that was stale only because of its agent's own
 *   problem is alerted with its level once it is confirmed.
 */
export function decide(memory: AlertMemory, input: AlertInput): Decision {
  const { now, board, settings } = input
  const alerts = alertsAt(memory.alerts, input)
  const circumstances = {
    now,
    isHushed: alerts.snoozedUntil !== null || alerts.isQuiet,
    wasAway: now - memory.decidedAt > awayMs,
  }
  const current = new Set(
    board.sources.filter(({ watch }) => watch.state === 'watching').map(({ origin }) => origin),
  )
  const rows = board.calls.map((call) => {
    const isBlind = call.sources.every((origin) => !current.has(origin))
    return follow(call, memory.holds.get(call.holdId), { ...circumstances, isBlind })
  })

  const news = new Map<Followed, AlertKind>()
  for (const each of rows) {
    const kind = each.isHeard ? kindOf(each, memory.repeatedAt, now) : null
    if (kind !== null) news.set(each, kind)
  }
  const isLate = ({ hold }: Followed) => hold.catchUp !== null
  const gatherFrom = [...news.keys()].some(isLate) ? (memory.gatherFrom ?? now) : null
  const isGathered =
    rows.every((each) => each.isHeard || !isLate(each)) ||
    (gatherFrom !== null && now >= gatherFrom + gatherMs)
  const due = [...news.keys()].filter((each) => isGathered || !isLate(each))
  const worst = due.map(({ call }) => call.level).reduce<Level>(higher, 'normal')
  const { last } = memory
  const until = last !== null && rank[worst] <= rank[last.level] ? mergedUntil(last, worst) : now
  const isMerging = now < until

  const newlyAlerted = new Set(isMerging ? [] : due)
  const isAlert = newlyAlerted.size > 0
  const id = memory.lastId + 1
  const holds = new Map<string, HoldMemory>()
  for (const each of rows) {
    const waits = !each.isHeard || news.has(each)
    const unchanged = waits ? each.hold : settled(each)
    holds.set(each.call.holdId, newlyAlerted.has(each) ? alerted(each, id, now) : unchanged)
  }

  const next: AlertMemory = {
    holds,
    alerts,
    decidedAt: now,
    last: isAlert ? pacedBy(last, worst, now) : last,
    repeatedAt: [...newlyAlerted].some((each) => news.get(each) === 'repeat')
      ? now
      : memory.repeatedAt,
    gatherFrom: isGathered && !isMerging ? null : gatherFrom,
    lastId: isAlert ? id : memory.lastId,
  }
  const currentAlerts = alertsOf(next)
  return {
    memory: next,
    alert: isAlert ? { id, entries: entriesOf(newlyAlerted, news, input) } : null,
    sound: isAlert ? soundOf(worst, settings) : null,
    isFlashing: rows.some((each) => isUrgent(each, next)),
    withdrawn: [...alertsOf(memory)].filter((each) => !currentAlerts.has(each)),
    nextAt: nextLook(rows, next, input, due.length > 0 && isMerging ? until : null),
  }
}

/** Whether alerts are on at this moment. */
function alertsAt(
  { snoozedUntil }: AlertsState,
  { now, timeOfDay, settings }: AlertInput,
): AlertsState {
  return {
    snoozedUntil: snoozedUntil !== null && now < snoozedUntil ? snoozedUntil : null,
    isQuiet: isQuietAt(settings.quietTime, timeOfDay),
  }
}

/** Ids of the alerts that are the latest about some hold. */
function alertsOf({ holds }: AlertMemory): Set<number> {
  return new Set([...holds.values()].flatMap(({ alertId }) => alertId ?? []))
}

function entriesOf(
  newlyAlerted: ReadonlySet<Followed>,
  news: ReadonlyMap<Followed, AlertKind>,
  { now, board }: AlertInput,
): AlertEntry[] {
  return [...newlyAlerted]
    .map((each): AlertEntry => {
      const { holdId, agentId, customer, level, gap, startedAt, notBefore } = each.call
      return {
        holdId,
        agentId,
        name: board.names.get(agentId) ?? '',
        customer,
        level,
        ageMs: now - startedAt,
        doubtMs: startDoubtMs(startedAt, notBefore),
        gap,
        kind: news.get(each) ?? 'crossed',
      }
    })
    .sort((a, b) => rank[b.level] - rank[a.level] || b.ageMs - a.ageMs)
}

function soundOf(level: Level, { sounds, volume }: AlertSettings): AlertSound | null {
  const sound = level === 'normal' ? 'none' : sounds[level]
  return sound === 'none' || volume === 0 ? null : { sound, volume }
}

/** A hold is not urgent while alerts are silenced or it is not confirmed. */
function isUrgent({ call }: Followed, { holds }: AlertMemory): boolean {
  const hold = holds.get(call.holdId)
  const isAlerted = hold?.criticalAt !== null && hold?.catchUp === null
  return call.level === 'critical' && isAlerted && hold.attention === null
}

function nextLook(
  rows: readonly Followed[],
  { holds, alerts, repeatedAt, gatherFrom }: AlertMemory,
  { now, timeOfDay, settings }: AlertInput,
  mergingUntil: number | null,
): number | null {
  const untilQuiet = nextQuietChange(settings.quietTime, timeOfDay)
  const moments: (number | null)[] = [
    alerts.snoozedUntil,
    untilQuiet === null ? null : now + untilQuiet,
    gatherFrom === null ? null : gatherFrom + gatherMs,
    mergingUntil,
  ]
  for (const { call, isHeard } of rows) {
    const hold = holds.get(call.holdId)
    if (hold === undefined) continue
    moments.push(hold.attention?.until ?? null)
    if (isHeard) moments.push(nextRepeat(call, hold, repeatedAt))
  }
  // Times in the past wait for another of these moments, or for the board.
  const ahead = moments.filter((moment) => moment !== null && moment > now)
  return ahead.length === 0 ? null : Math.min(...(ahead as number[]))
}
