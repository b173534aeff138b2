import { once } from 'node:events'
import type { Socket } from 'node:net'
import { fetch } from 'undici'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { CertificateCheck } from '../../src-shared/contract/index.ts'
import { makeCertificate, type MadeCertificate } from '../simulator/certificate.ts'
import { CertificateRefused, createTrustedDispatcher } from './connector.ts'
import type { ProxyFor } from './proxies.ts'
import { startProxyStub, startTcpStub, startTlsStub, type StubCertificate } from './tlsStub.ts'
import { factsOf, type Pinned, type StoredPin } from './verdict.ts'
import { X509Certificate } from 'node:crypto'

const day = 86_400_000
const ago = (days: number) => new Date(Date.now() - days * day)
const made: Record<string, MadeCertificate> = {}
const open: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  const authority = await makeCertificate({ commonName: 'Private CA', authority: true })
  const elsewhere = { altNames: ['gateway.example'] }
  const past = { notBefore: ago(30), notAfter: ago(1) }
  Object.assign(made, {
    authority,
    selfSigned: await makeCertificate(),
    other: await makeCertificate(),
    privateCa: await makeCertificate({ issuer: authority }),
    privateCaExpired: await makeCertificate({ issuer: authority, ...past }),
    privateCaOtherName: await makeCertificate({ issuer: authority, ...elsewhere }),
    early: await makeCertificate({ notBefore: ago(-2), notAfter: ago(-9) }),
    allWrong: await makeCertificate({ ...past, ...elsewhere }),
  })
})

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

const one = (name: string): MadeCertificate => {
  const certificate = made[name]
  if (certificate === undefined) throw new Error(`no certificate ${name}`)
  return certificate
}

const pinFor = (origin: string, { certPem }: MadeCertificate): StoredPin => {
  const facts = factsOf(new X509Certificate(certPem))
  return { origin, sha256: facts.sha256, facts, reasons: ['self-signed'], trustedAt: 1 }
}

async function serve(certificate: StubCertificate, host = '127.0.0.1') {
  const stub = await startTlsStub(certificate, { host })
  open.push(() => stub.close())
  return stub
}

interface Wish {
  pin?: () => Pinned
  systemCas?: string[]
  now?: () => number
  connectTimeoutMs?: number
  proxy?: ProxyFor
}

function trusting(origin: string, { pin = () => null, systemCas = [], ...wish }: Wish = {}) {
  const verdicts: CertificateCheck[] = []
  const trusted = createTrustedDispatcher({
    origin,
    pin,
    systemCas,
    connections: 1,
    ...wish,
    onVerdict: (check) => verdicts.push(check),
  })
  open.push(() => trusted.close())
  const get = (url = `${origin}/x`) =>
    fetch(url, { dispatcher: trusted.dispatcher, headers: { guid: 'secret' } }).then((r) =>
      r.text(),
    )
  return { ...trusted, get, verdicts }
}

async function refusal(attempt: Promise<unknown>): Promise<CertificateCheck> {
  const error = await attempt.then(
    () => new Error('it was let through'),
    (e: Error) => e.cause,
  )
  if (!(error instanceof CertificateRefused)) throw error
  return error.check
}

