import type { Level } from '../../src-shared/contract/index.ts'
import { limitsFor } from '../../src-shared/skillLimits.ts'
import { skillLimits, type ShiftLog, usualLimits } from './shiftRun.ts'

/** How long after the true moment an alert may come: a new hold must be observed first, ms. */
const withinMs = 15_000
/** There must be no disturbance for this long before a hold begins, and after a disturbance ends, ms. */
const calmMs = 15_000

export interface Truth {
  /** Levels truly reached without a disturbance. */
  expected: number
  /** From the true moment to the alert, ms. */
  delays: number[]
  missing: string[]
}

/**
 * Compares the alerts with the true record alone: without a disturbance, a call that truly reached a level must have
 * been alerted soon afterwards.
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
