import type { SimulatedGateway } from './setup.ts'

const agentsPlaying = 20

/** Starts a gateway that simulates a real one; `seed` determines what its agents do. */
type Start = (options: { agents: number; seed: number }) => Promise<{
  origin: string
  accounts: {
    inspector: { agentId: string; password: string; phone: string }
    agents: readonly { agentId: string }[]
  }
  stop(): Promise<void>
}>

/** The simulated gateway inside the app: one at a time, ends with the app. */
export function createSimulatedGateways(startSimulator: Start) {
  let starting: ReturnType<Start> | null = null
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
