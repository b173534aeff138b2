import type { Limits } from '../../src-shared/contract/index.ts'
import { longestLimitMs, parseTime, shortestLimitMs, timeText } from './timeText.ts'

export const limitKeys = ['amberMs', 'redMs', 'criticalMs'] as const
export type LimitKey = (typeof limitKeys)[number]
export type LimitTexts = Record<LimitKey, string>

export interface LimitProblem {
  why: 'not-a-time' | 'out-of-range' | 'below' | 'above'
  /** The adjacent limit, which it must be below or above. */
  other?: LimitKey
}
export type LimitProblems = Partial<Record<LimitKey, LimitProblem | undefined>>

export const textsOf = (limits: Limits): LimitTexts => ({
  amberMs: timeText(limits.amberMs),
  redMs: timeText(limits.redMs),
  criticalMs: timeText(limits.criticalMs),
})

const pairs = [
  ['amberMs', 'redMs'],
  ['redMs', 'criticalMs'],
] as const

/** Parses the limits, or returns the error of each; of two that do not increase, the one edited last is wrong. */
export const readLimits = (
  texts: LimitTexts,
  touched: LimitKey,
): { limits: Limits } | { problems: LimitProblems } => {
  const limits = { amberMs: 0, redMs: 0, criticalMs: 0 }
  const problems: LimitProblems = {}
  for (const field of limitKeys) {
    const ms = parseTime(texts[field])
    if (ms === null) problems[field] = { why: 'not-a-time' }
    else if (ms < shortestLimitMs || ms > longestLimitMs) problems[field] = { why: 'out-of-range' }
    else limits[field] = ms
  }
  for (const [lower, upper] of pairs) {
    if (problems[lower] || problems[upper] || limits[lower] < limits[upper]) continue
    if (lower === touched) problems[lower] = { why: 'below', other: upper }
    else problems[upper] = { why: 'above', other: lower }
  }
  return Object.keys(problems).length === 0 ? { limits } : { problems }
}
