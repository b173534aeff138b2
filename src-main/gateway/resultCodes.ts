import type { ErrorCode, UnknownReason } from '../../src-shared/contract/index.ts'

/** How the app handles a result code. */
export type Action =
  | 'ok'
  /** Nothing is held. */
  | 'none'
  /** Temporary: retry, with increasing delays. */
  | 'retry-later'
  /** The GUID was not accepted: retry once with the newest, then check whether the session is still valid. */
  | 'renew-guid'
  /** The session is over; only a new sign-in helps. */
  | 'sign-in-again'
  /** Only the supervisor can solve it; automatic retries could lock the account. */
  | 'stop-and-ask'
  /** Too many requests. */
  | 'slow-down'
  /** This agent cannot be queried; the others can. */
  | 'skip-agent'
  /** The request itself was wrong, or the gateway is configured differently: not sent again unchanged. */
  | 'bug'

export interface CodeRule {
  action: Action
  /** Why nothing is known of an agent; null for a code that answers the query. */
  reason: UnknownReason | null
  /** The error of a sign-in that ends with it; null for success. */
  error: ErrorCode | null
}

export const success = '0'
/** "No held call when querying the hold list": the normal empty reply (gateway protocol §4.1). */
export const noHeldCall = '400-003'

const rule = (
  action: Action,
  reason: UnknownReason | null = 'gateway-error',
  error: ErrorCode | null = 'gateway-code',
): CodeRule => ({ action, reason, error })

const later = rule('retry-later')
const bug = rule('bug')
const ask = rule('stop-and-ask')
const skip = rule('skip-agent')
const again = rule('sign-in-again', 'signed-out')

/** `family-001` up to `family-last`. */
const range = (family: string, last: number, same: CodeRule): Record<string, CodeRule> =>
  Object.fromEntries(
    Array.from({ length: last }, (_, index) => [
      `${family}-${String(index + 1).padStart(3, '0')}`,
      same,
    ]),
  )

/** Every code that gateway protocol §6 lists individually. */
const table: Record<string, CodeRule> = {
  [success]: rule('ok', null, null),
  '000-001': bug, // this site delivers events in another way
  '000-002': bug,
  '000-003': rule('renew-guid', 'signed-out'),
  '000-004': later,
  '000-005': rule('skip-agent', 'no-right'), // the inspector himself
  '000-006': bug,
  '000-007': rule('slow-down'),

  '100-001': ask,
  '100-002': rule('stop-and-ask', 'signed-in-elsewhere', 'already-signed-in'),
  '100-003': later,
  '100-004': rule('stop-and-ask', 'signed-out', 'wrong-password'),
  '100-005': bug,
  '100-006': rule('renew-guid', 'signed-out'),
  '100-007': later,
  '100-008': again,
  '100-009': later,
  '100-010': later,
  ...Object.fromEntries(
    ['011', '012', '013', '014', '015', '016', '017'].map((code) => [`100-${code}`, ask]),
  ),
  '100-018': bug,
  '100-019': bug,
  '100-020': rule('stop-and-ask', 'signed-out', 'password-expired'),
  '100-021': rule('slow-down'),
  ...range('101', 7, skip),
  '105-001': later,
  '105-002': later,
  '105-003': later,
  '105-004': later,
  '105-005': again,
  '105-006': again,
  '105-007': again,
  '110-016': rule('stop-and-ask', 'signed-out', 'account-locked'),

  ...range('200', 26, skip),
  '210-001': later,
  '300-001': rule('skip-agent', 'no-right', 'no-inspector-right'),
  '300-002': rule('skip-agent', 'not-visible'),
  '300-003': rule('skip-agent', 'not-visible'),
  '300-004': rule('skip-agent', 'not-visible'),
  '400-001': skip,
  '400-002': skip,
  [noHeldCall]: rule('none', null),
  ...range('500', 10, skip),
  ...range('600', 5, skip),
  ...range('800', 3, later),
  ...range('900', 9, skip),
  '900-001': later,
  '900-002': rule('skip-agent', 'no-right', 'no-inspector-right'),
  '900-003': later,
  '900-004': rule('skip-agent', 'not-visible'),
  '999-001': later,
}

/** Codes that are listed by family only, and those of unknown families. */
const families: Record<string, CodeRule> = {
  '000': later,
  '100': later,
  '101': skip, // telephone conferences
  '104': skip, // downloads of recordings
  '105': later, // disaster recovery
  '106': skip, // multimedia
  '110': ask, // accounts: a retry could lock one
  '200': skip,
  '210': later,
  '300': skip,
  '400': skip,
  '500': skip,
  '600': skip,
  '700': skip, // text chat
  '701': skip, // multimedia conferences
  '800': later,
  '900': skip,
}

/** All codes with a meaning of their own, as the gateway writes them. */
export const resultCodes: readonly string[] = Object.keys(table)

/** Families with a meaning for codes that have none of their own. */
export const resultFamilies: readonly string[] = Object.keys(families)

/** The rule for any code: its own, that of its family, otherwise "retry later". Never `none` or `ok` by default. */
export function ruleOf(retcode: string): CodeRule {
  if (Object.hasOwn(table, retcode)) return table[retcode] ?? later
  const family = retcode.slice(0, 3)
  return (Object.hasOwn(families, family) && families[family]) || later
}

/** The error of a failed sign-in. */
export function errorOfReason(reason: UnknownReason): ErrorCode {
  switch (reason) {
    case 'untrusted-certificate':
      return 'certificate-untrusted'
    case 'tls-failure':
    case 'certificate-key-usage':
    case 'timeout':
    case 'http-status':
    case 'bad-reply':
      return reason
    case 'signed-in-elsewhere':
      return 'already-signed-in'
    case 'gateway-error':
      return 'gateway-code'
    case 'signed-out':
      return 'not-signed-in'
    case 'no-right':
      return 'no-inspector-right'
    case 'not-visible':
    case 'not-listed':
      return 'gateway-code'
    case 'wrong-signature':
      return 'cms-refused-signature'
    case 'unreachable':
    case 'paused':
    case 'not-checked':
      return 'unreachable'
  }
}
