import { lookup } from 'node:dns/promises'
import { connect, isIP } from 'node:net'
import type { ErrorCode } from '../../src-shared/contract/index.ts'
import type { ParsedAddress } from '../base/address.ts'
import type { ProbeResult } from '../trust/probe.ts'
import type { ProxyFor } from '../trust/proxies.ts'
import { failed, good, type StepResult } from './verdict.ts'

export interface ConnectionParts {
  parseAddress: (typed: string) => ParsedAddress
  proxy: ProxyFor
  /** Finishes a handshake and sends nothing. */
  probe: (origin: string) => Promise<ProbeResult>
  /** The timeout of the two steps that have none of their own, ms; default 5 s. */
  timeoutMs?: number
}

/** The connection to one gateway up to TLS; each step continues where the previous one ended. */
export class Connection {
  readonly #parts: ConnectionParts
  readonly #timeoutMs: number
  #origin = ''
  /** Proxies, and null for a direct connection, in the order of use. */
  #ways: readonly (URL | null)[] = [null]
  #probeResult: ProbeResult | null = null

  constructor(parts: ConnectionParts) {
    this.#parts = parts
    this.#timeoutMs = parts.timeoutMs ?? 5_000
  }

  /** `https://host:port`, empty before the address was parsed. */
  get origin(): string {
    return this.#origin
  }

  /** Parses the address, and resolves the host name. */
  async address(typed: string): Promise<StepResult> {
    const address = this.#parts.parseAddress(typed)
    if (!address.ok) return failed({ kind: 'error', error: { code: address.code } })
    this.#origin = address.origin
    const { host } = this.#place
    const ways = await this.#parts.proxy(`${this.#origin}/`)
    this.#ways = ways.map((way) => (way === null ? null : new URL(way)))
    // The proxy resolves the name. The proxy's URL may contain a password: only its host is reported.
    const byProxy = () => good('by-proxy', { host, proxy: this.#proxies })
    if (this.#ways[0] !== null) return byProxy()
    if (isIP(host) !== 0) return good('is-ip', { host })
    try {
      const addresses = await within(this.#timeoutMs, lookup(host, { all: true }))
      return good('resolved', {
        host,
        addresses: addresses.map(({ address }) => address).join(', '),
      })
    } catch {
      return this.#proxies === '' ? this.#failed('host-unknown') : byProxy()
    }
  }

  /** Opens a connection over the first proxy that works, and closes it. */
  async tcp(): Promise<StepResult> {
    let verdict = this.#failed('unreachable')
    for (const way of this.#ways) {
      verdict = await this.#tcpBy(way)
      if (verdict.state === 'good') break
    }
    return verdict
  }

  async #tcpBy(proxy: URL | null): Promise<StepResult> {
    if (proxy === null) {
      const { host, port } = this.#place
      const result = await openTcp(host, port, this.#timeoutMs)
      return result.ok ? good('connected', { address: result.address }) : this.#failed(result.code)
    }
    const port = Number(proxy.port || (proxy.protocol === 'https:' ? 443 : 80))
    const result = await openTcp(plainHost(proxy), port, this.#timeoutMs)
    const fact = result.ok ? 'proxy-connected' : 'proxy-unreachable'
    return { ...good(fact, { proxy: proxy.host }), state: result.ok ? 'good' : 'failed' }
  }

  async tls(): Promise<StepResult> {
    const result = await this.#parts.probe(this.#origin)
    this.#probeResult = result
    if (result.ok) return good('agreed', { protocol: result.protocol })
    return this.#failed(result.code, result.reason)
  }

  /** Evaluates the certificate of the handshake. */
  certificate(): StepResult {
    if (!this.#probeResult?.ok) return this.#failed('certificate-not-shown')
    const { check } = this.#probeResult
    const isGood = check.verdict === 'verified' || check.verdict === 'pinned'
    return { state: isGood ? 'good' : 'failed', finding: { kind: 'certificate', check } }
  }

  /** Hosts of the proxies, in the order of use. */
  get #proxies(): string {
    return this.#ways.flatMap((way) => way?.host ?? []).join(', ')
  }

  get #place(): { host: string; port: number } {
    const url = new URL(this.#origin)
    return { host: plainHost(url), port: Number(url.port || 443) }
  }

  /** @param reason the TLS library's message */
  #failed(code: ErrorCode, reason?: string): StepResult {
    const params = { ...this.#place, ...(reason !== undefined && { reason }) }
    return failed({ kind: 'error', error: { code, params } })
  }
}

const plainHost = (url: URL) => url.hostname.replace(/^\[|\]$/g, '')

type TcpResult = { ok: true; address: string } | { ok: false; code: ErrorCode }

function openTcp(host: string, port: number, timeoutMs: number): Promise<TcpResult> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, autoSelectFamilyAttemptTimeout: timeoutMs / 2 })
    const end = (result: TcpResult) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(result)
    }
    const timer = setTimeout(() => end({ ok: false, code: 'timeout' }), timeoutMs)
    socket.once('connect', () => end({ ok: true, address: socket.remoteAddress ?? host }))
    socket.on('error', (error: NodeJS.ErrnoException) => end({ ok: false, code: codeOf(error) }))
  })
}

/** Several addresses of one name fail as one error, with the code of the first. */
function codeOf({ code }: NodeJS.ErrnoException): ErrorCode {
  if (code === 'ECONNREFUSED') return 'port-closed'
  if (code === 'ETIMEDOUT') return 'timeout'
  return code === 'ENOTFOUND' || code === 'EAI_AGAIN' ? 'host-unknown' : 'unreachable'
}

/** A name server has its own timeout, which is longer than any user would wait. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error('no answer in time')), ms)
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
