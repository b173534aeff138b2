import type { CmsAccount } from '../cms/reader.ts'
import { Gate } from '../gateway/gate.ts'
import type { Limits } from '../gateway/loadControl.ts'
import type { SeenCall } from '../monitor/observation.ts'
import {
  type Connection,
  type ConnectionOptions,
  type CmsConnection,
  connectAgents,
  connectCms,
  connectInspector,
  type Gateway,
  type InspectorConnection,
} from './connection.ts'

export interface ConnectorOptions extends ConnectionOptions {
  /** The current request limits of a gateway. */
  limits: () => Limits
  /** Whether the app had to leave a session of this agent at the gateway. */
  hasStaleSession: (origin: string, agentId: string) => boolean
  /** The held calls of an agent as a gateway lists them; null where none sees the agent. */
  gatewayCallsOf: (agentId: string) => Promise<readonly SeenCall[] | null>
}

/** Opens connections. What it knows of a gateway outlives a connection to it. */
export class Connector {
  readonly #options: ConnectorOptions
  /** By origin: a gateway's capacity, and the end of the pause it asked for. */
  readonly #gates = new Map<string, Gate>()

  constructor(options: ConnectorOptions) {
    this.#options = options
  }

  inspector(gateway: Gateway, agentId: string): InspectorConnection {
    return connectInspector(gateway, agentId, this.#gateFor(gateway), this.#options)
  }

  agents(gateway: Gateway): Connection {
    const hasStaleSession = (agentId: string) =>
      this.#options.hasStaleSession(gateway.origin, agentId)
    return connectAgents(gateway, hasStaleSession, this.#gateFor(gateway), this.#options)
  }

  cms(gateway: Gateway, account: CmsAccount): CmsConnection {
    const { gatewayCallsOf } = this.#options
    return connectCms(gateway, account, gatewayCallsOf, this.#gateFor(gateway), this.#options)
  }

  #gateFor({ origin }: Gateway): Gate {
    const { clock, setTimer, log, limits } = this.#options
    const time = { now: () => clock.now(), schedule: setTimer }
    const gate =
      this.#gates.get(origin) ?? new Gate({ time, log, limits, wall: () => clock.wall() })
    this.#gates.set(origin, gate)
    return gate
  }
}
