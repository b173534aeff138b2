import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type ServerOptions } from 'node:https'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { HandTime, keptLog } from '../gateway/fakes.ts'
import { Gate } from '../gateway/gate.ts'
import { createTransport, type FinishedRequest } from '../gateway/transport.ts'
import { makeCertificate, type MadeCertificate } from '../simulator/certificate.ts'
import { createTrustedDispatcher } from '../trust/connector.ts'
import { factsOf } from '../trust/verdict.ts'
import { createCmsClient } from './client.ts'
import { sign, type SignatureForm, signatureForms } from './signature.ts'

let certificate: MadeCertificate
beforeAll(async () => {
  certificate = await makeCertificate()
})
const open: (() => unknown)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

const keyPair = { accessKey: 'AK1', secretKey: 'secret' }
const wall = Date.UTC(2025, 0, 2, 3, 4, 5, 678)
const [vendorForm, otherForm] = signatureForms as [SignatureForm, SignatureForm]

interface Arrival {
  method: string
  url: string
  /** The headers as they were sent, by their name in lower case. */
  headers: Map<string, string[]>
  body: string
}

/** A TLS server that records each request, and the client over the app's own connection to it. */
async function server(
  answer = { status: 200, headers: {}, body: '{"resultCode":"0100000","resultDesc":[]}' },
) {
  const arrivals: Arrival[] = []
  const keys: ServerOptions = { key: certificate.keyPem, cert: certificate.certPem }
  const listener = createServer(keys, async (request, response) => {
    arrivals.push(await arrivalOf(request))
    response.writeHead(answer.status, answer.headers).end(answer.body)
  })
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  open.push(() => new Promise((resolve) => listener.close(resolve)))
  const host = `127.0.0.1:${(listener.address() as AddressInfo).port}`
  const origin = `https://${host}`
  const facts = factsOf(new X509Certificate(certificate.certPem))
  const trusted = createTrustedDispatcher({
    origin,
    systemCas: [],
    pin: () => ({ origin, sha256: facts.sha256, facts, reasons: [], trustedAt: 0 }),
  })
  open.push(() => trusted.close())
  const finished: FinishedRequest[] = []
  const log = keptLog()
  const transport = createTransport({
    origin,
    dispatcher: trusted.dispatcher,
    log,
    onRequestFinished: (request) => finished.push(request),
  })
  return { arrivals, host, transport, finished, log }
}

async function arrivalOf(request: IncomingMessage): Promise<Arrival> {
  const headers = new Map<string, string[]>()
  for (let at = 0; at < request.rawHeaders.length; at += 2) {
    const name = (request.rawHeaders[at] ?? '').toLowerCase()
    headers.set(name, [...(headers.get(name) ?? []), request.rawHeaders[at + 1] ?? ''])
  }
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks).toString('utf8')
  return { method: request.method ?? '', url: request.url ?? '', headers, body }
}

const request = {
  path: 'agentgroup/queryagentcalls',
  fields: { ccId: 1, vdn: 7, agentIds: [1031], note: "保持 *'()~" },
}

describe('a signed request', () => {
  it.each([vendorForm, otherForm])('is signed over what arrives, in the form %j', async (form) => {
    const { arrivals, host, transport } = await server()
    const client = createCmsClient({ transport, keyPair, host, wall: () => wall })
    expect(await client.send(form, request)).toMatchObject({
      ok: true,
      reply: { retcode: '0100000', result: [] },
    })
    const [arrival] = arrivals
    expect(arrival).toMatchObject({
      method: 'POST',
      url: '/rest/cmsapp/v1/openapi/agentgroup/queryagentcalls',
      body: JSON.stringify(request.fields),
    })
    const only = (name: string) => {
      const values = arrival?.headers.get(name) ?? []
      expect([name, values.length]).toEqual([name, 1])
      return values[0] ?? ''
    }
    expect(only('content-length')).toBe(String(Buffer.byteLength(arrival?.body ?? '')))
    expect(only('content-type')).toBe('application/json; charset=UTF-8')
    expect(only('host')).toBe(host)
    expect(arrival?.headers.has('transfer-encoding')).toBe(false)
    const expected = sign(
      keyPair,
      form,
      {
        method: 'POST',
        path: arrival?.url ?? '',
        host: only('host'),
        contentType: only('content-type'),
        body: arrival?.body ?? '',
      },
      wall,
    )
    expect(only('authorization')).toBe(expected)
  })

  it('has the host that was set, whatever the address', async () => {
    const { arrivals, transport } = await server()
    const client = createCmsClient({ transport, keyPair, host: 'cms.example:443', wall: Date.now })
    await client.send(vendorForm, request)
    expect(arrivals[0]?.headers.get('host')).toEqual(['cms.example:443'])
  })

  it('is signed when it is sent, not when it has to wait', async () => {
    const { arrivals, host, transport } = await server()
    const time = new HandTime()
    const limits = () => ({ perSecond: 1, atOnce: 1 })
    const gate = new Gate({ time, log: keptLog(), limits })
    const clocked = createCmsClient({
      transport: gate.over(transport),
      keyPair,
      host,
      wall: () => wall + time.now(),
    })
    await clocked.send(vendorForm, request)
    const second = clocked.send(vendorForm, request)
    await time.pass(1_000)
    await second
    const times = arrivals.map(({ headers }) => headers.get('authorization')?.[0]?.split('/')[2])
    expect(times).toEqual(['2025-01-02T03:04:05Z', '2025-01-02T03:04:06Z'])
  })

  it('that is rejected with 401 brings the server’s date', async () => {
    const date = 'Thu, 02 Jan 2025 03:04:05 GMT'
    const { host, transport } = await server({ status: 401, headers: { date }, body: '' })
    const client = createCmsClient({ transport, keyPair, host, wall: Date.now })
    expect(await client.send(vendorForm, request)).toEqual({
      ok: false,
      reason: 'http-status',
      status: 401,
      serverDate: date,
    })
  })

  it('leaves neither its keys nor its content in the log, and its interface’s name in the figures', async () => {
    const { host, transport, finished, log } = await server()
    const client = createCmsClient({ transport, keyPair, host, wall: Date.now })
    await client.send(vendorForm, request)
    expect(JSON.stringify(log.lines)).not.toMatch(/AK1|auth-v2|1031/)
    expect(finished.map(({ name }) => name)).toEqual(['POST agentgroup/queryagentcalls'])
  })
})
