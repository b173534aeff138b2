import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer, type TLSSocket } from 'node:tls'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { makeCertificate, type MadeCertificate } from '../simulator/certificate.ts'
import { createTrustedDispatcher } from '../trust/connector.ts'
import { factsOf } from '../trust/verdict.ts'
import { keptLog } from './fakes.ts'
import { SessionKeys } from './sessionKeys.ts'
import { type Ask, createTransport } from './transport.ts'

let certificate: MadeCertificate
beforeAll(async () => {
  certificate = await makeCertificate()
})
const open: (() => unknown)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

interface Arrived {
  head: string
  /** The connection of the response, and how many requests it has carried. */
  connection: number
  place: number
}

/** A TLS server that responds to each request with given bytes, and a transport that trusts it. */
async function gateway(
  answer: (socket: TLSSocket, arrived: Arrived) => void,
  { port = 0, connections = 1 } = {},
) {
  const arrived: Arrived[] = []
  const sockets = new Set<TLSSocket>()
  const server = createServer({ key: certificate.keyPem, cert: certificate.certPem }, (socket) => {
    sockets.add(socket)
    const connection = sockets.size
    let place = 0
    socket.on('error', () => {})
    socket.on('data', (data) => {
      if (!data.includes('\r\n\r\n')) return
      const one = { head: data.toString(), connection, place: ++place }
      arrived.push(one)
      answer(socket, one)
    })
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  open.push(() => {
    for (const socket of sockets) socket.destroy()
    return new Promise((resolve) => server.close(resolve))
  })
  const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  const facts = factsOf(new X509Certificate(certificate.certPem))
  const trusted = createTrustedDispatcher({
    origin,
    systemCas: [],
    connections,
    pin: () => ({ origin, sha256: facts.sha256, facts, reasons: [], trustedAt: 0 }),
  })
  open.push(() => trusted.close())
  const { send } = createTransport({ origin, dispatcher: trusted.dispatcher, log: keptLog() })
  return { arrived, sockets, trusted, ask: (over: Partial<Ask> = {}) => send({ ...get, ...over }) }
}
const get = { method: 'GET', path: 'calldata/101/holdlist' } as const

const body = '{"retcode":"0","message":""}'
const reply = (headers: string, content: string | Buffer = body) =>
  Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\n${headers}\r\n`), Buffer.from(content)])
const plain = reply(`Content-Length: ${body.length}\r\n`)
const packed = (coding: string, content: Buffer) =>
  reply(`Content-Encoding: ${coding}\r\nContent-Length: ${content.length}\r\n`, content)
const understood = { ok: true, reply: { retcode: '0' } }
const badReply = { ok: false, reason: 'bad-reply' }

describe('a request', () => {
  it('is plain HTTP of a client, without a browser’s headers', async () => {
    const { ask, arrived } = await gateway((socket) => socket.write(plain))
    await ask({ keys: new SessionKeys('g-1') })
    const [first, ...headers] = arrived[0]?.head.split('\r\n') ?? []
    expect(first).toBe('GET /agentgateway/resource/calldata/101/holdlist HTTP/1.1')
    const names = headers.flatMap((line) => /^[^:]+(?=: )/.exec(line)?.[0].toLowerCase() ?? [])
    expect(names.toSorted()).toEqual(
      ['accept', 'connection', 'content-type', 'guid', 'host', 'user-agent'].toSorted(),
    )
    expect(arrived[0]?.head).toContain('user-agent: Holdwatch')
  })

  it('has a body', async () => {
    const { ask, arrived } = await gateway((socket) => socket.write(plain))
    expect(
      await ask({ method: 'PUT', path: 'onlineagent/101', body: { a: '坐席' } }),
    ).toMatchObject(understood)
    expect(arrived[0]?.head).toMatch(/^PUT .*\r\n\r\n{"a":"坐席"}$/s)
  })

  it('can use ports that browsers refuse', async () => {
    const { ask } = await gateway((socket) => socket.write(plain), { port: 10080 })
    expect(await ask()).toMatchObject(understood)
  })

  it('is not sent where it is canceled before there is a connection', async () => {
    const { ask, arrived } = await gateway((socket) => socket.write(plain))
    const caller = new AbortController()
    const answer = ask({ signal: caller.signal })
    caller.abort()
    expect((await answer).ok).toBe(false)
    await ask()
    expect(arrived).toHaveLength(1)
  })
})

describe('a response', () => {
  const chunked = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`
  const length = `Content-Length: ${body.length}\r\n`
  const guid = 'Set-GUID: JSESSIONID=g-2\r\n'
  it.each<[string, Buffer, object]>([
    ['in chunks', reply('Transfer-Encoding: chunked\r\n', chunked), understood],
    ['with headers of 20 KB', reply(`X-A: ${'a'.repeat(20_000)}\r\n${length}`), understood],
    ['with one GUID twice', reply(guid + guid + length), understood],
    ['with bytes above ASCII in a header', reply(`X-A: \u00e9\r\n${length}`), understood],
    ['packed with gzip', packed('gzip', gzipSync(body)), understood],
    ['packed with deflate', packed('Deflate', deflateSync(body)), understood],
    ['packed with Brotli', packed('br', brotliCompressSync(body)), understood],
    ['packed twice', packed('deflate, gzip', gzipSync(deflateSync(body))), understood],
    ['that says gzip and is not', packed('gzip', Buffer.from(body)), badReply],
    ['packed in an unknown way', packed('zstd', Buffer.from(body)), badReply],
    ['with headers of 100 KB', reply(`X-A: ${'a'.repeat(100_000)}\r\n${length}`), badReply],
    [
      'in chunks and with a length',
      reply(`Transfer-Encoding: chunked\r\n${length}`, chunked),
      badReply,
    ],
    ['with its length twice', reply(length + length), badReply],
    ['with a space in the name of a header', reply(`X Served By: lb\r\n${length}`), badReply],
    [
      'after "100 Continue"',
      Buffer.concat([Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'), plain]),
      badReply,
    ],
    [
      'with a status that HTTP does not know',
      Buffer.from('HTTP/1.1 999 X\r\nContent-Length: 0\r\n\r\n'),
      badReply,
    ],
    ['that is no HTTP', Buffer.from('SSH-2.0-OpenSSH\r\n\r\n'), badReply],
  ])('%s', async (_what, bytes, expected) => {
    const { ask } = await gateway((socket) => socket.write(bytes))
    const keys = new SessionKeys('g-1')
    expect(await ask({ keys })).toMatchObject(expected)
    if (bytes.includes('Set-GUID')) expect(keys.generation).toBe(1)
  })

  it('that is cut off still renews the GUID', async () => {
    const { ask } = await gateway((socket) =>
      socket.end(reply(`Set-GUID: J=g-2\r\nContent-Length: 500\r\n`)),
    )
    const keys = new SessionKeys('g-1')
    expect(await ask({ keys })).toEqual({ ok: false, reason: 'unreachable' })
    expect(keys.generation).toBe(1)
  })

  it('is read up to the requested length, compressed or not', async () => {
    const long = JSON.stringify({ retcode: '0', result: 'a'.repeat(5_000) })
    const { ask } = await gateway((socket, { head }) =>
      socket.write(
        head.includes('packed')
          ? packed('gzip', gzipSync(long))
          : reply(`Content-Length: ${long.length}\r\n`, long),
      ),
    )
    for (const path of ['plain', 'packed']) {
      expect(await ask({ path, maxBytes: 4_000 })).toEqual(badReply)
      expect(await ask({ path, maxBytes: 6_000 })).toMatchObject(understood)
    }
  })

  it('without end is cut off', async () => {
    const { ask, sockets } = await gateway((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n')
      const chunk = `10000\r\n${' '.repeat(65_536)}\r\n`
      const more = () => {
        while (socket.writable && socket.write(chunk));
      }
      socket.on('drain', more)
      more()
    })
    expect(await ask()).toEqual(badReply)
    const [socket] = sockets
    if (socket?.closed === false) await new Promise((resolve) => socket.once('close', resolve))
  })

  it('with another status is reported as that status, whatever its body', async () => {
    const { ask } = await gateway((socket) =>
      socket.end('HTTP/1.1 503 Busy\r\nRetry-After: 9\r\nContent-Length: 9000\r\n\r\n<html>'),
    )
    const failure = { reason: 'http-status', status: 503, retryAfter: '9' }
    expect(await ask()).toEqual({ ok: false, ...failure })
  })
})

describe('a connection closed before a byte of the response', () => {
  /** Each of two connections responds once, and is closed at the next request. */
  async function used() {
    const waiting: TLSSocket[] = []
    const one = await gateway(
      (socket, { place, connection, head }) => {
        if (place > 1) return socket.destroy()
        if (connection > 2) return socket.write(plain)
        // Both are open at the same time.
        waiting.push(socket)
        if (head.includes('ready') && waiting.length === 2) {
          for (const each of waiting) each.write(plain)
        }
      },
      { connections: 2 },
    )
    await Promise.all([one.ask({ path: 'ready' }), one.ask({ path: 'ready' })])
    one.arrived.length = 0
    return one
  }

  it('is replaced by a new one for a GET', async () => {
    const { ask, arrived } = await used()
    expect(await ask()).toMatchObject(understood)
    expect(arrived.map(({ place }) => place)).toEqual([2, 1])
    expect(arrived[1]?.connection).toBe(3)
  })

  it.each(['PUT', 'POST', 'DELETE'] as const)('is not for a %s', async (method) => {
    const { ask, arrived } = await used()
    expect(await ask({ method })).toEqual({ ok: false, reason: 'unreachable' })
    expect(arrived).toHaveLength(1)
  })

  it('is replaced once', async () => {
    const { ask, arrived } = await gateway((socket) => socket.destroy())
    expect(await ask()).toEqual({ ok: false, reason: 'unreachable' })
    expect(arrived).toHaveLength(2)
  })

  it('is not replaced where the response had started', async () => {
    const { ask, arrived } = await gateway((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Le', () => socket.destroy())
    })
    expect(await ask()).toEqual({ ok: false, reason: 'unreachable' })
    expect(arrived).toHaveLength(1)
  })

  it('makes a GET start again where all connections are renewed', async () => {
    const polled = Promise.withResolvers<null>()
    const { ask, arrived, trusted } = await gateway((socket, { connection }) => {
      if (connection === 1) polled.resolve(null)
      else socket.write(plain)
    })
    const poll = ask({ path: 'agentevent/101' })
    await polled.promise
    trusted.renew()
    expect(await poll).toMatchObject(understood)
    expect(arrived.map(({ connection }) => connection)).toEqual([1, 2])
  })
})
