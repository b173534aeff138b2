import { limitsFor } from './skillLimits.ts'

/** From least to most severe. */
export const levels = ['normal', 'amber', 'red', 'critical'] as const
export type Level = (typeof levels)[number]
export const rank: Readonly<Record<Level, number>> = { normal: 0, amber: 1, red: 2, critical: 3 }

/** Ages in ms at which a hold's level rises. */
export interface Limits {
  amberMs: number
  redMs: number
  criticalMs: number
}

export const defaultLimits: Limits = { amberMs: 60_000, redMs: 120_000, criticalMs: 300_000 }

/**
 * The level of a hold of this age in ms, and whether it is past half of the first limit. Derived from ages each time,
 * so that a change of limits applies at once to current holds; alerts/ decides which changes are alerted.
 */
export function levelAt(ageMs: number, limits: Limits): { level: Level; halfway: boolean } {
  const level =
    ageMs >= limits.criticalMs
      ? 'critical'
      : ageMs >= limits.redMs
        ? 'red'
        : ageMs >= limits.amberMs
          ? 'amber'
          : 'normal'
  return { level, halfway: ageMs >= limits.amberMs / 2 }
}

/** Age in ms at which the appearance of a hold of this age changes next; null after the last limit. */
export function nextCrossing(ageMs: number, limits: Limits): number | null {
  const steps = [limits.amberMs / 2, limits.amberMs, limits.redMs, limits.criticalMs]
  return steps.find((step) => step > ageMs) ?? null
}

/** Red and critical: the page must never hide these without saying so. */
export const isUrgent = ({ level }: { level: Level }): boolean => rank[level] >= rank.red

/** Red or worse when the gateway last listed it: the call need not have been on hold since then. */
export const wasSeenUrgent = (
  call: { level: Level; stale: boolean; startedAt: number; lastSeenAt: number },
  { redMs }: Limits,
): boolean => isUrgent(call) && (!call.stale || call.lastSeenAt - call.startedAt >= redMs)

/** Over a limit, and not acknowledged or snoozed. */
export const isWaiting = ({
  level,
  attention,
}: {
  level: Level
  attention: object | null
}): boolean => rank[level] >= rank.amber && attention === null

export const worst = (calls: Iterable<{ level: Level }>): Level => {
  let worstLevel: Level = 'normal'
  for (const { level } of calls) if (rank[level] > rank[worstLevel]) worstLevel = level
  return worstLevel
}

/** A skill's own limits where it has some. */
export const limitsOf = (
  head: { limits: Limits; skillLimits: Readonly<Record<string, Limits>> },
  skill: string,
): Limits => limitsFor(skill, head.limits, head.skillLimits)

/** The next level, and the age in ms at which it starts; null after the last. */
export const nextLevel = (level: Level, limits: Limits): { level: Level; atMs: number } | null => {
  switch (level) {
    case 'normal':
      return { level: 'amber', atMs: limits.amberMs }
    case 'amber':
      return { level: 'red', atMs: limits.redMs }
    case 'red':
      return { level: 'critical', atMs: limits.criticalMs }
    case 'critical':
      return null
  }
}

/** The progress of a hold of this age from one level to the next, 0 to 1. */
export const progress = (level: Level, ageMs: number, limits: Limits): number => {
  const next = nextLevel(level, limits)
  if (next === null) return 1
  const fromMs = level === 'normal' ? 0 : limits[`${level}Ms`]
  return Math.min(1, Math.max(0, (ageMs - fromMs) / (next.atMs - fromMs)))
}
