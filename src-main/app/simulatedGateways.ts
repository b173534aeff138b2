import { type Simulator, startSimulator } from '../simulator/index.ts'
import type { SimulatedGateway } from './setup.ts'

const agentsPlaying = 20

/** The simulated gateway inside the app: one at a time, gone with the app. */
export function createSimulatedGateways() {
  let starting: Promise<Simulator> | null = null
  return {
    async start(): Promise<SimulatedGateway> {
      starting ??= startSimulator({ agents: agentsPlaying, seed: Date.now() % 1_000_000 })
      const { origin, accounts } = await starting
      const { agentId, password, phone } = accounts.inspector
      const agents = accounts.agents.map((agent) => agent.agentId)
      return { origin, agentId, password, phone, agents }
    },
    async stop(): Promise<void> {
      await (await starting)?.stop()
      starting = null
    },
  }
}
