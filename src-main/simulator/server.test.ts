import { createConnection } from 'node:net'
import { connect, type TLSSocket } from 'node:tls'
import { afterEach, expect, test } from 'vitest'
import { makeCertificate, startSimulator, type FaultSpec, type Simulator } from './index.ts'
import { TestClient, type TestReply } from './testClient.ts'

const running: { stop: () => unknown }[] = []
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop()
})

async function start(): Promise<Simulator> {
  const simulator = await startSimulator({ agents: 3, shift: false, signInMs: 0 })
  running.push(simulator)
  return simulator
}
async function inspect(simulator: Simulator): Promise<TestClient> {
  const client = new TestClient(simulator)
  running.push({ stop: () => client.close() })
  await client.signIn('10301', { way: '/forcelogin' })
  return client
}
const path = 'calldata/10301/holdlistex/10401'

/** What a client sees of a held call while the fault is in force. */
async function under(fault: FaultSpec): Promise<TestReply | Error> {
  const simulator = await start()
  const client = await inspect(simulator)
  simulator.hold('10401', { callId: '1-1', caller: '13900001111' })
  simulator.fault({ match: 'holdlistex', ...fault })
  return client.get(path).catch((error: unknown) => error as Error)
}

test.each<[FaultSpec, object]>([
  [{ kind: 'html502' }, { status: 502, body: undefined }],
  [
    { kind: 'status', status: 503 },
    { status: 503, bytes: Buffer.alloc(0) },
  ],
  [
    { kind: 'redirect', location: 'https://elsewhere.test/' },
    { status: 302, headers: { location: 'https://elsewhere.test/' } },
  ],
  [{ kind: 'malformed-json' }, { status: 200, body: undefined }],
  [
    { kind: 'retcode', code: '000-007' },
    { status: 200, body: { retcode: '000-007' } },
  ],
  [
    { kind: 'wrong-types' },
    { body: { retcode: 0, result: { caller: 13900001111, callfeature: '0', callid: '1-1' } } },
  ],
  [{ kind: 'empty-list' }, { body: { retcode: '0', result: [] } }],
  [{ kind: 'null-result' }, { body: { retcode: '0', result: null } }],
  [{ kind: 'text-type' }, { headers: { 'content-type': 'text/html' }, body: { retcode: '0' } }],
  [
    { kind: 'delay', ms: 1 },
    { status: 200, body: { retcode: '0' } },
  ],
])('fault %o', async (fault, seen) => {
  expect(await under(fault)).toMatchObject(seen)
})

test('fault no-callid leaves the entry without its id, msg renames the message', async () => {
  const reply = (await under({ kind: 'no-callid' })) as TestReply
  const [entry] = reply.body?.result as object[]
  expect(entry).toMatchObject({ caller: '13900001111' })
  expect(entry).not.toHaveProperty('callid')
  const renamed = (await under({ kind: 'msg' })) as TestReply
  expect(renamed.body).toHaveProperty('msg', '')
  expect(renamed.body).not.toHaveProperty('message')
})

test('fault cut breaks off within the body', async () => {
  const seen = await under({ kind: 'cut' })
  expect(seen).toMatchObject({ code: 'ECONNRESET' })
})

test('fault lost-answer does what was asked, and cuts the connection in place of an answer', async () => {
  const simulator = await start()
  const client = new TestClient(simulator)
  running.push({ stop: () => client.close() })
  simulator.fault({ kind: 'lost-answer', match: 'login', times: 1 })
  await expect(client.signIn('10301')).rejects.toMatchObject({ code: 'ECONNRESET' })
  expect((await client.signIn('10301')).body?.retcode).toBe('100-002')
  expect((await client.signIn('10301', { way: '/forcelogin' })).body?.retcode).toBe('0')
  simulator.fault({ kind: 'lost-answer', match: 'poll', times: 1 })
  await expect(client.get('agentevent/10301')).rejects.toMatchObject({ code: 'ECONNRESET' })
  const { body } = await client.get('agentevent/10301')
  expect(body).toMatchObject({ event: { eventType: 'AgentState_Ready' } })
  simulator.fault({ kind: 'lost-answer', match: 'logout', times: 1 })
  await expect(client.send('DELETE', 'onlineagent/10301/logout')).rejects.toThrow()
  expect(await client.code(path)).toBe('100-006')
})

test('fault gbk sends Chinese in GBK and says so', async () => {
  const reply = (await under({ kind: 'gbk' })) as TestReply
  expect(reply.headers['content-type']).toBe('application/json;charset=GBK')
  expect(reply.bytes.toString('utf8')).not.toContain('账单')
  expect(JSON.parse(new TextDecoder('gbk').decode(reply.bytes))).toMatchObject({
    result: [{ callid: '1-1', callskill: '账单 陈伟' }],
  })
})

test('fault half-open takes the request and never answers', async () => {
  const simulator = await start()
  const client = await inspect(simulator)
  simulator.fault({ match: 'holdlistex', kind: 'half-open' })
  const outcome = client.get(path).then(
    () => 'answered',
    () => 'cut',
  )
  await expect.poll(() => simulator.stats.requestsInFlight).toBe(1)
  expect(await client.code('agentgroup/10301/iscensor')).toBe('0')
  expect(simulator.stats.requestsInFlight).toBe(1)
  await simulator.stop()
  expect(await outcome).toBe('cut')
})

