import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pass } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Accounts, Stats } from '../../src-main/simulator/index.ts'
import { type HeadlessApp, openHeadlessApp } from './headlessApp.ts'

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
  const app = await openHeadlessApp(folder)
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
    await watch(app, origin, sha256, accounts)
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
    await app.close()
    gateway.kill()
    await rm(folder, { recursive: true, force: true })
  }
}

async function watch(
  app: HeadlessApp,
  origin: string,
  sha256: string,
  { inspector, agents }: Accounts,
): Promise<void> {
  await app.request('setup.check_address', { address: origin })
  await app.request('trust.accept', { origin, sha256 })
  const { agentId, password, phone } = inspector
  const choices = { withoutLicence: true, force: false, remember: false }
  await app.request('session.sign_in', { agentId, password, phone, ...choices })
  await app.request('watch.set_agents', {
    agents: agents.map((agent) => ({ agentId: agent.agentId })),
  })
}
