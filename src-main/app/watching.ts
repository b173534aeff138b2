import type {
  AppError,
  BoardPatch,
  BoardSnapshot,
  CertificateCheck,
  Notice,
  Roster,
  RosterEntry,
  SignedIn,
  Way,
} from '../../src-preload/contract/index.ts'
import { isInDoubt, startDoubtMs } from '../../src-shared/doubt.ts'
import { RequestFailed } from '../bridge/router.ts'
import type { WatchFigures } from '../diagnostics/diagnostics.ts'
import { type AgentReader, createAgentReader, turnMs } from '../gateway/agentReader.ts'
import { createInspectorReader, type InspectorReader } from '../gateway/inspectorReader.ts'
import { Gate } from '../gateway/gate.ts'
import { type Limits, LoadControl } from '../gateway/loadControl.ts'
import type { HoldReader } from '../gateway/reader.ts'
import { createTransport, type Ended } from '../gateway/transport.ts'
import type { RunningSession } from '../diagnostics/session.ts'
import type { Logger } from '../log/log.ts'
import type { Decided } from '../monitor/board.ts'
import type { BoardClock } from '../monitor/clock.ts'
import type { BoardRules } from '../monitor/deriveAgent.ts'
import type { EndedHold, Hold, StartedHold } from '../monitor/ledger.ts'
import { type Draft, Monitor, type SetTimer, type WatchedName } from '../monitor/monitor.ts'
import type { Room } from '../monitor/room.ts'
import type { SavedHolds } from '../monitor/savedHolds.ts'
import type { KnownCredential, RefusedPassword } from '../settings/secrets.ts'
import type { JsonFile } from '../settings/jsonFile.ts'
import { createTrustedDispatcher } from '../trust/connector.ts'
import type { ProxyFor } from '../trust/proxies.ts'
import type { TrustStore } from '../trust/store.ts'
import { isOwnSession, type SessionMark } from './sessionMark.ts'

/** What remembers holds beyond this run; of a simulated gateway it is told nothing. */
export interface HoldKeeper {
  /** What was open when this gateway was last watched. */
  restore(origin: string): SavedHolds
  /** Exactly these are open: nobody saw the end of any other. */
  keepOnly(holds: readonly Hold[]): void
  /** Exactly these agents are watched. */
  watched(agents: readonly WatchedName[]): void
  changed(began: readonly Hold[], ended: readonly EndedHold[]): void
  /** All that is open, now and then and when the watch ends. */
  seen(holds: readonly Hold[], agents: readonly WatchedName[]): void
}

export interface WatchingOptions {
  trust: TrustStore
  keeper: HoldKeeper
  mark: JsonFile<SessionMark>
  clock: BoardClock
  setTimer: SetTimer
  random: () => number
  /** Limits and privacy as they are at this moment. */
  rules: () => BoardRules
  /** Decides about the board before anybody is told of it. */
  decide: (draft: Draft) => Decided
  proxy: ProxyFor
  /** How many requests may go to a gateway, at this moment. */
  limits: () => Limits
  log: Logger
  /** The board changed; null once there is none any more. */
  onBoard: (patch: BoardPatch | null) => void
  onCertificate: (check: CertificateCheck) => void
  /** A connection is made: what follows is no longer about the one before. */
  onConnect: () => void
  /** A request of this connection is over. */
  onEnded: (ended: Ended) => void
  /** Holds were seen for the first time, of a simulated gateway too. */
  onBegan: (began: readonly StartedHold[]) => void
  /** A password was refused: whoever keeps it must not hand it out again. */
  onPasswordRefused: (refused: RefusedPassword) => void
  onNotice: (code: Notice['code'], params: Notice['params']) => void
}

export interface InspectorAccount {
  agentId: string
  password: string
  phone: string
  withoutLicence: boolean
}

interface Gateway {
  origin: string
  simulated: boolean
}

/** How often the keeper is told what is still open, so that a killed app loses little, ms. */
const tellEveryMs = 5_000
/** How often it is noted whose sessions are this app's, ms, and how soon that it is somebody else's. */
const markEveryMs = 30_000
const lookEveryMs = 5_000

/** The supervisor asked for it, or the machine sleeps. */
export type PauseReason = 'supervisor' | 'sleep'

