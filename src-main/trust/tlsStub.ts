import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import {
  connect,
  createServer as createTcpServer,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net'
import * as tls from 'node:tls'

export interface StubCertificate {
  keyPem: string
  /** The leaf and the certificates that the server sends above it. */
  chainPem: string
}

export interface TlsStub {
  origin: string
  port: number
  /** Bytes of decrypted application data. */
  received: number
  handshakes: number
  connections: number
  /** The server name of each handshake; false where there was none. */
  serverNames: (string | false)[]
  open: Set<Socket>
  present(certificate: StubCertificate): void
  /** Resolves when every connection has ended, so that no more data can arrive. */
  quiet(): Promise<void>
  close(): Promise<void>
}

const answer = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}'

/** For tests: a real TLS server on loopback that counts the data it receives and responds `{}` to every request. */
export async function startTlsStub(
  certificate: StubCertificate,
  { host = '127.0.0.1', ...options }: tls.TlsOptions & { host?: string } = {},
): Promise<TlsStub> {
  const server = tls.createServer({ ...pemOf(certificate), ...options })
  const open = track(server)
  const stub: TlsStub = {
    origin: '',
    port: 0,
    received: 0,
    handshakes: 0,
    connections: 0,
    serverNames: [],
    open,
    present: (next) => server.setSecureContext(pemOf(next)),
    async quiet() {
      for (const socket of open) await once(socket, 'close')
    },
    close: () => end(server, open),
  }
  server.on('connection', () => (stub.connections += 1))
  server.on('tlsClientError', () => {})
  server.on('secureConnection', (socket) => {
    stub.handshakes += 1
    stub.serverNames.push((socket as tls.TLSSocket & { servername: string | false }).servername)
    socket.on('error', () => {})
    socket.on('data', (data: Buffer) => {
      stub.received += data.length
      if (data.includes('\r\n\r\n')) socket.write(answer)
    })
  })
  stub.port = await listen(server, host)
  stub.origin = `https://${host.includes(':') ? `[${host}]` : host}:${stub.port}`
  return stub
}

export interface ProxyStub {
  url: string
  /** Targets of CONNECT, with the authorization that was sent. */
  connects: { target: string; authorization: string | undefined }[]
  close(): Promise<void>
}

/**
 * For tests: an HTTP proxy that supports CONNECT, or refuses it with a status.
 * @param hosts addresses of names that cannot be resolved otherwise
 */
export async function startProxyStub(
  refuseWith?: number,
  hosts: Record<string, string> = {},
): Promise<ProxyStub> {
  const server = createHttpServer()
  const open = track(server)
  const connects: ProxyStub['connects'] = []
  server.on('connect', (request, client: Socket) => {
    const target = request.url ?? ''
    connects.push({ target, authorization: request.headers['proxy-authorization'] })
    client.on('error', () => {})
    if (refuseWith !== undefined) {
      return client.end(`HTTP/1.1 ${refuseWith} Refused\r\nconnection: close\r\n\r\n`)
    }
    const colon = target.lastIndexOf(':')
    const host = target.slice(0, colon)
    const upstream = connect(Number(target.slice(colon + 1)), hosts[host] ?? host)
    open.add(upstream)
    upstream.on('error', () => client.destroy())
    upstream.on('connect', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      upstream.pipe(client).pipe(upstream)
    })
  })
  const port = await listen(server, '127.0.0.1')
  return { url: `http://127.0.0.1:${port}`, connects, close: () => end(server, open) }
}

/** For tests: a TCP server with a given handler for each socket. */
export async function startTcpStub(each: (socket: Socket) => void) {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {})
    each(socket)
  })
  const open = track(server)
  const port = await listen(server, '127.0.0.1')
  return { port, origin: `https://127.0.0.1:${port}`, close: () => end(server, open) }
}

function pemOf({ keyPem, chainPem }: StubCertificate) {
  return { key: keyPem, cert: chainPem }
}

function track(server: Server): Set<Socket> {
  const open = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  return open
}

function listen(server: Server, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, host, () => resolve((server.address() as AddressInfo).port))
  })
}

function end(server: Server, open: Set<Socket>): Promise<void> {
  for (const socket of open) socket.destroy()
  return new Promise((resolve) => server.close(() => resolve()))
}
