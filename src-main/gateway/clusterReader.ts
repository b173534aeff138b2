import type {
  AppError,
  BlindSpot,
  SignedIn,
  UnknownReason,
} from '../../src-shared/contract/index.ts'
import { Listeners } from '../base/listeners.ts'
import type { Observation } from '../monitor/observation.ts'
import type { AgentDirectoryAnswer, ReaderState, Signals } from '../monitor/reader.ts'
import type { NoteAnswer, ReceivedNote } from '../notes/noteSession.ts'
import { ClusterAccount } from './clusterAccount.ts'
import { ClusterRoutes } from './clusterRoutes.ts'
import { errorOf, type InspectorReader, type InspectorSignIn } from './inspectorReader.ts'
import { NodeMap } from './nodeMap.ts'
import type { ReaderOptions } from './reader.ts'
import { ruleOf } from './resultCodes.ts'
import { type Sight, sightOf } from './sight.ts'

type Result<T> = { ok: true; data: T } | { ok: false; error: AppError }

/** One inspector account of a cluster. */
export interface AccountView {
  agentId: string
  state: ReaderState
  /** The node that it is signed in at; null where it is not, or where the gateway does not tell. */
  node: string | null
  /** How many of the agents asked for this node is known to see. */
  visibleAgents: number
  /** Null where the gateway does not say, or was not asked yet. */
  hasInspectorRight: boolean | null
}

/** What is known of a cluster. */
export interface Coverage {
  /** The nodes that a session has been signed in at. */
  nodes: readonly string[]
  /** Of these, the ones that no session is signed in at now. */
  uncovered: readonly string[]
  /** The agents asked for who are at work, and whom no session sees. */
  elsewhere: readonly string[]
}

/** Several inspector accounts at one gateway, each at a node of its own, as one reader. */
export interface ClusterReader extends InspectorReader {
  /**
   * Signs a further account in. Where it lands on a node that is covered already, it is signed out and in again, a few
   * times; if that does not help, it stays, with `isNodeCovered: true`.
   */
  addAccount(input: InspectorSignIn): Promise<Result<SignedIn & { isNodeCovered: boolean }>>
  /** The same in the background, and retried where that is safe; watch `accounts`. */
  startAccount(input: InspectorSignIn & { hasStaleSession?: boolean }): void
  removeAccount(agentId: string): Promise<void>
  readonly accounts: readonly AccountView[]
  readonly coverage: Coverage
  /** Called when `accounts` or `coverage` have changed, a few times a second at most. */
  onCoverage(listener: () => void): () => void
}

/** How often an account is signed in again to reach a node that is not covered, and the pause before, ms. */
const mostTries = 5
const pauseMs = 500
/** The same for an account without a node of its own, while some are not covered; each time after so many ms. */
const mostLaterTries = 2
const laterMs = 600_000
/** Changes of the coverage within this many ms are reported together. */
const gatherMs = 200
/** A query starts over if the nodes change meanwhile, but not for ever. */
const mostRounds = 3

/**
 * Reads a whole cluster: the agents of each node over a session at that node (gateway protocol §4.2). With one account
 * it is that account's reader and sends the same requests.
 */
export function createClusterReader(options: ReaderOptions): ClusterReader {
  return new Cluster(options)
}

class Cluster implements ClusterReader {
  readonly way = 'inspector'
  readonly #options: ReaderOptions
  readonly #states: Listeners<ReaderState>
  readonly #hints: Listeners<string>
  readonly #notes: Listeners<ReceivedNote>
  readonly #coverages: Listeners<null>
  readonly #map = new NodeMap()
  readonly #routes: ClusterRoutes
  /** Never empty: without any account there is one that is not signed in. */
  #accounts: ClusterAccount[]
  /** Accounts that are not part of the cluster yet. */
  readonly #joining = new Set<ClusterAccount>()
  /** The account that returned the last list of agents. */
  #directoryAccount: ClusterAccount | null = null
  /** Accounts that are no part of the cluster any more, and that the gateway did not sign out. */
  readonly #left = new Set<string>()
  #signIns = 0
  #reported = ''
  #cancelReport: (() => void) | null = null
  #cancelLaterTry: (() => void) | null = null

