import type { CallWish, HoldRecord, RestingState } from './callCenter.ts'
import type { MadeCertificate } from './certificate.ts'
import type { SimulatedCms } from './cms/index.ts'
import type { FaultSpec } from './faults.ts'
import type { Stats } from './stats.ts'

export interface Account {
  agentId: string
  name: string
  password: string
  phone: string
  /** The gateway node that this account signs in on. */
  node: number
}
export interface AgentAccount extends Account {
  /** Static mode: the GUID that an administrator would hand out; good while the agent is signed in. */
  guid?: string
}
export interface Accounts {
  inspector: Account
  /** Signs in on node 1 when there is one. */
  secondInspector: Account
  /** These two, and a third one where there are three nodes: at least one for each node. */
  inspectors: Account[]
  agents: AgentAccount[]
}

/** One note that the gateway accepted; the time in ms of the simulator's clock. */
export interface NoteRecord {
  sender: string
  receiver: string
  content: string
  sentAt: number
}

/** What can be done to the call center by hand; the shift leaves an agent alone once driven. */
export interface Driving {
  /** Holds the named call, or the one being talked on; makes the call if there is none. */
  hold: (agentId: string, call?: CallWish) => string
  /** Takes the named call, or the one held longest, off hold. */
  retrieve: (agentId: string, callId?: string) => string
  /** The agent ends the named call, or the one being talked on, or the oldest. */
  release: (agentId: string, callId?: string) => string
  /** The customer ends it; which call, as in `release`. */
  hangUp: (agentId: string, callId?: string) => string
  /** Starts a call, or answers the ringing one. */
  talk: (agentId: string, call?: CallWish) => string
  ring: (agentId: string, call?: CallWish) => string
  /** The agent's own desktop signs in; a client's session of that agent is displaced. */
  signIn: (agentId: string, node?: number) => void
  signOut: (agentId: string) => void
  setState: (agentId: string, state: RestingState) => void
}

export interface Simulator extends Driving {
  readonly origin: string
  readonly port: number
  /** Fingerprint of the certificate presented now. */
  readonly sha256: string
  readonly accounts: Accounts
  readonly controlUrl: string | null
  /** The CC-CMS beside the gateway; null without one. */
  readonly cms: SimulatedCms | null
  /** Every hold that really was, oldest first. */
  readonly record: readonly HoldRecord[]
  /** Every note that was accepted, oldest first. */
  readonly notes: readonly NoteRecord[]
  readonly stats: Stats
  readonly faults: readonly (FaultSpec & { id: number; left: number | null })[]
  /** Every agent with calls and state, for reading. */
  readonly state: unknown
  /** Spoils requests from now on; the returned function stops it. */
  fault: (spec: FaultSpec) => () => void
  clearFaults: () => void
  /**
   * A node fails: its sessions end, its agents with their calls are at the next node at once, and nobody is sent to it
   * any more.
   */
  failOver: (node: number) => void
  /** The node works again; whoever signs in from now on may be sent to it. */
  recover: (node: number) => void
  /** Presents another certificate on the same port at once, and cuts open connections. */
  swapCertificate: (certificate?: MadeCertificate) => Promise<void>
  /** Closes the port and every connection; calls go on. */
  goAway: () => Promise<void>
  comeBack: () => Promise<void>
  /** Brings shift and sessions up to the clock, which otherwise happens ten times a second. */
  catchUp: () => void
  stop: () => Promise<void>
}
