import type { PastHold } from '../../src-shared/contract/index.ts'
import { isInDoubt, startDoubtMs } from '../../src-shared/doubt.ts'
import type { Surety } from '../state/surety.ts'

type Times = Pick<
  PastHold,
  'startedAt' | 'notBefore' | 'lastSeenAt' | 'endedBy' | 'durationMs' | 'gap'
>

export const startIsKnown = ({
  startedAt,
  notBefore,
  durationMs,
}: Pick<Times, 'startedAt' | 'notBefore' | 'durationMs'>) =>
  !isInDoubt(startDoubtMs(startedAt, notBefore), () => durationMs)

/** @param doubtMs how much longer it may have been; null where that is not known */
export const suretyOfDuration = ({
  durationMs,
  doubtMs,
  gap,
}: {
  durationMs: number
  doubtMs: number | null
  gap: boolean
}): Surety => {
  if (gap) return 'about'
  return isInDoubt(doubtMs ?? Infinity, () => durationMs) ? 'atLeast' : 'sure'
}

/** Over a gap the call may have been retrieved: its duration may say too much as well as too little. */
export const suretyOfPast = (hold: Times): Surety => {
  const { durationMs, gap } = hold
  return suretyOfDuration({ durationMs, doubtMs: (atMostMs(hold) ?? Infinity) - durationMs, gap })
}

/** The longest it can have been held, ms; null where its start or its end was not seen. */
export const atMostMs = (hold: Times): number | null =>
  hold.notBefore === null || hold.endedBy === null
    ? null
    : hold.durationMs + (hold.startedAt - hold.notBefore) + (hold.endedBy - hold.lastSeenAt)
