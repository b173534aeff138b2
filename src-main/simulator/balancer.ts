import { randomBytes } from 'node:crypto'

/**
 * How a node is chosen for a sign-in: the account's own, one after the other, or always the same one, as a balancer
 * does that goes by the client's address.
 */
export type Balancing = 'home' | 'round-robin' | 'sticks'

/** The balancer in front of a cluster's nodes (gateway protocol §3.4). It sends nobody to a node that has failed. */
export class Balancer {
  /** By node: the cookie that leads back to it. */
  readonly #cookies: readonly string[]
  readonly #balancing: Balancing
  readonly #failed = new Set<number>()
  #turn = 0

  constructor({ nodes, balancing }: { nodes: number; balancing: Balancing }) {
    this.#cookies = Array.from({ length: nodes }, () => randomBytes(16).toString('hex'))
    this.#balancing = balancing
  }

  get nodes(): number {
    return this.#cookies.length
  }

  /** The cookie that leads a client back to this node, as a header of an answer. */
  cookieFor(node: number): string {
    return `huaweielbsession=${this.#cookies[node]}; Path=/; Secure; HttpOnly`
  }

  /** The node that a request with this `Cookie` header reaches; null where it has none of our cookies. */
  nodeOf(cookieHeader = ''): number | null {
    const node = this.#cookies.findIndex((cookie) =>
      cookieHeader.includes(`huaweielbsession=${cookie}`),
    )
    return node < 0 || this.#failed.has(node) ? null : node
  }

  /** The node of a sign-in: where a cookie leads, otherwise as the balancer chooses. */
  nodeForSignIn(cookieHeader: string | undefined, home: number): number {
    return this.nodeOf(cookieHeader) ?? this.living(this.#choice(home))
  }

  /** This node, or the next one that has not failed. */
  living(node: number): number {
    let next = node % this.nodes
    while (this.#failed.has(next)) next = (next + 1) % this.nodes
    return next
  }

  fail(node: number): void {
    if (!this.#cookies[node]) throw new Error(`There is no node ${node}`)
    if (this.#failed.size + 1 === this.nodes && !this.#failed.has(node))
      throw new Error(`Node ${node} is the last one`)
    this.#failed.add(node)
  }

  recover(node: number): void {
    this.#failed.delete(node)
  }

  #choice(home: number): number {
    if (this.#balancing === 'home') return home
    if (this.#balancing === 'sticks') return 0
    const node = this.living(this.#turn)
    this.#turn = node + 1
    return node
  }
}
