import * as http from 'node:http'
import * as https from 'node:https'
import { connect as connectTcp, isIP, type Socket, type TcpNetConnectOpts } from 'node:net'
import * as tls from 'node:tls'
import { authorities } from './authorities.ts'
import type { ProxyFor } from './proxies.ts'
import { isKeyUsageFault } from './tlsReason.ts'
import { readHandshake, type Evaluation } from './verdict.ts'

export interface HandshakeOptions {
  /** `https://host:port`. */
  origin: string
  /** PEM of the authorities of the operating system; by default they are read from it. */
  systemCas?: readonly string[]
  proxy?: ProxyFor
  /** Timeout for everything: proxy, TCP and TLS. ms, default 10 s. */
  timeoutMs?: number
  signal?: AbortSignal
}

/** A handshake timed out; `code` as in Node. */
export class HandshakeTimeout extends Error {
  override readonly name = 'HandshakeTimeout'
  readonly code = 'ETIMEDOUT'
}

/** The proxy refused to connect to the gateway; `status` is its HTTP response. */
export class ProxyRefused extends Error {
  override readonly name = 'ProxyRefused'
  readonly code = 'EPROXY'
  readonly status: number
  constructor(status: number) {
    super(`the proxy answered ${status} to CONNECT`)
    this.status = status
  }
}

export interface HandshakeResult {
  socket: tls.TLSSocket
  evaluation: Evaluation
}

/**
 * How long to try one of several addresses before the next, ms. Node's default of a quarter of a second is too short
 * for a slow line.
 */
const perAddressMs = 3_000

/** Host without brackets and port of an origin; `https://host` means port 443. */
export function hostAndPort(origin: string): { host: string; port: number } {
  const url = new URL(origin)
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || 443) }
}

/**
 * Finishes a TLS handshake and writes nothing: the caller decides whether the socket may be used. Rejects with the
 * socket's error, HandshakeTimeout or ProxyRefused; the socket is then destroyed.
 */
export async function shakeHands(options: HandshakeOptions): Promise<HandshakeResult> {
  const { origin, proxy, timeoutMs = 10_000 } = options
  const { host, port } = hostAndPort(origin)
  // The dot at the end of a full name is not part of a server name (RFC 6066).
  const name = host.replace(/\.$/, '')
  const limit = new AbortController()
  const stop = () => limit.abort(options.signal?.reason ?? new Error('cancelled'))
  const timer = setTimeout(() => limit.abort(late(origin)), timeoutMs)
  options.signal?.addEventListener('abort', stop, { once: true })
  if (options.signal?.aborted) stop()
  try {
    const { context, rsaExchange, standBehind } = await within(
      limit.signal,
      authorities(options.systemCas),
    )
    const ways = proxy ? await within(limit.signal, proxy(`${origin}/`)) : [null]
    const place = { host, port, context, timeoutMs, signal: limit.signal }
    const attempt = async (using: tls.SecureContext) =>
      secure(await reach(ways, place), name, using, limit.signal)
    let isForRsaExchange = false
    const socket = await attempt(context).catch(async (error: unknown) => {
      if (!isKeyUsageFault(error)) throw error
      isForRsaExchange = true
      // If that fails too, the first error is the one that explains why.
      return attempt(rsaExchange()).catch(() => {
        limit.signal.throwIfAborted()
        throw error
      })
    })
    const certificate = socket.getPeerX509Certificate()
    if (certificate === undefined) {
      socket.destroy()
      throw Object.assign(new Error('the server showed no certificate'), {
        code: 'ERR_TLS_NO_CERT',
      })
    }
    const evaluation = readHandshake({
      origin,
      certificate,
      authorizationError: codeOf(socket),
      // Not from `getPeerCertificate`: for a self-signed certificate without the right to sign, Node returns an empty
      // one.
      isForRsaExchange,
      nameFits: tls.checkServerIdentity(name, certificate.toLegacyObject()) === undefined,
      issuerKnown: () => standBehind(certificate),
    })
    return { socket, evaluation }
  } finally {
    clearTimeout(timer)
    options.signal?.removeEventListener('abort', stop)
  }
}

