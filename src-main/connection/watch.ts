import type {
  AppError,
  BoardPatch,
  BoardSnapshot,
  Notice,
  Roster,
  RosterEntry,
  SignedIn,
  Way,
} from '../../src-shared/contract/index.ts'
import { isInDoubt, startDoubtMs } from '../../src-shared/doubt.ts'
import { RequestError } from '../base/requestError.ts'
import type { WatchFigures } from '../diagnostics/diagnostics.ts'
import { turnMs } from '../gateway/agentReader.ts'
import { Gate } from '../gateway/gate.ts'
import type { InspectorReader } from '../gateway/inspectorReader.ts'
import type { Limits } from '../gateway/loadControl.ts'
import type { RunningSession } from '../diagnostics/session.ts'
import type { BoardDecision } from '../monitor/board.ts'
import type { BoardRules } from '../monitor/deriveAgent.ts'
import type { EndedHold, Hold, SavedHolds, StartedHold } from '../monitor/ledger.ts'
import { type Draft, Monitor, type WatchedName } from '../monitor/monitor.ts'
import type { NoteSession } from '../notes/noteSession.ts'
import type { KnownCredential } from '../settings/secrets.ts'
import type { JsonFile } from '../settings/jsonFile.ts'
import {
  type Connection,
  type ConnectionOptions,
  connectAgents,
  connectInspector,
  type Gateway,
} from './connection.ts'
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

/** How often the open holds are reported to the recorder, so that little is lost if the app is killed, ms. */
const recordEveryMs = 5_000
/** The supervisor paused the watch, or the machine sleeps. */
export type PauseReason = 'supervisor' | 'sleep'

/**
 * The watch and its connections: the watched one and, while the supervisor sets up another gateway or account, that one
 * in addition. The old watch continues until the new one starts.
 */
