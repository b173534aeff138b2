import type { Time } from '../base/timers.ts'
import type { ClusterAccount } from './clusterAccount.ts'
import type { NodeMap } from './nodeMap.ts'

/** Whether a route is there and tells the truth; null before it was tried. */
type Usable = boolean | null

/**
 * Routes that may tell which node an agent is at (gateway protocol §8.4). Nobody knows what they answer, so they are
 * believed only where they place our own accounts rightly, whose nodes are known; and tried once, since most gateways
 * may lack them.
 */
export class ClusterRoutes {
  readonly #map: NodeMap
  readonly #time: Time
  #hasLocalLists: Usable = null
  #hasClusterInfo: Usable = null
  /** The sign-ins after which a list was requested. */
  readonly #explored = new Set<number>()
  /** The agents asked for, and the state of the map then. */
  readonly #lookedUp = new Map<string, string>()

  constructor(map: NodeMap, time: Time) {
    this.#map = map
    this.#time = time
  }

  /** Requests each node's list of agents, once for each session; where the right is not known, that, too. */
  async explore(accounts: readonly ClusterAccount[]): Promise<void> {
    if (accounts.length < 2) return
    for (const account of accounts) {
      const { signedInAs } = account
      if (signedInAs === null || this.#explored.has(signedInAs)) continue
      this.#explored.add(signedInAs)
      account.hasRight ??= await account.reader.askRight()
      if (this.#hasLocalLists === false) continue
      const node = account.node
      const agents = await account.reader.localAgents()
      if (account.signedInAs !== signedInAs || account.node !== node) continue
      const others = accounts.filter((each) => each.node !== node)
      this.#hasLocalLists =
        agents !== null &&
        agents.has(account.agentId) &&
        !others.some(({ agentId }) => agents.has(agentId))
      if (this.#hasLocalLists && agents && node) this.#map.setLocal(node, agents, this.#time.now())
    }
  }

  /** Asks for the node of one agent, once. */
  async lookUp(agentId: string, accounts: readonly ClusterAccount[]): Promise<void> {
    const [account, other] = accounts
    if (account === undefined || other === undefined || this.#hasClusterInfo === false) return
    const epoch = this.#map.epochOf(agentId)
    if (this.#lookedUp.get(agentId) === epoch) return
    this.#lookedUp.set(agentId, epoch)
    if (this.#hasClusterInfo === null) {
      this.#hasClusterInfo = false
      const node = await this.#nodeOf(other.agentId, account)
      this.#hasClusterInfo = node !== null && node === other.node
      if (!this.#hasClusterInfo) return
    }
    const node = await this.#nodeOf(agentId, account)
    if (node !== null && this.#map.epochOf(agentId) === epoch) {
      this.#map.place(agentId, node, this.#time.now())
    }
  }

  /** The only node that the answer names. */
  async #nodeOf(agentId: string, account: ClusterAccount): Promise<string | null> {
    const words = new Set(
      JSON.stringify((await account.reader.clusterInfoOf(agentId)) ?? null).match(/[\w-]+/g),
    )
    const [node, ...more] = this.#map.nodes.filter((each) => words.has(each))
    return node !== undefined && more.length === 0 ? node : null
  }
}
