import type { UnknownReason } from '../../src-shared/contract/index.ts'

export interface RequestFailure {
  reason: UnknownReason
  status?: number
  /** Not a byte of the request left. */
  isUnsent?: true
}

const timeoutCodes = new Set([
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
])

/** The gateway answered, but not with what can be read. */
export class BadReply extends Error {
  override readonly name = 'BadReply'
}

/** The request had not begun to leave when it failed. */
export class NotSent extends Error {
  override readonly name = 'NotSent'
}

/** undici's own beside it: its parser's errors have no code of their own. */
const badReplyNames = new Set([
  'BadReply',
  'HTTPParserError',
  'HeadersOverflowError',
  'ResponseContentLengthMismatchError',
])

/** What an exception on the wire means for the supervisor; the true cause may lie several causes deep. */
export function failureOf(error: unknown): RequestFailure {
  const causes = causesOf(error)
  const isUnsent = causes.some(({ name }) => name === 'NotSent')
  return { reason: reasonOf(causes), ...(isUnsent && { isUnsent }) }
}

function reasonOf(causes: readonly Cause[]): UnknownReason {
  for (const cause of causes) {
    const { name = '', code = '', message = '' } = cause
    // By name: this folder knows nothing of the code that decides about certificates.
    if (name === 'CertificateRefused') return 'untrusted-certificate'
    // An attempt given up by its caller tells as little as one that took too long.
    if (name === 'TimeoutError' || name === 'AbortError') return 'timeout'
    if (timeoutCodes.has(code)) return 'timeout'
    // Electron's TLS has no code for it, only these words.
    if (message.includes('KEY_USAGE_BIT_INCORRECT')) return 'certificate-key-usage'
    if (/^(ERR_SSL_|ERR_TLS_|EPROTO)/.test(code)) return 'tls-failure'
    if (badReplyNames.has(name)) return 'bad-reply'
    // An answer that nobody asked for, such as `100 Continue`, has no code of its own.
    if (code === 'UND_ERR_SOCKET' && /^bad /.test(message)) return 'bad-reply'
  }
  return 'unreachable'
}

interface Cause {
  name?: string
  code?: string
  message?: string
}

function causesOf(error: unknown, depth = 0): Cause[] {
  if (typeof error !== 'object' || error === null || depth > 8) return []
  const { name, code, message, cause, errors } = error as Record<string, unknown>
  const outermost: Cause = {
    ...(typeof name === 'string' && { name }),
    ...(typeof code === 'string' && { code }),
    ...(typeof message === 'string' && { message }),
  }
  const deeper = [cause, ...(Array.isArray(errors) ? errors : [])]
  return [outermost, ...deeper.flatMap((inner) => causesOf(inner, depth + 1))]
}