  constructor(options: ReaderOptions) {
    const { log } = options
    this.#options = options
    this.#states = new Listeners(log)
    this.#hints = new Listeners(log)
    this.#notes = new Listeners(log)
    this.#coverages = new Listeners(log)
    this.#routes = new ClusterRoutes(this.#map, options.time)
    this.#accounts = [this.#newAccount('')]
  }

  get state(): ReaderState {
    const states = this.#accounts.map(({ reader }) => reader.state)
    return states.reduce((best, state) => (rankOf(state) < rankOf(best) ? state : best))
  }

  onState(listener: () => void): () => void {
    return this.#states.add(listener)
  }

  onHint(listener: (agentId: string) => void): () => void {
    return this.#hints.add(listener)
  }

  onNote(listener: (note: ReceivedNote) => void): () => void {
    return this.#notes.add(listener)
  }

  onCoverage(listener: () => void): () => void {
    return this.#coverages.add(listener)
  }

  retry(): void {
    for (const { reader } of this.#accounts) reader.retry()
  }

  wake(): void {
    for (const { reader } of this.#accounts) reader.wake()
  }

  async signIn(input: InspectorSignIn): Promise<Result<SignedIn>> {
    const { account, others } = this.#keepFirst(input.agentId)
    if (others.length > 0) await Promise.all(others)
    const answer = await account.reader.signIn(input)
    if (answer.ok) account.hasRight = answer.data.inspector
    this.#follow()
    return answer
  }

  start(input: InspectorSignIn & { hasStaleSession?: boolean }): void {
    this.#keepFirst(input.agentId).account.reader.start(input)
  }

  async addAccount(input: InspectorSignIn) {
    await this.removeAccount(input.agentId)
    const account = this.#newAccount(input.agentId)
    this.#joining.add(account)
    try {
      const answer = await account.reader.signIn(input)
      if (!answer.ok) {
        await this.#leave(account)
        return answer
      }
      account.hasRight = answer.data.inspector
      // An account without the right would cover nothing.
      if (account.hasRight !== false) await this.#spread(account, mostTries)
      if (!account.isLive) {
        const error = errorOfState(account.reader.state)
        await this.#leave(account)
        return { ok: false as const, error }
      }
      this.#join(account)
      const data = { ...answer.data, isNodeCovered: this.#isCovered(account) }
      return { ok: true as const, data }
    } finally {
      this.#joining.delete(account)
    }
  }

  startAccount(input: InspectorSignIn & { hasStaleSession?: boolean }): void {
    const removed = this.removeAccount(input.agentId)
    const account = this.#newAccount(input.agentId)
    this.#join(account)
    void removed.then(() => {
      if (this.#accounts.includes(account)) account.reader.start(input)
    })
  }

  async removeAccount(agentId: string): Promise<void> {
    const isMeant = (account: ClusterAccount) => account.agentId === agentId
    const removed = [...this.#accounts, ...this.#joining].filter(isMeant)
    if (removed.length === 0) return
    const others = this.#accounts.filter((account) => !isMeant(account))
    this.#accounts = others.length > 0 ? others : [this.#newAccount('')]
    this.#follow()
    this.#states.tell(this.state)
    await Promise.all(removed.map((account) => this.#leave(account)))
  }

  async observe(agentId: string, signals?: Signals): Promise<Observation> {
    const [first, ...others] = this.#accounts
    if (first === undefined) return unknown('signed-out')
    if (others.length === 0) {
      const { signedInAs } = first
      const observation = await first.reader.observe(agentId, signals)
      this.#learn(agentId, first, observation, signedInAs)
      return observation
    }
    if (this.#accounts.some((account) => account.agentId === agentId)) return aboutOurselves
    for (let round = 0; round < mostRounds; round++) {
      const observation = await this.#ask(agentId, signals)
      if (observation !== null) return observation
    }
    return unknown('not-checked')
  }

  async agentDirectory(signals?: Pick<Signals, 'callOff'>): Promise<AgentDirectoryAnswer> {
    const live = this.#accounts.filter(({ isLive }) => isLive)
    const last = live.filter((account) => account === this.#directoryAccount)
    let answer: AgentDirectoryAnswer = { ok: false, reason: reasonOf(this.state) }
    for (const account of new Set([...last, ...live])) {
      answer = (await account.reader.agentDirectory(signals)) ?? answer
      if (!answer.ok) continue
      this.#directoryAccount = account
      this.#map.takeDirectory(answer.agents)
      this.#reportSoon()
      const own = new Set(this.#accounts.map(({ agentId }) => agentId))
      return { ok: true, agents: answer.agents.filter(({ agentId }) => !own.has(agentId)) }
    }
    return answer
  }

  get ownId(): string | null {
    return this.signedIn[0] ?? null
  }

  sendNote(agentId: string, text: string): Promise<NoteAnswer> {
    return this.#accountFor(agentId).reader.sendNote(agentId, text)
  }

  phoneOf(agentId: string): Promise<string> {
    return this.#accountFor(agentId).reader.phoneOf(agentId)
  }

  get blindSpots(): readonly BlindSpot[] {
    const account = this.#accounts.find((each) => each === this.#directoryAccount)
    return (account ?? this.#accounts[0])?.reader.blindSpots ?? []
  }

  get signedIn(): string[] {
    return this.#accounts.flatMap(({ reader }) => reader.signedIn)
  }

  get acceptedAt(): number {
    return Math.max(...this.#accounts.map(({ reader }) => reader.acceptedAt))
  }

  get accounts(): AccountView[] {
    return this.#accounts
      .filter(({ agentId }) => agentId !== '')
      .map(({ agentId, reader, node, hasRight }) => ({
        agentId,
        state: reader.state,
        node: reader.node,
        visibleAgents: node === null ? 0 : this.#map.visibleAt(node),
        hasInspectorRight: hasRight,
      }))
  }

  get coverage(): Coverage {
    const { everyNode: nodes, uncovered, elsewhere } = this.#map
    return { nodes, uncovered, elsewhere }
  }

  async close(): Promise<string[]> {
    const all = [...this.#accounts, ...this.#joining]
    const left = await Promise.all(all.map((account) => account.close()))
    this.#cancelReport?.()
    this.#cancelLaterTry?.()
    this.#cancelReport = this.#cancelLaterTry = null
    return [...new Set([...this.#left, ...left.flat()])]
  }

  #newAccount(agentId: string): ClusterAccount {
    const account = new ClusterAccount(agentId, this.#options)
    const { reader } = account
    reader.onState(() => this.#followState(account))
    reader.onHint((agentId) => {
      // It has signed in or out: perhaps at another node than before.
      this.#map.forget(agentId)
      this.#hints.tell(agentId)
    })
    reader.onNote((note) => this.#notes.tell(note))
    return account
  }

  /** The first account remains and becomes this one; the others are signed out. */
  #keepFirst(agentId: string): { account: ClusterAccount; others: Promise<unknown>[] } {
    const [first, ...rest] = this.#accounts
    const account = first ?? this.#newAccount(agentId)
    account.assign(agentId)
    this.#accounts = [account]
    return { account, others: rest.map((each) => this.#leave(each)) }
  }

  async #leave(account: ClusterAccount): Promise<void> {
    for (const agentId of await account.close()) this.#left.add(agentId)
  }

  #join(account: ClusterAccount): void {
    this.#accounts = [...this.#accounts.filter(({ agentId }) => agentId !== ''), account]
    if (this.#accounts.length > 1) this.#map.doubt()
    this.#follow()
    this.#states.tell(this.state)
  }

  #followState(account: ClusterAccount): void {
    const { isLive } = account
    const hasJustSignedIn = isLive && account.signedInAs === null
    if (!isLive) account.signedInAs = null
    else if (hasJustSignedIn) {
      account.signedInAs = this.#signIns += 1
      this.#left.delete(account.agentId)
    }
    if (!this.#accounts.includes(account)) return
    this.#follow()
    if (hasJustSignedIn && this.#isCovered(account) && !account.isSpare)
      void this.#spread(account, mostTries)
    this.#states.tell(this.state)
  }

  /** Call when an account or its session has changed. */
  #follow(): void {
    const isAlone = !this.#accounts.some(({ isLive, isSpare }) => isLive && !isSpare)
    for (const account of this.#accounts) {
      if (isAlone || (account.isLive && !this.#isCovered(account))) account.isSpare = false
      if (account.isLive && account.reader.node !== null) this.#map.addNode(account.reader.node)
    }
    const covering = this.#covering
    const sessions = new Map<string, number>()
    for (const { node, signedInAs } of covering) sessions.set(node ?? '', signedInAs ?? 0)
    const isNew = this.#map.setNodes(sessions, covering.length === this.#members.length)
    this.#reportSoon()
    if (!isNew || this.#accounts.length === 1) return
    void this.#routes.explore(covering).then(() => this.#follow())
    // Agents of a node that was lost may be at another one, and a new one may see those whom no other sees.
    for (const agentId of this.#map.homeless) this.#hints.tell(agentId)
  }

  /** The accounts that a query may need: a spare one, or one without the right, would show nothing more. */
  get #members(): ClusterAccount[] {
    return this.#accounts.filter(({ isSpare, hasRight }) => !isSpare && hasRight !== false)
  }

  /** Of these, the ones that are asked: one at each node. */
  get #covering(): ClusterAccount[] {
    return this.#members.filter((account) => account.isLive && !this.#isCovered(account))
  }

  /** Whether another account was at this one's node before it. */
  #isCovered(account: ClusterAccount): boolean {
    return this.#accounts.some(
      (other) =>
        other !== account &&
        other.isLive &&
        other.hasRight !== false &&
        other.node === account.node &&
        (other.signedInAs ?? 0) < (account.signedInAs ?? 0),
    )
  }

  /** Signs an account in again until it is at a node that no other account covers, a few times. */
  async #spread(account: ClusterAccount, tries: number): Promise<void> {
    if (account.isSpreading) return
    account.isSpreading = true
    for (let left = tries; left > 0 && account.isLive && this.#isCovered(account); left--) {
      await account.wait(pauseMs)
      await account.reader.signInAgain()
    }
    account.isSpreading = false
    // Where the last attempt failed it retries by itself, and spreads when it has signed in.
    if (account.isLive) account.isSpare = this.#isCovered(account)
    if (this.#accounts.includes(account)) this.#follow()
  }

  /** One query about an agent; null where it must start over, since the nodes have changed meanwhile. */
  async #ask(agentId: string, signals?: Signals): Promise<Observation | null> {
    const { time } = this.#options
    this.#noticeNodes()
    const epoch = this.#map.epochOf(agentId)
    const observations = new Map<string, Observation>()
    const sights = new Map<string, Sight>()
    for (;;) {
      const node = this.#map.nextNode(agentId, sights, time.now())
      if (node === null) break
      const account = this.#covering.find((each) => each.node === node)
      // Its session has just ended, or moved.
      if (account === undefined) return null
      const { signedInAs } = account
      // Of an agent at work, "not signed in" says that it is not at this node: our session must not be the one meant.
      const checksAnew = !this.#map.isSignedOut(agentId)
      const observation = await account.reader.observe(agentId, signals, checksAnew)
      observations.set(node, observation)
      sights.set(node, this.#learn(agentId, account, observation, signedInAs))
      if (signals?.signal?.aborted || signals?.callOff?.aborted) return unknown('timeout')
      this.#noticeNodes()
      if (this.#map.epochOf(agentId) !== epoch) return null
    }
    const verdict = this.#map.judge(agentId, sights)
    this.#lookUp(agentId)
    switch (verdict.kind) {
      case 'answer':
        return observations.get(verdict.node) ?? unknown('not-checked')
      case 'not-visible':
        return { ...lastRefusal(observations), reason: 'not-visible' }
      case 'incomplete':
        return unknown(this.#missingReason)
    }
  }

  /** A GUID that was renewed may name another node. */
  #noticeNodes(): void {
    const { nodes } = this.#map
    if (this.#covering.some(({ node }) => node !== null && !nodes.includes(node))) this.#follow()
  }

  /** @param signedInAs the sign-in that the answer came from */
  #learn(
    agentId: string,
    account: ClusterAccount,
    observation: Observation,
    signedInAs: number | null,
  ): Sight {
    const { node, hasRight } = account
    // The session has ended meanwhile: its answer may be about itself.
    if (node === null || signedInAs !== account.signedInAs) return 'silent'
    const isInspector = hasRight === true || this.#map.hasAnswered(node)
    const sight = sightOf(observation, isInspector)
    this.#map.take(agentId, node, sight, this.#options.time.now())
    this.#reportSoon()
    return sight
  }

  /** Asks where the agent is, once, where several nodes say that nothing is held and the gateway can tell. */
  #lookUp(agentId: string): void {
    if (!this.#map.isAmbiguous(agentId, this.#options.time.now())) return
    void this.#routes.lookUp(agentId, this.#covering).then(() => this.#reportSoon())
  }

  /** Why an agent is unknown who may be at a node that cannot be asked. */
  get #missingReason(): UnknownReason {
    const missing = this.#members.find((each) => !this.#covering.includes(each))
    if (missing !== undefined) return reasonOf(missing.reader.state)
    return this.#members.length === 0 ? 'no-right' : 'not-visible'
  }

  /** The account whose session sees the agent, otherwise the first that is signed in. */
  #accountFor(agentId: string): ClusterAccount {
    const home = this.#map.homeOf(agentId)
    const live = this.#accounts.filter(({ isLive }) => isLive)
    const account =
      live.find((each) => each.agentId === agentId) ??
      live.find(({ node }) => home !== null && node === home) ??
      live[0] ??
      this.#accounts[0]
    if (account === undefined) throw new Error('A cluster always has an account')
    return account
  }

  #reportSoon(): void {
    this.#cancelReport ??= this.#options.time.schedule(gatherMs, () => {
      this.#cancelReport = null
      const { coverage, accounts } = this
      this.#tryLater(coverage)
      const report = JSON.stringify({ coverage, accounts })
      if (report === this.#reported) return
      this.#reported = report
      this.#coverages.tell(null)
    })
  }

  /** An account without a node of its own is tried again later, as long as it might find one. */
  #tryLater({ uncovered, elsewhere }: Coverage): void {
    const isNeeded = uncovered.length > 0 || elsewhere.length > 0
    const spare = this.#accounts.find(({ isSpare, isLive }) => isSpare && isLive)
    if (!isNeeded || spare === undefined) return
    this.#cancelLaterTry ??= this.#options.time.schedule(laterMs, () => {
      this.#cancelLaterTry = null
      if (this.#accounts.includes(spare)) void this.#spread(spare, mostLaterTries)
    })
  }
}

const unknown = (reason: UnknownReason): Observation => ({ kind: 'unknown', reason })

/** As the gateway answers an inspector who asks about himself (gateway protocol §6). */
const aboutOurselves: Observation = { kind: 'unknown', reason: 'no-right', retcode: '000-005' }

const reasonOf = (state: ReaderState): UnknownReason =>
  ('reason' in state && state.reason) || 'signed-out'

/** The better a state, the lower: the whole is signed in while any session is. */
function rankOf(state: ReaderState): number {
  if (state.kind === 'signed-in') return state.atRisk === undefined ? 0 : 1
  return { 'signing-in': 2, interrupted: 3, stopped: 4, 'signed-out': 5 }[state.kind]
}

function lastRefusal(observations: ReadonlyMap<string, Observation>) {
  const last = [...observations.values()].findLast(({ kind }) => kind === 'unknown')
  return last?.kind === 'unknown' ? last : { kind: 'unknown' as const }
}

/** Why an account is not signed in, as the error of its sign-in. */
function errorOfState(state: ReaderState): AppError {
  const reason = reasonOf(state)
  const retcode = 'retcode' in state ? state.retcode : undefined
  return errorOf(retcode === undefined ? { reason } : { reason, retcode, rule: ruleOf(retcode) })
}
