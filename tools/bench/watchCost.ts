import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pass } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { openCore } from '../../src-main/app/core.ts'
import { createRouter } from '../../src-main/ipc/router.ts'
import { createBoardClock } from '../../src-main/base/clock.ts'
import type { Accounts, Stats } from '../../src-main/simulator/index.ts'
import type { Input, RequestName } from '../../src-shared/contract/index.ts'

export interface WatchCost {
  /** Share of one core, from 0 to 1. */
  core: number
  queriesPerSecond: number
}

const warmUpMs = 10_000
const measuredMs = 30_000
const root = fileURLToPath(new URL('../..', import.meta.url))

/** The app without its desktop watches a simulated shift of another process. */
export async function watchCost(agents: number): Promise<WatchCost> {
  const gateway = spawn(
    process.execPath,
    ['src-main/simulator/cli.ts', '--port=0', '--control-port=0', `--agents=${agents}`],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const folder = await mkdtemp(join(tmpdir(), 'holdwatch-cost-'))
  const core = await open(folder)
  try {
    const [line] = (await once(gateway.stdout, 'data')) as [Buffer]
    const { origin, sha256, accounts, controlUrl } = JSON.parse(line.toString()) as {
      origin: string
      sha256: string
      accounts: Accounts
      controlUrl: string
    }
    const queries = async () => {
      const answer = await fetch(`${controlUrl}/stats`)
      return ((await answer.json()) as { result: Stats }).result.requests.holdlistex
    }
    await core.watch(origin, sha256, accounts)
    await pass(warmUpMs)
    const from = { queries: await queries(), cpu: process.cpuUsage(), at: performance.now() }
    await pass(measuredMs)
    const { user, system } = process.cpuUsage(from.cpu)
    const tookMs = performance.now() - from.at
    const queryCount = (await queries()) - from.queries
    return {
      core: (user + system) / 1_000 / tookMs,
      queriesPerSecond: (queryCount * 1_000) / tookMs,
    }
  } finally {
    await core.close()
    gateway.kill()
    await rm(folder, { recursive: true, force: true })
  }
}

async function open(folder: string) {
  const silent = () => {}
  const log = { debug: silent, info: silent, warn: silent, error: silent }
  const core = await openCore({
    folder,
    localFolder: folder,
    managedFile: join(folder, 'managed.json'),
    policies: null,
    version: '0',
    licenseFiles: [],
    vault: {
      isProtected: async () => false,
      encrypt: async (text) => text,
      decrypt: async (text) => text,
    },
    proxy: () => Promise.resolve([null]),
    clock: createBoardClock({
      monotonic: () => performance.now(),
      uptime: () => performance.now(),
      wall: Date.now,
    }),
    setTimer: (ms, fn) => {
      const timer = setTimeout(fn, ms)
      return () => {
        clearTimeout(timer)
      }
    },
    random: Math.random,
    log,
    emit: silent,
    onBoard: silent,
    onPreferences: silent,
    sources: {},
    notifier: {
      notify: silent,
      withdraw: silent,
      notifyNoData: silent,
      withdrawNoData: silent,
    },
    flash: silent,
    startSimulated: () => Promise.reject(new Error('not here')),
    loadUpdater: () => Promise.reject(new Error('not here')),
    quitToInstall: silent,
    spawnHistory: () => new Worker(new URL('../../src-main/history/worker.ts', import.meta.url)),
    files: {
      openCsv: () => Promise.resolve(null),
      saveCsv: () => Promise.resolve(null),
      saveText: () => Promise.resolve(null),
      openFolder: () => Promise.resolve(false),
    },
    user: 'somebody',
    logFiles: [],
  })
  const route = createRouter({ handlers: core.handlers, isTrusted: () => true, log: silent })
  const request = async <N extends RequestName>(name: N, input: Input<N>) => {
    const answer = await route({ url: '', isMainFrame: true }, name, input)
    if (!answer.ok) throw new Error(`${name}: ${answer.error.code}`)
  }
  return {
    async watch(origin: string, sha256: string, { inspector, agents }: Accounts) {
      await request('setup.check_address', { address: origin })
      await request('trust.accept', { origin, sha256 })
      const { agentId, password, phone } = inspector
      const choices = { withoutLicence: true, force: false, remember: false }
      await request('session.sign_in', { agentId, password, phone, ...choices })
      await request('watch.set_agents', {
        agents: agents.map((agent) => ({ agentId: agent.agentId })),
      })
    },
    close: () => core.close(),
  }
}
