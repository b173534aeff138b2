import { makeCertificate, type CertificateWish } from '../../src-main/simulator/certificate.ts'
import { startTlsStub } from '../../src-main/trust/tlsStub.ts'
import { expect, test } from '../fixtures/app.ts'
import { netErrorsAt } from '../fixtures/netError.ts'

// Node verifies with OpenSSL, Electron and Chromium with BoringSSL. The statements of docs/administrators.md about
// BoringSSL are tested here against the real one.

const day = 86_400_000
/** The handshake succeeded, and only the certificate was rejected: the app shows it, and a pin can trust it. */
const untrusted = 'ERR_CERT_AUTHORITY_INVALID'
const cases: Record<string, [CertificateWish, string]> = {
  'self-signed, without the right to sign': [{}, untrusted],
  'RSA for signing': [{ key: 'RSA-2048' }, untrusted],
  'RSA for encipherment alone': [
    { key: 'RSA-2048', keyUsage: 'keyEncipherment' },
    'ERR_SSL_KEY_USAGE_INCOMPATIBLE',
  ],
  'ECDSA that must not sign': [{ keyUsage: 'keyAgreement' }, 'ERR_SSL_KEY_USAGE_INCOMPATIBLE'],
  'signed with SHA-1': [{ key: 'RSA-2048', hash: 'SHA-1' }, untrusted],
  'RSA of 1024 bits': [{ key: 'RSA-1024' }, untrusted],
  'P-384': [{ key: 'P-384' }, untrusted],
  'P-521': [{ key: 'P-521' }, 'ERR_SSL_VERSION_OR_CIPHER_MISMATCH'],
  expired: [
    { notBefore: new Date(Date.now() - 9 * day), notAfter: new Date(Date.now() - day) },
    untrusted,
  ],
  'of another name': [{ altNames: ['gateway.example'] }, untrusted],
}

test('BoringSSL rejects the documented certificates of a gateway, for the documented reason', async () => {
  // Node only uses a weak key on explicit request.
  const ciphers = 'DEFAULT@SECLEVEL=0'
  const gateways = await Promise.all(
    Object.values(cases).map(async ([wish]) =>
      startTlsStub(await makeCertificate(wish), { ciphers }),
    ),
  )
  const errors = await netErrorsAt(gateways.map(({ origin }) => origin))
  await Promise.all(gateways.map((gateway) => gateway.close()))
  const results = Object.fromEntries(Object.keys(cases).map((name, index) => [name, errors[index]]))
  expect(results).toEqual(
    Object.fromEntries(Object.entries(cases).map(([name, [, error]]) => [name, error])),
  )
})

test('BoringSSL has no DHE, and reaches a gateway that has only RSA key exchange', async () => {
  const rsa = await makeCertificate({ key: 'RSA-2048', keyUsage: 'keyEncipherment' })
  const only = (ciphers: string) => startTlsStub(rsa, { ciphers, maxVersion: 'TLSv1.2' })
  const stubs = [await only('DHE-RSA-AES128-GCM-SHA256'), await only('AES128-GCM-SHA256')]
  const errors = await netErrorsAt(stubs.map(({ origin }) => origin))
  await Promise.all(stubs.map((stub) => stub.close()))
  expect(errors).toEqual(['ERR_SSL_VERSION_OR_CIPHER_MISMATCH', untrusted])
})
