import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { ProvisionFile } from '../../src-main/connection/provision.ts'
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
  accounts: { inspector: Account; inspectors: Account[]; agents: Account[] }
  cms?: Pick<
    ProvisionFile & { way: 'cms' },
    'origin' | 'sha256' | 'accessKey' | 'secretKey' | 'ccId' | 'vdn'
  >
  controlUrl: string | null
}

/** What the demo shows. */
interface Scene {
  /** Options of the simulated gateway. */
  options: string[]
  /** What the app signs in with. */
  provision: (simulated: Simulated) => ProvisionFile
  /** A sentence for whoever starts it. */
  say: (simulated: Simulated) => string
}

const agentsOf = ({ accounts }: Simulated) => accounts.agents.map(({ agentId }) => agentId)
const inspectorAt = ({ origin, sha256, accounts }: Simulated) => ({
  version: 1 as const,
  origin,
  sha256,
  way: 'inspector' as const,
  ...credentialsOf(accounts.inspector),
})
const credentialsOf = ({ agentId, password, phone }: Account) => ({
  agentId,
  password,
  phone,
  withoutLicence: false,
})

/** By the flag that chooses it; without a flag the first one. */
const scenes: Readonly<Record<string, Scene>> = {
  '': {
    options: ['--agents', '20'],
    provision: (simulated) => ({ ...inspectorAt(simulated), agents: agentsOf(simulated) }),
    say: ({ accounts: { inspector } }) =>
      `Holdwatch signs in there as inspector ${inspector.agentId}; its certificate is pinned.`,
  },
  '--cluster': {
    options: ['--agents', '40', '--nodes', '2', '--unseen', '300-001'],
    provision: (simulated) => ({
      ...inspectorAt(simulated),
      agents: agentsOf(simulated),
      accounts: simulated.accounts.inspectors.slice(1).map(credentialsOf),
    }),
    say: ({ accounts: { inspectors } }) =>
      `It has two nodes; an inspector signs in at each: ${inspectors.map(({ agentId }) => agentId).join(', ')}.`,
  },
  '--cms': {
    options: ['--agents', '1000', '--cms', '--cms-port', '0'],
    provision: (simulated) => {
      const { cms } = simulated
      if (cms === undefined) throw new Error('the simulated gateway has no CC-CMS')
      return { version: 1, way: 'cms', ...cms, agents: agentsOf(simulated) }
    },
    say: ({ cms }) =>
      `Holdwatch reads from the CC-CMS beside it, at ${cms?.origin ?? ''}, and signs nobody in.`,
  },
}

const cli = fileURLToPath(new URL('../../src-main/simulator/cli.ts', import.meta.url))

async function startSimulator(children: Children, options: string[]): Promise<Simulated> {
  const args = ['--port', '0', '--seed', '1', '--control-port', '0', ...options]
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

/**
 * Starts a simulated gateway, and prepares a new user data folder with what is needed to sign in.
 * @param args what was typed; `--cluster` or `--cms` choose another scene, the rest is for the app
 */
export async function prepareDemo(children: Children, args: readonly string[]): Promise<Demo> {
  const flag = Object.keys(scenes).find((name) => name !== '' && args.includes(name)) ?? ''
  const scene = scenes[flag]
  if (scene === undefined) throw new Error(`there is no demo for ${flag}`)
  const simulated = await startSimulator(children, scene.options)
  const { origin, accounts, controlUrl } = simulated
  const folder = await mkdtemp(join(tmpdir(), 'holdwatch-demo-'))
  const provision = scene.provision(simulated)
  const file = join(folder, 'provision.json')
  await writeFile(file, JSON.stringify(provision), { mode: 0o600, flag: 'wx' })

  console.log(`A simulated CC-Gateway with ${accounts.agents.length} agents runs at ${origin}.`)
  if (controlUrl) console.log(`It can be driven at ${controlUrl}.`)
  console.log(scene.say(simulated))
  console.log('Nothing is kept: the settings lie in a temporary folder. Ctrl-C ends everything.')
  return {
    args: [
      `--user-data-dir=${join(folder, 'user-data')}`,
      `--provision=${file}`,
      ...args.filter((arg) => arg !== flag),
    ],
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
