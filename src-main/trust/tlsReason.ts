/**
 * A TLS library's message for a failed handshake, such as `KEY_USAGE_BIT_INCORRECT` (BoringSSL, in Electron) or
 * `unsupported protocol` (OpenSSL); null where there is none.
 */
export function tlsReasonOf(error: unknown): string | null {
  const { message, reason } = Object(error) as { message?: unknown; reason?: unknown }
  // BoringSSL's message has no property of its own and often comes with the bare code EPROTO.
  const [, code] = /:OPENSSL_internal:(\w+)/.exec(String(message)) ?? []
  if (code !== undefined) return code
  return typeof reason === 'string' ? reason : null
}

/**
 * BoringSSL found that the certificate's key usage does not allow the negotiated key exchange. It checks that before
 * any certificate is verified, whatever `rejectUnauthorized` is.
 */
export const isKeyUsageFault = (error: unknown): boolean =>
  tlsReasonOf(error) === 'KEY_USAGE_BIT_INCORRECT'
