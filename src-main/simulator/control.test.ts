import { afterEach, expect, test } from 'vitest'
import type { Command } from './control.ts'
import { startSimulator, type Simulator, type SimulatorOptions } from './index.ts'
import { TestClient } from './testClient.ts'

const running: { stop: () => unknown }[] = []
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop()
})

async function start(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const simulator = await startSimulator({
    agents: 2,
    shift: false,
    signInMs: 0,
    controlPort: 0,
    ...options,
  })
  running.push(simulator)
  return simulator
}

async function post(simulator: Simulator, command: Command | string): Promise<unknown> {
  const body = typeof command === 'string' ? command : JSON.stringify(command)
  const response = await fetch(simulator.controlUrl ?? '', { method: 'POST', body })
  return { status: response.status, ...((await response.json()) as object) }
}
const read = async (simulator: Simulator, what: string): Promise<unknown> =>
  ((await (await fetch(`${simulator.controlUrl}/${what}`)).json()) as { result: unknown }).result

const agentId = '10401'

test('everything that happens to a call can be ordered', async () => {
  const simulator = await start()
  const done = (result: unknown) => ({ status: 200, ok: true, result })
  const call = { callId: '1-1', caller: '+8613900001111' }
  expect(await post(simulator, { op: 'ring', agentId, call })).toEqual(done('1-1'))
  expect(await post(simulator, { op: 'talk', agentId })).toEqual(done('1-1'))
  expect(await post(simulator, { op: 'hold', agentId })).toEqual(done('1-1'))
  expect(await read(simulator, 'record')).toEqual([
    { agentId, callId: '1-1', startedAt: expect.any(Number), endedAt: null },
  ])
  expect(await post(simulator, { op: 'retrieve', agentId, callId: '1-1' })).toEqual(done('1-1'))
  expect(await post(simulator, { op: 'release', agentId })).toEqual(done('1-1'))
  expect(await read(simulator, 'record')).toMatchObject([{ endedAt: expect.any(Number) }])
  expect(await post(simulator, { op: 'hold', agentId, call })).toEqual(done('1-1'))
  expect(await post(simulator, { op: 'hangUp', agentId, callId: '1-1' })).toEqual(done('1-1'))
  expect(await post(simulator, { op: 'setState', agentId, state: 'rest' })).toEqual(done(null))
  expect(await post(simulator, { op: 'signOut', agentId: '10402' })).toEqual(done(null))
  const state = (await read(simulator, 'state')) as { agents: object[] }
  expect(state.agents.slice(2)).toMatchObject([
    { agentId, resting: 'rest', calls: [], node: 0 },
    { agentId: '10402', node: null },
  ])
  expect(JSON.stringify(state)).not.toContain('Simulated-1')
  expect(await post(simulator, { op: 'signIn', agentId: '10402' })).toEqual(done(null))
})

test('faults come and go, and the port as well', async () => {
  const simulator = await start()
  const client = new TestClient(simulator)
  running.push({ stop: () => client.close() })
  await client.signIn('10301')
  const ask = () => client.code('calldata/10301/holdlistex/10401')
  const fault = { kind: 'retcode', code: '000-007', match: 'holdlistex' } as const
  const added = (await post(simulator, { op: 'fault', fault })) as { result: number }
  expect(await ask()).toBe('000-007')
  await post(simulator, { op: 'removeFault', id: added.result })
  expect(await ask()).toBe('400-003')
  await post(simulator, { op: 'fault', fault: { kind: 'delay', ms: 1 } })
  expect(simulator.faults).toMatchObject([{ kind: 'delay', ms: 1 }])
  await post(simulator, { op: 'clearFaults' })
  expect(simulator.faults).toEqual([])
  await post(simulator, { op: 'goAway' })
  await expect(ask()).rejects.toThrow()
  await post(simulator, { op: 'comeBack' })
  expect(await ask()).toBe('400-003')
  expect(await read(simulator, 'stats')).toMatchObject({ requests: { holdlistex: 3 } })
})

test('the CC-CMS has faults, a clock and a port as well', async () => {
  const simulator = await startSimulator({ agents: 2, shift: false, controlPort: 0, cms: true })
  running.push(simulator)
  const client = new TestClient(simulator.cms ?? { origin: '' })
  running.push({ stop: () => client.close() })
  const status = async () => (await client.send('POST', '')).status
  expect(await status()).toBe(401)
  await post(simulator, { op: 'cmsFault', fault: { kind: 'status', status: 429, times: 1 } })
  expect([await status(), await status()]).toEqual([429, 401])
  await post(simulator, { op: 'cmsFault', fault: { kind: 'html502' } })
  expect(await status()).toBe(502)
  await post(simulator, { op: 'cmsClearFaults' })
  await post(simulator, { op: 'cmsClock', aheadMs: -3_600_000 })
  const { headers } = await client.send('POST', '')
  expect(Date.now() - Date.parse(headers.date ?? '')).toBeGreaterThan(3_500_000)
  await post(simulator, { op: 'cmsGoAway' })
  await expect(status()).rejects.toThrow()
  await post(simulator, { op: 'cmsComeBack' })
  expect(await status()).toBe(401)
  expect(await read(simulator, 'cms')).toMatchObject({ requests: { other: 6 } })
})

test('what only a CC-CMS has cannot be ordered without one', async () => {
  const simulator = await start()
  expect(await post(simulator, { op: 'cmsGoAway' })).toMatchObject({ status: 400 })
  expect(await read(simulator, 'cms')).toBeNull()
})

test('a node fails over and recovers', async () => {
  const simulator = await start({ nodes: 2 })
  const nodeOf = () => (simulator.state as { agents: { node: number }[] }).agents.at(-1)?.node
  expect(nodeOf()).toBe(1)
  expect(await post(simulator, { op: 'failOver', node: 1 })).toMatchObject({ ok: true })
  expect(nodeOf()).toBe(0)
  expect(await post(simulator, { op: 'recover', node: 1 })).toMatchObject({ ok: true })
})

test('the certificate is swapped for one with the wished names', async () => {
  const simulator = await start()
  const before = simulator.sha256
  const notAfter = '2020-01-01T00:00:00Z'
  const command: Command = { op: 'swapCertificate', certificate: { commonName: 'x', notAfter } }
  expect(await post(simulator, command)).toEqual({
    status: 200,
    ok: true,
    result: simulator.sha256,
  })
  expect(simulator.sha256).not.toBe(before)
})

test('what cannot be done is said', async () => {
  const simulator = await start()
  const refused = (text: string) => ({
    status: 400,
    ok: false,
    error: expect.stringContaining(text),
  })
  expect(await post(simulator, 'no json')).toEqual(refused('JSON'))
  expect(await post(simulator, '{"op":"explode"}')).toEqual(refused('op'))
  expect(await post(simulator, { op: 'hold', agentId: '999' })).toEqual(refused('no agent 999'))
  expect(await post(simulator, { op: 'retrieve', agentId })).toEqual(refused('no such call'))
})

test('nothing answers without the secret part of the address', async () => {
  const simulator = await start()
  const { origin, hostname } = new URL(simulator.controlUrl ?? '')
  expect(hostname).toBe('127.0.0.1')
  for (const path of ['/', '/state', `/${'0'.repeat(32)}/state`]) {
    const response = await fetch(origin + path)
    expect([path, response.status]).toEqual([path, 404])
  }
  const posted = await fetch(origin, { method: 'POST', body: '{"op":"goAway"}' })
  expect(posted.status).toBe(404)
})
