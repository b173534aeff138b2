import { ruleOf } from './resultCodes.ts'
import { SessionKeys } from './sessionKeys.ts'
import type { Credentials, SignInOutcome } from './sessionState.ts'
import type { SessionEvent } from './sessionStep.ts'
import type { Answer, Ask } from './transport.ts'

/** Signing in may wait for a switch and a license server behind the gateway, ms. */
const signInTimeoutMs = 60_000
/** "No such interface": the gateway is older than the requested interface. */
const unknownInterface = '000-002'
/** The reply of a gateway that does not know a status (gateway protocol §2.2). */
const unknownStatus = new Set(['100-001', '100-011'])
/** Busy, so that no call is routed here; older gateways know 5 (busy) but not 3. */
const statuses = [3, 5]

export interface SignInResult {
  event: SessionEvent & { kind: 'signed-in' | 'sign-in-refused' | 'sign-in-unanswered' }
  outcome: SignInOutcome
  /** The session's GUID; null where there is no session. */
  keys: SessionKeys | null
}

/**
 * One sign-in (gateway protocol §2.2), and never `resetskill`: no call must be routed to this session. If a reply only
 * shows that the gateway is older than its documents, the request is repeated in the older form, since the password was
 * not checked.
 */
export async function signIn(
  send: (ask: Ask) => Promise<Answer>,
  agentId: string,
  credentials: Credentials,
  force: boolean,
  { signal, callOff }: { signal: AbortSignal; callOff: AbortSignal },
): Promise<SignInResult> {
  const ways = waysOf(credentials, force)
  let way = 0
  let status = 0
  for (;;) {
    const keys = new SessionKeys() // no GUID and no cookie of an earlier session (gateway protocol §2.4)
    const ask: Ask = {
      method: 'PUT',
      path: `onlineagent/${agentId}${ways[way]}`,
      body: bodyOf(credentials, statuses[status] ?? 3),
      keys,
      timeoutMs: signInTimeoutMs,
      isForSession: true,
      signal,
      callOff,
    }
    const answer: Answer = callOff.aborted ? cancelledAnswer : await send(ask)
    const isOlder = answer.ok ? answer.reply.retcode === unknownInterface : answer.status === 404
    if (isOlder && way + 1 < ways.length) way += 1
    else if (answer.ok && unknownStatus.has(answer.reply.retcode) && status + 1 < statuses.length)
      status += 1
    else return readAnswer(answer, keys)
  }
}

const cancelledAnswer: Answer = { ok: false, reason: 'timeout', isUnsent: true }

/** The first is the preferred one; the gateway may be too old for it. */
function waysOf({ withoutLicence }: Credentials, force: boolean): string[] {
  if (!force) return [withoutLicence ? '/loginex' : '']
  return withoutLicence ? ['/forceloginex', '/forcelogin'] : ['/forcelogin']
}

const bodyOf = ({ password, phone }: Credentials, status: number) => ({
  password,
  ...(phone !== '' && { phonenum: phone }),
  status,
  autoanswer: false,
  autoenteridle: false,
  releasephone: true,
  agenttype: 4,
  checkInWebm: false,
})

function readAnswer(answer: Answer, keys: SessionKeys): SignInResult {
  if (!answer.ok) {
    const { reason } = answer
    const event = {
      kind: 'sign-in-unanswered' as const,
      trouble: { reason },
      mayHaveArrived: mayHaveArrived(answer),
    }
    return { event, outcome: answer, keys: null }
  }
  const { retcode, result } = answer.reply
  const rule = ruleOf(retcode)
  if (rule.action !== 'ok') {
    const reason = rule.reason ?? 'gateway-error'
    return {
      event: { kind: 'sign-in-refused', retcode },
      outcome: { ok: false, reason, retcode, rule },
      keys: null,
    }
  }
  if (keys.hasGuid) return { event: { kind: 'signed-in' }, outcome: { ok: true, result }, keys }
  // Signed in, but the GUID was lost on the way.
  const trouble = { reason: 'bad-reply' as const }
  return {
    event: { kind: 'sign-in-unanswered', trouble, mayHaveArrived: true },
    outcome: { ok: false, ...trouble },
    keys: null,
  }
}

/** Whether the gateway may have received a request without a response. */
export function mayHaveArrived(answer: Answer & { ok: false }): boolean {
  const { reason, status, isUnsent } = answer
  if (isUnsent || reason === 'untrusted-certificate') return false
  // A balancer that does not forward requests.
  return status !== 429 && status !== 503
}
