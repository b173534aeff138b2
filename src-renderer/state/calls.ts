import type { HeldCall } from '../../src-shared/contract/index.ts'

/** Longest hold first. */
export const byAge = (a: HeldCall, b: HeldCall): number =>
  a.startedAt - b.startedAt || (a.holdId < b.holdId ? -1 : 1)
