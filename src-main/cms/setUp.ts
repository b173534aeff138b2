import type { AppError } from '../../src-shared/contract/index.ts'
import { errorOfReason } from '../gateway/resultCodes.ts'
import type { Answer, Unanswered } from '../gateway/transport.ts'
import type { Trouble } from '../monitor/reader.ts'
import { agentStatesOf, tenantsOf } from './protocol.ts'
import { cmsRuleOf, illegalParameter } from './resultCodes.ts'
import { clockDifference, isRejected, rejectedSignature, settleForm } from './settleForm.ts'
import type { SignatureForm } from './signature.ts'

export interface SetUpOptions {
  center: { ccId: number; vdn: number }
  send: (
    form: SignatureForm,
    request: { path: string; fields: Readonly<Record<string, unknown>> },
  ) => Promise<Answer>
  /** Epoch ms. */
  wall: () => number
}

type Failure = { ok: false; error: AppError; trouble: Trouble }

/** For the check of rights where no agent is known: within every range (gateway protocol §4.3). */
const anyAgent = '101'

/** Settles the form of the signature, then checks call center, VDN and the right to query calls. */
export async function setUp(
  options: SetUpOptions,
): Promise<{ ok: true; form: SignatureForm } | Failure> {
  const { center, send, wall } = options
  const { ccId, vdn } = center
  // A key pair that may not list tenants is accepted all the same: only its signature counts here.
  const settled = await settleForm((form) =>
    send(form, { path: 'tenant/querytenants', fields: { ccId } }),
  )
  if (!settled.ok) return unansweredFailure(settled, wall())
  const { form, reply } = settled
  const tenants = cmsRuleOf(reply.retcode).action === 'ok' ? tenantsOf(reply.result) : null
  const isListed = tenants === null || tenants.includes(`${ccId}/${vdn}`)
  if (!isListed && tenants.length > 0 && tenants.every((text) => /^\d+\/\d+$/.test(text))) {
    return failure({ code: 'cms-wrong-center', params: center })
  }

  const list = await send(form, {
    path: 'vdn/totalagentabstractex3',
    fields: { ...center, limit: 1, offset: 0 },
  })
  if (!list.ok) return unansweredFailure(list, wall())
  if (list.reply.retcode === illegalParameter) {
    return failure({ code: 'cms-wrong-center', params: center }, illegalParameter)
  }
  const isList = cmsRuleOf(list.reply.retcode).action === 'ok'
  const [agentId] = (isList && agentStatesOf(list.reply.result)?.keys()) || []

  const calls = await send(form, {
    path: 'agentgroup/queryagentcalls',
    fields: { ...center, agentIds: [Number(agentId ?? anyAgent)] },
  })
  if (!calls.ok) return unansweredFailure(calls, wall())
  const { retcode } = calls.reply
  // Without a known agent, only this one may be what is not accepted.
  const isGood =
    cmsRuleOf(retcode).action === 'ok' || (agentId === undefined && retcode === illegalParameter)
  if (isGood) return { ok: true, form }
  return failure(
    retcode === '0101003'
      ? { code: 'cms-no-rights', params: { retcode } }
      : { code: 'gateway-code', params: { retcode } },
    retcode,
  )
}

const failure = (error: AppError, retcode?: string): Failure => ({
  ok: false,
  error,
  trouble: { reason: 'gateway-error', ...(retcode !== undefined && { retcode }) },
})

function unansweredFailure(answer: Unanswered, wall: number): Failure {
  const { reason, status } = answer
  if (!isRejected(answer)) {
    const params = status !== undefined && { params: { status } }
    return { ok: false, error: { code: errorOfReason(reason), ...params }, trouble: { reason } }
  }
  const trouble: Trouble = { reason: 'wrong-signature' }
  return { ok: false, error: rejectedSignature(clockDifference(answer, wall)), trouble }
}
