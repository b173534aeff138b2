import { X509Certificate } from 'node:crypto'
import * as net from 'node:net'
import * as tls from 'node:tls'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { makeCertificate } from '../simulator/certificate.ts'
import { createTrustedDispatcher } from './connector.ts'
import { shakeHands } from './handshake.ts'
import { probeCertificate } from './probe.ts'
import { startTcpStub, startTlsStub } from './tlsStub.ts'
import { judge, readHandshake } from './verdict.ts'

vi.mock('node:net', { spy: true })
vi.mock('node:tls', { spy: true })

it('each address of a name has seconds to respond, whatever Node’s default', async () => {
  const stub = await startTcpStub((socket) => socket.destroy())
  const ways = [
    [null, stub.port],
    [`http://127.0.0.1:${stub.port}`, stub.port],
  ] as const
  for (const [way] of ways) {
    const options = { origin: stub.origin, systemCas: [], proxy: async () => [way] as const }
    await expect(shakeHands(options)).rejects.toThrow()
  }
  await stub.close()
  expect(vi.mocked(net.connect)).toHaveBeenCalledWith(
    expect.objectContaining({ autoSelectFamilyAttemptTimeout: 3_000 }),
  )
})

describe('a certificate that BoringSSL rejects for its key usage', () => {
  const words =
    'error:1000010f:SSL routines:OPENSSL_internal:KEY_USAGE_BIT_INCORRECT:ssl_cert.cc:431:'
  const open: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    vi.mocked(tls.connect).mockReset()
    for (const close of open.splice(0)) await close()
  })

  /** OpenSSL accepts it, so the first handshake fails with BoringSSL's message; the second is a real one. */
  async function served(settings: Parameters<typeof startTlsStub>[1] = {}) {
    const certificate = await makeCertificate({ key: 'RSA-2048', keyUsage: 'keyEncipherment' })
    const stub = await startTlsStub(certificate, settings)
    open.push(() => stub.close())
    const { connect } = await vi.importActual<typeof tls>('node:tls')
    vi.mocked(tls.connect).mockImplementation(((options: tls.ConnectionOptions) => {
      const socket = connect(options)
      const isFirst = vi.mocked(tls.connect).mock.calls.length % 2 === 1
      if (isFirst) socket.destroy(Object.assign(new Error(words), { code: 'EPROTO' }))
      return socket
    }) as typeof tls.connect)
    return { stub, certificate }
  }
  const options = { systemCas: [], timeoutMs: 5_000 }

  it('is reached by RSA key exchange, and is reported to have no forward secrecy', async () => {
    const { stub } = await served()
    const { socket, evaluation } = await shakeHands({ origin: stub.origin, ...options })
    // No ephemeral key: the server's own one decrypts the secret.
    expect([socket.getProtocol(), socket.getEphemeralKeyInfo()]).toEqual(['TLSv1.2', {}])
    expect(socket.getCipher().name).toMatch(/^AES\d+-GCM-/)
    socket.destroy()
    expect(judge(evaluation, null, Date.now())).toMatchObject({
      verdict: 'untrusted',
      reasons: ['self-signed', 'key-usage'],
    })
    expect(stub.received).toBe(0)
  })

  it('is used only where it is pinned', async () => {
    const { stub, certificate } = await served()
    const use = async (isPinned: boolean) => {
      const facts = { sha256: certificate.sha256 } as never
      const pin = {
        origin: stub.origin,
        sha256: certificate.sha256,
        facts,
        reasons: [],
        trustedAt: 1,
      }
      const { dispatcher, close } = createTrustedDispatcher({
        ...{ origin: stub.origin, systemCas: [], pin: () => (isPinned ? pin : null) },
      })
      open.push(close)
      const { statusCode } = await dispatcher.request({
        ...{ origin: stub.origin, path: '/', method: 'GET' },
      })
      return statusCode
    }
    await expect(use(false)).rejects.toMatchObject({ code: 'CERTIFICATE_REFUSED' })
    expect(stub.received).toBe(0)
    expect(await use(true)).toBe(200)
  })

  it('does not verify that way, even if its issuer is known', async () => {
    const authority = await makeCertificate({ commonName: 'Private CA', authority: true })
    const { stub } = await served()
    stub.present(
      await makeCertificate({ issuer: authority, key: 'RSA-2048', keyUsage: 'keyEncipherment' }),
    )
    const trusting = { ...options, systemCas: [authority.certPem] }
    const { socket, evaluation } = await shakeHands({ origin: stub.origin, ...trusting })
    socket.destroy()
    expect(judge(evaluation, null, Date.now())).toMatchObject({
      verdict: 'untrusted',
      reasons: ['key-usage'],
    })
  })

  it('has a separate message where the gateway has no such key exchange', async () => {
    const { stub } = await served({ minVersion: 'TLSv1.3' })
    expect(await probeCertificate(stub.origin, { ...options, pin: () => null })).toEqual({
      ok: false,
      code: 'certificate-key-usage',
      reason: 'KEY_USAGE_BIT_INCORRECT',
    })
    expect(stub.handshakes).toBe(0)
  })
})

it('a self-signed certificate without the right to sign is reported as self-signed, though BoringSSL reports an unknown issuer', async () => {
  const { certPem } = await makeCertificate()
  const evaluation = readHandshake({
    origin: 'https://gateway.example:8043',
    certificate: new X509Certificate(certPem),
    authorizationError: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    nameFits: true,
    isForRsaExchange: false,
    issuerKnown: () => false,
  })
  expect(judge(evaluation, null, Date.now()).reasons).toEqual(['self-signed'])
})
