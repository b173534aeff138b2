import type { Level, Limits } from '../../src-shared/contract/index.ts'
import { levelAt } from '../../src-shared/levels.ts'
import { limitsFor } from '../../src-shared/skillLimits.ts'
import type { Hold } from './ledger.ts'

/**
 * The level of a hold when the gateway last listed it, for the history: the call need not have been on hold since then.
 */
export function seenLevel(
  { call, firstSeenAt, lastSeenAt }: Pick<Hold, 'call' | 'firstSeenAt' | 'lastSeenAt'>,
  { limits, skillLimits }: { limits: Limits; skillLimits: Readonly<Record<string, Limits>> },
): Level {
  return levelAt(lastSeenAt - firstSeenAt, limitsFor(call.skill, limits, skillLimits)).level
}
