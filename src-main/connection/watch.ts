import type {
  BoardPatch,
  BoardSnapshot,
  Notice,
  Roster,
  SignedIn,
  SourceView,
  Way,
} from '../../src-shared/contract/index.ts'
import { isInDoubt, startDoubtMs } from '../../src-shared/doubt.ts'
import { RequestError } from '../base/requestError.ts'
import type { WatchFigures } from '../diagnostics/diagnostics.ts'
import { turnMs } from '../gateway/agentReader.ts'
import type { CmsAccount } from '../cms/reader.ts'
import type { SignatureForm } from '../cms/signature.ts'
import type { Observation, SeenCall } from '../monitor/observation.ts'
import type { ReaderState } from '../monitor/reader.ts'
import type { Load } from '../monitor/scheduler.ts'
import type { Limits } from '../gateway/loadControl.ts'
import type { RunningSession } from '../diagnostics/session.ts'
import type { BoardDecision } from '../monitor/board.ts'
import type { BoardRules } from '../monitor/deriveAgent.ts'
import type { EndedHold, Hold, SavedHolds, StartedHold } from '../monitor/ledger.ts'
import { type Draft, Monitor, type WatchedName } from '../monitor/monitor.ts'
import type { NoteSession } from '../notes/noteSession.ts'
import type { KnownCredential } from '../settings/secrets.ts'
import type { JsonFile } from '../settings/jsonFile.ts'
import { type Connection, type ConnectionOptions, type Gateway } from './connection.ts'
import { mergedAgentLists } from './agentLists.ts'
import { Connector } from './connector.ts'
import { accountProblem, checkVisibility } from './visibility.ts'
import { OwnSessions } from './ownSessions.ts'
import type { SessionMark } from './sessionMark.ts'

/** Stores holds beyond this run; receives nothing about a simulated gateway. */
export interface HoldRecorder {
  /** The holds that were open when these sources were last watched. */
  restore(origins: readonly string[]): SavedHolds
  /** Exactly these are open: the end of any other was not observed. */
  keepOnly(holds: readonly Hold[]): void
  /** Exactly these agents are watched. */
  setAgents(agents: readonly WatchedName[]): void
  recordChanges(began: readonly Hold[], ended: readonly EndedHold[]): void
  /** All open holds; called periodically and when the watch ends. */
  recordOpen(holds: readonly Hold[], agents: readonly WatchedName[]): void
}

export interface WatchOptions extends ConnectionOptions {
  recorder: HoldRecorder
  mark: JsonFile<SessionMark>
  random: () => number
  /** The current limits and privacy mode. */
  rules: () => BoardRules
  /** Makes the decisions about the board before any listener is notified. */
  decide: (draft: Draft) => BoardDecision
  /** The current request limits of a gateway. */
  limits: () => Limits
  /** What the supervisor has set for a source. */
  sourceSettings: (origin: string) => { name: string; isPaused: boolean }
  /** A source was added or removed, or its state has changed. */
  onSources: () => void
  /** The board changed; null once there is none any more. */
  onBoard: (patch: BoardPatch | null) => void
  /** A connection is made: later reports are no longer about the previous one. */
  onConnect: () => void
  /** Holds were observed for the first time, also of a simulated gateway. */
  onHoldsStarted: (began: readonly StartedHold[]) => void
  onNotice: (code: Notice['code'], params: Notice['params']) => void
}

export interface InspectorAccount {
  agentId: string
  password: string
  phone: string
  withoutLicence: boolean
}

/** A CC-CMS whose key was accepted before. */
export interface KnownCms {
  account: CmsAccount
  /** The form of the signature that it accepts. */
  form: SignatureForm
}

/** How often the open holds are reported to the recorder, so that little is lost if the app is killed, ms. */
const recordEveryMs = 5_000
/** The state of one source. */
export interface SourceStatus extends Pick<SourceView, 'origin' | 'way' | 'watch' | 'agents'> {
  /** Null while nothing is watched. */
  load: Load | null
  accounts: readonly {
    agentId: string
    state: ReaderState
    node: string | null
    visibleAgents: number
  }[]
  nodes: readonly string[]
  elsewhere: readonly string[]
  /** What else support may need to know of it, by name. */
  details: Readonly<Record<string, string>>
}

/** The supervisor paused the watch, or the machine sleeps. */
export type PauseReason = 'supervisor' | 'sleep'

