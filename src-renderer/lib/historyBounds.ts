import type { PastHold } from '../../src-preload/contract/index.ts'
import type { Surety } from './surety.ts'

/** What is known within this time is shown as known, as on the board. */
const knownMs = 2_000

type Times = Pick<
  PastHold,
  'startedAt' | 'notBefore' | 'lastSeenAt' | 'endedBy' | 'durationMs' | 'gap'
>

export const startIsKnown = ({ startedAt, notBefore }: Pick<Times, 'startedAt' | 'notBefore'>) =>
  notBefore !== null && startedAt - notBefore <= knownMs

export const endIsKnown = ({ lastSeenAt, endedBy }: Pick<Times, 'lastSeenAt' | 'endedBy'>) =>
  endedBy !== null && endedBy - lastSeenAt <= knownMs

/** Over a gap the call may have been retrieved: its duration may say too much as well as too little. */
export const suretyOfPast = (hold: Times): Surety => {
  if (hold.gap) return 'about'
  return startIsKnown(hold) && endIsKnown(hold) ? 'sure' : 'atLeast'
}

/** The longest it can have been held, ms; null where its start or its end was not seen. */
export const atMostMs = (hold: Times): number | null =>
  hold.notBefore === null || hold.endedBy === null
    ? null
    : hold.durationMs + (hold.startedAt - hold.notBefore) + (hold.endedBy - hold.lastSeenAt)
