import type { HeldCall } from '../../src-shared/contract/index.ts'
import { isInDoubt, startDoubtMs } from '../../src-shared/doubt.ts'

/** How far a clock may be believed: to the second, as a lower bound, or not beyond a guess. */
export type Surety = 'sure' | 'atLeast' | 'about'

/**
 * A lower bound holds only while the call is seen: unseen now, or unwatched for a while, it may
 * have been retrieved, and the clock may say too much as well as too little.
 */
export const suretyOf = (
  { startedAt, notBefore, stale, gap }: Pick<HeldCall, 'startedAt' | 'notBefore' | 'stale' | 'gap'>,
  boardIsOld: boolean,
  ageMs: (boardTime: number) => number,
): Surety => {
  if (stale || boardIsOld || gap) return 'about'
  return isInDoubt(startDoubtMs(startedAt, notBefore), () => ageMs(startedAt)) ? 'atLeast' : 'sure'
}
