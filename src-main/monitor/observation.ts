import type { UnknownReason } from '../../src-shared/contract/index.ts'

/** A held call as the gateway lists it (gateway protocol §4.1, §4.2); texts are unchanged. */
export interface SeenCall {
  callId: string
  /** Call type (gateway protocol §5); null where it was missing or not a number. */
  callFeature: number | null
  caller: string
  called: string
  skill: string
  /**
   * How long the call had been held when the response was received, as reported by the gateway, ms; omitted if it does
   * not report it.
   */
  heldMs?: number
  /** The origin of another source that lists the call, too. */
  listedBy?: string
}

/** The result of one query about one agent. A failed query is never `none`. */
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
      /** The gateway responded that it is overloaded: that says nothing about the agent. */
      isPutOff?: true
    }

/** What an agent is doing (gateway protocol §8.1, table A); `unknown` for 0 and anything undocumented. */
export type Activity = 'unknown' | 'signed-out' | 'busy' | 'idle' | 'wrap-up' | 'talking' | 'rest'

/** Certainly not talking, and so unable to start a hold. */
export const isResting = (activity: Activity | undefined): boolean =>
  activity !== undefined && activity !== 'unknown' && activity !== 'talking'
