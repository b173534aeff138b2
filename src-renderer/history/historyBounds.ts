import type { PastHold } from '../../src-shared/contract/index.ts'
import { isInDoubt, startDoubtMs } from '../../src-shared/doubt.ts'
import type { Certainty } from '../state/certainty.ts'

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
export const certaintyOfDuration = ({
  durationMs,
  doubtMs,
  gap,
}: {
  durationMs: number
  doubtMs: number | null
  gap: boolean
}): Certainty => {
  if (gap) return 'about'
  return isInDoubt(doubtMs ?? Infinity, () => durationMs) ? 'atLeast' : 'sure'
}

/** The call may have been retrieved in a gap: the duration may be too long as well as too short. */
export const certaintyOfPast = (hold: Times): Certainty => {
  const { durationMs, gap } = hold
  return certaintyOfDuration({
    durationMs,
    doubtMs: (atMostMs(hold) ?? Infinity) - durationMs,
    gap,
  })
}

/** The maximum duration, ms; null where its start or its end was not observed. */
export const atMostMs = (hold: Times): number | null =>
  hold.notBefore === null || hold.endedBy === null
    ? null
    : hold.durationMs + (hold.startedAt - hold.notBefore) + (hold.endedBy - hold.lastSeenAt)