/** The connection to one gateway and the watch that runs over it. */
export class Watching {
  readonly #options: WatchingOptions
  #gateway: Gateway | null = null
  #reader: HoldReader | null = null
  #agentReader: AgentReader | null = null
  #room: Room | null = null
  #inspectorId: string | null = null
  /** What the gateway said of the inspector right at the sign-in. */
  #saidInspector: boolean | null = null
  /** By origin: what a gateway bears, and until when it wants to be left alone, outlasts a connection. */
  readonly #loads = new Map<string, LoadControl>()
  #closeConnection: () => Promise<void> = async () => {}
  #renewConnections = () => {}
  #recheckConnections = () => {}
  #monitor: Monitor | null = null
  #cancelTelling = () => {}
  #stopMarking = () => {}
  readonly #pauses = new Set<PauseReason>()
  #turn: Promise<unknown> = Promise.resolve()
  #turns = 0
  #giveUp = () => {}

  constructor(options: WatchingOptions) {
    this.#options = options
  }

  get isWatching(): boolean {
    return this.#monitor !== null
  }

  /** Names as the gateway gave them meanwhile. */
  get agents(): WatchedName[] {
    return this.#monitor?.agents ?? []
  }

  /** The account that is signed in, in the inspector's way. */
  get inspectorId(): string | null {
    return this.#inspectorId
  }

  /** Agents whom the app itself has signed in and will sign out when it ends; none in the inspector's way. */
  get agentsSignedIn(): readonly string[] {
    return this.isSimulated ? [] : (this.#agentReader?.signedIn ?? [])
  }

  /** How long it takes until the last of them has its turn to be signed out, ms. */
  get signOutTurnsMs(): number {
    return turnMs(this.agentsSignedIn.length, this.#room?.perSecond)
  }

  /** The gateway that is connected to; null before and after. */
  get origin(): string | null {
    return this.#gateway?.origin ?? null
  }

  /** A gateway that plays inside the app. */
  get isSimulated(): boolean {
    return this.#gateway?.simulated ?? false
  }

  get way(): Way | null {
    return this.#reader?.way ?? null
  }

  /** Signs the inspector in, after signing out whoever was signed in before. */
  signInInspector(gateway: Gateway, account: InspectorAccount, force: boolean): Promise<SignedIn> {
    return this.#inTurn(async (isGivenUp) => {
      await this.#leave()
      if (isGivenUp()) throw new RequestFailed({ code: 'not-signed-in' })
      const reader = this.#connectInspector(gateway, account)
      this.#giveUp = () => void reader.close()
      const signedIn = await reader.signIn({ ...account, force })
      this.#giveUp = () => {}
      if (signedIn.ok) {
        const blind = await whyBlind(reader, signedIn.data, account.agentId)
        if (blind === null) {
          this.#saidInspector = signedIn.data.inspector
          this.#markRegularly(reader, gateway)
          return signedIn.data
        }
        await this.#leave()
        throw new RequestFailed(blind)
      }
      await this.#leave()
      throw new RequestFailed(signedIn.error)
    })
  }

  /** Whether "already signed in" would only mean what this app had to leave behind. */
  leftBehind(origin: string, agentId: string): boolean {
    const { mark, clock } = this.#options
    return isOwnSession(mark.value, origin, agentId, clock.wall())
  }

  /**
   * Signs in as before, in the background: a gateway that is away now is tried again. What this app
   * left behind is taken over; where that would need a phone number that is not there, or a licence
   * that is not wanted (fact sheet §2.1, §2.2), it is waited out.
   */
  resumeInspector(gateway: Gateway, account: InspectorAccount): Promise<void> {
    return this.#inTurn(async () => {
      await this.#leave()
      const isOwn = () => this.leftBehind(gateway.origin, account.agentId)
      const reader = this.#connectInspector(gateway, account)
      const canForce = account.phone !== '' && !account.withoutLicence
      reader.start({ ...account, force: false, lingers: isOwn() && !canForce })
      const stop = reader.onState(() => {
        const { state } = reader
        // What keeps the first attempts from arriving says nothing about whose session it is.
        const isOnItsWay = state.kind === 'signing-in' || state.kind === 'interrupted'
        if (isOnItsWay && this.#reader === reader) return
        stop()
        // Left meanwhile: there is nothing to note any more.
        if (this.#reader !== reader) return
        const taken = state.kind === 'stopped' && state.reason === 'signed-in-elsewhere'
        if (taken && canForce && isOwn()) reader.start({ ...account, force: true, lingers: false })
        this.#markRegularly(reader, gateway)
      })
    })
  }

