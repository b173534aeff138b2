import type { Notice, Roster, SignedIn, Way } from '../../src-shared/contract/index.ts'
import { RequestError } from '../base/requestError.ts'
import type { CmsAccount } from '../cms/reader.ts'
import type { SignatureForm } from '../cms/signature.ts'
import type { WatchFigures } from '../diagnostics/diagnostics.ts'
import type { RunningSession } from '../diagnostics/session.ts'
import { turnMs } from '../gateway/agentReader.ts'
import type { Limits } from '../gateway/loadControl.ts'
import type { WatchedName } from '../monitor/monitor.ts'
import type { JsonFile } from '../settings/jsonFile.ts'
import type { KnownCredential } from '../settings/secrets.ts'
import { mergedAgentLists } from './agentLists.ts'
import type { Connection, ConnectionOptions, Gateway } from './connection.ts'
import { Connector } from './connector.ts'
import { runningSession, watchFigures } from './examination.ts'
import { type InspectorAccount, signInInspector, startInspector } from './inspectorSignIn.ts'
import type { Monitoring } from './monitoring.ts'
import { OwnSessions } from './ownSessions.ts'
import type { SessionMark } from './sessionMark.ts'
import { Turns } from './turns.ts'
import { unlessSuperseded } from './unlessSuperseded.ts'
import { accountProblem } from './visibility.ts'
import { WatchedSources } from './watchedSources.ts'

export interface WatchOptions extends ConnectionOptions {
  monitoring: Monitoring
  mark: JsonFile<SessionMark>
  /** The current request limits of a gateway. */
  limits: () => Limits
  /** A source was added or removed, or its state has changed. */
  onSources: () => void
  /** A connection is made: later reports are no longer about the previous one. */
  onConnect: () => void
  onNotice: (code: Notice['code'], params: Notice['params']) => void
}

/** A CC-CMS whose key was accepted before. */
export interface KnownCms {
  account: CmsAccount
  /** The form of the signature that it accepts. */
  form: SignatureForm
}

/** What a connection is for: the first source, which is set up besides a watch that runs, or one more source. */
export type Role = 'first' | 'further'

/**
 * The connections of the app: to the sources of the board and, while the supervisor sets up another first one, that in
 * addition. The old watch continues until the new one starts.
 */
export class Watch {
  readonly #options: WatchOptions
  readonly #ownSessions: OwnSessions
  readonly #connector: Connector
  readonly sources: WatchedSources
  /** The connection being set up besides the watch. */
  #next: Connection | null = null
  /** Sign-ins and sign-outs must not overlap (gateway protocol §2.4). */
  readonly #turns = new Turns()
  #isClosed = false

  constructor(options: WatchOptions) {
    this.#options = options
    this.#ownSessions = new OwnSessions(options)
    this.sources = new WatchedSources({ ...options, ownSessions: this.#ownSessions })
    this.#connector = new Connector({
      ...options,
      hasStaleSession: (origin, agentId) => this.hasOwnStaleSession(origin, agentId),
      gatewayCallsOf: (agentId) => this.sources.gatewayCallsOf(agentId),
    })
  }

  /** The account that signed in last, with the inspector's way. */
  get inspectorId(): string | null {
    return this.#newest?.inspectorId ?? null
  }

  /** The account used for the board. */
  get watchAccountId(): string | null {
    return this.sources.first?.inspectorId ?? null
  }

  /** Agents that the app itself has signed in and will sign out when it ends; none with the inspector's way. */
  get agentsSignedIn(): readonly string[] {
    const { agentReader, gateway } = this.sources.first ?? {}
    return gateway?.simulated ? [] : (agentReader?.signedIn ?? [])
  }

  /** How long it takes until the last of them has its turn to be signed out, ms. */
  get signOutTurnsMs(): number {
    return turnMs(this.agentsSignedIn.length, this.sources.first?.gate.perSecond)
  }

  /** The gateway of the last connection; null where there is none. */
  get origin(): string | null {
    return this.#newest?.gateway.origin ?? null
  }

  /** Whether the watched gateway runs inside the app. */
  get isSimulated(): boolean {
    return this.sources.first?.gateway.simulated ?? false
  }

  get way(): Way | null {
    return this.#newest?.way ?? null
  }

  /** Whether another connection is set up while this one is watched. */
  get hasNext(): boolean {
    return this.#next !== null
  }