const late = (origin: string) => new HandshakeTimeout(`no TLS handshake with ${origin} in time`)

interface Destination {
  host: string
  port: number
  /** For proxies that use TLS themselves. */
  context: tls.SecureContext
  timeoutMs: number
  signal: AbortSignal
}

/**
 * Connects over the first proxy that works. Each but the last has a share of the time. The rejection by a proxy is
 * final: the next proxy must not be used to bypass it.
 */
async function reach(ways: readonly (string | null)[], destination: Destination): Promise<Socket> {
  const { signal, timeoutMs } = destination
  const shareMs = Math.ceil(timeoutMs / ways.length)
  for (const [index, way] of ways.entries()) {
    const isLast = index === ways.length - 1
    const part = isLast ? signal : AbortSignal.any([signal, AbortSignal.timeout(shareMs)])
    try {
      const to = { ...destination, signal: part }
      return await (way === null ? directly(to) : throughProxy(way, to))
    } catch (error) {
      signal.throwIfAborted()
      if (isLast || error instanceof ProxyRefused) throw error
    }
  }
  throw new Error('there is no way')
}

function directly({ host, port, signal }: Destination): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp({ host, port, autoSelectFamilyAttemptTimeout: perAddressMs })
    const end = () => {
      signal.removeEventListener('abort', cancel)
      socket.off('error', fail)
    }
    const fail = (error: Error) => {
      end()
      socket.destroy()
      reject(error)
    }
    const cancel = () => fail(signal.reason as Error)
    socket.once('error', fail)
    socket.once('connect', () => {
      end()
      socket.on('error', () => {}) // reported by the socket that wraps it
      socket.setKeepAlive(true, 60_000)
      resolve(socket)
    })
    signal.addEventListener('abort', cancel, { once: true })
    if (signal.aborted) cancel()
  })
}

function secure(
  under: Socket,
  name: string,
  context: tls.SecureContext,
  signal: AbortSignal,
): Promise<tls.TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = tls.connect({
      socket: under,
      // For Node's own check of the names: an address has no server name.
      host: name,
      // An IP address must not be sent as a server name (RFC 6066).
      servername: isIP(name) === 0 ? name : '',
      // Verified by hand afterwards: with `true` a pinned certificate that is expired or has another name could never
      // pass, and without it `checkServerIdentity` has no effect. No `session` is given, since a resumed one shows no
      // certificate.
      rejectUnauthorized: false,
      secureContext: context,
      ALPNProtocols: ['http/1.1'],
    })
    const fail = (error: Error) => {
      signal.removeEventListener('abort', cancel)
      socket.destroy()
      reject(error)
    }
    const cancel = () => fail(signal.reason as Error)
    signal.addEventListener('abort', cancel, { once: true })
    if (signal.aborted) return cancel()
    socket.on('error', fail) // stays, so that a late error is never unhandled
    socket.once('close', () => fail(Object.assign(new Error('closed'), { code: 'ECONNRESET' })))
    socket.once('secureConnect', () => {
      signal.removeEventListener('abort', cancel)
      socket.setNoDelay(true)
      resolve(socket)
    })
  })
}

function throughProxy(proxy: string, { host, port, context, signal }: Destination) {
  const url = new URL(proxy)
  const target = `${host.includes(':') ? `[${host}]` : host}:${port}`
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
  return new Promise<Socket>((resolve, reject) => {
    const options: http.RequestOptions & TcpNetConnectOpts = {
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: Number(url.port || (url.protocol === 'https:' ? 443 : 80)),
      autoSelectFamilyAttemptTimeout: perAddressMs,
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
      // The proxy's own certificate must verify normally: the pin is for the gateway alone.
      ...(url.protocol === 'https:' ? { secureContext: context } : {}),
    }
    const request = (url.protocol === 'https:' ? https : http).request(options)
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

/** Node's result: null when chain and name are valid. */
function codeOf(socket: tls.TLSSocket): string | null {
  if (socket.authorized) return null
  // Declared as Error, but a code at run time.
  const error = socket.authorizationError as Error | string | null | undefined
  if (typeof error === 'string') return error
  return (error as NodeJS.ErrnoException | null)?.code ?? error?.message ?? 'UNSPECIFIED'
}
