import type { RequestListener } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { MadeCertificate } from './certificate.ts'
import type { StatsKeeper } from './stats.ts'

/** The HTTPS port: can change its certificate, go away, and come back on the same port. */
export class Listener {
  readonly #server
  readonly #host: string
  readonly #raw = new Set<Socket>()
  readonly #secure = new Set<TLSSocket>()
  #closedBytes = 0
  #port: number
  #certificate: MadeCertificate

  constructor(
    options: { host: string; port: number; certificate: MadeCertificate; stats: StatsKeeper },
    onRequest: RequestListener,
  ) {
    const { host, port, certificate, stats } = options
    this.#host = host
    this.#port = port
    this.#certificate = certificate
    this.#server = createServer(tlsOptions(certificate), onRequest)
    // A long poll and a stalled answer are no reason to hang up.
    this.#server.requestTimeout = 0
    this.#server.keepAliveTimeout = 60_000
    this.#server.on('connection', (socket: Socket) => {
      this.#raw.add(socket)
      socket.once('close', () => this.#raw.delete(socket))
    })
    this.#server.on('secureConnection', (socket) => {
      stats.counts.connections += 1
      this.#secure.add(socket)
      socket.once('close', () => {
        this.#secure.delete(socket)
        this.#closedBytes += socket.bytesRead
      })
    })
    this.#server.on('tlsClientError', () => {
      stats.counts.tlsClientErrors += 1
    })
  }

  get port(): number {
    return this.#port
  }

  get certificate(): MadeCertificate {
    return this.#certificate
  }

  get openConnections(): number {
    return this.#secure.size
  }

  /** Decrypted bytes so far. */
  get bytesReceived(): number {
    let bytes = this.#closedBytes
    for (const socket of this.#secure) bytes += socket.bytesRead
    return bytes
  }

  /** Listens; from the second time on at the port that was given the first time. */
  async open(): Promise<void> {
    if (this.#server.listening) return
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(this.#port, this.#host, () => {
        this.#server.off('error', reject)
        resolve()
      })
    })
    this.#port = (this.#server.address() as AddressInfo).port
  }

  /** Refuses new connections and cuts the open ones. */
  async close(): Promise<void> {
    if (!this.#server.listening) return
    const closed = new Promise((resolve) => this.#server.close(resolve))
    this.#cut()
    await closed
  }

  /** Presents another certificate from now on, and cuts what was opened with the old one. */
  present(certificate: MadeCertificate): void {
    this.#certificate = certificate
    this.#server.setSecureContext(tlsOptions(certificate))
    this.#cut()
  }

  #cut(): void {
    for (const socket of this.#secure) socket.destroy()
    for (const socket of this.#raw) socket.destroy()
  }
}

const tlsOptions = (certificate: MadeCertificate) => ({
  cert: certificate.chainPem,
  key: certificate.keyPem,
  minVersion: 'TLSv1.2' as const,
})
