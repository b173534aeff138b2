import type { HeldCall } from '../../src-preload/contract/index.ts'

/** How far a clock may be believed: to the second, as a lower bound, or not beyond a guess. */
export type Surety = 'sure' | 'atLeast' | 'about'

/**
 * A lower bound holds only while the call is seen: unseen now, or unwatched for a while, it may
 * have been retrieved, and the clock may say too much as well as too little.
 */
export const suretyOf = (
  call: Pick<HeldCall, 'stale' | 'gap' | 'lowerBound'>,
  boardIsOld: boolean,
): Surety => {
  if (call.stale || boardIsOld || call.gap) return 'about'
  return call.lowerBound ? 'atLeast' : 'sure'
}
