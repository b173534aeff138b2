import { stepsOf } from './checkSteps.ts'
import type { CheckSubject, SourceCheck } from './contract/index.ts'

/** A source that was not examined yet, or that is paused. */
export const notChecked = (subject: CheckSubject): SourceCheck => ({
  ...subject,
  steps: subject.isPaused
    ? []
    : stepsOf(subject.way).map((name) => ({
        name,
        state: 'waiting',
        ms: null,
        at: null,
        finding: null,
      })),
  agents: { watched: 0, unseen: 0 },
  blindSpots: [],
})
