import { X509Certificate } from 'node:crypto'
import * as http from 'node:http'
import * as https from 'node:https'
import { isIP, type Socket } from 'node:net'
import * as tls from 'node:tls'
import type { CertificateCheck } from '../../src-preload/contract/index.ts'
import { judge, type StoredPin } from './verdict.ts'

/** Answers the proxy for a URL (`http://host:port` or `https://host:port`), null for none. */
export type ProxyFor = (url: string) => Promise<string | null>

export interface HandshakeOptions {
  /** `https://host:port`. */
  origin: string
  pin: () => StoredPin | null
  /** PEM of the authorities of the operating system; by default it is asked for them. */
  systemCas?: readonly string[]
  proxy?: ProxyFor
  /** For the whole of it: proxy, TCP and TLS. ms, default 10 s. */
  timeoutMs?: number
  /** Epoch ms, for the validity dates. */
  now?: () => number
  signal?: AbortSignal
}

/** A handshake ended in time's up; `code` as Node names it. */
export class HandshakeTimeout extends Error {
  override readonly name = 'HandshakeTimeout'
  readonly code = 'ETIMEDOUT'
}

/** The proxy would not connect to the gateway; `status` is its HTTP answer. */
export class ProxyRefused extends Error {
  override readonly name = 'ProxyRefused'
  readonly code = 'EPROXY'
  readonly status: number
  constructor(status: number) {
    super(`the proxy answered ${status} to CONNECT`)
    this.status = status
  }
}

export interface Shaken {
  socket: tls.TLSSocket
  /** Judges what the server showed against the pin of this moment. */
  check: () => CertificateCheck
}

/** Host without brackets and port of an origin; `https://host` means port 443. */
export function hostAndPort(origin: string): { host: string; port: number } {
  const url = new URL(origin)
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || 443) }
}

/**
 * Finishes a TLS handshake and writes nothing: whether the socket may be used is for the caller to ask `check`.
 * Rejects with the socket's error, HandshakeTimeout or ProxyRefused; the socket is then destroyed.
 */
export async function shakeHands(options: HandshakeOptions): Promise<Shaken> {
  const { host, port } = hostAndPort(options.origin)
  const limit = new AbortController()
  const stop = () => limit.abort(options.signal?.reason ?? new Error('cancelled'))
  const timer = setTimeout(
    () => limit.abort(new HandshakeTimeout(`no TLS handshake with ${options.origin} in time`)),
    options.timeoutMs ?? 10_000,
  )
  options.signal?.addEventListener('abort', stop, { once: true })
  if (options.signal?.aborted) stop()
  try {
    const proxy = await within(limit.signal, options.proxy?.(`${options.origin}/`) ?? null)
    const under = proxy === null ? null : await throughProxy(proxy, host, port, limit.signal)
    const socket = await connect(host, port, under, authorities(options.systemCas), limit.signal)
    const certificate = socket.getPeerX509Certificate()
    if (certificate === undefined) {
      socket.destroy()
      throw Object.assign(new Error('the server showed no certificate'), {
        code: 'ERR_TLS_NO_CERT',
      })
    }
    const seen = {
      origin: options.origin,
      certificate,
      authorizationError: codeOf(socket),
      // Not from `getPeerCertificate`: for a self-signed certificate without the right to sign, Node answers an empty one.
      nameFits: tls.checkServerIdentity(host, certificate.toLegacyObject()) === undefined,
    }
    const issuerKnown = () => isIssuerKnown(certificate, authorities(options.systemCas).pems)
    const check = () =>
      judge({ ...seen, issuerKnown, pin: options.pin(), now: (options.now ?? Date.now)() })
    return { socket, check }
  } finally {
    clearTimeout(timer)
    options.signal?.removeEventListener('abort', stop)
  }
}

