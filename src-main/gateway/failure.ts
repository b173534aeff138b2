import type { UnknownReason } from '../../src-shared/contract/index.ts'

export interface RequestFailure {
  reason: UnknownReason
  status?: number
  /** Not a byte of the request was sent. */
  isUnsent?: true
}

const timeoutCodes = new Set([
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
])

/** The gateway responded, but the response cannot be parsed. */
export class BadReply extends Error {
  override readonly name = 'BadReply'
}

/** It failed before any of the request was sent. */
export class NotSent extends Error {
  override readonly name = 'NotSent'
}

/** undici's own error in addition: its parser's errors have no code of their own. */
const badReplyNames = new Set([
  'BadReply',
  'HTTPParserError',
  'HeadersOverflowError',
  'ResponseContentLengthMismatchError',
])

/**
 * Maps an exception of the transport to a reason for the supervisor; the actual cause may be nested several levels
 * deep.
 */
export function failureOf(error: unknown): RequestFailure {
  const causes = causesOf(error)
  const isUnsent = causes.some(({ name }) => name === 'NotSent')
  return { reason: reasonOf(causes), ...(isUnsent && { isUnsent }) }
}

function reasonOf(causes: readonly Cause[]): UnknownReason {
  for (const cause of causes) {
    const { name = '', code = '', message = '' } = cause
    // By name: this folder does not import the code that decides about certificates.
    if (name === 'CertificateRefused') return 'untrusted-certificate'
    // An attempt canceled by its caller says as little as one that timed out.
    if (name === 'TimeoutError' || name === 'AbortError') return 'timeout'
    if (timeoutCodes.has(code)) return 'timeout'
    // Electron's TLS has no code for it, only this message.
    if (message.includes('KEY_USAGE_BIT_INCORRECT')) return 'certificate-key-usage'
    if (/^(ERR_SSL_|ERR_TLS_|EPROTO)/.test(code)) return 'tls-failure'
    if (badReplyNames.has(name)) return 'bad-reply'
    // An unsolicited response, such as `100 Continue`, has no code of its own.
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
