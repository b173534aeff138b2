import type { BlindSpot, RosterEntry, UnknownReason, Way } from '../../src-shared/contract/index.ts'
import type { Observation } from './observation.ts'

/** Why it has stopped, with the gateway's code where it sent one. */
export interface Trouble {
  reason: UnknownReason
  retcode?: string
}

export type SessionState =
  | { kind: 'signing-in' }
  /**
   * `atRisk`: held calls are still queried, but the heartbeat has not been answered since then (clock ms); without it
   * the gateway ends the session after two minutes.
   */
  | { kind: 'signed-in'; atRisk?: Trouble & { since: number } }
  /** With a reason after a rejected sign-in. */
  | ({ kind: 'signed-out' } & Partial<Trouble>)
  /** Retries by itself, at `nextTryAt` (clock ms) unless it is trying right now. */
  | ({ kind: 'interrupted'; nextTryAt?: number } & Trouble)
  /** Waits for `retry` or, after a rejected password, for a new sign-in. */
  | ({ kind: 'stopped' } & Trouble)

/** The watch as a whole; `nextTryAt` is in ms of the clock that the reader was given. */
export type ReaderState = SessionState

export type AgentDirectoryAnswer =
  { ok: true; agents: RosterEntry[] } | { ok: false; reason: UnknownReason; retcode?: string }

export interface Signals {
  /** Aborts a request at any stage. */
  signal?: AbortSignal
  /** Withdraws a request that still waits for its turn to be sent. */
  callOff?: AbortSignal
}

/** What every way to read held calls has. */
export interface SourceReader {
  readonly way: Way
  /** The source's list of agents with their state; null where this way has none. */
  agentDirectory(signals?: Pick<Signals, 'callOff'>): Promise<AgentDirectoryAnswer> | null
  /** What the responses of this way cannot show, as it is currently used. */
  readonly blindSpots: readonly BlindSpot[]
  /** The agents with a live session that the app itself has signed in. */
  readonly signedIn: readonly string[]
  /** When the gateway last accepted the GUID of one of them, clock ms. */
  readonly acceptedAt: number
  /** Called when an event indicates that this agent should be queried at once. */
  onHint(listener: (agentId: string) => void): () => void
  /** Per-agent way: `signed-in`, since agents fail one by one; `stopped` by an untrusted certificate. */
  readonly state: ReaderState
  onState(listener: () => void): () => void
  /** The user asks for a retry now; per-agent way: for this agent only, when one is named. */
  retry(agentId?: string): void
  /**
   * The machine was asleep or locked. Repeats requests that may hang on a dead connection, without sending a password
   * for it.
   */
  wake(): void
  /**
   * Ends polling and signs out the agents that the app signed in; resolves to the agents whom the gateway did not sign
   * out.
   */
  close(): Promise<string[]>
}

/** Reads held calls agent by agent, from a CC-Gateway. */
export interface HoldReader extends SourceReader {
  /**
   * Queries one agent's held calls; never rejects. A `retcode` in the result is the gateway's response about this
   * agent; it is omitted where only our own session is the cause.
   */
  observe(agentId: string, signals?: Signals): Promise<Observation>
}

/** Reads the held calls of all agents with one request, from a CC-CMS. */
export interface BulkReader extends SourceReader {
  /** Shortest time between the beginnings of two queries at the moment, ms; longer while the server is overloaded. */
  readonly intervalMs: number
  /**
   * Queries all these agents at once; never rejects. An agent who is missing from the result was missing from the
   * response, and is unknown. Without a valid response the result has every agent, unknown for the same reason. Only
   * one such query is in flight at a time.
   */
  observeAll(
    agentIds: readonly string[],
    signals?: Signals,
  ): Promise<ReadonlyMap<string, Observation>>
}
