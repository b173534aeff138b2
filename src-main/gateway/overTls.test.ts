import { X509Certificate } from 'node:crypto'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { makeCertificate } from '../simulator/certificate.ts'
import { startSimulator, type Simulator } from '../simulator/index.ts'
import { createTrustedDispatcher } from '../trust/connector.ts'
import { factsOf } from '../trust/verdict.ts'
import { createAgentReader } from './agentReader.ts'
import { keptLog } from './fakes.ts'
import { createInspectorReader } from './inspectorReader.ts'
import type { HoldReader } from '../monitor/reader.ts'
import { systemTime, type Time } from '../base/timers.ts'
import { createTransport } from './transport.ts'

const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

function pinning(origin: string, certPem: string | null) {
  const facts = certPem === null ? null : factsOf(new X509Certificate(certPem))
  const trusted = createTrustedDispatcher({
    origin,
    systemCas: [],
    pin: () => facts && { origin, sha256: facts.sha256, facts, reasons: [], trustedAt: 0 },
  })
  open.push(() => trusted.close())
  const log = keptLog()
  return { transport: createTransport({ origin, dispatcher: trusted.dispatcher, log }), log }
}

async function simulated(wish: Parameters<typeof startSimulator>[0] = {}) {
  const certificate = await makeCertificate()
  const simulator = await startSimulator({ agents: 4, shift: false, certificate, ...wish })
  open.push(() => simulator.stop())
  return { simulator, ...pinning(simulator.origin, certificate.certPem), time: systemTime }
}

function closing<R extends HoldReader>(reader: R): R {
  open.push(() => reader.close())
  return reader
}

const signInOf = ({ accounts: { inspector } }: Simulator) => ({
  agentId: inspector.agentId,
  password: inspector.password,
  phone: inspector.phone,
  withoutLicence: false,
  force: false,
})

/** Resolves with the reader's state as soon as it is of that kind. */
function becomes(reader: HoldReader, kind: string): Promise<unknown> {
  return new Promise((resolve) => {
    const look = () => {
      if (reader.state.kind !== kind) return
      stop()
      resolve(reader.state)
    }
    const stop = reader.onState(look)
    look()
  })
}

