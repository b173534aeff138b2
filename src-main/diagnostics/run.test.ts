import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type {
  CheckSubject,
  Diagnosis,
  StepName,
  WatchedAgent,
} from '../../src-shared/contract/index.ts'
import { makeCertificate, type MadeCertificate, startSimulator } from '../simulator/index.ts'
import { parseAddress } from '../base/address.ts'
import { probeCertificate } from '../trust/probe.ts'
import type { ProxyFor } from '../trust/proxies.ts'
import { startProxyStub, startTcpStub, startTlsStub } from '../trust/tlsStub.ts'
import type { StoredPin } from '../trust/verdict.ts'
import { runChecks, type RunParts } from './run.ts'
import type { RunningSession } from './session.ts'

const open: (() => Promise<unknown>)[] = []
let certificate: MadeCertificate
beforeAll(async () => {
  certificate = await makeCertificate()
})
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})
const closing = <T extends { close: () => Promise<unknown> }>(stub: T): T => {
  open.push(() => stub.close())
  return stub
}

async function gateway() {
  const simulator = await startSimulator({ agents: 2, shift: false, certificate })
  open.push(() => simulator.stop())
  return simulator
}

/** Trusts the certificate that is currently shown there. */
async function pinOf(origin: string): Promise<StoredPin> {
  const probed = await probeCertificate(origin, { pin: () => null, systemCas: [] })
  if (!probed.ok) throw new Error(probed.code)
  const { facts } = probed.check
  return { origin, sha256: facts.sha256, facts, reasons: [], trustedAt: 0 }
}

const subject = (address: string, over: Partial<CheckSubject> = {}): CheckSubject => ({
  address,
  name: '',
  way: 'inspector',
  isPaused: false,
  ...over,
})

/** Examines these with nobody signed in; also returns the reported progress. */
async function runAll(
  subjects: readonly CheckSubject[],
  over: Partial<RunParts> & { pin?: StoredPin | null } = {},
) {
  const reports: Diagnosis[] = []
  const { pin = null, proxy = async () => [null], ...rest } = over
  const parts: RunParts = {
    parseAddress,
    proxy,
    probe: (origin) => probeCertificate(origin, { pin: () => pin, proxy, systemCas: [] }),
    session: () => null,
    traffic: { known: () => null },
    clock: { now: () => performance.now(), wall: Date.now },
    ...rest,
  }
  const { sources, isRunning } = await runChecks(subjects, parts, (diagnosis) =>
    reports.push(diagnosis),
  )
  expect(isRunning).toBe(false)
  return { reports, sources }
}

/** The same for one address; each report is that of its source. */
async function run(address: string, over: Parameters<typeof runAll>[1] = {}) {
  const { reports, sources } = await runAll([subject(address)], over)
  const steps = sources[0]?.steps ?? []
  return {
    reports: reports.flatMap((report) =>
      report.sources.map((source) => ({ ...source, isRunning: report.isRunning })),
    ),
    steps,
    states: steps.map(({ state }) => state).join(' '),
    step: (name: StepName) => steps.find((step) => step.name === name),
  }
}

const failedAt = (n: number) =>
  ['good', 'good', 'good', 'good']
    .slice(0, n - 1)
    .concat('failed', Array(8 - n).fill('not-reached'))
    .join(' ')

