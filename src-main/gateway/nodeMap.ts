import type { RosterEntry } from '../../src-shared/contract/index.ts'
import { isResting } from '../monitor/observation.ts'
import { isAway, type Sight } from './sight.ts'

/** The answers of one query about an agent, by node. */
export type Sights = ReadonlyMap<string, Sight>

/** What the answers of a query amount to. */
export type Verdict =
  /** The answer of this node holds. */
  | { kind: 'answer'; node: string }
  /** Every node says that it does not see the agent. */
  | { kind: 'not-visible' }
  /** None of the nodes that answered is known to see the agent, who may be at a node that is out of reach. */
  | { kind: 'incomplete' }

interface Known {
  /** The node that sees the agent. */
  home: string | null
  /** `others`: every other node has said that it does not see the agent. */
  proof: 'holding' | 'listed' | 'others'
  /** Whether its home last listed a held call. */
  isHolding: boolean
  /**
   * A node that was lost had last listed a held call. Others that say that nothing is held do not end that call: they
   * may just not see the agent.
   */
  isStranded: boolean
  /** When an answer last confirmed the home, or another node was last asked in vain, clock ms. */
  checkedAt: number
  /** By node: its last answer that told anything. */
  sights: Map<string, { sight: Sight; at: number }>
  refusals: Map<string, Refusals>
  /** Incremented when earlier answers are no longer valid. */
  epoch: number
  /** On the list of agents. */
  isSignedOut: boolean | undefined
}

/** A series of refusals that may be internal errors. */
interface Refusals {
  count: number
  since: number
  /** How many answers about other agents the node had given before it. */
  answersBefore: number
}

/** A home that did not show a held call for so long is checked: the agent may have moved without a word, ms. */
const recheckMs = 60_000
/** As long as this, an agent whom a node does not see is not asked for there again, ms. */
const awayMs = 10_000
/** A node that refuses an agent so often and for so long, but answers about others, does not see that agent. */
const refusalsNeeded = 3
const refusedForMs = 20_000

/** Learns from answers which node of a cluster sees which agent, and decides what follows. All times are clock ms. */
export class NodeMap {
  readonly #agents = new Map<string, Known>()
  /** By node that can be asked: the number of the sign-in that it is asked with. */
  #sessions: ReadonlyMap<string, number> = new Map()
  /** Every node that a session was signed in at. */
  readonly #everyNode = new Set<string>()
  #isComplete = true
  /** Conclusive answers, by node. */
  readonly #answers = new Map<string, number>()
  /** By node: the agents there according to its own list. */
  readonly #local = new Map<string, Set<string>>()
  #epoch = 0