describe('over real TLS, with a simulated gateway', () => {
  it('the inspector reads the other agents’ held calls, and signs out at the end', async () => {
    const { simulator, ...options } = await simulated()
    const reader = createInspectorReader(options)
    const signedIn = await reader.signIn(signInOf(simulator))
    expect(signedIn).toMatchObject({ ok: true, data: { inspector: true } })
    const [agent] = simulator.accounts.agents
    const agentId = agent?.agentId ?? ''
    expect(await reader.observe(agentId)).toEqual({ kind: 'none' })
    const callId = simulator.hold(agentId)
    expect(await reader.observe(agentId)).toMatchObject({ kind: 'holding', calls: [{ callId }] })
    const roster = await reader.agentDirectory()
    expect(roster?.ok && roster.agents.find((one) => one.agentId === agentId)).toMatchObject({
      state: 'talking',
    })
    simulator.retrieve(agentId)
    expect(await reader.observe(agentId)).toEqual({ kind: 'none' })
    await reader.close()
    // Signed out: signing in again needs no force.
    expect((await closing(createInspectorReader(options)).signIn(signInOf(simulator))).ok).toBe(
      true,
    )
  })

  it('the session outlives many renewals of the GUID', async () => {
    const { simulator, ...options } = await simulated({
      guidIntervalMs: 100,
      guidTimeoutMs: 900,
      pollWaitMs: 50,
    })
    // At fifty times the real speed, which this gateway uses too.
    const time: Time = {
      now: () => systemTime.now() * 50,
      schedule: (ms, run) => systemTime.schedule(ms / 50, run),
    }
    const reader = closing(createInspectorReader({ ...options, time }))
    await reader.signIn(signInOf(simulator))
    const agentId = simulator.accounts.agents[0]?.agentId ?? ''
    const polled = () =>
      options.log.lines.filter(({ fields }) => /^agentevent/.test(String(fields?.path)))
    while (polled().length < 5) expect((await reader.observe(agentId)).kind).toBe('none')
    expect(polled().every(({ fields }) => fields?.retcode === '0')).toBe(true)
  })

  it('continues by itself after an outage of the gateway', async () => {
    const { simulator, ...options } = await simulated()
    const reader = closing(createInspectorReader(options))
    await reader.signIn(signInOf(simulator))
    const agentId = simulator.accounts.agents[0]?.agentId ?? ''
    await simulator.goAway()
    expect(await reader.observe(agentId)).toMatchObject({ reason: 'unreachable' })
    await simulator.comeBack()
    expect(await reader.observe(agentId)).toEqual({ kind: 'none' })
    expect(reader.state.kind).toBe('signed-in')
  })

  it('stops at a changed certificate', async () => {
    const { simulator, ...options } = await simulated()
    const reader = closing(createInspectorReader(options))
    await reader.signIn(signInOf(simulator))
    await simulator.swapCertificate(await makeCertificate())
    expect(await becomes(reader, 'stopped')).toEqual({
      kind: 'stopped',
      reason: 'untrusted-certificate',
    })
  })

  it('an agent’s own session reads its held calls, and events hint at them', async () => {
    const { simulator, ...options } = await simulated({ desktops: false })
    const [agent] = simulator.accounts.agents
    if (agent === undefined) throw new Error('no agent')
    const { agentId, password, phone } = agent
    const reader = closing(createAgentReader(options))
    reader.setAgents([{ agentId, credential: { kind: 'password', password, phone } }])
    expect(await reader.observe(agentId)).toEqual({ kind: 'none' })
    const hinted = new Promise((resolve) => reader.onHint(resolve))
    const callId = simulator.hold(agentId)
    expect(await hinted).toBe(agentId)
    expect(await reader.observe(agentId)).toMatchObject({ kind: 'holding', calls: [{ callId }] })
  })

  it('an agent’s own session determines since when a call is held, whatever the gateway’s clock', async () => {
    const time = { gateway: Date.UTC(2019, 5, 1), ours: 0 }
    const { simulator, ...options } = await simulated({
      desktops: false,
      now: () => time.gateway,
    })
    const [agent] = simulator.accounts.agents
    const { agentId = '', password = '', phone = '' } = agent ?? {}
    const now = () => systemTime.now() + time.ours
    const reader = closing(createAgentReader({ ...options, time: { ...systemTime, now } }))
    reader.setAgents([{ agentId, credential: { kind: 'password', password, phone } }])
    expect(await reader.observe(agentId)).toEqual({ kind: 'none' })
    const callId = simulator.hold(agentId)
    time.gateway += 8_000
    time.ours += 10_000
    const calls = [{ callId, heldMs: 8_000 }]
    expect(await reader.observe(agentId)).toMatchObject({ kind: 'holding', calls })
  })

  it('a given GUID reads without disturbing the agent’s desktop; a wrong one reads nothing', async () => {
    const { simulator, ...options } = await simulated({ authMode: 1 })
    const [agent] = simulator.accounts.agents
    const { agentId = '', guid = '' } = agent ?? {}
    const callId = simulator.hold(agentId)
    const reader = closing(createAgentReader(options))
    reader.setAgents([{ agentId, credential: { kind: 'guid', guid } }])
    expect(await reader.observe(agentId)).toMatchObject({ kind: 'holding', calls: [{ callId }] })
    reader.setAgents([{ agentId, credential: { kind: 'guid', guid: 'wrong.AgentGateway0' } }])
    expect(await reader.observe(agentId)).toMatchObject({ kind: 'unknown', reason: 'signed-out' })
  })

  it.each(['cut', 'html502', 'malformed-json'] as const)('%s is never "none"', async (kind) => {
    const { simulator, ...options } = await simulated()
    const reader = closing(createInspectorReader(options))
    await reader.signIn(signInOf(simulator))
    simulator.fault({ kind, match: 'holdlistex' })
    const agentId = simulator.accounts.agents[0]?.agentId ?? ''
    const reason = { cut: 'unreachable', html502: 'http-status', 'malformed-json': 'bad-reply' }[
      kind
    ]
    expect(await reader.observe(agentId)).toMatchObject({ kind: 'unknown', reason })
  })
})

describe('over real TLS', () => {
  it('a redirect is not followed', async () => {
    const certificate = await makeCertificate()
    const paths: string[] = []
    const server = createServer(
      { key: certificate.keyPem, cert: certificate.certPem },
      (request, response) => {
        paths.push(request.url ?? '')
        response.writeHead(302, { location: '/elsewhere' }).end()
      },
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    open.push(() => new Promise((resolve) => server.close(resolve)))
    const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
    const { transport } = pinning(origin, certificate.certPem)
    expect(await transport.send({ method: 'GET', path: 'x' })).toEqual({
      ok: false,
      reason: 'http-status',
      status: 302,
    })
    expect(paths).toEqual(['/agentgateway/resource/x'])
  })

  it('an untrusted certificate is reported as such', async () => {
    const { simulator } = await simulated()
    const { transport } = pinning(simulator.origin, null)
    expect(await transport.send({ method: 'GET', path: 'x' })).toEqual({
      ok: false,
      reason: 'untrusted-certificate',
      isUnsent: true,
    })
  })
})
