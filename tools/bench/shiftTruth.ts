import type { Level } from '../../src-shared/contract/index.ts'
import { limitsFor } from '../../src-shared/skillLimits.ts'
import { skillLimits, type ShiftLog, usualLimits } from './shiftRun.ts'

/** How long after the true moment an alert may come: whoever begins to hold must be found first. */
const withinMs = 15_000
/** Before a hold begins, and after a trouble ends, everything must be in order again for so long. */
const calmMs = 15_000

export interface Truth {
  /** Levels that a call truly was held to while nothing came between. */
  expected: number
  /** From the true moment to the alert, ms. */
  delays: number[]
  missing: string[]
}

/**
 * Holds the alerts against nothing but the record of what really was: wherever nothing came between,
 * a call that was truly held to a level must have been alerted with it soon after.
 */
export function holdAgainstTruth(log: ShiftLog): Truth {
  const skills = new Map(log.started.map(({ hold }) => [callOf(hold.holdId), hold.call.skill]))
  const alertedAt = new Map<string, number[]>()
  for (const { alert, at } of log.alerts) {
    for (const { holdId, level } of alert.entries) {
      const key = `${callOf(holdId)} ${level}`
      alertedAt.set(key, [...(alertedAt.get(key) ?? []), at])
    }
  }
  const isCalm = (agentId: string, call: string, from: number, to: number) =>
    !log.troubles.some(
      (trouble) =>
        (trouble.agentId ?? agentId) === agentId && trouble.from < to && trouble.to + calmMs > from,
    ) && !log.handled.some(({ holdId, at }) => callOf(holdId) === call && at > from && at < to)

  const truth: Truth = { expected: 0, delays: [], missing: [] }
  for (const { agentId, callId, startedAt, endedAt } of log.record) {
    const call = `${agentId}/${callId}`
    const limits = limitsFor(skills.get(call) ?? '', usualLimits, skillLimits)
    const moments: [Level, number][] = [
      ['amber', startedAt + limits.amberMs],
      ['red', startedAt + limits.redMs],
      ['critical', startedAt + limits.criticalMs],
    ]
    for (const [level, moment] of moments) {
      const until = moment + withinMs
      if ((endedAt ?? log.until) < until) continue
      if (startedAt < log.from + calmMs || !isCalm(agentId, call, startedAt - calmMs, until))
        continue
      truth.expected += 1
      const at = alertedAt.get(`${call} ${level}`)?.find((one) => one >= moment && one <= until)
      if (at === undefined) truth.missing.push(`${call} truly held to ${level}, and no alert`)
      else truth.delays.push(at - moment)
    }
  }
  return truth
}

const callOf = (holdId: string) => holdId.slice(0, holdId.lastIndexOf('#'))
