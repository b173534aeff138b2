import type { UnknownReason } from '../../src-shared/contract/index.ts'

/** How the app handles a result code of a CC-CMS. */
export type CmsAction =
  | 'ok'
  /** Temporary: retry, with increasing delays. */
  | 'retry-later'
  /** Too many requests. */
  | 'slow-down'
  /** A value of this request: it may be one agent's id among many. */
  | 'illegal-parameter'
  /** Only the supervisor or the operator of the CC-CMS can solve it. */
  | 'stop'

export interface CmsCodeRule {
  action: CmsAction
  /** Why nothing is known of the agents; null for success. */
  reason: UnknownReason | null
}

export const success = '0100000'
export const illegalParameter = '0100002'

const rule = (action: CmsAction, reason: UnknownReason | null = 'gateway-error'): CmsCodeRule => ({
  action,
  reason,
})
const later = rule('retry-later')

/** Every code that gateway protocol §10.8 lists. */
const table: Record<string, CmsCodeRule> = {
  [success]: rule('ok', null),
  '0100001': later,
  [illegalParameter]: rule('illegal-parameter'),
  '0100003': rule('stop'), // the CTI is too old
  '0100999': later,
  '0101001': later,
  '0101002': later,
  '0101003': rule('stop'),
}

/** All codes with a meaning of their own. */
export const cmsResultCodes: readonly string[] = Object.keys(table)

/** The rule for any code. Unknown ones never count as success. */
export function cmsRuleOf(code: string): CmsCodeRule {
  if (Object.hasOwn(table, code)) return table[code] ?? later
  return isFlowControl(code) ? rule('slow-down') : later
}

/** No such code is documented for CC-CMS; its neighbors use these (gateway protocol §10.8). */
export const isFlowControl = (code: string): boolean => /^03000\d\d$/.test(code)
