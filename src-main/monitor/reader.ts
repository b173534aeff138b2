import type { BlindSpot, RosterEntry, UnknownReason, Way } from '../../src-shared/contract/index.ts'
import type { Observation } from './observation.ts'

/** Why it does not go on, with the gateway's code where it sent one. */
export interface Trouble {
  reason: UnknownReason
  retcode?: string
}

export type SessionState =
  | { kind: 'signing-in' }
  /**
   * `atRisk`: held calls are asked for, but the heartbeat is not answered since then (clock ms); without it
   * the gateway ends the session after two minutes.
   */
  | { kind: 'signed-in'; atRisk?: Trouble & { since: number } }
  /** With a reason after a sign-in that was refused. */
  | ({ kind: 'signed-out' } & Partial<Trouble>)
  /** Tries again by itself, at `nextTryAt` (clock ms) where it is not trying just now. */
  | ({ kind: 'interrupted'; nextTryAt?: number } & Trouble)
  /** Waits for `retry` or, after a refused password, for a new sign-in. */
  | ({ kind: 'stopped' } & Trouble)

/** The watch as a whole; `nextTryAt` is in ms of the clock that the reader was given. */
export type ReaderState = SessionState

export type RosterAnswer =
  { ok: true; agents: RosterEntry[] } | { ok: false; reason: UnknownReason; retcode?: string }

export interface Signals {
  /** Gives a question up, wherever it is. */
  signal?: AbortSignal
  /** Withdraws a question that still waits for its turn to leave. */
  callOff?: AbortSignal
}

/** One of the two ways to read held calls. */
export interface HoldReader {
  readonly way: Way
  /**
   * Asks for one agent's held calls; never throws. A `retcode` in the answer is what the gateway said about this
   * agent; where only our own session is to blame there is none.
   */
  observe(agentId: string, signals?: Signals): Promise<Observation>
  /** The gateway's list of agents with their state; null where this way has none. */
  roster(signals?: Pick<Signals, 'callOff'>): Promise<RosterAnswer> | null
  /** What the answers of this way cannot tell, as it is used now. */
  readonly blindSpots: readonly BlindSpot[]
  /** Whose sessions stand that the app itself has signed in. */
  readonly signedIn: readonly string[]
  /** When the gateway last took the GUID of one of them, clock ms. */
  readonly acceptedAt: number
  /** Told when an event says that this agent should be asked at once. */
  onHint(listener: (agentId: string) => void): () => void
  /** Per-agent way: `signed-in`, since agents fail one by one; `stopped` by a certificate that is not trusted. */
  readonly state: ReaderState
  onState(listener: () => void): () => void
  /** A person says to try again now; per-agent way: this agent only, when one is named. */
  retry(agentId?: string): void
  /** The machine was asleep or locked. Asks anew what may hang at a dead connection, and sends no password for it. */
  wake(): void
  /** Ends polling and signs out what the app signed in; answers the agents whom the gateway did not sign out. */
  close(): Promise<string[]>
}
