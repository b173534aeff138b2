import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, expect } from 'vitest'
import {
  type BoardSnapshot,
  type Input,
  type Output,
  type RequestName,
  requests,
} from '../../src-shared/contract/index.ts'
import type { Alert } from '../alerts/alert.ts'
import { createRouter } from '../ipc/router.ts'
import { createBoardClock } from '../base/clock.ts'
import type { SetTimer } from '../base/timers.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../simulator/index.ts'
import type { PolicySource } from '../settings/policies.ts'
import { type CoreOptions, openCore, restoreWithinMs } from './core.ts'

/** The system's key ring; available again for each test. */
export const keyRing = { isThere: true }

/** The system's managed settings; empty again for each test. */
export const policies: { source: PolicySource | null } = { source: null }

type More = Partial<CoreOptions> & { timesFaster?: number }

/** The app without its window: every part but Electron is the real one, the gateway is real HTTPS. */
async function openApp(at: string, { timesFaster = 1, ...more }: More) {
  const logged: string[] = []
  const notified: Alert[] = []
  const log = (message: string, fields?: unknown) =>
    logged.push(`${message} ${JSON.stringify(fields ?? {})}`)
  const core = await openCore({
    folder: at,
    localFolder: at,
    managedFile: join(folder, 'managed.json'),
    policies: policies.source,
    version: '0',
    licenseFiles: [],
    vault: {
      isProtected: async () => keyRing.isThere,
      encrypt: async (text) => Buffer.from(text).toString('base64'),
      decrypt: async (base64) => Buffer.from(base64, 'base64').toString(),
    },
    proxy: () => Promise.resolve([null]),
    clock: createBoardClock({
      monotonic: () => performance.now(),
      uptime: () => performance.now(),
      wall: Date.now,
    }),
    setTimer: (ms, fn) => {
      // On a busy machine the history's thread may start late: lateHistory.test.ts covers that.
      const timer = setTimeout(fn, ms === restoreWithinMs ? 60_000 : ms / timesFaster)
      return () => clearTimeout(timer)
    },
    random: () => 0.5,
    log: { debug: log, info: log, warn: log, error: log },
    emit: () => {},
    onBoard: () => {},
    onPreferences: () => {},
    sources: {},
    notifier: {
      notify: (alert) => notified.push(alert),
      withdraw: () => {},
      notifyNoData: () => {},
      withdrawNoData: () => {},
    },
    flash: () => {},
    startSimulated: () => Promise.reject(new Error('not here')),
    spawnHistory: () => new Worker(new URL('../history/worker.ts', import.meta.url)),
    files: {
      openCsv: () => Promise.resolve(null),
      saveCsv: () => Promise.resolve(null),
      saveText: (name) => Promise.resolve(join(at, name)),
      openFolder: () => Promise.resolve(true),
    },
    loadUpdater: () => Promise.reject(new Error('not here')),
    quitToInstall: () => {},
    user: 'somebody',
    logFiles: [join(at, 'holdwatch.old.log'), join(at, 'holdwatch.log')],
    ...more,
  })
  if (more.vault === undefined) await core.secrets.opened
  const route = createRouter({ handlers: core.handlers, isTrusted: () => true, log })
  const crossed: string[] = []
  const request = async <N extends RequestName>(name: N, input: Input<N>) => {
    const answer = await route({ url: '', isMainFrame: true }, name, input)
    crossed.push(JSON.stringify(answer))
    if (!answer.ok) throw Object.assign(new Error(answer.error.code), answer.error)
    return requests[name].output.parse(answer.data) as Output<N>
  }
  return { ...core, request, logged, crossed, notified }
}
export type App = Awaited<ReturnType<typeof openApp>>

export let folder: string
const opened: App[] = []
const gateways: Simulator[] = []

/** For a test file: a separate folder for each test, and nothing left running after it. */
export const eachInItsFolder = (): void => {
  beforeEach(async () => {
    keyRing.isThere = true
    policies.source = null
    folder = await mkdtemp(join(tmpdir(), 'holdwatch-test-'))
  })
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close()
    for (const gateway of gateways.splice(0)) await gateway.stop()
    await rm(folder, { recursive: true, force: true })
  })
}
/** Restarted with the files in this folder; its timers can run faster than its clock. */
export async function app(at = folder, more: More = {}): Promise<App> {
  const one = await openApp(at, more)
  opened.push(one)
  return one
}
export async function gateway(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const one = await startSimulator({ agents: 4, shift: false, pollWaitMs: 500, ...options })
  gateways.push(one)
  return one
}

