import type { TLSSocket } from 'node:tls'
import { Agent, type Dispatcher, errors } from 'undici'
import type { CertificateCheck } from '../../src-shared/contract/index.ts'
import { hostAndPort, shakeHands } from './handshake.ts'
import type { ProxyFor } from './proxies.ts'
import { judge, mayBeUsed, type Pinned, type Evaluation } from './verdict.ts'

/** A server's certificate was rejected: the socket was destroyed before any HTTP was written. */
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
  /** `https://host:port`, the only origin this dispatcher connects to. */
  origin: string
  /** Read at each handshake and before each request, so that trusting and forgetting take effect at once. */
  pin: () => Pinned
  /** PEM of further authorities; by default those of the operating system. */
  systemCas?: readonly string[]
  proxy?: ProxyFor
  /** Called with the result of each handshake, accepted or not. */
  onVerdict?: (check: CertificateCheck) => void
  /** ms, default 10 s. */
  connectTimeoutMs?: number
  /** Maximum number of connections; unlimited by default. */
  connections?: number
  /** Epoch ms. */
  now?: () => number
}

export interface TrustedDispatcher {
  /** A request with `reset` gets a new connection of its own. */
  dispatcher: Dispatcher
  /** Destroys open sockets that the current pins no longer allow. */
  recheck(): void
  /** Destroys every open socket, since all of them may be dead: later requests use new ones. */
  renew(): void
  /** Destroys every socket; requests in flight fail. */
  close(): Promise<void>
}

/** Far more than a gateway's response has; a balancer's cookies and policies can be long. */
const maxHeaderSize = 64 * 1024

/** All traffic of one origin, over sockets whose certificate verified or equals a pin for exactly this origin. */
export function createTrustedDispatcher(options: TrustedDispatcherOptions): TrustedDispatcher {
  const { origin, pin, onVerdict, now = Date.now } = options
  const place = hostAndPort(origin)
  const closing = new AbortController()
  const open = new Map<TLSSocket, Evaluation>()

  const connector = async (hostname: string, port: number, protocol: string) => {
    if (protocol !== 'https:' || hostname !== place.host || port !== place.port) {
      throw new Error(`this connection is for ${origin} only`)
    }
    const { socket, evaluation } = await shakeHands({
      origin,
      signal: closing.signal,
      ...(options.systemCas && { systemCas: options.systemCas }),
      ...(options.proxy && { proxy: options.proxy }),
      ...(options.connectTimeoutMs !== undefined && { timeoutMs: options.connectTimeoutMs }),
    })
    const check = judge(evaluation, pin(), now())
    onVerdict?.(check)
    if (check.verdict === 'untrusted' || check.verdict === 'changed') {
      socket.destroy()
      throw new CertificateRefused(check)
    }
    open.set(socket, evaluation)
    socket.once('close', () => open.delete(socket))
    return socket
  }

  const agentOf = (pipelining: 0 | 1) =>
    new Agent({
      allowH2: false,
      pipelining,
      keepAliveTimeout: 10_000,
      maxHeaderSize,
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
  const persistent = agentOf(1)
  /** Keeps no connection: each request gets a new one. */
  const fresh = agentOf(0)

  const recheck = () => {
    const pins = pin()
    const at = now()
    for (const [socket, evaluation] of open) {
      if (mayBeUsed(evaluation, pins, at)) continue
      open.delete(socket)
      socket.destroy(new CertificateRefused(judge(evaluation, pins, at)))
    }
  }

  return {
    dispatcher: persistent.compose((dispatch) => (request, handler) => {
      recheck()
      return request.reset ? fresh.dispatch(request, handler) : dispatch(request, handler)
    }),
    recheck,
    renew() {
      for (const socket of open.keys()) socket.destroy(new errors.SocketError('given up'))
      open.clear()
    },
    async close() {
      closing.abort(new Error('the connection was closed'))
      for (const socket of open.keys()) socket.destroy()
      open.clear()
      await Promise.all([persistent.destroy(), fresh.destroy()])
    },
  }
}
