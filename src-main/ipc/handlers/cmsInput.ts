import type { CmsInput } from '../../../src-shared/contract/index.ts'
import { normalizeTyped } from '../../../src-shared/typedText.ts'
import { RequestError } from '../../base/requestError.ts'
import type { CmsAccount } from '../../cms/reader.ts'

/** The limits of both numbers (gateway protocol §10.4). */
const mostCcId = 65_535
const mostVdn = 5_000

/** The account as typed; fails at the first field that cannot be right. */
export function checkedCms(typed: CmsInput): CmsAccount {
  const accessKey = typed.accessKey.trim()
  const secretKey = typed.secretKey.trim()
  if (accessKey === '') throw new RequestError({ code: 'cms-key-empty', field: 'accessKey' })
  if (secretKey === '') throw new RequestError({ code: 'cms-key-empty', field: 'secretKey' })
  const ccId = checkedNumber(typed.ccId, 'ccId', mostCcId)
  return { accessKey, secretKey, ccId, vdn: checkedNumber(typed.vdn, 'vdn', mostVdn) }
}

function checkedNumber(typed: string, field: 'ccId' | 'vdn', most: number): number {
  const text = normalizeTyped(typed)
  const value = Number(text)
  if (/^\d{1,9}$/.test(text) && value >= 1 && value <= most) return value
  const params = { least: 1, most }
  throw new RequestError({ code: 'cms-number-invalid', field, params })
}