/** The machine's time, which a test can turn forward, for an app and its gateways alike. */
export function adjustableTime() {
  let turnedMs = 0
  const timers = new Set<{ at: number; run: () => void }>()
  const now = () => performance.now() + turnedMs
  const wall = () => Date.now() + turnedMs
  const setTimer: SetTimer = (ms, run) => {
    const timer = {
      at: now() + ms,
      run: () => {
        cancel()
        run()
      },
    }
    const real = setTimeout(timer.run, ms)
    const cancel = () => {
      clearTimeout(real)
      timers.delete(timer)
    }
    timers.add(timer)
    return cancel
  }
  return {
    forApp: { clock: createBoardClock({ monotonic: now, uptime: now, wall }), setTimer },
    forGateway: { now: wall, setTimer },
    /** Turns the time forward by so many ms, and runs what is due by then. */
    turn: (ms: number) => {
      turnedMs += ms
      const due = [...timers].filter(({ at }) => at <= now()).sort((a, b) => a.at - b.at)
      for (const timer of due) if (timers.has(timer)) timer.run()
    },
  }
}

/** The steps up to the sign-in, in the renderer's order. */
export async function trustGateway({ request }: App, { origin, sha256 }: Simulator) {
  const check = await request('setup.check_address', { address: origin })
  expect(check).toMatchObject({ verdict: 'untrusted', facts: { sha256 } })
  expect(check.reasons).toContain('self-signed')
  await request('trust.accept', { origin, sha256 })
}
/** The same for a gateway or a CC-CMS that is added to the first source. */
export async function trustSource(
  { request }: App,
  { origin, sha256 }: { origin: string; sha256: string },
) {
  const check = await request('sources.check_address', { address: origin })
  expect(check).toMatchObject({ verdict: 'untrusted', facts: { sha256 } })
  await request('sources.accept_certificate', { origin, sha256 })
}
export const signInInput = ({ accounts: { inspector } }: Simulator) => ({
  agentId: inspector.agentId,
  password: inspector.password,
  phone: inspector.phone,
  withoutLicence: true,
  force: false,
  remember: true,
})
export const cmsOf = ({ cms }: Simulator) => {
  if (cms === null) throw new Error('No CC-CMS')
  return cms
}
export const cmsInput = (simulator: Simulator) => {
  const { accessKey, secretKey, ccId, vdn } = cmsOf(simulator)
  return { accessKey, secretKey, ccId: String(ccId), vdn: String(vdn), remember: true }
}
/** Adds a gateway to the first source. */
export async function addGateway(one: App, simulator: Simulator, remember = true) {
  const { origin } = simulator
  await trustSource(one, simulator)
  const account = { ...signInInput(simulator), remember }
  await one.request('sources.add_gateway', { origin, account })
}

/** The same for the CC-CMS of a simulator. */
export async function addCms(one: App, simulator: Simulator) {
  const cms = cmsOf(simulator)
  await trustSource(one, cms)
  await one.request('sources.add_cms', { origin: cms.origin, cms: cmsInput(simulator) })
}
export async function watchAll(one: App, simulator: Simulator, withoutLicence = true) {
  await trustGateway(one, simulator)
  await one.request('session.sign_in', { ...signInInput(simulator), withoutLicence })
  await one.request('watch.set_agents', {
    agents: simulator.accounts.agents.map(({ agentId }) => ({ agentId })),
  })
}
export async function until<T>(read: () => Promise<T>, good: (value: T) => boolean): Promise<T> {
  let last: T
  const deadline = Date.now() + 60_000
  do {
    last = await read()
    if (good(last)) return last
    await new Promise((resolve) => setTimeout(resolve, 20))
  } while (Date.now() < deadline)
  throw new Error(`never came true; last: ${JSON.stringify(last)}`)
}
export const board = ({ request }: App, good: (board: BoardSnapshot) => boolean) =>
  until(() => request('board.get_snapshot', null), good)