  /** The nodes that can be asked now. */
  get nodes(): readonly string[] {
    return [...this.#sessions.keys()]
  }

  /** All nodes that are known to exist. */
  get everyNode(): readonly string[] {
    return [...this.#everyNode].sort()
  }

  /** The nodes that exist, but cannot be asked now. */
  get uncovered(): readonly string[] {
    return this.everyNode.filter((node) => !this.#sessions.has(node))
  }

  /** A session is signed in at this node. */
  addNode(node: string): void {
    this.#everyNode.add(node)
  }

  /**
   * Sets the nodes that can be asked now, each with the number of the sign-in that it is asked with. What was learned
   * about any other node is discarded, and what was learned with another sign-in: a session may end because its node
   * fails over.
   * @param isComplete false while a further account is not signed in: its node may be the one that sees an agent
   * @returns whether that is new
   */
  setNodes(sessions: ReadonlyMap<string, number>, isComplete: boolean): boolean {
    const changed = (from: ReadonlyMap<string, number>, to: ReadonlyMap<string, number>) =>
      [...from].flatMap(([node, session]) => (to.get(node) === session ? [] : [node]))
    const lost = changed(this.#sessions, sessions)
    const isNew = changed(sessions, this.#sessions).length > 0
    if (lost.length === 0 && !isNew && isComplete === this.#isComplete) return false
    this.#sessions = sessions
    this.#isComplete = isComplete
    for (const node of lost) {
      this.#answers.delete(node)
      this.#local.delete(node)
    }
    if (lost.length > 0) for (const known of this.#agents.values()) forgetNodes(known, lost)
    if (isNew) this.doubt()
    this.#epoch += 1
    return true
  }

  /** There is one more node than before: that none of the others sees an agent proves nothing any more. */
  doubt(): void {
    for (const known of this.#agents.values()) if (known.proof === 'others') known.home = null
  }

  homeOf(agentId: string): string | null {
    return this.#agents.get(agentId)?.home ?? null
  }

  /** Whether the list of agents shows it signed out. */
  isSignedOut(agentId: string): boolean {
    return this.#agents.get(agentId)?.isSignedOut === true
  }

  /** As long as this is the same, answers to one query may be considered together. */
  epochOf(agentId: string): string {
    return `${this.#epoch} ${this.#agents.get(agentId)?.epoch ?? 0}`
  }

  /** Whether this node has given a conclusive answer about any agent. */
  hasAnswered(node: string): boolean {
    return this.#answers.has(node)
  }

  /** The node to ask next about an agent; null when the answers suffice. */
  nextNode(agentId: string, answers: Sights, now: number): string | null {
    if ([...answers.values()].includes('holding')) return null
    const known = this.#known(agentId, now)
    const { home } = known
    const others = this.nodes.filter((node) => !answers.has(node))
    const stalest = () => oldest(others, (node) => known.sights.get(node)?.at ?? -Infinity)
    if (home !== null) {
      const atHome = answers.get(home)
      if (atHome === undefined) return home
      if (answers.size > 1) return null
      const isDoubtful = atHome === 'none' && now - known.checkedAt >= recheckMs
      return isDoubtful || atHome === 'refused' ? stalest() : null
    }
    const [open] = others.filter((node) => !this.#isAway(known, node, now))
    // Where all say so, it may have come to one of them: each is asked in turn.
    return open ?? (answers.size === 0 ? stalest() : null)
  }

  /** Learns from one answer. */
  take(agentId: string, node: string, sight: Sight, now: number): void {
    if (!this.#sessions.has(node)) return
    const known = this.#known(agentId, now)
    if (node !== known.home) known.checkedAt = now
    const meaning = sight === 'refused' && this.#isAboutAgent(known, node, now) ? 'unseen' : sight
    if (meaning !== 'silent') this.#learn(known, node, meaning, now)
    if (known.home === null && this.#isInReach(known)) this.#eliminate(known, now)
  }

  /** What the answers to a query amount to, once there is no next node to ask. */
  judge(agentId: string, answers: Sights): Verdict {
    const nodes = [...answers.keys()]
    const withSight = (sight: Sight) => nodes.find((node) => answers.get(node) === sight)
    const holder = withSight('holding')
    if (holder !== undefined) return { kind: 'answer', node: holder }
    const home = this.homeOf(agentId)
    if (home !== null && answers.has(home)) return { kind: 'answer', node: home }
    const silent = withSight('silent')
    if (silent !== undefined) return { kind: 'answer', node: silent }
    const known = this.#agents.get(agentId)
    if (nodes.length === 0 || !this.#isInReach(known)) return { kind: 'incomplete' }
    // Either none of them has said that it does not see the agent, or all have.
    const node = this.#unconfirmedRefusal(agentId, answers) ?? withSight('none')
    if (node !== undefined) return { kind: 'answer', node }
    const [only] = nodes
    const sights = this.nodes.map((each) => known?.sights.get(each)?.sight)
    const isSameEverywhere = sights.every((sight) => sight === 'signed-out')
    return only !== undefined && (this.nodes.length === 1 || isSameEverywhere)
      ? { kind: 'answer', node: only }
      : { kind: 'not-visible' }
  }

  /** A node's own list of agents, which was found to be one. */
  setLocal(node: string, agentIds: ReadonlySet<string>, now: number): void {
    this.#local.set(node, new Set(agentIds))
    for (const [agentId, known] of this.#agents) {
      if (known.home === null) this.#place(known, this.#listedAt(agentId), now)
      else if (known.proof === 'listed' && this.#listedAt(agentId) !== known.home) known.home = null
    }
  }

  /** The gateway tells that the agent is at this node. */
  place(agentId: string, node: string, now: number): void {
    this.#place(this.#known(agentId, now), node, now)
  }

  /** Discards what is known about an agent, who may be at another node now. */
  forget(agentId: string): void {
    for (const agents of this.#local.values()) agents.delete(agentId)
    const known = this.#agents.get(agentId)
    if (known === undefined) return
    known.home = null
    known.isHolding = known.isStranded = false
    known.sights.clear()
    known.refusals.clear()
    known.epoch += 1
  }

  /** The list of agents: who signs out, and whoever signs in, may be at another node than before. */
  takeDirectory(entries: readonly RosterEntry[]): void {
    for (const { agentId, state } of entries) {
      const known = this.#agents.get(agentId)
      if (known === undefined || state === 'unknown') continue
      if (isResting(state)) known.isStranded = false
      const isSignedOut = state === 'signed-out'
      if (known.isSignedOut === isSignedOut) continue
      if (known.isSignedOut !== undefined || isSignedOut) this.forget(agentId)
      known.isSignedOut = isSignedOut
    }
  }

  /** The agents asked for of whom no node is known to see them. */
  get homeless(): string[] {
    return [...this.#agents].flatMap(([agentId, { home }]) => (home === null ? [agentId] : []))
  }

  /** The agents asked for who are at work, and whom no node sees. */
  get elsewhere(): string[] {
    if (!this.#isComplete || this.nodes.length === 0) return []
    return [...this.#agents].flatMap(([agentId, { sights, isSignedOut }]) => {
      const all = this.nodes.map((node) => sights.get(node)?.sight)
      const isOut = all.every((sight) => sight === 'signed-out') && isSignedOut !== false
      return all.every(isAway) && !isOut && !isSignedOut ? [agentId] : []
    })
  }

  /** How many of the agents asked for this node sees. */
  visibleAt(node: string): number {
    return [...this.#agents.values()].filter(({ home }) => home === node).length
  }

  /** Whether several nodes could be the one that sees the agent. */
  isAmbiguous(agentId: string, now: number): boolean {
    const known = this.#known(agentId, now)
    return (
      known.home === null && this.nodes.filter((node) => !this.#isAway(known, node, now)).length > 1
    )
  }

  #known(agentId: string, now: number): Known {
    const existing = this.#agents.get(agentId)
    if (existing !== undefined) return existing
    const known: Known = {
      home: null,
      proof: 'others',
      isHolding: false,
      isStranded: false,
      checkedAt: now,
      sights: new Map(),
      refusals: new Map(),
      epoch: 0,
      isSignedOut: undefined,
    }
    this.#place(known, this.#listedAt(agentId), now)
    this.#agents.set(agentId, known)
    return known
  }

  #learn(known: Known, node: string, sight: Sight, now: number): void {
    const before = known.sights.get(node)?.sight
    known.sights.set(node, { sight, at: now })
    if (sight !== 'refused') known.refusals.delete(node)
    if (sight === 'holding' || sight === 'none') {
      this.#answers.set(node, (this.#answers.get(node) ?? 0) + 1)
    }
    if (sight === 'holding') {
      known.home = node
      known.proof = 'holding'
      known.isHolding = true
      known.isStranded = false
      known.checkedAt = now
    } else if (isAway(sight) && known.home === node) {
      // It has moved: what the other nodes have said before is out of date.
      known.home = null
      known.sights = new Map([[node, { sight, at: now }]])
    } else if (sight === 'none' && node === known.home) {
      known.isHolding = false
    } else if (sight === 'none' && isAway(before) && known.proof === 'others') {
      known.home = null
    }
  }

  /** Whether the agent is certainly not at a node that cannot be asked. */
  #isInReach(known: Known | undefined): boolean {
    return this.#isComplete && (!known?.isStranded || this.uncovered.length === 0)
  }

  /** Counts a refusal, and tells whether the series is about the agent rather than about the node. */
  #isAboutAgent(known: Known, node: string, now: number): boolean {
    const answers = this.#answers.get(node) ?? 0
    const before = known.refusals.get(node) ?? { count: 0, since: now, answersBefore: answers }
    const refusals = { ...before, count: before.count + 1 }
    known.refusals.set(node, refusals)
    return (
      refusals.count >= refusalsNeeded &&
      now - refusals.since >= refusedForMs &&
      answers > refusals.answersBefore
    )
  }

  /** The last node that may see the agent, if all others have said that they do not. */
  #eliminate(known: Known, now: number): void {
    const [node, ...more] = this.nodes.filter((each) => !this.#isAway(known, each, now))
    if (node === undefined || more.length > 0) return
    if (known.sights.get(node)?.sight !== 'none') return
    known.home = node
    known.isHolding = false
    known.proof = 'others'
    known.checkedAt = now
  }

  #place(known: Known, node: string | null, now: number): void {
    if (node === null || !this.#sessions.has(node)) return
    known.home = node
    known.isHolding = false
    known.isStranded = false
    known.proof = 'listed'
    known.checkedAt = now
  }

  /** The only node whose list contains the agent. */
  #listedAt(agentId: string): string | null {
    const [node, ...more] = [...this.#local].filter(([, agents]) => agents.has(agentId))
    return node !== undefined && more.length === 0 ? node[0] : null
  }

  #isAway({ sights }: Known, node: string, now: number): boolean {
    const last = sights.get(node)
    return last !== undefined && isAway(last.sight) && now - last.at < awayMs
  }

  /** A node whose refusal of this query may be an internal error. */
  #unconfirmedRefusal(agentId: string, answers: Sights): string | undefined {
    const sights = this.#agents.get(agentId)?.sights
    return [...answers.keys()].find(
      (node) => answers.get(node) === 'refused' && sights?.get(node)?.sight === 'refused',
    )
  }
}

/** Its agents may be at another node from now on, whatever that has said about them. */
function forgetNodes(known: Known, lost: readonly string[]): void {
  if (known.home !== null && !lost.includes(known.home)) {
    for (const node of lost) known.sights.delete(node)
    return
  }
  known.isStranded ||= known.isHolding
  known.home = null
  known.isHolding = false
  known.sights.clear()
  known.refusals.clear()
}

function oldest<T>(values: readonly T[], ageOf: (value: T) => number): T | null {
  const [first, ...rest] = values
  if (first === undefined) return null
  return rest.reduce((least, value) => (ageOf(value) < ageOf(least) ? value : least), first)
}
