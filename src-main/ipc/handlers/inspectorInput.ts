import type { SignInInput } from '../../../src-shared/contract/index.ts'
import { checkAgentId, checkPassword, checkPhone } from '../../../src-shared/agentId.ts'
import { RequestError } from '../../base/requestError.ts'
import type { InspectorAccount } from '../../connection/inspectorSignIn.ts'

/** The account as typed; fails at the first field that cannot be right. */
export function checkedInspector(typed: SignInInput): InspectorAccount {
  const id = checkAgentId(typed.agentId)
  if (!id.ok) throw new RequestError({ code: id.code, field: 'agentId' })
  const password = checkPassword(typed.password)
  if (!password.ok) throw new RequestError({ code: password.code, field: 'password' })
  const phone = checkPhone(typed.phone)
  if (!phone.ok) throw new RequestError({ code: phone.code, field: 'phone' })
  const { withoutLicence, force } = typed
  // Only signing in without a license works without a phone number (gateway protocol §2.2).
  if ((force || !withoutLicence) && phone.phone === '') {
    throw new RequestError({ code: 'phone-needed', field: 'phone' })
  }
  return { agentId: id.id, password: typed.password, phone: phone.phone, withoutLicence }
}
