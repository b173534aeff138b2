import type { UnknownReason } from '../../src-preload/contract/index.ts'
import type { CodeRule } from './resultCodes.ts'

/** Why it does not go on, with the gateway's code where it sent one. */
export interface Trouble {
  reason: UnknownReason
  retcode?: string
}

export type SessionState =
  | { kind: 'signing-in' }
  /**
   * `atRisk`: held calls are asked for, but the heartbeat is not answered since then (clock ms); without it
   * the gateway ends the session after two minutes.
   */
  | { kind: 'signed-in'; atRisk?: Trouble & { since: number } }
  /** With a reason after a sign-in that was refused. */
  | ({ kind: 'signed-out' } & Partial<Trouble>)
  /** Tries again by itself, at `nextTryAt` (clock ms) where it is not trying just now. */
  | ({ kind: 'interrupted'; nextTryAt?: number } & Trouble)
  /** Waits for `retry` or, after a refused password, for a new sign-in. */
  | ({ kind: 'stopped' } & Trouble)

export interface Credentials {
  password: string
  phone: string
  /** `loginex`: signs in to the CTI server alone and takes no licence (gateway protocol §2.1). */
  withoutLicence: boolean
}

/** A sign-in refused or unanswered; `rule` is that of the code, where the gateway sent one. */
export interface Refusal extends Trouble {
  status?: number
  rule?: CodeRule
}
export type SignInOutcome = { ok: true; result: unknown } | ({ ok: false } & Refusal)

/** Whether a session still stands at the gateway. */
export type Standing =
  { kind: 'fine' } | { kind: 'lost'; retcode?: string } | ({ kind: 'unknown' } & Trouble)
