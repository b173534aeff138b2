import type { UnknownReason } from '../../src-shared/contract/index.ts'

/** A held call as the gateway lists it (gateway protocol §4.1, §4.2); texts are kept as they came. */
export interface SeenCall {
  callId: string
  /** Call type (gateway protocol §5); null where it was missing or not a number. */
  callFeature: number | null
  caller: string
  called: string
  skill: string
  /** For how long the gateway says it had been held when the answer came, ms; left out where it does not say. */
  heldMs?: number
}

/** What one query told about one agent. A failed query is never `none`. */
export type Observation =
  /** `malformed` counts entries without a call id: reported, never invented. */
  | { kind: 'holding'; calls: SeenCall[]; malformed: number }
  | { kind: 'none' }
  | {
      kind: 'unknown'
      reason: UnknownReason
      /** The gateway's code, where it sent one. */
      retcode?: string
      /** The HTTP status behind `http-status`. */
      status?: number
      /** The gateway answered that it is asked too much: of the agent it says nothing. */
      isPutOff?: true
    }

/** What an agent is doing (gateway protocol §8.1, table A); `unknown` for 0 and anything undocumented. */
export type Activity = 'unknown' | 'signed-out' | 'busy' | 'idle' | 'wrap-up' | 'talking' | 'rest'

/** Surely not talking, and so not able to begin to hold a call. */
export const isResting = (activity: Activity | undefined): boolean =>
  activity !== undefined && activity !== 'unknown' && activity !== 'talking'
