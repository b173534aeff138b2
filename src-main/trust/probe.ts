import type { TLSSocket } from 'node:tls'
import type { CertificateCheck, ErrorCode } from '../../src-shared/contract/index.ts'
import { shakeHands } from './handshake.ts'
import type { ProxyFor } from './proxies.ts'
import { isKeyUsageFault, tlsReasonOf } from './tlsReason.ts'
import { judge, type Pinned } from './verdict.ts'

export interface ProbeOptions {
  pin: () => Pinned
  /** ms, default 10 s. */
  timeoutMs?: number
  proxy?: ProxyFor
  systemCas?: readonly string[]
  /** Epoch ms. */
  now?: () => number
}

export type ProbeResult =
  /** `protocol` such as `TLSv1.3`. */
  | { ok: true; check: CertificateCheck; protocol: string }
  /** `reason`: what the TLS library says of it, where it says something. */
  | { ok: false; code: ErrorCode; reason?: string }

/**
 * Finishes a TLS handshake with `https://host:port`, sends no HTTP, and says what was shown. Never rejects.
 * Codes: host-unknown, port-closed, not-tls (it speaks something else there), tls-failure (protocol, cipher or
 * client certificate), certificate-key-usage, unreachable, timeout.
 */
export async function probeCertificate(
  origin: string,
  { pin, timeoutMs = 10_000, proxy, systemCas, now = Date.now }: ProbeOptions,
): Promise<ProbeResult> {
  try {
    const { socket, shown } = await shakeHands({
      origin,
      timeoutMs,
      ...(proxy && { proxy }),
      ...(systemCas && { systemCas }),
    })
    const protocol = socket.getProtocol() ?? ''
    const late = await lateRefusal(socket)
    socket.destroy()
    if (late !== null) return failureOf(late)
    return { ok: true, check: judge(shown, pin(), now()), protocol }
  } catch (error) {
    return failureOf(error)
  }
}

function failureOf(error: unknown): ProbeResult {
  const code = probeCode(error)
  // Elsewhere the words of the library only repeat the code.
  const reason = code === 'not-tls' ? null : tlsReasonOf(error)
  return { ok: false, code, ...(reason !== null && { reason }) }
}

/** With TLS 1.3 a server that wants a client certificate refuses only after the client has finished. */
function lateRefusal(socket: TLSSocket): Promise<unknown> {
  if (socket.getProtocol() !== 'TLSv1.3') return Promise.resolve(null)
  return new Promise((resolve) => {
    const end = (refusal: unknown) => {
      clearTimeout(grace)
      resolve(refusal)
    }
    const grace = setTimeout(end, 300, null)
    socket.once('session', () => end(null)) // a ticket is only given to an accepted client
    socket.once('error', end)
    socket.once('close', () => end(null))
  })
}

/** The contract's code for what a handshake failed with. */
export function probeCode(error: unknown): ErrorCode {
  const code = String((error as { code?: unknown } | null)?.code ?? '')
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EAI_NODATA') return 'host-unknown'
  if (code === 'ECONNREFUSED') return 'port-closed'
  if (code === 'ETIMEDOUT') return 'timeout'
  if (isKeyUsageFault(error)) return 'certificate-key-usage'
  // BoringSSL has the same words without a code.
  if (notTls.has(code) || notTls.has(`ERR_SSL_${tlsReasonOf(error)}`)) return 'not-tls'
  if (/^(ERR_SSL_|ERR_TLS_|EPROTO)/.test(code)) return 'tls-failure'
  return 'unreachable'
}

/** OpenSSL's names for bytes that are not TLS at all, such as a plain HTTP answer. */
const notTls = new Set([
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_HTTP_REQUEST',
  'ERR_SSL_HTTPS_PROXY_REQUEST',
  'ERR_SSL_UNKNOWN_PROTOCOL',
  'ERR_SSL_RECORD_LAYER_FAILURE',
])