describe('a server without a valid certificate', () => {
  it.each([
    ['selfSigned', ['self-signed']],
    ['early', ['self-signed', 'not-yet-valid']],
    ['allWrong', ['self-signed', 'expired', 'other-name']],
    ['privateCa', ['unknown-issuer']],
    ['privateCaExpired', ['unknown-issuer', 'expired']],
    ['privateCaOtherName', ['unknown-issuer', 'other-name']],
  ])('%s: is reported as %j and receives nothing', async (name, reasons) => {
    const stub = await serve(one(name))
    const { get, verdicts } = trusting(stub.origin)
    const check = await refusal(get())
    expect(check).toMatchObject({ verdict: 'untrusted', reasons, before: [] })
    expect(check.facts.sha256).toBe(one(name).sha256)
    expect(verdicts).toEqual([check])
    await stub.quiet()
    expect(stub).toMatchObject({ connections: 1, received: 0 })
  })

  it.each([
    ['privateCaExpired', ['expired']],
    ['privateCaOtherName', ['other-name']],
  ])('%s of a known authority: is named %j alone', async (name, reasons) => {
    const stub = await serve(one(name))
    const { get } = trusting(stub.origin, { systemCas: [one('authority').certPem] })
    expect((await refusal(get())).reasons).toEqual(reasons)
    await stub.quiet()
    expect(stub.received).toBe(0)
  })

  it('is rejected when another one is pinned, with both reported', async () => {
    const stub = await serve(one('other'))
    const pin = pinFor(stub.origin, one('selfSigned'))
    const check = await refusal(trusting(stub.origin, { pin: () => pin }).get())
    expect(check).toMatchObject({ verdict: 'changed', before: [pin.facts] })
    expect(check.facts.sha256).toBe(one('other').sha256)
    await stub.quiet()
    expect(stub.received).toBe(0)
  })

  it('is not trusted by a pin for another port', async () => {
    const first = await serve(one('selfSigned'))
    const second = await serve(one('selfSigned'))
    const pin = pinFor(first.origin, one('selfSigned'))
    const check = await refusal(trusting(second.origin, { pin: () => pin }).get())
    expect(check.verdict).toBe('untrusted')
    await second.quiet()
    expect(second.received).toBe(0)
  })
})