/**
 * The watch and its connections: the first one, those that were added to it and, while the supervisor sets up another
 * first one, that in addition. The old watch continues until the new one starts.
 */
export class Watch {
  readonly #options: WatchOptions
  readonly #ownSessions: OwnSessions
  readonly #connector: Connector
  /** The first source of the board, or of the board to come. */
  #connection: Connection | null = null
  /** The sources that were added to it, by origin. */
  readonly #further = new Map<string, Connection>()
  #monitor: Monitor | null = null
  /** The connection being set up besides the watch. */
  #next: Connection | null = null
  #cancelRecording = () => {}
  readonly #pauses = new Set<PauseReason>()
  #turn: Promise<unknown> = Promise.resolve()
  #turns = 0
  #abandonSignIn = () => {}

  constructor(options: WatchOptions) {
    this.#options = options
    this.#ownSessions = new OwnSessions(options)
    this.#connector = new Connector({
      ...options,
      hasStaleSession: (origin, agentId) => this.hasOwnStaleSession(origin, agentId),
      gatewayCallsOf: (agentId) => this.#gatewayCallsOf(agentId),
    })
  }

  get isWatching(): boolean {
    return this.#monitor !== null
  }

  /** Names that the gateway has provided in the meantime. */
  get agents(): WatchedName[] {
    return this.#monitor?.agents ?? []
  }

  /** The account that signed in last, with the inspector's way. */
  get inspectorId(): string | null {
    return this.#newest?.inspectorId ?? null
  }

  /** The account used for the board. */
  get watchAccountId(): string | null {
    return this.#connection?.inspectorId ?? null
  }

  /** Agents that the app itself has signed in and will sign out when it ends; none with the inspector's way. */
  get agentsSignedIn(): readonly string[] {
    const { agentReader, gateway } = this.#connection ?? {}
    return gateway?.simulated ? [] : (agentReader?.signedIn ?? [])
  }

  /** How long it takes until the last of them has its turn to be signed out, ms. */
  get signOutTurnsMs(): number {
    return turnMs(this.agentsSignedIn.length, this.#connection?.gate.perSecond)
  }

  /** The gateway of the last connection; null where there is none. */
  get origin(): string | null {
    return this.#newest?.gateway.origin ?? null
  }

  /** Whether the watched gateway runs inside the app. */
  get isSimulated(): boolean {
    return this.#connection?.gateway.simulated ?? false
  }

  get way(): Way | null {
    return this.#newest?.way ?? null
  }

  /** Whether another connection is set up while this one is watched. */
  get hasNext(): boolean {
    return this.#next !== null
  }

  /** Signs the inspector in. The watch continues meanwhile; if it uses the same session, it is signed out first. */
  signInInspector(gateway: Gateway, account: InspectorAccount, force: boolean): Promise<SignedIn> {
    return this.#runExclusively(async (isAbandoned) => {
      await this.#makeRoom(gateway, account.agentId)
      if (isAbandoned()) throw new RequestError({ code: 'not-signed-in' })
      const connection = this.#connector.inspector(gateway, account.agentId)
      this.#add(connection)
      try {
        const signedIn = await this.#signIn(connection, account, force)
        this.#followSessions(connection)
        return signedIn
      } catch (error) {
        await (connection === this.#next ? this.#closeNext() : this.#closeCurrent())
        throw error
      }
    })
  }

  /** The same at a gateway that is watched in addition to the first source. */
  addGateway(gateway: Gateway, account: InspectorAccount, force: boolean): Promise<SignedIn> {
    return this.#runExclusively(async () => {
      const connection = this.#connector.inspector(gateway, account.agentId)
      try {
        const signedIn = await this.#signIn(connection, account, force)
        this.#join(connection)
        return signedIn
      } catch (error) {
        await connection.reader.close()
        await connection.close()
        throw error
      }
    })
  }

  /** Whether there is a connection to this source. */
  hasSource(origin: string): boolean {
    return this.#origins.includes(origin)
  }

  /**
   * Signs a further inspector in at a gateway, for the agents on another node of its cluster; or one of its accounts
   * again.
   */
  addAccount(origin: string, account: InspectorAccount, force: boolean): Promise<void> {
    return this.#runExclusively(async () => {
      const { cluster } = this.#connectionTo(origin)
      if (cluster === null) throw new RequestError({ code: 'not-signed-in' })
      const { agentId } = account
      const outcome = await cluster.addAccount({ ...account, force })
      const { node = null } = cluster.accounts.find((one) => one.agentId === agentId) ?? {}
      const error = outcome.ok ? accountProblem(outcome.data, node) : outcome.error
      if (error !== null) {
        await cluster.removeAccount(agentId)
        throw new RequestError(error)
      }
      this.#options.onSources()
    })
  }

  /** Signs a further inspector out. */
  removeAccount(origin: string, agentId: string): Promise<void> {
    return this.#runExclusively(async () => {
      await this.#connectionTo(origin).cluster?.removeAccount(agentId)
      this.#options.onSources()
    })
  }

  /** Reads from a CC-CMS; resolves to the form of the signature that it accepts. */
  useCms(gateway: Gateway, account: CmsAccount): Promise<SignatureForm> {
    return this.#runExclusively(async () => {
      await this.#makeRoom(gateway, null)
      const connection = this.#connector.cms(gateway, account)
      this.#add(connection)
      const outcome = await connection.reader.signIn()
      if (outcome.ok) return outcome.data.form
      await (connection === this.#next ? this.#closeNext() : this.#closeCurrent())
      throw new RequestError(outcome.error)
    })
  }

  /** The same in addition to the first source, or in place of an earlier connection to it. */
  addCms(gateway: Gateway, account: CmsAccount): Promise<SignatureForm> {
    return this.#runExclusively(async () => {
      const connection = this.#connector.cms(gateway, account)
      const outcome = await connection.reader.signIn()
      if (outcome.ok) {
        await this.#removeSource(gateway.origin)
        this.#join(connection)
        return outcome.data.form
      }
      await connection.reader.close()
      await connection.close()
      throw new RequestError(outcome.error)
    })
  }

  /** Reads from the CC-CMS of the last run. */
  resumeCms(gateway: Gateway, { account, form }: KnownCms): Promise<void> {
    return this.#runExclusively(async () => {
      await this.#closeAll()
      const connection = this.#connector.cms(gateway, account)
      this.#add(connection)
      connection.reader.start(form)
    })
  }

  /** Adds a gateway of the last run; it signs in in the background. */
  resumeGateway(gateway: Gateway, account: InspectorAccount): void {
    const connection = this.#connector.inspector(gateway, account.agentId)
    this.#join(connection)
    this.#startInBackground(connection, account)
  }

  /** Adds a further inspector of the last run. */
  resumeAccount(origin: string, account: InspectorAccount): void {
    const { agentId } = account
    this.#connectionTo(origin).cluster?.startAccount({
      ...account,
      force: false,
      hasStaleSession: this.hasOwnStaleSession(origin, agentId),
    })
  }

  /** Adds a CC-CMS of the last run. */
  resumeFurtherCms(gateway: Gateway, { account, form }: KnownCms): void {
    const connection = this.#connector.cms(gateway, account)
    this.#join(connection)
    connection.reader.start(form)
  }

  /** Ends a source that was added to the first one, and signs out there. Nobody observes how its holds end. */
  removeSource(origin: string): Promise<void> {
    return this.#runExclusively(() => this.#removeSource(origin))
  }

  /** Suspends one source, or resumes it. */
  setSourcePaused(origin: string, isPaused: boolean): void {
    this.#monitor?.setSourcePaused(origin, isPaused)
    this.#options.onSources()
  }

  /** Whether "already signed in" could only mean a stale session of this app. */
  hasOwnStaleSession(origin: string, agentId: string): boolean {
    return this.#ownSessions.includes(origin, agentId)
  }

  /**
   * Signs in with the last account, in the background: an unavailable gateway is retried. A stale session of this app
   * is taken over; if that would require a missing phone number, or a license that is not wanted (gateway protocol
   * §2.1, §2.2), the app waits until the session expires.
   */
  resumeInspector(gateway: Gateway, account: InspectorAccount): Promise<void> {
    return this.#runExclusively(async () => {
      await this.#closeAll()
      const connection = this.#connector.inspector(gateway, account.agentId)
      this.#add(connection)
      this.#startInBackground(connection, account)
    })
  }

  /** Reads each agent over a session of its own; the credentials are part of the agents. */
  useAgentSessions(gateway: Gateway): Promise<void> {
    return this.#runExclusively(async () => {
      await this.#makeRoom(gateway, null)
      const connection = this.#connector.agents(gateway)
      this.#add(connection)
      this.#followSessions(connection)
    })
  }

  /** Replaces the watched connection with the one that was set up; the old one is signed out first. */
  switchToNext(): Promise<void> {
    return this.#runExclusively(async () => {
      const next = this.#next
      if (next === null) return
      this.#next = null
      await this.#closeCurrent()
      await this.#removeSource(next.gateway.origin)
      this.#connection = next
      this.#followSessions(next)
    })
  }

  /** Discards the connection being set up, and signs it out. */
  discardNext(): Promise<void> {
    return this.#runExclusively(() => this.#closeNext())
  }

  /** Ends the watch, signs out all sessions of the app, and closes every connection. */
  disconnect(): Promise<void> {
    return this.#runExclusively(() => this.#closeAll())
  }

  /** Watches exactly these agents from now on. */
  watch(
    agents: readonly WatchedName[],
    credentials: ReadonlyMap<string, KnownCredential> = new Map(),
  ): void {
    const connection = this.#connection
    if (connection === null) throw new RequestError({ code: 'not-signed-in' })
    connection.agentReader?.setAgents(
      agents.map(({ agentId }) => ({ agentId, credential: credentials.get(agentId) ?? null })),
    )
    this.#monitor ??= this.#startMonitor(connection)
    this.#monitor.setAgents(agents)
    this.#recorder?.setAgents(agents)
  }

  /** The recorder has more to restore than when the watch began. */
  mergeLateHistory(): void {
    if (this.#monitor === null || this.#recorder === null || this.#connection === null) return
    this.#monitor.join(this.#recorder.restore(this.#origins))
    this.#recorder.keepOnly(this.#monitor.holds)
    this.#monitor.publish()
  }

  /** The board as last published; null while nothing is watched. */
  get board(): BoardSnapshot | null {
    return this.#monitor?.board ?? null
  }

  /** The state of the session at this gateway; null where there is none. */
  sessionAt(origin: string): RunningSession | null {
    const connection = this.#all.find((one) => one.gateway.origin === origin)
    if (connection === undefined) return null
    const { reader } = connection
    const board = connection === this.#next ? null : this.board
    return {
      way: connection.way,
      state: reader.state,
      inspectorId: connection.inspectorId,
      hasInspectorRight: connection.hasInspectorRight,
      agents: board?.agents ?? [],
      blindSpots: [
        ...reader.blindSpots,
        ...(board !== null && hasUnseenStart(board) ? ['hold-start' as const] : []),
      ],
      observe: async (agentId) => {
        const observation = await observeOne(reader, agentId)
        return this.#monitor?.judge(origin, agentId, observation) ?? observation
      },
    }
  }

  /** Measurements of the running watch; null before there is a connection. */
  get figures(): WatchFigures | null {
    const connection = this.#connection
    if (connection === null) return null
    const { board } = this
    return {
      way: connection.way,
      isSignedIn: connection.reader.state.kind === 'signed-in',
      agents: board?.agents ?? [],
      load:
        board?.watch.state === 'watching'
          ? (this.#monitor?.loads.get(connection.gateway.origin) ?? null)
          : null,
    }
  }

  snapshot(): BoardSnapshot {
    if (this.#monitor === null) throw new RequestError({ code: 'not-signed-in' })
    return this.#monitor.snapshot()
  }

  /** The agents that the connection being set up lists, or else all sources. */
  agentDirectory(): Promise<Roster> {
    return mergedAgentLists(this.#next === null ? this.#watched : [this.#next])
  }

  retry(): void {
    this.#monitor?.retry()
  }

  retryAgent(agentId: string): void {
    this.#monitor?.retryAgent(agentId)
  }

  /** A certificate is no longer trusted: its connections end now. No request is sent for it. */
  recheckConnections(): void {
    for (const connection of this.#all) connection.recheck()
  }

  /** Suspends the watch for this reason; it resumes once there is none left. */
  setPaused(reason: PauseReason, isPaused: boolean): void {
    if (isPaused) this.#pauses.add(reason)
    else this.#endPause(reason)
    if (this.#pauses.size > 0) this.#monitor?.pause()
    else this.#monitor?.resume()
  }

  /** Resumes whatever the reason: the machine may have failed to report that it is awake. */
  resume(): void {
    for (const reason of [...this.#pauses]) this.#endPause(reason)
    this.#monitor?.resume()
  }

  #endPause(reason: PauseReason): void {
    // Network equipment in between has dropped connections that were open when the machine fell asleep.
    if (!this.#pauses.delete(reason) || reason !== 'sleep') return
    for (const connection of this.#all) connection.renew()
  }

  /** The settings or the decisions about the board changed: the board shows that at once. */
  refresh(): void {
    this.#monitor?.publish()
  }

  holdOf(holdId: string): Hold {
    const hold = this.#monitor?.holdOf(holdId) ?? null
    if (hold === null) throw new RequestError({ code: 'call-ended' })
    return hold
  }

  numberOf(holdId: string): string {
    const number = this.#monitor?.numberOf(holdId) ?? null
    if (number === null) throw new RequestError({ code: 'call-ended' })
    return number
  }

  /**
   * What a note to this agent is sent with; null where nothing can. Without an agent: a session of an account to send
   * itself one.
   */
  noteSessionFor(agentId: string | null): NoteSession | null {
    const gateways = agentId === null ? this.#watched : this.#gatewaysFor(agentId)
    const sessions = gateways.flatMap(({ noteSession }) => noteSession ?? [])
    const own = sessions.find(({ ownId }) => ownId !== null)
    return (agentId === null ? own : sessions[0]) ?? null
  }

  /** The phone of an agent who is watched; empty where it is not known. */
  async phoneOf(agentId: string): Promise<string> {
    const [gateway] = this.#gatewaysFor(agentId)
    return (await gateway?.phoneOf(agentId)) ?? ''
  }

  /** The state of each source, the first one first. */
  get sources(): SourceStatus[] {
    const { board, loads } = this.#monitor ?? {}
    return this.#watched.map(({ gateway: { origin }, way, reader, cluster, ...connection }) => ({
      origin,
      way,
      watch: board?.sources.find((source) => source.origin === origin)?.watch ?? null,
      agents: board?.agents.filter(({ sources }) => sources.includes(origin)).length ?? 0,
      load: loads?.get(origin) ?? null,
      accounts: cluster?.accounts ?? [
        {
          agentId: connection.inspectorId ?? '',
          state: reader.state,
          node: null,
          visibleAgents: 0,
        },
      ],
      nodes: cluster?.coverage.nodes ?? [],
      elsewhere: cluster?.coverage.elsewhere ?? [],
      details: connection.details(),
    }))
  }

  /**
   * One sign-in or sign-out at a time: they must not overlap (gateway protocol §2.4). A sign-in requested by the user
   * that got no response from the gateway is not waited for any longer.
   */
  #runExclusively<T>(work: (isAbandoned: () => boolean) => Promise<T>): Promise<T> {
    this.#abandonSignIn()
    const turn = (this.#turns += 1)
    const next = this.#turn.then(() => work(() => turn !== this.#turns))
    this.#turn = next.catch(() => {})
    return next
  }

  get #newest(): Connection | null {
    return this.#next ?? this.#connection
  }

  /** Every open connection. */
  get #all(): Connection[] {
    return [...this.#watched, ...(this.#next === null ? [] : [this.#next])]
  }

  /** The connections to the sources of the board, the first one first. */
  get #watched(): Connection[] {
    return [...(this.#connection === null ? [] : [this.#connection]), ...this.#further.values()]
  }

  get #origins(): string[] {
    return this.#watched.map(({ gateway }) => gateway.origin)
  }

  #connectionTo(origin: string): Connection {
    const connection = this.#watched.find(({ gateway }) => gateway.origin === origin)
    if (connection === undefined) throw new RequestError({ code: 'not-signed-in' })
    return connection
  }

  /** The gateways, beginning with the one that is most likely to have the agent. */
  #gatewaysFor(agentId: string): Connection[] {
    const origins = this.#monitor?.sourcesOf(agentId) ?? this.#origins
    return origins.map((origin) => this.#connectionTo(origin)).filter(({ way }) => way !== 'cms')
  }

  /** The first answer of a gateway that is not "none of mine". */
  async #gatewayCallsOf(agentId: string): Promise<readonly SeenCall[] | null> {
    let calls: readonly SeenCall[] | null = null
    for (const { reader, gateway } of this.#gatewaysFor(agentId)) {
      if (!('observe' in reader) || reader.state.kind !== 'signed-in') continue
      const observation = await reader.observe(agentId)
      if (observation.kind === 'holding') {
        return observation.calls.map((call) => ({ ...call, listedBy: gateway.origin }))
      }
      if (observation.kind === 'none') calls = []
    }
    return calls
  }

  /** Signs in and makes sure that the account can see agents; fails as a `RequestError`. */
  async #signIn(
    connection: ReturnType<Connector['inspector']>,
    account: InspectorAccount,
    force: boolean,
  ): Promise<SignedIn> {
    const { reader } = connection
    this.#abandonSignIn = () => void reader.close()
    const signedIn = await reader.signIn({ ...account, force })
    this.#abandonSignIn = () => {}
    if (!signedIn.ok) throw new RequestError(signedIn.error)
    const blindness = await checkVisibility(reader, signedIn.data, account.agentId)
    if (blindness !== null) throw new RequestError(blindness)
    connection.hasInspectorRight = signedIn.data.inspector
    return signedIn.data
  }

  /** An unavailable gateway is retried; a stale session of this app is taken over where that is allowed. */
  #startInBackground(
    connection: ReturnType<Connector['inspector']>,
    account: InspectorAccount,
  ): void {
    const { reader, gateway } = connection
    const isOwn = () => this.hasOwnStaleSession(gateway.origin, account.agentId)
    const isOpen = () => this.#watched.includes(connection)
    const canForce = account.phone !== '' && !account.withoutLicence
    reader.start({ ...account, force: false, hasStaleSession: isOwn() && !canForce })
    const stop = reader.onState(() => {
      const { state } = reader
      // An obstacle to the first attempts says nothing about who owns the session.
      const isOnItsWay = state.kind === 'signing-in' || state.kind === 'interrupted'
      if (isOnItsWay && isOpen()) return
      stop()
      // The connection was closed meanwhile: there is nothing to record any more.
      if (!isOpen()) return
      const isTakenOver = state.kind === 'stopped' && state.reason === 'signed-in-elsewhere'
      if (isTakenOver && canForce && isOwn())
        reader.start({ ...account, force: true, hasStaleSession: false })
      this.#followSessions(connection)
    })
  }

  /** Watches this source in addition. */
  #join(connection: Connection): void {
    const { gateway, reader, gate } = connection
    this.#further.set(gateway.origin, connection)
    this.#followSessions(connection)
    this.#followState(connection)
    const { isPaused } = this.#options.sourceSettings(gateway.origin)
    this.#monitor?.addSource({ origin: gateway.origin, reader, room: gate })
    if (isPaused) this.#monitor?.setSourcePaused(gateway.origin, true)
    this.#options.onSources()
  }

  /** The owner of the sources is told of each change; a closed connection has no more of them. */
  #followState({ reader, cluster }: Connection): void {
    reader.onState(() => {
      this.#options.onSources()
    })
    cluster?.onCoverage(() => {
      this.#options.onSources()
    })
  }

  async #removeSource(origin: string): Promise<void> {
    const connection = this.#further.get(origin)
    if (connection === undefined) return
    this.#monitor?.removeSource(origin)
    this.#further.delete(origin)
    if (this.#monitor !== null) this.#recorder?.keepOnly(this.#monitor.holds)
    await this.#closeConnection(connection)
    this.#options.onSources()
  }

  /** Before a new sign-in: closes everything except a watch that can continue besides it. */
  async #makeRoom(gateway: Gateway, inspectorId: string | null): Promise<void> {
    await this.#closeNext()
    const current = this.#connection
    const isSameSession =
      inspectorId !== null &&
      current?.inspectorId === inspectorId &&
      current.gateway.origin === gateway.origin
    if (this.#monitor === null || isSameSession || this.isSimulated) await this.#closeCurrent()
  }

  #add(connection: Connection): void {
    if (this.#connection === null) this.#connection = connection
    else this.#next = connection
    this.#followState(connection)
    this.#options.onConnect()
    this.#options.onSources()
  }

  /** Nothing is recorded for a connection that is only being set up: nobody would look for it after a kill. */
  #followSessions(connection: Connection): void {
    const { gateway, reader } = connection
    if (connection === this.#next || gateway.simulated) return
    this.#ownSessions.follow(reader, gateway.origin)
  }

  async #closeAll(): Promise<void> {
    await this.#closeNext()
    await this.#closeCurrent()
    for (const connection of [...this.#further.values()]) {
      this.#further.delete(connection.gateway.origin)
      await this.#closeConnection(connection)
    }
    this.#options.onSources()
  }

  async #closeNext(): Promise<void> {
    const next = this.#next
    this.#next = null
    if (next === null) return
    const remaining = await next.reader.close()
    await next.close()
    this.#notifyStillSignedIn(next, remaining)
  }

  async #closeCurrent(): Promise<void> {
    this.#recordOpenHolds()
    this.#cancelRecording()
    const wasWatching = this.#monitor !== null
    this.#monitor?.close()
    this.#monitor = null
    const connection = this.#connection
    this.#connection = null
    if (wasWatching) this.#options.onBoard(null)
    if (connection !== null) await this.#closeConnection(connection)
  }

  /** Signs out, and records whom the gateway did not sign out. */
  async #closeConnection(connection: Connection): Promise<void> {
    const { reader, gateway } = connection
    const { origin } = gateway
    this.#ownSessions.stop(origin)
    const wasIn = reader.signedIn.length > 0
    const { acceptedAt } = reader
    const remaining = await reader.close()
    await connection.close()
    if (gateway.simulated || !(wasIn || remaining.length > 0)) return
    await this.#ownSessions.note(origin, { agentIds: remaining, acceptedAt, isLeft: true })
    this.#notifyStillSignedIn(connection, remaining)
  }

  #notifyStillSignedIn({ way, gateway }: Connection, remaining: readonly string[]): void {
    if (way !== 'agent' || gateway.simulated || remaining.length === 0) return
    this.#options.onNotice('left-signed-in', { agents: remaining.join(', ') })
  }

  #startMonitor({ gateway: { simulated } }: Connection): Monitor {
    const { clock, setTimer, random, rules, decide, recorder: keeper, log } = this.#options
    const { onBoard, onHoldsStarted: onBegan, onNotice, sourceSettings } = this.#options
    const reportedAgents = new Set<string>()
    const monitor = new Monitor({
      sources: this.#watched.map(({ gateway: { origin }, reader, gate }) => ({
        origin,
        reader,
        room: gate,
      })),
      nameOf: (origin) => sourceSettings(origin).name,
      simulated,
      clock,
      setTimer,
      random,
      rules,
      decide,
      onHolds: (began, ended) => {
        onBegan(began)
        this.#recorder?.recordChanges(began, ended)
      },
      onMalformed: (agentId, count) => {
        if (reportedAgents.has(agentId)) return
        reportedAgents.add(agentId)
        onNotice('malformed-calls', { agentId, count: String(count) })
      },
      onFault: (error) => {
        log.error('A part of the watch failed', error)
      },
    })
    if (!simulated) monitor.restore(keeper.restore(this.#origins))
    for (const origin of this.#origins) {
      if (sourceSettings(origin).isPaused) monitor.setSourcePaused(origin, true)
    }
    // Before listeners are notified: a board that does not exist yet would count as none.
    if (this.#pauses.size > 0) monitor.pause()
    monitor.onPatch(onBoard)
    this.#scheduleRecording()
    return monitor
  }

  /** Null for a simulated gateway: nothing about it is stored. */
  get #recorder(): HoldRecorder | null {
    return this.#connection?.gateway.simulated === false ? this.#options.recorder : null
  }

  #scheduleRecording(): void {
    this.#cancelRecording = this.#options.setTimer(recordEveryMs, () => {
      this.#recordOpenHolds()
      this.#scheduleRecording()
    })
  }

  #recordOpenHolds(): void {
    if (this.#monitor !== null)
      this.#recorder?.recordOpen(this.#monitor.holds, this.#monitor.agents)
  }
}

/** Whether any row shows a lower bound. */
const hasUnseenStart = ({ calls, now }: BoardSnapshot): boolean =>
  calls.some(({ startedAt, notBefore }) =>
    isInDoubt(startDoubtMs(startedAt, notBefore), () => now - startedAt),
  )

async function observeOne(reader: Connection['reader'], agentId: string): Promise<Observation> {
  if ('observe' in reader) return reader.observe(agentId)
  const observations = await reader.observeAll([agentId])
  return observations.get(agentId) ?? { kind: 'unknown', reason: 'not-listed' }
}
