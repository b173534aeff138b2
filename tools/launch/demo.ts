import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Provision } from '../../src-main/connection/provision.ts'
import { type Children, exitOf } from './children.ts'

interface Account {
  agentId: string
  password: string
  phone: string
}

/** The line that the simulated gateway prints. */
interface Simulated {
  origin: string
  sha256: string
  accounts: { inspector: Account; agents: Account[] }
  controlUrl: string | null
}

const cli = fileURLToPath(new URL('../../src-main/simulator/cli.ts', import.meta.url))

async function startSimulator(children: Children): Promise<Simulated> {
  const args = ['--port', '0', '--agents', '20', '--seed', '1', '--control-port', '0']
  const child = children.start(process.execPath, {
    args: [cli, ...args],
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (!child.stdout) throw new Error('the simulated gateway has no output')
  const line = new Promise<string>((resolve) => {
    if (child.stdout) createInterface({ input: child.stdout }).once('line', resolve)
  })
  const first = await Promise.race([line, exitOf(child)])
  if (typeof first === 'number') {
    throw new Error(`the simulated gateway ended at once with code ${first}`)
  }
  return JSON.parse(first) as Simulated
}

/** The prepared demo. */
export interface Demo {
  /** Arguments for the app. */
  args: string[]
  remove: () => Promise<void>
}

/** Starts a simulated gateway, and prepares a new user data folder with what is needed to sign in. */
export async function prepareDemo(children: Children): Promise<Demo> {
  const { origin, sha256, accounts, controlUrl } = await startSimulator(children)
  const { agentId, password, phone } = accounts.inspector
  const folder = await mkdtemp(join(tmpdir(), 'holdwatch-demo-'))
  const provision: Provision = {
    version: 1,
    origin,
    sha256,
    way: 'inspector',
    agentId,
    password,
    phone,
    withoutLicence: false,
    agents: accounts.agents.map((agent) => agent.agentId),
  }
  const file = join(folder, 'provision.json')
  await writeFile(file, JSON.stringify(provision), { mode: 0o600, flag: 'wx' })

  console.log(`A simulated CC-Gateway with ${accounts.agents.length} agents runs at ${origin}.`)
  if (controlUrl) console.log(`It can be driven at ${controlUrl}.`)
  console.log(`Holdwatch signs in there as inspector ${agentId}; its certificate is pinned.`)
  console.log('Nothing is kept: the settings lie in a temporary folder. Ctrl-C ends everything.')
  return {
    args: [`--user-data-dir=${join(folder, 'user-data')}`, `--provision=${file}`],
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