describe('a trusted server', () => {
  it.each(['selfSigned', 'allWrong', 'privateCa', 'early'])('%s, pinned', async (name) => {
    const stub = await serve(one(name))
    const { get, verdicts } = trusting(stub.origin, { pin: () => pinFor(stub.origin, one(name)) })
    expect(await get()).toBe('{}')
    expect(verdicts.map((check) => check.verdict)).toEqual(['pinned'])
  })

  it('is verified by an authority of the system, by IP and by name', async () => {
    for (const [host, typed] of [
      ['127.0.0.1', '127.0.0.1'],
      ['127.0.0.1', 'localhost'],
    ] as const) {
      const stub = await serve(one('privateCa'), host)
      const origin = `https://${typed}:${stub.port}`
      const { get, verdicts } = trusting(origin, { systemCas: [one('authority').certPem] })
      expect(await get()).toBe('{}')
      expect(verdicts[0]).toMatchObject({ verdict: 'verified', reasons: [] })
    }
  })

  it('keeps its connection, and shows its certificate again at each new handshake', async () => {
    const stub = await serve(one('selfSigned'))
    const { get, verdicts } = trusting(stub.origin, {
      pin: () => pinFor(stub.origin, one('selfSigned')),
    })
    await get()
    await get()
    expect(stub.handshakes).toBe(1)
    const [socket] = stub.open as Set<Socket>
    socket?.destroy()
    await once(socket as Socket, 'close')
    stub.present(one('other'))
    // The first request may still use the dead connection.
    const check = await refusal(get().catch(() => get()))
    expect(check.verdict).toBe('changed')
    expect(verdicts.at(-1)).toEqual(check)
  })

  it('gets no more requests once it is forgotten, even on the open connection', async () => {
    const stub = await serve(one('selfSigned'))
    let pin: StoredPin | null = pinFor(stub.origin, one('selfSigned'))
    const { get, recheck } = trusting(stub.origin, { pin: () => pin })
    await get()
    const before = stub.received
    const [socket] = [...stub.open]
    pin = null
    recheck()
    await once(socket as Socket, 'close')
    expect(stub.open.size).toBe(0)
    expect((await refusal(get())).verdict).toBe('untrusted')
    await stub.quiet()
    expect(stub.received).toBe(before)
  })

  it('is forgotten at the next request alone', async () => {
    const stub = await serve(one('selfSigned'))
    let pin: StoredPin | null = pinFor(stub.origin, one('selfSigned'))
    const { get } = trusting(stub.origin, { pin: () => pin })
    await get()
    const before = stub.received
    pin = null
    await refusal(
      get().catch((error: Error) => {
        // Whether the closed connection or the new handshake comes first, nothing is sent.
        if (error.cause instanceof CertificateRefused) throw error
        return get()
      }),
    )
    await stub.quiet()
    expect(stub.received).toBe(before)
  })

  it('is forgotten alone where several are trusted', async () => {
    const stub = await serve(one('selfSigned'))
    const pins = ['selfSigned', 'other'].map((name) => pinFor(stub.origin, one(name)))
    const { get, verdicts, renew } = trusting(stub.origin, { pin: () => pins })
    await get()
    stub.present(one('other'))
    renew()
    await get()
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['pinned', 'pinned'])
    const [, stays] = pins.splice(0, 1, pinFor(stub.origin, one('allWrong')))
    expect(stays).toBeUndefined()
    expect(await get()).toBe('{}')
    stub.present(one('selfSigned'))
    renew()
    const check = await refusal(get())
    expect(check).toMatchObject({ verdict: 'changed', before: pins.map(({ facts }) => facts) })
  })

  it('is evaluated once for each handshake, expired or not', async () => {
    const stub = await serve(one('allWrong'))
    const { get, verdicts } = trusting(stub.origin, {
      pin: () => pinFor(stub.origin, one('allWrong')),
    })
    await get()
    const looked = vi.spyOn(X509Certificate.prototype, 'verify')
    const compared = vi.spyOn(X509Certificate.prototype, 'checkIssued')
    for (let time = 0; time < 3; time++) await get()
    expect(looked).not.toHaveBeenCalled()
    expect(compared).not.toHaveBeenCalled()
    expect(verdicts).toHaveLength(1)
    vi.restoreAllMocks()
  })

  it('is no longer trusted once its certificate expires, unless it is pinned', async () => {
    const stub = await serve(one('privateCa'))
    let now = Date.now()
    let pin: StoredPin | null = null
    const systemCas = [one('authority').certPem]
    const { get } = trusting(stub.origin, { systemCas, now: () => now, pin: () => pin })
    await get()
    const before = stub.received
    now += 400 * day
    const check = await refusal(get())
    expect(check).toMatchObject({ verdict: 'untrusted', reasons: ['expired'] })
    expect(stub.received).toBe(before)
    pin = pinFor(stub.origin, one('privateCa'))
    expect(await get()).toBe('{}')
  })

  it('gets new connections when the old ones are closed', async () => {
    const stub = await serve(one('selfSigned'))
    const { get, renew } = trusting(stub.origin, {
      pin: () => pinFor(stub.origin, one('selfSigned')),
    })
    await get()
    const [socket] = [...stub.open]
    renew()
    await once(socket as Socket, 'close')
    expect(await get()).toBe('{}')
    expect(stub.handshakes).toBe(2)
  })

  it.each([
    ['gateway.example', 'gateway.example'],
    ['gateway.example.', 'gateway.example'],
    ['127.0.0.1', false],
  ])('%s is sent as the server name %j, and verifies', async (host, name) => {
    const certificate = await makeCertificate({
      issuer: one('authority'),
      altNames: ['gateway.example', '127.0.0.1'],
    })
    const stub = await serve(certificate)
    const proxy = await startProxyStub(undefined, {
      'gateway.example': '127.0.0.1',
      'gateway.example.': '127.0.0.1',
    })
    open.push(() => proxy.close())
    const { get } = trusting(`https://${host}:${stub.port}`, {
      systemCas: [one('authority').certPem],
      proxy: async () => [proxy.url],
    })
    expect(await get()).toBe('{}')
    expect(stub.serverNames).toEqual([name])
  })

  it('is the only one: no other origin is connected to', async () => {
    const stub = await serve(one('selfSigned'))
    const foreign = await serve(one('selfSigned'))
    const { get } = trusting(stub.origin, { pin: () => pinFor(stub.origin, one('selfSigned')) })
    await expect(get(`${foreign.origin}/x`)).rejects.toThrow()
    await expect(get(`http://127.0.0.1:${stub.port}/x`)).rejects.toThrow()
    expect(foreign.handshakes).toBe(0)
  })
})

