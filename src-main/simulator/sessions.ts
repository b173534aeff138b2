import { createHash, randomUUID } from 'node:crypto'
import type { SetTimer } from './options.ts'

/** The times of a session, all in ms (fact sheet §3.2, §3.3, §7.1). */
export interface SessionTimes {
  guidIntervalMs: number
  guidTimeoutMs: number
  pollWaitMs: number
  sessionTimeoutMs: number
}
export interface SessionSettings extends SessionTimes {
  /** 1 static, 2 dynamic GUID (fact sheet §3.2). */
  authMode: 1 | 2
  seed: number
  now: () => number
  setTimer: SetTimer
  /** A session that was not polled any more has ended. */
  onLapse: (agentId: string) => void
}

export interface GatewayEvent {
  eventType: string
  eventGenTime: number
  workNo: string
  content: unknown
}

export interface Session {
  agentId: string
  node: number
  /** A desktop is simulated inside and needs no poll. */
  desktop: boolean
  /** The balancer's cookie that leads to this session's node (fact sheet §3.4). */
  cookie: string
  guids: { value: string; issuedAt: number }[]
  polledAt: number
  events: GatewayEvent[]
  /** Answers the poll that waits. */
  waiting: ((event: GatewayEvent | null) => void) | null
}

export type Verdict = { session: Session } | { refused: 'unknown' | 'stale' }

/** More than any client leaves unread; a desktop that nobody polls must not grow for ever. */
const queueLimit = 200

/** Who is signed in, by which GUIDs, and which events wait for them (fact sheet §3, §7). */
export class Sessions {
  readonly #byAgent = new Map<string, Session>()
  /** GUIDs that were good once, to tell a late request from a wrong one. */
  readonly #retired = new Set<string>()
  readonly #settings: SessionSettings

  constructor(settings: SessionSettings) {
    this.#settings = settings
  }

  of(agentId: string): Session | undefined {
    return this.#byAgent.get(agentId)
  }

  /** In static mode an agent's GUID is always the same, so that an administrator can hand it out. */
  staticGuid(agentId: string, node: number): string {
    const hex = createHash('sha256').update(`${this.#settings.seed}:${agentId}`).digest('hex')
    const uuid = hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
    return `${uuid}.AgentGateway${node}`
  }

  /** Starts a session; one that the agent has already is displaced. */
  open(agentId: string, node: number, desktop: boolean): Session {
    this.close(agentId)
    const now = this.#settings.now()
    const session: Session = {
      agentId,
      node,
      desktop,
      cookie: randomUUID().replaceAll('-', ''),
      guids: [],
      polledAt: now,
      events: [],
      waiting: null,
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
    session.waiting?.(null)
  }

  /** Issues a new GUID; the one before stays good until its own end. */
  renew(session: Session): string {
    const value =
      this.#settings.authMode === 1
        ? this.staticGuid(session.agentId, session.node)
        : `${randomUUID()}.AgentGateway${session.node}`
    if (this.#settings.authMode === 1) session.guids = []
    session.guids.push({ value, issuedAt: this.#settings.now() })
    this.#retired.delete(value)
    return value
  }

  /** The GUID to deliver with this poll's answer, if one is due. */
  renewIfDue(session: Session): string | null {
    const newest = session.guids.at(-1)
    if (this.#settings.authMode === 1 || newest === undefined) return null
    const age = this.#settings.now() - newest.issuedAt
    return age >= this.#settings.guidIntervalMs ? this.renew(session) : null
  }

  check(agentId: string, guid: string | undefined): Verdict {
    this.lapse()
    const session = this.#byAgent.get(agentId)
    if (guid !== undefined && session?.guids.some((one) => one.value === guid)) return { session }
    return { refused: guid !== undefined && this.#retired.has(guid) ? 'stale' : 'unknown' }
  }

  /** Ends what time has ended: old GUIDs, and sessions without a poll. */
  lapse(): void {
    const { authMode, guidTimeoutMs, sessionTimeoutMs, now } = this.#settings
    for (const session of this.#byAgent.values()) {
      if (authMode === 2 && !session.desktop) {
        const [live, dead] = split(session.guids, (one) => now() - one.issuedAt < guidTimeoutMs)
        for (const guid of dead) this.#retired.add(guid.value)
        session.guids = live
      }
      const silent = session.waiting === null && now() - session.polledAt >= sessionTimeoutMs
      if (silent && !session.desktop) {
        this.close(session.agentId)
        this.#settings.onLapse(session.agentId)
      }
    }
  }

  queue(agentId: string, eventType: string, content: unknown): void {
    const session = this.#byAgent.get(agentId)
    if (session === undefined) return
    const event = { eventType, eventGenTime: this.#settings.now(), workNo: agentId, content }
    if (session.waiting !== null) session.waiting(event)
    else {
      session.events.push(event)
      if (session.events.length > queueLimit) session.events.shift()
    }
  }

  /** Waits for the next event; null when none came in time. `gone` tells that the client left. */
  poll(session: Session, gone: AbortSignal): Promise<GatewayEvent | null> {
    session.polledAt = this.#settings.now()
    const ready = session.events.shift()
    if (ready !== undefined) return Promise.resolve(ready)
    // A second poll takes the first one's place.
    session.waiting?.(null)
    return new Promise((resolve) => {
      const settle = (event: GatewayEvent | null): void => {
        callOff()
        gone.removeEventListener('abort', leave)
        if (session.waiting === settle) session.waiting = null
        session.polledAt = this.#settings.now()
        resolve(event)
      }
      const leave = (): void => settle(null)
      const callOff = this.#settings.setTimer(this.#settings.pollWaitMs, leave)
      gone.addEventListener('abort', leave)
      session.waiting = settle
    })
  }

  stop(): void {
    for (const agentId of [...this.#byAgent.keys()]) this.close(agentId)
  }
}

function split<T>(values: T[], keep: (value: T) => boolean): [T[], T[]] {
  return [values.filter(keep), values.filter((value) => !keep(value))]
}
