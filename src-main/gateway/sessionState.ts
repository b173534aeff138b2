import type { Trouble } from '../monitor/reader.ts'
import type { CodeRule } from './resultCodes.ts'

export interface Credentials {
  password: string
  phone: string
  /** `loginex`: signs in to the CTI server alone and takes no license (gateway protocol §2.1). */
  withoutLicence: boolean
}

/** A rejected or unanswered sign-in; `rule` is that of the code, where the gateway sent one. */
export interface Refusal extends Trouble {
  status?: number
  rule?: CodeRule
}
export type SignInOutcome = { ok: true; result: unknown } | ({ ok: false } & Refusal)

/** Whether a session is still valid at the gateway. */
export type SessionCheck =
  { kind: 'fine' } | { kind: 'lost'; retcode?: string } | ({ kind: 'unknown' } & Trouble)