  /** Reads each agent over a session of its own; the credentials come with the agents. */
  useAgentSessions(gateway: Gateway): Promise<void> {
    return this.#inTurn(async () => {
      await this.#leave()
      const { origin } = gateway
      const reader = createAgentReader({
        ...this.#connect(gateway),
        lingers: (agentId) => this.leftBehind(origin, agentId),
      })
      this.#reader = reader
      this.#agentReader = reader
      this.#markRegularly(reader, gateway)
    })
  }

  /** Ends the watch, signs out what was signed in, and closes every connection. */
  disconnect(): Promise<void> {
    return this.#inTurn(() => this.#leave())
  }

  /** Watches exactly these agents, from now on. */
  watch(
    agents: readonly WatchedName[],
    credentials: ReadonlyMap<string, KnownCredential> = new Map(),
  ): void {
    if (this.#reader === null || this.#room === null || this.#gateway === null) {
      throw new RequestFailed({ code: 'not-signed-in' })
    }
    this.#agentReader?.setAgents(
      agents.map(({ agentId }) => ({ agentId, credential: credentials.get(agentId) ?? null })),
    )
    this.#monitor ??= this.#startMonitor(this.#reader, this.#room, this.#gateway)
    this.#monitor.setAgents(agents)
    this.#keeper?.watched(agents)
  }

  /** The keeper has more to restore than when the watch began. */
  restoreLate(): void {
    const { origin } = this
    if (this.#monitor === null || this.#keeper === null || origin === null) return
    this.#monitor.join(this.#keeper.restore(origin))
    this.#keeper.keepOnly(this.#monitor.holds)
    this.#monitor.publish()
  }

  /** The board as it was last published; null while nothing is watched. */
  get board(): BoardSnapshot | null {
    return this.#monitor?.board ?? null
  }

  /** What the session at this gateway knows of itself; null where there is none. */
  sessionAt(origin: string): RunningSession | null {
    const reader = this.#reader
    if (reader === null || this.#gateway?.origin !== origin) return null
    return {
      way: reader.way,
      state: reader.state,
      inspectorId: this.#inspectorId,
      saidInspector: this.#saidInspector,
      agents: this.board?.agents ?? [],
      blindSpots: [...reader.blindSpots, ...(this.#hasUnseenStart ? ['hold-start' as const] : [])],
      observe: async (agentId) => {
        const seen = await reader.observe(agentId)
        return this.#monitor?.judge(agentId, seen) ?? seen
      },
    }
  }

  /** Some row shows a lower bound. */
  get #hasUnseenStart(): boolean {
    const { board } = this
    return (board?.calls ?? []).some(({ startedAt, notBefore }) =>
      isInDoubt(startDoubtMs(startedAt, notBefore), () => (board?.now ?? 0) - startedAt),
    )
  }

  /** How the watch runs; null before there is a connection. */
  get figures(): WatchFigures | null {
    if (this.#reader === null) return null
    const { board } = this
    return {
      way: this.#reader.way,
      isSignedIn: this.#reader.state.kind === 'signed-in',
      agents: board?.agents ?? [],
      load: board?.watch.state === 'watching' ? (this.#monitor?.load ?? null) : null,
    }
  }

  snapshot(): BoardSnapshot {
    if (this.#monitor === null) throw new RequestFailed({ code: 'not-signed-in' })
    return this.#monitor.snapshot()
  }

  async roster(): Promise<Roster> {
    const asked = this.#reader?.roster() ?? null
    if (asked === null) return { agents: [], problem: null }
    const answer = await asked
    // The inspector is on the list too, but cannot be asked about (fact sheet §6, 000-005).
    const others = (listed: RosterEntry[]) =>
      listed.filter(({ agentId }) => agentId !== this.#inspectorId)
    return answer.ok
      ? { agents: others(answer.agents), problem: null }
      : { agents: [], problem: { reason: answer.reason, retcode: answer.retcode ?? null } }
  }

  retry(): void {
    this.#monitor?.retry()
  }

  retryAgent(agentId: string): void {
    this.#monitor?.retryAgent(agentId)
  }

  /** A certificate is trusted no longer: what hangs on it ends now. Nothing is sent for it. */
  recheckConnections(): void {
    this.#recheckConnections()
  }

  /** Rests for this reason; goes on once there is none left. */
  setPaused(reason: PauseReason, isPaused: boolean): void {
    if (isPaused) this.#pauses.add(reason)
    else this.#endPause(reason)
    if (this.#pauses.size > 0) this.#monitor?.pause()
    else this.#monitor?.resume()
  }

  /** Goes on whatever it rested for: the machine may have failed to say that it is awake. */
  goOn(): void {
    for (const reason of [...this.#pauses]) this.#endPause(reason)
    this.#monitor?.resume()
  }

  #endPause(reason: PauseReason): void {
    // What lies between has forgotten connections that were open when the machine fell asleep.
    if (this.#pauses.delete(reason) && reason === 'sleep') this.#renewConnections()
  }

  /** The rules changed, or what is decided about the board: it shows that at once. */
  refresh(): void {
    this.#monitor?.publish()
  }

  numberOf(holdId: string): string {
    const number = this.#monitor?.numberOf(holdId) ?? null
    if (number === null) throw new RequestFailed({ code: 'call-ended' })
    return number
  }

  /**
   * One sign-in or sign-out at a time: they must not overlap (fact sheet §2.3). A sign-in that a person was waiting
   * for, and that the gateway has not answered, is not waited for any more.
   */
  #inTurn<T>(work: (isGivenUp: () => boolean) => Promise<T>): Promise<T> {
    this.#giveUp()
    const turn = (this.#turns += 1)
    const next = this.#turn.then(() => work(() => turn !== this.#turns))
    this.#turn = next.catch(() => {})
    return next
  }

  async #leave(): Promise<void> {
    this.#tellSeen()
    this.#cancelTelling()
    this.#stopMarking()
    const wasWatching = this.#monitor !== null
    this.#monitor?.close()
    this.#monitor = null
    const reader = this.#reader
    const close = this.#closeConnection
    const gateway = this.#gateway
    const wasIn = (reader?.signedIn.length ?? 0) > 0
    const acceptedAt = reader?.acceptedAt ?? -Infinity
    this.#reader = null
    this.#agentReader = null
    this.#room = null
    this.#inspectorId = null
    this.#saidInspector = null
    this.#gateway = null
    this.#closeConnection = async () => {}
    this.#renewConnections = () => {}
    this.#recheckConnections = () => {}
    if (wasWatching) this.#options.onBoard(null)
    const left = (await reader?.close()) ?? []
    await close()
    if (gateway === null || gateway.simulated || !(wasIn || left.length > 0)) return
    await this.#mark(gateway.origin, { agentIds: left, acceptedAt, isLeft: true })
    if (reader?.way === 'agent' && left.length > 0) {
      this.#options.onNotice('left-signed-in', { agents: left.join(', ') })
    }
  }

  #connectInspector(gateway: Gateway, { agentId }: InspectorAccount): InspectorReader {
    const reader = createInspectorReader(this.#connect(gateway))
    this.#reader = reader
    this.#inspectorId = agentId
    return reader
  }

  #connect(gateway: Gateway) {
    const { trust, proxy, log, onCertificate, onConnect, onEnded, clock, setTimer } = this.#options
    const { onPasswordRefused, limits } = this.#options
    const { origin } = gateway
    const { dispatcher, renew, recheck, close } = createTrustedDispatcher({
      origin,
      pin: () => trust.pins(origin),
      proxy,
      onVerdict: onCertificate,
    })
    this.#gateway = gateway
    this.#renewConnections = renew
    this.#recheckConnections = recheck
    this.#closeConnection = close
    onConnect()
    const time = { now: () => clock.now(), schedule: setTimer }
    const transport = createTransport({ origin, dispatcher, log, time, onEnded })
    const control = this.#loads.get(origin) ?? new LoadControl(limits)
    this.#loads.set(origin, control)
    const gate = new Gate({ transport, time, log, control, wall: () => clock.wall() })
    this.#room = gate
    return {
      transport: gate,
      time,
      log,
      perSecond: () => gate.perSecond,
      onPasswordRefused: (refused: Omit<RefusedPassword, 'origin'>) => {
        onPasswordRefused({ origin, ...refused })
      },
    }
  }

  #startMonitor(reader: HoldReader, room: Room, { origin, simulated }: Gateway): Monitor {
    const { clock, setTimer, random, rules, decide, keeper, log } = this.#options
    const { onBoard, onBegan, onNotice } = this.#options
    const reported = new Set<string>()
    const monitor = new Monitor({
      reader,
      room,
      origin,
      simulated,
      clock,
      setTimer,
      random,
      rules,
      decide,
      onHolds: (began, ended) => {
        onBegan(began)
        this.#keeper?.changed(began, ended)
      },
      onMalformed: (agentId, count) => {
        if (reported.has(agentId)) return
        reported.add(agentId)
        onNotice('malformed-calls', { agentId, count: String(count) })
      },
      onFault: (error) => {
        log.error('A part of the watch failed', error)
      },
    })
    if (!simulated) monitor.restore(keeper.restore(origin))
    // Before anybody is told: a board that is not there yet would pass for none.
    if (this.#pauses.size > 0) monitor.pause()
    monitor.onPatch(onBoard)
    this.#tellRegularly()
    return monitor
  }

  /** Null for a simulated gateway: nothing of it is kept. */
  get #keeper(): HoldKeeper | null {
    return this.#gateway?.simulated === false ? this.#options.keeper : null
  }

  #tellRegularly(): void {
    this.#cancelTelling = this.#options.setTimer(tellEveryMs, () => {
      this.#tellSeen()
      this.#tellRegularly()
    })
  }

  #tellSeen(): void {
    if (this.#monitor !== null) this.#keeper?.seen(this.#monitor.holds, this.#monitor.agents)
  }

  /**
   * While sessions stand, notes now and then that they are this app's own (sessionMark.ts). Of one that
   * was lost or taken, whoever is signed in may be somebody else.
   */
  #markRegularly(reader: HoldReader, { origin, simulated }: Gateway): void {
    if (simulated) return
    this.#stopMarking()
    const { setTimer, clock } = this.#options
    let marked: string | null = null
    let markedAt = -Infinity
    let cancelTimer = () => {}
    const look = () => {
      cancelTimer()
      cancelTimer = setTimer(lookEveryMs, look)
      const { signedIn } = reader
      const whom = signedIn.join()
      const isOld = clock.now() - markedAt >= markEveryMs && whom !== ''
      // Before the first sign-in, what an earlier run has left behind still counts.
      if (whom === (marked ?? '') && !isOld) return
      marked = whom
      markedAt = clock.now()
      const { acceptedAt } = reader
      void this.#mark(origin, { agentIds: signedIn, acceptedAt, isLeft: false })
    }
    // An agent's sign-in is hinted at.
    const stopFollowing = [reader.onState(look), reader.onHint(look)]
    look()
    this.#stopMarking = () => {
      cancelTimer()
      for (const stop of stopFollowing) stop()
    }
  }

  /**
   * `acceptedAt` is when the gateway last took a GUID of theirs, clock ms: a session of which nothing was heard
   * since may have lapsed, and somebody else be signed in. `isLeft`: the gateway did not take their sign-out.
   */
  #mark(
    origin: string,
    {
      agentIds,
      acceptedAt,
      isLeft,
    }: { agentIds: readonly string[]; acceptedAt: number; isLeft: boolean },
  ): Promise<void> {
    const { mark, clock, log } = this.#options
    const aliveAt = clock.wall() - (clock.now() - acceptedAt)
    const session =
      agentIds.length === 0 ? null : { origin, agentIds: [...agentIds], aliveAt, isLeft }
    return mark.save({ version: 1, session }).catch((error: unknown) => {
      log.error('The sessions could not be noted', error)
    })
  }
}

/** An account or a gateway that can never show another agent's held calls is said so at set-up. */
async function whyBlind(
  reader: InspectorReader,
  signedIn: SignedIn,
  inspectorId: string,
): Promise<AppError | null> {
  if (signedIn.inspector === false) return { code: 'no-inspector-right' }
  const listed = await reader.roster()
  const someone = listed?.ok && listed.agents.find(({ agentId }) => agentId !== inspectorId)
  if (!someone) return null
  const seen = await reader.observe(someone.agentId)
  const missing = seen.kind === 'unknown' && seen.reason === 'http-status' && seen.status === 404
  return missing ? { code: 'holdlistex-missing' } : null
}
