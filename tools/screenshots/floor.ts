import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type RestingState,
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from '../../src-main/simulator/index.ts'
import { type OpenCall, writeHistory } from './past.ts'
import type { Floor, Setting } from './story.ts'

/** A call that is on hold when the app starts, by the agent at this position in the list. */
export interface HeldWish {
  agent: number
  heldMs: number
  skill: string
  feature?: number
  holdNumber?: number
  earlierMs?: number
  /** Null if the earliest start is unknown. */
  doubtMs?: null
  gap?: boolean
}

/** The situation in the contact center. */
export interface Plan {
  gateway?: Partial<SimulatorOptions>
  held?: readonly HeldWish[]
  talking?: readonly number[]
  resting?: readonly (readonly [agent: number, state: RestingState])[]
  signedOut?: readonly number[]
  /** The number of days before today with past holds; none by default. */
  pastDays?: number
  /** Whether the app connects and watches all agents when it starts. */
  watching?: boolean
}

async function openGateway(
  options: Partial<SimulatorOptions>,
  { port, time: { now, setTimer } }: Setting,
): Promise<Simulator> {
  const all = { agents: 20, shift: false, pollWaitMs: 1_000, now, setTimer, ...options }
  return startSimulator({ ...all, port }).catch(() => startSimulator(all))
}

/** Starts a gateway in this situation, and writes a matching user data folder of the app. */
export async function openFloor(plan: Plan, setting: Setting): Promise<Floor> {
  const gateway = await openGateway(plan.gateway ?? {}, setting)
  const userData = await mkdtemp(join(tmpdir(), 'holdwatch-screenshots-'))
  const idOf = (agent: number) => gateway.accounts.agents[agent]?.agentId ?? ''
  const open = (plan.held ?? []).map((wish, index): OpenCall => {
    const { agent, skill, feature = 0, ...clock } = wish
    const agentId = idOf(agent)
    const number = `0215550${String(1234 + 977 * index)}`
    const call = { caller: number, called: number, skill }
    const callId = gateway.hold(agentId, { ...call, feature })
    return { ...clock, agentId, call: { ...call, callId, callFeature: feature } }
  })
  for (const agent of plan.talking ?? []) gateway.talk(idOf(agent))
  for (const [agent, state] of plan.resting ?? []) gateway.setState(idOf(agent), state)
  for (const agent of plan.signedOut ?? []) gateway.signOut(idOf(agent))
  await writeHistory(userData, { gateway, open, days: plan.pastDays ?? null })
  const provision = join(userData, 'provision.json')
  if (plan.watching !== false) await writeFile(provision, provisionOf(gateway))
  return {
    gateway,
    userData,
    args: plan.watching === false ? [] : [`--provision=${provision}`],
    async end() {
      await gateway.stop()
      await rm(userData, { recursive: true, force: true })
    },
  }
}

const provisionOf = ({ origin, sha256, accounts }: Simulator) =>
  JSON.stringify({
    version: 1,
    origin,
    sha256,
    way: 'inspector',
    ...accounts.inspector,
    withoutLicence: true,
    agents: accounts.agents.map(({ agentId }) => agentId),
  })