describe('the connection to a gateway', () => {
  it('is good up to the certificate, with nothing but handshakes sent to the gateway', async () => {
    const { origin, stats } = await gateway()
    const { states, step } = await run(origin, { pin: await pinOf(origin) })
    expect(states).toBe('good good good good skipped skipped skipped skipped')
    expect(step('address')?.finding).toMatchObject({ fact: 'is-ip', params: { host: '127.0.0.1' } })
    expect(step('tcp')?.finding).toMatchObject({ params: { address: '127.0.0.1' } })
    expect(step('tls')?.finding).toMatchObject({ params: { protocol: 'TLSv1.3' } })
    expect(step('certificate')?.finding).toMatchObject({ check: { verdict: 'pinned' } })
    expect(step('sign-in')?.finding).toMatchObject({ fact: 'nobody-signed-in' })
    expect(step('hold-query')?.finding).toMatchObject({ fact: 'needs-sign-in' })
    for (const name of ['address', 'tcp', 'tls'] as const) {
      expect(step(name)?.ms).toBeGreaterThanOrEqual(0)
    }
    expect(stats.bytesReceived).toBe(0)
  })

  it('reports how many agents are watched over the session there and are not observed, and what it leaves open', async () => {
    const { origin } = await gateway()
    const pin = await pinOf(origin)
    const none = await run(origin, { pin })
    expect(none.reports.at(-1)?.agents).toEqual({ watched: 0, unseen: 0 })
    const agents = (['idle', 'unseen'] as const).map(
      (state) => ({ state, sources: [origin] }) as unknown as WatchedAgent,
    )
    const session = (): RunningSession => ({
      origin,
      way: 'inspector',
      state: { kind: 'signed-in' },
      inspectorId: '10301',
      hasInspectorRight: true,
      agents,
      blindSpots: ['other-node'],
      clockDifferenceMs: null,
      observe: async (ids) => new Map(ids.map((id) => [id, { kind: 'none' }])),
    })
    const { reports } = await run(origin, { pin, session })
    expect(reports.at(-1)?.agents).toEqual({ watched: 2, unseen: 1 })
    expect(reports.at(-1)?.blindSpots).toEqual(['other-node'])
  })

  it('reports each step as it starts', async () => {
    const { origin } = await gateway()
    const { reports } = await run(origin)
    const running = reports.map(({ steps }) => steps.find(({ state }) => state === 'running')?.name)
    expect(running).toEqual(['address', 'tcp', 'tls', 'certificate', undefined])
    expect(reports.map(({ isRunning }) => isRunning)).toEqual([true, true, true, true, false])
  })

  it('resolves a host name', async () => {
    const { port } = await gateway()
    const { step } = await run(`localhost:${port}`)
    expect(step('address')).toMatchObject({ state: 'good', finding: { fact: 'resolved' } })
    expect(JSON.stringify(step('address')?.finding)).toContain('127.0.0.1')
  })

  it.each([
    ['', 'address-empty'],
    ['http://gw.example', 'address-not-https'],
    ['gw.example:x', 'address-port-invalid'],
  ])('ends at the address %j', async (address, code) => {
    const { states, step } = await run(address)
    expect(states).toBe(failedAt(1))
    expect(step('address')?.finding).toMatchObject({ kind: 'error', error: { code } })
  })

  it('ends at an unknown host', async () => {
    const { states, step } = await run('gateway.invalid:8043')
    expect(states).toBe(failedAt(1))
    expect(step('address')?.finding).toEqual({
      kind: 'error',
      error: { code: 'host-unknown', params: { host: 'gateway.invalid', port: 8043 } },
    })
  })

  it('ends at a closed port', async () => {
    const { origin, goAway } = await gateway()
    await goAway()
    const { states, step } = await run(origin)
    expect(states).toBe(failedAt(2))
    expect(step('tcp')?.finding).toMatchObject({ error: { code: 'port-closed' } })
  })

  it('ends at a port that does not speak TLS', async () => {
    const stub = await startTcpStub((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    })
    const { states, step } = await run(closing(stub).origin)
    expect(states).toBe(failedAt(3))
    expect(step('tls')?.finding).toMatchObject({ error: { code: 'not-tls' } })
  })

  it('ends at a TLS version that is too old', async () => {
    const stub = await startTlsStub(certificate, {
      minVersion: 'TLSv1.1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    })
    const { states, step } = await run(closing(stub).origin)
    expect(states).toBe(failedAt(3))
    expect(step('tls')?.finding).toMatchObject({
      error: {
        code: 'tls-failure',
        params: { reason: expect.stringMatching(/protocol/) as string },
      },
    })
  })

  it('ends at a certificate that is not trusted, and says why', async () => {
    const { origin, stats } = await gateway()
    const { states, step } = await run(origin)
    expect(states).toBe(failedAt(4))
    expect(step('certificate')?.finding).toMatchObject({
      kind: 'certificate',
      check: { verdict: 'untrusted', reasons: ['self-signed'] },
    })
    expect(stats.bytesReceived).toBe(0)
  })

  it('ends at a changed certificate', async () => {
    const simulator = await gateway()
    const pin = await pinOf(simulator.origin)
    await simulator.swapCertificate()
    const { states, step } = await run(simulator.origin, { pin })
    expect(states).toBe(failedAt(4))
    expect(step('certificate')?.finding).toMatchObject({ check: { verdict: 'changed' } })
  })

  it('goes through a proxy, whose password is not reported', async () => {
    const { origin } = await gateway()
    const { url } = closing(await startProxyStub())
    const proxy: ProxyFor = async () => [url.replace('http://', 'http://somebody:hunter2@')]
    const { steps, states } = await run(origin, { proxy, pin: await pinOf(origin) })
    expect(states).toMatch(/^good good good good/)
    expect(JSON.stringify(steps)).not.toContain('hunter2')
    expect(steps[1]?.finding).toMatchObject({
      fact: 'proxy-connected',
      params: { proxy: new URL(url).host },
    })
  })

  it('ends at a proxy that does not respond', async () => {
    const stub = await startProxyStub()
    await stub.close()
    const { states, step } = await run('gateway.invalid', { proxy: async () => [stub.url] })
    expect(states).toBe(failedAt(2))
    expect(step('tcp')?.finding).toMatchObject({ fact: 'proxy-unreachable' })
  })
})

describe('several sources', () => {
  it('are examined one after another, whatever the others show', async () => {
    const { origin } = await gateway()
    const gone = await gateway()
    await gone.goAway()
    const subjects = [
      subject(gone.origin, { name: 'South' }),
      subject(origin, { way: 'cms' }),
      subject('https://third.example:8043', { isPaused: true }),
    ]
    const { sources, reports } = await runAll(subjects, { pin: await pinOf(origin) })
    expect(sources).toMatchObject(subjects)
    expect(sources.map(({ steps }) => steps.map(({ state }) => state).join(' '))).toEqual([
      'good failed not-reached not-reached not-reached not-reached not-reached not-reached',
      'good good good good skipped skipped skipped',
      '',
    ])
    const running = reports.map((report) =>
      report.sources.map(({ steps }) => steps.find(({ state }) => state === 'running')?.name),
    )
    expect(running).toEqual([
      ['address', undefined, undefined],
      ['tcp', undefined, undefined],
      [undefined, 'address', undefined],
      [undefined, 'tcp', undefined],
      [undefined, 'tls', undefined],
      [undefined, 'certificate', undefined],
      [undefined, 'signature', undefined],
      [undefined, 'call-query', undefined],
      [undefined, 'agents-listed', undefined],
      [undefined, undefined, undefined],
    ])
  })

  it('each have the agents of their own session', async () => {
    const [north, south] = [await gateway(), await gateway()]
    const pins = new Map(
      await Promise.all(
        [north, south].map(async ({ origin }) => [origin, await pinOf(origin)] as const),
      ),
    )
    const agents = [
      { agentId: '1', state: 'idle', sources: [north.origin] },
      { agentId: '2', state: 'unseen', sources: [south.origin] },
    ] as unknown as WatchedAgent[]
    const { sources } = await runAll([subject(north.origin), subject(south.origin)], {
      probe: (origin) =>
        probeCertificate(origin, { pin: () => pins.get(origin) ?? null, systemCas: [] }),
      session: (origin) => ({
        origin,
        way: 'inspector',
        state: { kind: 'signed-in' },
        inspectorId: '10301',
        hasInspectorRight: true,
        agents,
        blindSpots: [],
        clockDifferenceMs: null,
        observe: async (ids) => new Map(ids.map((id) => [id, { kind: 'none' }])),
      }),
    })
    const queried = sources.map(({ steps }) => steps.at(-1)?.finding)
    expect(queried).toMatchObject([{ params: { agentId: '1' } }, { params: { agentId: '2' } }])
    expect(sources.map((source) => source.agents)).toEqual([
      { watched: 1, unseen: 0 },
      { watched: 1, unseen: 1 },
    ])
  })
})
