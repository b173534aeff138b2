import type { TLSSocket } from 'node:tls'
import { Agent, type Dispatcher } from 'undici'
import type { CertificateCheck } from '../../src-preload/contract/index.ts'
import { hostAndPort, shakeHands, type ProxyFor } from './handshake.ts'
import type { StoredPin } from './verdict.ts'

/** A server's certificate was not good enough: the socket was destroyed before any HTTP was written. */
export class CertificateRefused extends Error {
  override readonly name = 'CertificateRefused'
  readonly code = 'CERTIFICATE_REFUSED'
  readonly check: CertificateCheck
  constructor(check: CertificateCheck) {
    super(`the certificate of ${check.origin} is ${check.verdict}: ${check.reasons.join(', ')}`)
    this.check = check
  }
}

export interface TrustedDispatcherOptions {
  /** `https://host:port`, the only place this dispatcher connects to. */
  origin: string
  /** Asked at each handshake and before each request, so that trust and forget act at once. */
  pin: () => StoredPin | null
  /** PEM of further authorities; by default those of the operating system. */
  systemCas?: readonly string[]
  proxy?: ProxyFor
  /** Told what each handshake showed, good or not. */
  onVerdict?: (check: CertificateCheck) => void
  /** ms, default 10 s. */
  connectTimeoutMs?: number
  /** Most connections at once; unlimited by default. */
  connections?: number
  /** Epoch ms. */
  now?: () => number
}

export interface TrustedDispatcher {
  dispatcher: Dispatcher
  /** Destroys open sockets that the pin of this moment no longer allows. */
  recheck(): void
  /** Destroys every socket; requests under way fail. */
  close(): Promise<void>
}

/** All traffic of one origin, over sockets whose certificate verified or equals the pin for exactly this origin. */
export function createTrustedDispatcher(options: TrustedDispatcherOptions): TrustedDispatcher {
  const { origin, pin, onVerdict } = options
  const place = hostAndPort(origin)
  const closing = new AbortController()
  const open = new Map<TLSSocket, () => CertificateCheck>()

  const connector = async (hostname: string, port: number, protocol: string) => {
    if (protocol !== 'https:' || hostname !== place.host || port !== place.port) {
      throw new Error(`this connection is for ${origin} only`)
    }
    const { socket, check } = await shakeHands({
      origin,
      pin,
      signal: closing.signal,
      ...(options.systemCas && { systemCas: options.systemCas }),
      ...(options.proxy && { proxy: options.proxy }),
      ...(options.connectTimeoutMs !== undefined && { timeoutMs: options.connectTimeoutMs }),
      ...(options.now && { now: options.now }),
    })
    const verdict = check()
    if (!mayBeUsed(verdict)) {
      socket.destroy()
      onVerdict?.(verdict)
      throw new CertificateRefused(verdict)
    }
    open.set(socket, check)
    socket.once('close', () => open.delete(socket))
    onVerdict?.(verdict)
    return socket
  }

  const agent = new Agent({
    allowH2: false,
    pipelining: 1,
    keepAliveTimeout: 10_000,
    ...(options.connections !== undefined && { connections: options.connections }),
    connect: ({ hostname, port, protocol }, callback) => {
      const host = hostname.replace(/^\[|\]$/g, '')
      connector(host, Number(port || (protocol === 'https:' ? 443 : 80)), protocol).then(
        (socket) => callback(null, socket),
        (error: unknown) =>
          callback(error instanceof Error ? error : new Error(String(error)), null),
      )
    },
  })

  const recheck = () => {
    for (const [socket, check] of open) {
      const verdict = check()
      if (mayBeUsed(verdict)) continue
      open.delete(socket)
      socket.destroy(new CertificateRefused(verdict))
    }
  }

  return {
    dispatcher: agent.compose((dispatch) => (request, handler) => {
      recheck()
      return dispatch(request, handler)
    }),
    recheck,
    async close() {
      closing.abort(new Error('the connection was closed'))
      for (const socket of open.keys()) socket.destroy()
      open.clear()
      await agent.destroy()
    },
  }
}

const mayBeUsed = (check: CertificateCheck) =>
  check.verdict === 'verified' || check.verdict === 'pinned'