  /**
   * Signs the inspector in. The watch continues meanwhile; if the new first source uses the same session, it is signed
   * out first.
   */
  signInInspector(
    gateway: Gateway,
    account: InspectorAccount,
    { role, force }: { role: Role; force: boolean },
  ): Promise<SignedIn> {
    const connection = this.#connector.inspector(gateway, account.agentId)
    return this.#turns.run((superseded) =>
      this.#connect(connection, role, () =>
        signInInspector(connection, account, force, superseded),
      ),
    )
  }

  /** Reads from a CC-CMS; resolves to the form of the signature that it accepts. */
  useCms(gateway: Gateway, account: CmsAccount, role: Role): Promise<SignatureForm> {
    const connection = this.#connector.cms(gateway, account)
    const { reader } = connection
    return this.#turns.run((superseded) =>
      this.#connect(connection, role, async () => {
        const outcome = await unlessSuperseded(superseded, reader, () => reader.signIn())
        if (!outcome.ok) throw new RequestError(outcome.error)
        return outcome.data.form
      }),
    )
  }

  /** Reads each agent over a session of its own; the credentials are part of the agents. */
  useAgentSessions(gateway: Gateway): Promise<void> {
    const connection = this.#connector.agents(gateway)
    return this.#turns.run(() => this.#connect(connection, 'first', () => Promise.resolve()))
  }

  /** Signs in with an account of the last run, in the background. */
  resumeInspector(gateway: Gateway, account: InspectorAccount, role: Role): Promise<void> {
    const connection = this.#connector.inspector(gateway, account.agentId)
    return this.#resume(connection, role, () => {
      startInspector(connection, account, {
        isOwn: () => this.hasOwnStaleSession(gateway.origin, account.agentId),
        isOpen: () => this.sources.all.includes(connection),
        onSettled: () => {
          this.sources.recordSessions(connection)
        },
      })
    })
  }

  /** The same with a further account at a gateway that is one of the sources, unless it is in use. */
  resumeAccount(origin: string, account: InspectorAccount): Promise<void> {
    const { agentId } = account
    return this.#turns.runInBackground(async () => {
      // Meanwhile it may have been removed, or signed in.
      const cluster = this.sources.has(origin) ? this.sources.at(origin).cluster : null
      if (cluster === null || cluster.accounts.some((one) => one.agentId === agentId)) return
      const hasStaleSession = this.hasOwnStaleSession(origin, agentId)
      cluster.startAccount({ ...account, force: false, hasStaleSession })
    })
  }

  /** Reads from the CC-CMS of the last run. */
  resumeCms(gateway: Gateway, { account, form }: KnownCms, role: Role): Promise<void> {
    const connection = this.#connector.cms(gateway, account)
    return this.#resume(connection, role, () => {
      connection.reader.start(form)
    })
  }

  /**
   * Signs a further inspector in at a gateway, for the agents on another node of its cluster; or one of its accounts
   * again.
   */
  addAccount(origin: string, account: InspectorAccount, force: boolean): Promise<void> {
    return this.#turns.run(async () => {
      const { cluster } = this.sources.at(origin)
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
    return this.#turns.run(async () => {
      await this.sources.at(origin).cluster?.removeAccount(agentId)
      this.#options.onSources()
    })
  }

  /** Ends a source that was added to the first one. */
  removeSource(origin: string): Promise<void> {
    return this.#turns.run(() => this.sources.remove(origin))
  }

  /** Whether "already signed in" could only mean a stale session of this app. */
  hasOwnStaleSession(origin: string, agentId: string): boolean {
    return this.#ownSessions.includes(origin, agentId)
  }

  /** Replaces the watched connection with the one that was set up; the old one is signed out first. */
  switchToNext(): Promise<void> {
    return this.#turns.run(async () => {
      const next = this.#next
      if (next === null) return
      this.#next = null
      await this.sources.closeFirst()
      await this.sources.remove(next.gateway.origin)
      this.sources.setFirst(next)
      this.sources.recordSessions(next)
    })
  }

  /** Discards the connection being set up, and signs it out. */
  discardNext(): Promise<void> {
    return this.#turns.run(() => this.#closeNext())
  }

  /** Ends the watch, signs out all sessions of the app, and closes every connection. */
  disconnect(): Promise<void> {
    return this.#turns.run(() => this.#closeAll())
  }

  /** The same for good: nothing connects any more. */
  close(): Promise<void> {
    this.#isClosed = true
    return this.disconnect()
  }

  /** Watches exactly these agents from now on. */
  watch(
    agents: readonly WatchedName[],
    credentials: ReadonlyMap<string, KnownCredential> = new Map(),
  ): void {
    const { first, readers } = this.sources
    if (first === null) throw new RequestError({ code: 'not-signed-in' })
    first.agentReader?.setAgents(
      agents.map(({ agentId }) => ({ agentId, credential: credentials.get(agentId) ?? null })),
    )
    this.#options.monitoring.watch(agents, readers, first.gateway.simulated)
  }

  /** The state of the session at this gateway, of the one being set up before that of the watch; null if none. */
  sessionAt(origin: string): RunningSession | null {
    const connection = this.#all.find(({ gateway }) => gateway.origin === origin)
    if (connection === undefined) return null
    const { monitor } = this.#options.monitoring
    return runningSession(connection, connection === this.#next ? null : monitor)
  }

  /** Measurements of the running watch; null before there is a connection. */
  get figures(): WatchFigures | null {
    const { first } = this.sources
    if (first === null) return null
    return watchFigures(first, this.sources.statuses, this.#options.monitoring.monitor)
  }

  /** The agents that the connection being set up lists, or else all sources. */
  agentDirectory(): Promise<Roster> {
    return mergedAgentLists(this.#next === null ? this.sources.all : [this.#next])
  }

  /** A certificate is no longer trusted: its connections end now. No request is sent for it. */
  recheckConnections(): void {
    for (const connection of this.#all) connection.recheck()
  }

  /** Open sockets may be dead: the next request of each connection gets a new one. */
  renewConnections(): void {
    for (const connection of this.#all) connection.renew()
  }

  get #newest(): Connection | null {
    return this.#next ?? this.sources.first
  }

  /** Every open connection, the one being set up first: it may be to a gateway that is watched. */
  get #all(): Connection[] {
    return [...(this.#next === null ? [] : [this.#next]), ...this.sources.all]
  }

  /** Signs in over a new connection, which is closed again where that fails. */
  async #connect<T>(connection: Connection, role: Role, signIn: () => Promise<T>): Promise<T> {
    if (this.#isClosed) throw new RequestError({ code: 'not-signed-in' })
    if (role === 'first') {
      await this.#makeRoom(connection)
      this.#add(connection)
    }
    try {
      const result = await signIn()
      if (role === 'further') await this.sources.add(connection)
      // For one that is only being set up nobody would look after a kill.
      if (connection !== this.#next) this.sources.recordSessions(connection)
      return result
    } catch (error) {
      if (connection === this.#next) await this.#closeNext()
      else if (connection === this.sources.first) await this.sources.closeFirst()
      else await this.sources.discard(connection)
      throw error
    }
  }

  #resume(connection: Connection, role: Role, start: () => void): Promise<void> {
    return this.#turns.runInBackground(async () => {
      if (this.#isClosed) throw new RequestError({ code: 'not-signed-in' })
      if (role === 'first') {
        await this.#closeAll()
        this.#add(connection)
      } else {
        // Meanwhile the watch may have ended, or somebody has signed in there.
        const isNeeded = this.sources.first !== null && !this.sources.has(connection.gateway.origin)
        if (!isNeeded) return this.sources.discard(connection)
        await this.sources.add(connection)
      }
      start()
    })
  }

  /** Before a new sign-in: closes everything except a watch that can continue besides it. */
  async #makeRoom({ gateway, inspectorId }: Connection): Promise<void> {
    await this.#closeNext()
    const { first } = this.sources
    const isSameSession =
      inspectorId !== null &&
      first?.inspectorId === inspectorId &&
      first.gateway.origin === gateway.origin
    if (!this.#options.monitoring.isOn || isSameSession || this.isSimulated) {
      await this.sources.closeFirst()
    }
  }

  /** The first source or, besides a watch, the next first one. */
  #add(connection: Connection): void {
    if (this.sources.first === null) this.sources.setFirst(connection)
    else this.#next = connection
    this.sources.follow(connection)
    this.#options.onConnect()
    this.#options.onSources()
  }

  async #closeAll(): Promise<void> {
    await this.#closeNext()
    await this.sources.closeAll()
  }

  async #closeNext(): Promise<void> {
    const next = this.#next
    this.#next = null
    if (next !== null) await this.sources.discard(next)
  }
}