test('a delay is as long as it was ordered', async () => {
  const simulator = await start()
  const client = await inspect(simulator)
  simulator.fault({ kind: 'delay', ms: 80, match: 'holdlistex' })
  const before = performance.now()
  await client.get(path)
  expect(performance.now() - before).toBeGreaterThanOrEqual(78)
})

test('a fault strikes whom it is meant for, so often as ordered, until removed', async () => {
  const simulator = await start()
  const client = await inspect(simulator)
  const ask = (workno: string) => client.code(`calldata/10301/holdlistex/${workno}`)
  simulator.fault({ kind: 'retcode', code: '000-004', agentId: '10402', times: 2 })
  expect(await ask('10401')).toBe('400-003')
  expect([await ask('10402'), await ask('10402'), await ask('10402')]).toEqual([
    '000-004',
    '000-004',
    '400-003',
  ])
  const remove = simulator.fault({ kind: 'retcode', code: '105-002', match: 'holdlistex' })
  expect(await ask('10401')).toBe('105-002')
  expect(await client.code('agentgroup/10301/iscensor')).toBe('0')
  remove()
  expect(await ask('10401')).toBe('400-003')
  simulator.fault({ kind: 'html502' })
  simulator.clearFaults()
  expect(await ask('10401')).toBe('400-003')
})

test('requests in flight are counted at their most, polls aside', async () => {
  const simulator = await start()
  const client = await inspect(simulator)
  for (let count = 0; count < 3; count++) await client.get('agentevent/10301')
  const remove = simulator.fault({ kind: 'half-open', match: 'holdlistex' })
  const open = [client.get('agentevent/10301'), client.get(path), client.get(path)]
  const outcomes = Promise.allSettled(open)
  await expect.poll(() => simulator.stats.requests).toMatchObject({ poll: 4, holdlistex: 2 })
  remove()
  expect(simulator.stats).toMatchObject({ requestsInFlight: 2, maxRequestsInFlight: 2 })
  await simulator.goAway()
  await outcomes
  await expect.poll(() => simulator.stats.requestsInFlight).toBe(0)
  expect(simulator.stats.maxRequestsInFlight).toBe(2)
  expect(simulator.stats.peakRequestsPerSecond).toBeGreaterThanOrEqual(2)
})

async function peek(simulator: Simulator): Promise<TLSSocket> {
  const socket = connect({ port: simulator.port, host: '127.0.0.1', rejectUnauthorized: false })
  running.push({ stop: () => socket.destroy() })
  await new Promise((resolve, reject) => {
    socket.once('secureConnect', resolve)
    socket.once('error', reject)
  })
  return socket
}

test('a swapped certificate is presented at once, and open connections are cut', async () => {
  const simulator = await start()
  const before = simulator.sha256
  const socket = await peek(simulator)
  expect(socket.getPeerCertificate().fingerprint256).toBe(before)
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.on('error', () => undefined)
  const made = await makeCertificate({ altNames: ['other.test'] })
  await simulator.swapCertificate(made)
  await closed
  expect(simulator.sha256).toBe(made.sha256)
  expect((await peek(simulator)).getPeerCertificate().fingerprint256).toBe(made.sha256)
  await simulator.swapCertificate()
  expect([before, made.sha256]).not.toContain(simulator.sha256)
})

test('bytes of HTTP and handshakes are counted apart', async () => {
  const simulator = await start()
  const socket = await peek(simulator)
  await expect.poll(() => simulator.stats.connections).toBe(1)
  expect(simulator.stats.bytesReceived).toBe(0)
  const text = 'GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'
  socket.write(text)
  socket.resume()
  await expect.poll(() => simulator.stats.openConnections).toBe(0)
  expect(simulator.stats.bytesReceived).toBe(text.length)
  expect(simulator.stats.requests.other).toBe(1)
  expect(simulator.stats.tlsClientErrors).toBe(0)
  // Plain HTTP on the TLS port fails the handshake, and none of it counts as received.
  const plain = createConnection({ port: simulator.port, host: '127.0.0.1' })
  plain.on('error', () => undefined)
  plain.end(text)
  await expect.poll(() => simulator.stats.tlsClientErrors).toBe(1)
  expect(simulator.stats.connections).toBe(1)
  expect(simulator.stats.bytesReceived).toBe(text.length)
})

test('a gateway that went away refuses connections, and comes back with its state', async () => {
  const simulator = await start()
  const client = await inspect(simulator)
  const { port } = simulator
  const callId = simulator.hold('10401')
  await simulator.goAway()
  await expect(client.get(path)).rejects.toThrow()
  await expect(client.get(path)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  await simulator.comeBack()
  expect(simulator.port).toBe(port)
  expect((await client.get(path)).body).toMatchObject({ result: [{ callid: callId }] })
})

test('a taken port is an error at once, and a stopped one is free again', async () => {
  const simulator = await start()
  const { port } = simulator
  await expect(startSimulator({ port, agents: 1 })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  await simulator.stop()
  running.push(await startSimulator({ port, agents: 1 }))
})
