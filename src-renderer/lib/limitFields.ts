import type { Limits } from '../../src-preload/contract/index.ts'
import { longestLimitMs, parseTime, shortestLimitMs, timeText } from './timeText.ts'

export const limitKeys = ['amberMs', 'redMs', 'criticalMs'] as const
export type LimitKey = (typeof limitKeys)[number]
export type LimitTexts = Record<LimitKey, string>

export interface LimitProblem {
  field: LimitKey
  why: 'not-a-time' | 'out-of-range' | 'below' | 'above'
  /** The limit it has to lie below or above. */
  other?: LimitKey
}

export const textsOf = (limits: Limits): LimitTexts => ({
  amberMs: timeText(limits.amberMs),
  redMs: timeText(limits.redMs),
  criticalMs: timeText(limits.criticalMs),
})

/** The limits as typed, or what is wrong and beside which field: the one touched last, if it may be. */
export const readLimits = (
  texts: LimitTexts,
  touched: LimitKey,
): { limits: Limits } | { problem: LimitProblem } => {
  const limits = { amberMs: 0, redMs: 0, criticalMs: 0 }
  for (const field of limitKeys) {
    const ms = parseTime(texts[field])
    if (ms === null) return { problem: { field, why: 'not-a-time' } }
    if (ms < shortestLimitMs || ms > longestLimitMs) {
      return { problem: { field, why: 'out-of-range' } }
    }
    limits[field] = ms
  }
  const pairs = [
    ['amberMs', 'redMs'],
    ['redMs', 'criticalMs'],
  ] as const
  const falling = pairs.filter(([lower, upper]) => limits[lower] >= limits[upper])
  const pair = falling.find(([lower, upper]) => lower === touched || upper === touched)
  const [lower, upper] = pair ?? falling[0] ?? []
  if (lower === undefined || upper === undefined) return { limits }
  return {
    problem:
      lower === touched
        ? { field: lower, why: 'below', other: upper }
        : { field: upper, why: 'above', other: lower },
  }
}