export class Watch {
  readonly #options: WatchOptions
  readonly #ownSessions: OwnSessions
  /** By origin: a gateway's capacity, and the end of the pause it asked for, outlive a connection. */
  readonly #gates = new Map<string, Gate>()
  /** The gateway of the board, or of the board to come. */
  #connection: Connection | null = null
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
      const connection = connectInspector(
        gateway,
        account.agentId,
        this.#gateFor(gateway),
        this.#options,
      )
      this.#add(connection)
      const { reader } = connection
      this.#abandonSignIn = () => void reader.close()
      const signedIn = await reader.signIn({ ...account, force })
      this.#abandonSignIn = () => {}
      const blindness = signedIn.ok
        ? await checkVisibility(reader, signedIn.data, account.agentId)
        : signedIn.error
      if (signedIn.ok && blindness === null) {
        connection.hasInspectorRight = signedIn.data.inspector
        this.#followSessions(connection)
        return signedIn.data
      }
      await (connection === this.#next ? this.#closeNext() : this.#closeCurrent())
      throw new RequestError(blindness ?? { code: 'not-signed-in' })
    })
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
      const isOwn = () => this.hasOwnStaleSession(gateway.origin, account.agentId)
      const connection = connectInspector(
        gateway,
        account.agentId,
        this.#gateFor(gateway),
        this.#options,
      )
      this.#add(connection)
      const { reader } = connection
      const canForce = account.phone !== '' && !account.withoutLicence
      reader.start({ ...account, force: false, hasStaleSession: isOwn() && !canForce })
      const stop = reader.onState(() => {
        const { state } = reader
        // An obstacle to the first attempts says nothing about who owns the session.
        const isOnItsWay = state.kind === 'signing-in' || state.kind === 'interrupted'
        if (isOnItsWay && this.#connection === connection) return
        stop()
        // The connection was closed meanwhile: there is nothing to record any more.
        if (this.#connection !== connection) return
        const isTakenOver = state.kind === 'stopped' && state.reason === 'signed-in-elsewhere'
        if (isTakenOver && canForce && isOwn())
          reader.start({ ...account, force: true, hasStaleSession: false })
        this.#followSessions(connection)
      })
    })
  }

  /** Reads each agent over a session of its own; the credentials are part of the agents. */
  useAgentSessions(gateway: Gateway): Promise<void> {
    return this.#runExclusively(async () => {
      await this.#makeRoom(gateway, null)
      const hasStaleSession = (agentId: string) => this.hasOwnStaleSession(gateway.origin, agentId)
      const connection = connectAgents(
        gateway,
        hasStaleSession,
        this.#gateFor(gateway),
        this.#options,
      )
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
    this.#monitor.join(this.#recorder.restore([this.#connection.gateway.origin]))
    this.#recorder.keepOnly(this.#monitor.holds)
    this.#monitor.publish()
  }

  /** The board as last published; null while nothing is watched. */
  get board(): BoardSnapshot | null {
    return this.#monitor?.board ?? null
  }

  /** The state of the session at this gateway; null where there is none. */
  sessionAt(origin: string): RunningSession | null {
    const connection = [this.#next, this.#connection].find((one) => one?.gateway.origin === origin)
    if (connection === undefined || connection === null) return null
    const { reader } = connection
    const board = connection === this.#connection ? this.board : null
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
        const observation = await reader.observe(agentId)
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

  async agentDirectory(): Promise<Roster> {
    const { reader, inspectorId } = this.#newest ?? {}
    const query = reader?.agentDirectory() ?? null
    if (query === null) return { agents: [], problem: null }
    const answer = await query
    // The inspector is on the list too, but cannot be queried (gateway protocol §6, 000-005).
    const withoutInspector = (directory: RosterEntry[]) =>
      directory.filter(({ agentId }) => agentId !== inspectorId)
    return answer.ok
      ? { agents: withoutInspector(answer.agents), problem: null }
      : { agents: [], problem: { reason: answer.reason, retcode: answer.retcode ?? null } }
  }

  retry(): void {
    this.#monitor?.retry()
  }

  retryAgent(agentId: string): void {
    this.#monitor?.retryAgent(agentId)
  }

  /** A certificate is no longer trusted: its connections end now. No request is sent for it. */
  recheckConnections(): void {
    this.#connection?.recheck()
    this.#next?.recheck()
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
    this.#connection?.renew()
    this.#next?.renew()
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

  /** What a note to an agent who is watched is sent with; null where nothing can. */
  get noteSession(): NoteSession | null {
    return this.#connection?.noteSession ?? null
  }

  /** The phone of an agent who is watched; empty where it is not known. */
  phoneOf(agentId: string): Promise<string> {
    return this.#connection?.phoneOf(agentId) ?? Promise.resolve('')
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

  #gateFor({ origin }: Gateway): Gate {
    const { clock, setTimer, log, limits } = this.#options
    const time = { now: () => clock.now(), schedule: setTimer }
    const gate =
      this.#gates.get(origin) ?? new Gate({ time, log, limits, wall: () => clock.wall() })
    this.#gates.set(origin, gate)
    return gate
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
    this.#options.onConnect()
  }

  /** Nothing is recorded for a connection that is only being set up: nobody would look for it after a kill. */
  #followSessions(connection: Connection): void {
    const { gateway, reader } = connection
    if (connection !== this.#connection || gateway.simulated) return
    this.#ownSessions.follow(reader, gateway.origin)
  }

  async #closeAll(): Promise<void> {
    await this.#closeNext()
    await this.#closeCurrent()
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
    this.#ownSessions.stop()
    const wasWatching = this.#monitor !== null
    this.#monitor?.close()
    this.#monitor = null
    const connection = this.#connection
    this.#connection = null
    if (wasWatching) this.#options.onBoard(null)
    if (connection === null) return
    const { reader, gateway } = connection
    const wasIn = reader.signedIn.length > 0
    const { acceptedAt } = reader
    const remaining = await reader.close()
    await connection.close()
    if (gateway.simulated || !(wasIn || remaining.length > 0)) return
    await this.#ownSessions.note(gateway.origin, { agentIds: remaining, acceptedAt, isLeft: true })
    this.#notifyStillSignedIn(connection, remaining)
  }

  #notifyStillSignedIn({ way, gateway }: Connection, remaining: readonly string[]): void {
    if (way !== 'agent' || gateway.simulated || remaining.length === 0) return
    this.#options.onNotice('left-signed-in', { agents: remaining.join(', ') })
  }

  #startMonitor({ reader, gate, gateway: { origin, simulated } }: Connection): Monitor {
    const { clock, setTimer, random, rules, decide, recorder: keeper, log } = this.#options
    const { onBoard, onHoldsStarted: onBegan, onNotice } = this.#options
    const reportedAgents = new Set<string>()
    const monitor = new Monitor({
      sources: [{ origin, reader, room: gate }],
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
    if (!simulated) monitor.restore(keeper.restore([origin]))
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

/** An account or a gateway that can never show another agent's held calls is reported at set-up. */
async function checkVisibility(
  reader: InspectorReader,
  signedIn: SignedIn,
  inspectorId: string,
): Promise<AppError | null> {
  if (signedIn.inspector === false) return { code: 'no-inspector-right' }
  const directory = await reader.agentDirectory()
  const otherAgent =
    directory?.ok && directory.agents.find(({ agentId }) => agentId !== inspectorId)
  if (!otherAgent) return null
  const observation = await reader.observe(otherAgent.agentId)
  const isUnsupported =
    observation.kind === 'unknown' &&
    observation.reason === 'http-status' &&
    observation.status === 404
  return isUnsupported ? { code: 'holdlistex-missing' } : null
}
