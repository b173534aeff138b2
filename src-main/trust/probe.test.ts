import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { makeCertificate, type MadeCertificate } from '../simulator/certificate.ts'
import { probeCertificate, probeCode } from './probe.ts'
import { startProxyStub, startTcpStub, startTlsStub } from './tlsStub.ts'

const open: (() => Promise<unknown>)[] = []
let certificate: MadeCertificate
beforeAll(async () => {
  certificate = await makeCertificate()
})
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

const options = { pin: () => null, systemCas: [], timeoutMs: 5_000 }

async function served(settings: Parameters<typeof startTlsStub>[1] = {}) {
  const stub = await startTlsStub(certificate, settings)
  open.push(() => stub.close())
  return stub
}

describe('probing an address', () => {
  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'shows the certificate over %s, tells nothing',
    async (v) => {
      const stub = await served({ minVersion: v, maxVersion: v })
      const result = await probeCertificate(stub.origin, options)
      expect(result).toMatchObject({
        ok: true,
        check: { origin: stub.origin, verdict: 'untrusted', reasons: ['self-signed'] },
      })
      expect(result.ok && result.check.facts).toMatchObject({
        sha256: certificate.sha256,
        names: expect.arrayContaining(['localhost', '127.0.0.1']) as unknown,
      })
      expect(stub.received).toBe(0)
    },
  )

  it('reports a port that speaks plain HTTP', async () => {
    const stub = await startTcpStub((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    })
    open.push(() => stub.close())
    expect(await probeCertificate(stub.origin, options)).toEqual({ ok: false, code: 'not-tls' })
  })

  it('reports a closed port', async () => {
    const stub = await startTcpStub(() => {})
    await stub.close()
    expect(await probeCertificate(stub.origin, options)).toEqual({ ok: false, code: 'port-closed' })
  })

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('names a wanted client certificate (%s)', async (v) => {
    const stub = await served({
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: v,
      maxVersion: v,
    })
    expect(await probeCertificate(stub.origin, options)).toEqual({
      ok: false,
      code: 'tls-failure',
      reason: expect.stringMatching(/certificate required|handshake failure/) as string,
    })
  })

  it('reports a protocol that is too old', async () => {
    const stub = await served({
      minVersion: 'TLSv1.1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    })
    expect(await probeCertificate(stub.origin, options)).toEqual({
      ok: false,
      code: 'tls-failure',
      reason: expect.stringMatching(/protocol/i) as string,
    })
  })

  it('times out at a server that accepts and sends nothing', async () => {
    const stub = await startTcpStub(() => {})
    open.push(() => stub.close())
    const result = await probeCertificate(stub.origin, { ...options, timeoutMs: 50 })
    expect(result).toEqual({ ok: false, code: 'timeout' })
  })

  it('reports a host behind a rejecting proxy as unreachable', async () => {
    const proxy = await startProxyStub(403)
    open.push(() => proxy.close())
    const result = await probeCertificate('https://gateway.invalid:8043', {
      ...options,
      proxy: async () => [proxy.url],
    })
    expect(result).toEqual({ ok: false, code: 'unreachable' })
    expect(proxy.connects.map(({ target }) => target)).toEqual(['gateway.invalid:8043'])
  })

  it.each([
    ['ENOTFOUND', 'host-unknown'],
    ['EAI_AGAIN', 'host-unknown'],
    ['EHOSTUNREACH', 'unreachable'],
    ['ECONNRESET', 'unreachable'],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'tls-failure'],
    ['EPROTO', 'tls-failure'],
  ])('reads %s as %s', (code, expected) => {
    expect(probeCode(Object.assign(new Error(), { code }))).toBe(expected)
  })

  it.each([
    ['WRONG_VERSION_NUMBER', 'not-tls'],
    ['HTTP_REQUEST', 'not-tls'],
    ['KEY_USAGE_BIT_INCORRECT', 'certificate-key-usage'],
    ['SSLV3_ALERT_HANDSHAKE_FAILURE', 'tls-failure'],
  ])('reads BoringSSL’s %s as %s', (words, expected) => {
    const message = `error:100000f7:SSL routines:OPENSSL_internal:${words}:tls_record.cc:127:`
    expect(probeCode(Object.assign(new Error(message), { code: 'EPROTO' }))).toBe(expected)
  })
})