describe('through a proxy', () => {
  it('the pin applies as without one', async () => {
    const stub = await serve(one('selfSigned'))
    const proxy = await startProxyStub()
    open.push(() => proxy.close())
    const url = proxy.url.replace('//', '//user:p%40ss@')
    const wish = { proxy: async () => [url] as const }
    expect((await refusal(trusting(stub.origin, wish).get())).verdict).toBe('untrusted')
    await stub.quiet()
    expect(stub.received).toBe(0)
    const pin = () => pinFor(stub.origin, one('selfSigned'))
    expect(await trusting(stub.origin, { ...wish, pin }).get()).toBe('{}')
    expect(proxy.connects[0]).toEqual({
      target: `127.0.0.1:${stub.port}`,
      authorization: `Basic ${Buffer.from('user:p@ss').toString('base64')}`,
    })
  })

  it('a valid chain and IP address verify', async () => {
    const stub = await serve(one('privateCa'))
    const proxy = await startProxyStub()
    open.push(() => proxy.close())
    const { get, verdicts } = trusting(stub.origin, {
      systemCas: [one('authority').certPem],
      proxy: async () => [proxy.url] as const,
    })
    expect(await get()).toBe('{}')
    expect(verdicts[0]?.verdict).toBe('verified')
  })

  it.each([
    ['a proxy that is gone', 'the next proxy'],
    ['a proxy that says nothing', 'the next proxy'],
    ['a proxy that is gone', 'the direct way'],
    ['a gateway that is gone', 'the next proxy'],
  ])('%s leads to %s', async (first, second) => {
    const stub = await serve(one('selfSigned'))
    const silent = await startTcpStub(() => {})
    const closed = await startTcpStub(() => {})
    const proxy = await startProxyStub(undefined, { 'gateway.invalid': '127.0.0.1' })
    open.push(
      () => proxy.close(),
      () => silent.close(),
    )
    await closed.close()
    const isDirect = first === 'a gateway that is gone'
    const origin = `https://${isDirect ? 'gateway.invalid' : '127.0.0.1'}:${stub.port}`
    const firstPort = first === 'a proxy that says nothing' ? silent.port : closed.port
    const { get } = trusting(origin, {
      pin: () => pinFor(origin, one('selfSigned')),
      proxy: async () => [
        isDirect ? null : `http://127.0.0.1:${firstPort}`,
        second === 'the direct way' ? null : proxy.url,
      ],
      connectTimeoutMs: 2_000,
    })
    expect(await get()).toBe('{}')
    expect(proxy.connects).toHaveLength(second === 'the direct way' ? 0 : 1)
  })

  it('a rejection by the proxy is an error, and is not bypassed', async () => {
    const stub = await serve(one('selfSigned'))
    const proxy = await startProxyStub(407)
    open.push(() => proxy.close())
    const pin = () => pinFor(stub.origin, one('selfSigned'))
    const error = await trusting(stub.origin, { pin, proxy: async () => [proxy.url, null] })
      .get()
      .catch((e: Error) => e.cause)
    expect(error).toMatchObject({ name: 'ProxyRefused', status: 407 })
    expect(stub.handshakes).toBe(0)
  })
})

it('closing ends the connections and sends nothing more', async () => {
  const stub = await serve(one('selfSigned'))
  const pin = () => pinFor(stub.origin, one('selfSigned'))
  const { get, close } = trusting(stub.origin, { pin })
  await get()
  const [socket] = [...stub.open]
  await Promise.all([close(), once(socket as Socket, 'close')])
  await expect(get()).rejects.toThrow()
  expect(stub.handshakes).toBe(1)
})
