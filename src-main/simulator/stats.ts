import { requestKinds, type RequestKind } from './faults.ts'

/** What the server has counted since its start. */
export interface Stats {
  /** TLS connections that were completed. */
  connections: number
  openConnections: number
  /** Connections whose TLS handshake failed or was broken off. */
  tlsClientErrors: number
  /** Decrypted bytes of HTTP: 0 proves that a client that refused the certificate said nothing. */
  bytesReceived: number
  requests: Record<RequestKind, number>
  /** Polls aside, as they wait by design. */
  requestsInFlight: number
  maxRequestsInFlight: number
  /** Most requests that began within one second of the clock, polls aside. */
  peakRequestsPerSecond: number
  /** Requests with a GUID that was good once and is no more. */
  staleGuidRejections: number
  /** Requests with no GUID, a wrong one, or without the balancer's cookie. */
  otherGuidRejections: number
}

/** Keeps the counts; `now` in ms. */
export class StatsKeeper {
  readonly counts: Omit<Stats, 'openConnections' | 'bytesReceived'> = {
    connections: 0,
    tlsClientErrors: 0,
    requests: Object.fromEntries(requestKinds.map((kind) => [kind, 0])) as Stats['requests'],
    requestsInFlight: 0,
    maxRequestsInFlight: 0,
    peakRequestsPerSecond: 0,
    staleGuidRejections: 0,
    otherGuidRejections: 0,
  }
  #second = { at: 0, count: 0 }
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  /** Counts a request; the returned function tells that it is over. */
  begin(kind: RequestKind): () => void {
    const { counts } = this
    counts.requests[kind] += 1
    if (kind === 'poll') return () => undefined
    counts.requestsInFlight += 1
    counts.maxRequestsInFlight = Math.max(counts.maxRequestsInFlight, counts.requestsInFlight)
    const at = Math.floor(this.#now() / 1000)
    if (this.#second.at !== at) this.#second = { at, count: 0 }
    this.#second.count += 1
    counts.peakRequestsPerSecond = Math.max(counts.peakRequestsPerSecond, this.#second.count)
    return () => {
      counts.requestsInFlight -= 1
    }
  }
}
