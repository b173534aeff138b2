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
  /** `protocol`, for example `TLSv1.3`. */
  | { ok: true; check: CertificateCheck; protocol: string }
  /** `reason`: the TLS library's message, if it has one. */
  | { ok: false; code: ErrorCode; reason?: string }

/**
 * Finishes a TLS handshake with `https://host:port`, sends no HTTP, and returns the certificate. Never rejects. Codes:
 * host-unknown, port-closed, not-tls (the port speaks another protocol), tls-failure (protocol, cipher or client
 * certificate), certificate-key-usage, unreachable, timeout.
 */
export async function probeCertificate(
  origin: string,
  { pin, timeoutMs = 10_000, proxy, systemCas, now = Date.now }: ProbeOptions,
): Promise<ProbeResult> {
  try {
    const { socket, evaluation } = await shakeHands({
      origin,
      timeoutMs,
      ...(proxy && { proxy }),
      ...(systemCas && { systemCas }),
    })
    const protocol = socket.getProtocol() ?? ''
    const late = await lateRefusal(socket)
    socket.destroy()
    if (late !== null) return failureOf(late)
    return { ok: true, check: judge(evaluation, pin(), now()), protocol }
  } catch (error) {
    return failureOf(error)
  }
}

function failureOf(error: unknown): ProbeResult {
  const code = probeCode(error)
  // For other codes the library's message only repeats the code.
  const reason = code === 'not-tls' ? null : tlsReasonOf(error)
  return { ok: false, code, ...(reason !== null && { reason }) }
}

/** With TLS 1.3 a server that requires a client certificate rejects only after the client has finished. */
function lateRefusal(socket: TLSSocket): Promise<unknown> {
  if (socket.getProtocol() !== 'TLSv1.3') return Promise.resolve(null)
  return new Promise((resolve) => {
    const end = (refusal: unknown) => {
      clearTimeout(grace)
      resolve(refusal)
    }
    const grace = setTimeout(end, 300, null)
    socket.once('session', () => end(null)) // a ticket is only issued to an accepted client
    socket.once('error', end)
    socket.once('close', () => end(null))
  })
}

/** The contract's code for the error of a handshake. */
export function probeCode(error: unknown): ErrorCode {
  const code = String((error as { code?: unknown } | null)?.code ?? '')
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EAI_NODATA') return 'host-unknown'
  if (code === 'ECONNREFUSED') return 'port-closed'
  if (code === 'ETIMEDOUT') return 'timeout'
  if (isKeyUsageFault(error)) return 'certificate-key-usage'
  // BoringSSL has the same message without a code.
  if (notTls.has(code) || notTls.has(`ERR_SSL_${tlsReasonOf(error)}`)) return 'not-tls'
  if (/^(ERR_SSL_|ERR_TLS_|EPROTO)/.test(code)) return 'tls-failure'
  return 'unreachable'
}

/** OpenSSL's names for bytes that are not TLS at all, such as a plain HTTP response. */
const notTls = new Set([
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_HTTP_REQUEST',
  'ERR_SSL_HTTPS_PROXY_REQUEST',
  'ERR_SSL_UNKNOWN_PROTOCOL',
  'ERR_SSL_RECORD_LAYER_FAILURE',
])