function connect(
  host: string,
  port: number,
  under: Socket | null,
  { context }: Authorities,
  signal: AbortSignal,
): Promise<tls.TLSSocket> {
  return new Promise((resolve, reject) => {
    const options: tls.ConnectionOptions = {
      host,
      port,
      ...(under !== null && { socket: under }),
      // An IP address must not be sent as a server name (RFC 6066).
      servername: isIP(host) === 0 ? host : '',
      // Verified by hand afterwards: with `true` a pinned certificate that is expired or bears another name could never pass,
      // and without it `checkServerIdentity` is not a gate. No `session` is given, since a resumed one shows no certificate.
      rejectUnauthorized: false,
      secureContext: context,
      ALPNProtocols: ['http/1.1'],
    }
    const socket = tls.connect(options)
    const fail = (error: Error) => {
      signal.removeEventListener('abort', cancel)
      socket.destroy()
      reject(error)
    }
    const cancel = () => fail(signal.reason as Error)
    signal.addEventListener('abort', cancel, { once: true })
    if (signal.aborted) return cancel()
    socket.on('error', fail) // stays, so that a late error never goes unhandled
    socket.once('close', () => fail(Object.assign(new Error('closed'), { code: 'ECONNRESET' })))
    socket.once('secureConnect', () => {
      signal.removeEventListener('abort', cancel)
      socket.setNoDelay(true)
      if (under === null) socket.setKeepAlive(true, 60_000)
      resolve(socket)
    })
  })
}

function throughProxy(proxy: string, host: string, port: number, signal: AbortSignal) {
  const url = new URL(proxy)
  const target = `${host.includes(':') ? `[${host}]` : host}:${port}`
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
  return new Promise<Socket>((resolve, reject) => {
    const request = (url.protocol === 'https:' ? https : http).request({
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port || (url.protocol === 'https:' ? 443 : 80),
      method: 'CONNECT',
      path: target,
      headers: {
        host: target,
        ...(url.username === ''
          ? {}
          : { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` }),
      },
      agent: false,
      signal,
      // The proxy's own certificate is held to the ordinary rules: the pin is for the gateway alone.
      ...(url.protocol === 'https:' ? { secureContext: authorities().context } : {}),
    })
    request.once('connect', (response, socket, head) => {
      if (response.statusCode !== 200) {
        socket.destroy()
        return reject(new ProxyRefused(response.statusCode ?? 0))
      }
      if (head.length > 0) socket.unshift(head)
      resolve(socket)
    })
    request.once('response', (response) => {
      request.destroy()
      reject(new ProxyRefused(response.statusCode ?? 0))
    })
    request.on('error', (error) => reject(signal.aborted ? signal.reason : error))
    request.end()
  })
}

function within<T>(signal: AbortSignal, work: Promise<T> | T): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    Promise.resolve(work).then(resolve, reject)
  })
}

/** Node's recorded verdict: null when chain and name are good. */
function codeOf(socket: tls.TLSSocket): string | null {
  if (socket.authorized) return null
  // Declared as Error, but a code at run time.
  const error = socket.authorizationError as Error | string | null | undefined
  if (typeof error === 'string') return error
  return (error as NodeJS.ErrnoException | null)?.code ?? error?.message ?? 'UNSPECIFIED'
}

interface Authorities {
  pems: readonly string[]
  context: tls.SecureContext
}

let ofTheSystem: Authorities | null = null

/** One shared secure context: each takes some 25 ms to build. */
function authorities(systemCas?: readonly string[]): Authorities {
  if (systemCas !== undefined) return own(systemCas)
  return (ofTheSystem ??= build(fromSystem()))
}

const owned = new WeakMap<readonly string[], Authorities>()
function own(systemCas: readonly string[]): Authorities {
  const known = owned.get(systemCas) ?? build(systemCas)
  owned.set(systemCas, known)
  return known
}

function build(systemCas: readonly string[]): Authorities {
  const pems = [...new Set([...tls.getCACertificates('default'), ...systemCas])]
  return { pems, context: tls.createSecureContext({ ca: pems, minVersion: 'TLSv1.2' }) }
}

function fromSystem(): readonly string[] {
  try {
    return tls.getCACertificates('system')
  } catch {
    return [] // a system without a readable store trusts the built-in authorities only
  }
}

function isIssuerKnown(leaf: X509Certificate, pems: readonly string[]): boolean {
  const chain: X509Certificate[] = []
  for (
    let link: X509Certificate | undefined = leaf;
    link && chain.length < 10;
    link = link.issuerCertificate
  ) {
    chain.push(link)
  }
  return pems.some((pem) => {
    const authority = new X509Certificate(pem)
    return chain.some(
      (link) =>
        link.fingerprint256 === authority.fingerprint256 ||
        (link.checkIssued(authority) && link.verify(authority.publicKey)),
    )
  })
}
