import { type Simulator, startSimulator } from '../simulator/index.ts'
import type { TrustStore } from '../trust/store.ts'
import type { SimulatedGateway } from './setup.ts'

const agentsPlaying = 20

/** The simulated gateway inside the app: one at a time, gone with the app. */
export function createSimulatedGateways() {
  let running: Simulator | null = null
  return {
    async start(): Promise<SimulatedGateway> {
      running ??= await startSimulator({ agents: agentsPlaying, seed: Date.now() % 1_000_000 })
      const { inspector, agents } = running.accounts
      return {
        origin: running.origin,
        agentId: inspector.agentId,
        password: inspector.password,
        phone: inspector.phone,
        agents: agents.map(({ agentId }) => agentId),
      }
    },
    /** Its certificate was made for this run: nothing of it stays trusted. */
    async stop(trust: TrustStore): Promise<void> {
      if (running === null) return
      await trust.forget(running.origin)
      await running.stop()
      running = null
    },
  }
}
