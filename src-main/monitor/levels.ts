import type { Level, Limits } from '../../src-preload/contract/index.ts'
import { limitsFor } from '../../src-shared/skillLimits.ts'
import type { Hold } from './ledger.ts'

export const defaultLimits: Limits = { amberMs: 60_000, redMs: 120_000, criticalMs: 300_000 }

/**
 * The level of a hold of this age in ms, and whether it is past half of the first limit. Derived from ages each time,
 * so that a change of limits counts at once for holds already running; what of that is alerted, alerts/ decides.
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

/**
 * The level of a hold when the gateway last listed it, for the history: the time that has passed since need not have
 * been on hold.
 */
export function seenLevel(
  { call, firstSeenAt, lastSeenAt }: Pick<Hold, 'call' | 'firstSeenAt' | 'lastSeenAt'>,
  { limits, skillLimits }: { limits: Limits; skillLimits: Readonly<Record<string, Limits>> },
): Level {
  return levelAt(lastSeenAt - firstSeenAt, limitsFor(call.skill, limits, skillLimits)).level
}

/** Age in ms at which the look of a hold of this age changes next; null after the last limit. */
export function nextCrossing(ageMs: number, limits: Limits): number | null {
  const steps = [limits.amberMs / 2, limits.amberMs, limits.redMs, limits.criticalMs]
  return steps.find((step) => step > ageMs) ?? null
}
