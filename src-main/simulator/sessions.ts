import { createHash, randomUUID } from 'node:crypto'
import { EventQueue, type GatewayEvent } from './eventQueue.ts'
import type { SetTimer } from './options.ts'

/** The times of a session, all in ms (gateway protocol §3.2, §3.3, §7.1). */
export interface SessionTimes {
  guidIntervalMs: number
  guidTimeoutMs: number
  pollWaitMs: number
  sessionTimeoutMs: number
}
export interface SessionSettings extends SessionTimes {
  /** 1 static, 2 dynamic GUID (gateway protocol §3.2). */
  authMode: 1 | 2
  /** 2 gives every agent's events to one poll (gateway protocol §7.3). */
  eventMode: 1 | 2
  seed: number
  now: () => number
  setTimer: SetTimer
  /** A session that was not kept alive any more has ended. */
  onLapse: (agentId: string) => void
}

/** What the sign-in settles about a session. */
export interface SessionTraits {
  /** A desktop is simulated inside and needs no poll. */
  desktop?: boolean
  /** Calls are answered without the agent (gateway protocol §2.2). */
  autoAnswer?: boolean
  /** Events are pushed to the client, which therefore must not poll (gateway protocol §2.2, §7.4). */
  pushed?: boolean
}

export interface SimulatedSession extends SessionTraits {
  agentId: string
  node: number
  guids: { value: string; issuedAt: number }[]
  openedAt: number
  keptAliveAt: number
  events: EventQueue
}

export type GuidCheck = { session: SimulatedSession } | { refused: 'unknown' | 'stale' }

/** Who is signed in, by which GUIDs, and which events wait for them (gateway protocol §3, §7). */
export class Sessions {
  readonly #byAgent = new Map<string, SimulatedSession>()
  /** GUIDs that were good once, to tell a late request from a wrong one. */
  readonly #retired = new Set<string>()
  /** In event mode 2 the events of all agents on a node, by that node. */
  readonly #byNode = new Map<number, EventQueue>()
  readonly #settings: SessionSettings

  constructor(settings: SessionSettings) {
    this.#settings = settings
  }

  of(agentId: string): SimulatedSession | undefined {
    return this.#byAgent.get(agentId)
  }

  /** In static mode an agent's GUID is always the same, so that an administrator can hand it out. */
  staticGuid(agentId: string, node: number): string {
    const hex = createHash('sha256').update(`${this.#settings.seed}:${agentId}`).digest('hex')
    const uuid = hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
    return `${uuid}.AgentGateway${node}`
  }

  /** Starts a session; one that the agent has already is displaced. */
  open(agentId: string, node: number, traits: SessionTraits): SimulatedSession {
    this.close(agentId)
    const now = this.#settings.now()
    const session: SimulatedSession = {
      ...traits,
      agentId,
      node,
      guids: [],
      openedAt: now,
      keptAliveAt: now,
      events: new EventQueue(this.#settings),
    }
    this.#byAgent.set(agentId, session)
    this.renew(session)
    return session
  }

  close(agentId: string): void {
    const session = this.#byAgent.get(agentId)
    if (session === undefined) return
    this.#byAgent.delete(agentId)
    for (const guid of session.guids) this.#retired.add(guid.value)
    session.events.end()
  }

  /** Issues a new GUID; the one before stays good until its own end. */
  renew(session: SimulatedSession): string {
    const value =
      this.#settings.authMode === 1
        ? this.staticGuid(session.agentId, session.node)
        : `${randomUUID()}.AgentGateway${session.node}`
    if (this.#settings.authMode === 1) session.guids = []
    session.guids.push({ value, issuedAt: this.#settings.now() })
    this.#retired.delete(value)
    return value
  }

  /** The GUID to deliver with this answer of a poll or a heartbeat, if one is due. */
  renewIfDue(session: SimulatedSession): string | null {
    const newest = session.guids.at(-1)
    if (this.#settings.authMode === 1 || newest === undefined || !this.isOpen(session)) return null
    const age = this.#settings.now() - newest.issuedAt
    return age >= this.#settings.guidIntervalMs ? this.renew(session) : null
  }

  /** False once the session was ended or displaced. */
  isOpen(session: SimulatedSession): boolean {
    return this.of(session.agentId) === session
  }

  /** Whose GUID it is; where the request names an agent, it must be that agent's. */
  check(agentId: string | undefined, guid: string | undefined): GuidCheck {
    this.lapse()
    const asking = agentId === undefined ? [...this.#byAgent.values()] : [this.of(agentId)]
    const session = asking.find((one) => one?.guids.some(({ value }) => value === guid))
    if (session !== undefined) return { session }
    return { refused: guid !== undefined && this.#retired.has(guid) ? 'stale' : 'unknown' }
  }

  /** Ends what time has ended: old GUIDs, and sessions that were not kept alive. */
  lapse(): void {
    const { authMode, guidTimeoutMs, sessionTimeoutMs, now } = this.#settings
    for (const session of this.#byAgent.values()) {
      if (session.desktop) continue
      if (authMode === 2) {
        const [live, dead] = split(session.guids, (one) => now() - one.issuedAt < guidTimeoutMs)
        for (const guid of dead) this.#retired.add(guid.value)
        session.guids = live
      }
      const { isPolled } = this.#eventsFor(session)
      if (isPolled || now() - session.keptAliveAt < sessionTimeoutMs) continue
      this.close(session.agentId)
      this.#settings.onLapse(session.agentId)
    }
  }

  queue(agentId: string, eventType: string, content: unknown): void {
    const session = this.#byAgent.get(agentId)
    // Nobody knows the changing GUID of a desktop, so nobody can fetch its events.
    const { authMode, eventMode } = this.#settings
    if (session === undefined || (session.desktop && authMode === 2 && eventMode === 1)) return
    const event = { eventType, eventGenTime: this.#settings.now(), workNo: agentId, content }
    this.#eventsFor(session).push(event)
  }

  /** Waits for the session's next event; null when none came in time. */
  async poll(session: SimulatedSession, gone: AbortSignal): Promise<GatewayEvent | null> {
    this.keepAlive(session)
    const event = await session.events.next(gone)
    this.keepAlive(session)
    return event
  }

  /** Waits for events of any agent on the session's node; the poll keeps all of them signed in. */
  async pollAll(session: SimulatedSession, gone: AbortSignal): Promise<GatewayEvent[]> {
    const queue = this.#eventsFor(session)
    this.#keepNodeAlive(session.node)
    const first = await queue.next(gone)
    this.#keepNodeAlive(session.node)
    return first === null ? [] : [first, ...queue.clear()]
  }

  keepAlive(session: SimulatedSession): void {
    session.keptAliveAt = this.#settings.now()
  }

  #keepNodeAlive(node: number): void {
    for (const session of this.#byAgent.values()) if (session.node === node) this.keepAlive(session)
  }

  #eventsFor(session: SimulatedSession): EventQueue {
    if (this.#settings.eventMode === 1) return session.events
    const queue = this.#byNode.get(session.node) ?? new EventQueue(this.#settings)
    this.#byNode.set(session.node, queue)
    return queue
  }

  stop(): void {
    for (const agentId of [...this.#byAgent.keys()]) this.close(agentId)
    for (const queue of this.#byNode.values()) queue.end()
  }
}

function split<T>(values: T[], keep: (value: T) => boolean): [T[], T[]] {
  return [values.filter(keep), values.filter((value) => !keep(value))]
}
