import type { HeldCall } from '../../src-shared/contract/index.ts'
import { isInDoubt, startDoubtMs } from '../../src-shared/doubt.ts'

/** The certainty of a time: exact to the second, a lower bound, or an estimate. */
export type Certainty = 'sure' | 'atLeast' | 'about'

/**
 * A lower bound is only valid while the call is observed: if it is not now, or was not for a while, it may have been
 * retrieved, and the time may be too long as well as too short.
 */
export const certaintyOf = (
  { startedAt, notBefore, stale, gap }: Pick<HeldCall, 'startedAt' | 'notBefore' | 'stale' | 'gap'>,
  boardIsOld: boolean,
  ageMs: (boardTime: number) => number,
): Certainty => {
  if (stale || boardIsOld || gap) return 'about'
  return isInDoubt(startDoubtMs(startedAt, notBefore), () => ageMs(startedAt)) ? 'atLeast' : 'sure'
}
