import type { CertificateCheck, Way } from '../../src-shared/contract/index.ts'
import { type AgentReader, createAgentReader } from '../gateway/agentReader.ts'
import type { Gate } from '../gateway/gate.ts'
import { type ClusterReader, createClusterReader } from '../gateway/clusterReader.ts'
import type { ReaderOptions } from '../gateway/reader.ts'
import { type CmsAccount, type CmsReader, createCmsReader } from '../cms/reader.ts'
import type { BulkReader, HoldReader, SourceReader } from '../monitor/reader.ts'
import type { SeenCall } from '../monitor/observation.ts'
import type { NoteSession, ReceivedNote } from '../notes/noteSession.ts'
import { createTransport } from '../gateway/transport.ts'
import type { SourceRequest } from '../diagnostics/traffic.ts'
import type { Logger } from '../base/log.ts'
import type { BoardClock } from '../base/clock.ts'
import type { SetTimer } from '../base/timers.ts'
import type { RefusedPassword } from '../settings/secrets.ts'
import { createTrustedDispatcher } from '../trust/connector.ts'
import type { ProxyFor } from '../trust/proxies.ts'
import type { TrustStore } from '../trust/store.ts'

export interface Gateway {
  /** `https://host:port`. */
  origin: string
  /** It runs inside the app: nothing about it is stored. */
  simulated: boolean
}

export interface ConnectionOptions {
  trust: TrustStore
  proxy: ProxyFor
  clock: BoardClock
  setTimer: SetTimer
  log: Logger
  onCertificate: (check: CertificateCheck) => void
  /** A request of this connection is complete. */
  onRequestFinished: (request: SourceRequest) => void
  /** A password was rejected: a stored copy must not be used again. */
  onPasswordRefused: (refused: RefusedPassword) => void
  /** Somebody has sent a note to the inspector's account. */
  onNote: (note: ReceivedNote) => void
}

/** The sockets to one gateway or CC-CMS, and what reads held calls over them. */
export interface Connection {
  gateway: Gateway
  way: Way
  reader: HoldReader | BulkReader
  /** The same, where each agent is read over a session of its own. */
  agentReader: AgentReader | null
  /**
   * What notes are sent with. Null in the agents' way, whose sessions are the agents' own, so that a note over one of
   * them would come from that agent; and with a CC-CMS, which has none.
   */
  noteSession: NoteSession | null
  /** The phone of an agent; empty where it is not known. */
  phoneOf(agentId: string): Promise<string>
  gate: Gate
  /** With the inspector's way: the same reader, with all accounts of a cluster. */
  cluster: ClusterReader | null
  /** The account that is signed in, with the inspector's way; the first one of a cluster. */
  inspectorId: string | null
  /** The gateway's response about the inspector right at the sign-in. */
  hasInspectorRight: boolean | null
  /** With a CC-CMS that rejected a signature: how far the local clock was ahead, ms; null if that is not known. */
  clockDifferenceMs(): number | null
  /** What support may need to know of it besides, by name; empty where there is nothing. */
  details(): Record<string, string>
  /** Open sockets may be dead: the next request gets a new one. */
  renew(): void
  /** A certificate is no longer trusted: its connections end now. */
  recheck(): void
  /** Signs out, and destroys every socket; resolves to the agents whom the gateway did not sign out. */
  close(): Promise<string[]>
}

export type InspectorConnection = Connection & { reader: ClusterReader }
export type CmsConnection = Connection & { reader: CmsReader }

export function connectInspector(
  gateway: Gateway,
  inspectorId: string,
  gate: Gate,
  options: ConnectionOptions,
): InspectorConnection {
  const { readerOptions, destroy, ...sockets } = openSockets(gateway, gate, options)
  const reader = createClusterReader(readerOptions)
  reader.onNote(options.onNote)
  const own = {
    way: 'inspector' as const,
    reader,
    agentReader: null,
    noteSession: reader,
    cluster: reader,
    phoneOf: (agentId: string) => reader.phoneOf(agentId),
    inspectorId,
    clockDifferenceMs: () => null,
    details: () => ({}),
    close: () => end(reader, destroy),
  }
  return { gateway, gate, hasInspectorRight: null, ...own, ...sockets }
}

/** @param hasStaleSession whether the app had to leave a session of this agent at the gateway */
export function connectAgents(
  gateway: Gateway,
  hasStaleSession: (agentId: string) => boolean,
  gate: Gate,
  options: ConnectionOptions,
): Connection {
  const { readerOptions, destroy, ...sockets } = openSockets(gateway, gate, options)
  const reader = createAgentReader({ ...readerOptions, hasStaleSession })
  const own = {
    way: 'agent' as const,
    reader,
    agentReader: reader,
    noteSession: null,
    cluster: null,
    phoneOf: (agentId: string) => Promise.resolve(reader.phoneOf(agentId)),
    inspectorId: null,
    clockDifferenceMs: () => null,
    details: () => ({}),
    close: () => end(reader, destroy),
  }
  return { gateway, gate, hasInspectorRight: null, ...own, ...sockets }
}

/** @param gatewayCallsOf the held calls of an agent as a gateway lists them; null where none sees the agent */
export function connectCms(
  gateway: Gateway,
  account: CmsAccount,
  gatewayCallsOf: (agentId: string) => Promise<readonly SeenCall[] | null>,
  gate: Gate,
  options: ConnectionOptions,
): CmsConnection {
  const { readerOptions, destroy, ...sockets } = openSockets(gateway, gate, options)
  const { host } = new URL(gateway.origin)
  const wall = () => options.clock.wall()
  const reader = createCmsReader({ ...readerOptions, account, host, gatewayCallsOf, wall })
  const own = {
    way: 'cms' as const,
    reader,
    agentReader: null,
    noteSession: null,
    cluster: null,
    phoneOf: () => Promise.resolve(''),
    inspectorId: null,
    clockDifferenceMs: () => reader.clockDifferenceMs,
    details: () => cmsDetails(reader),
    close: () => end(reader, destroy),
  }
  return { gateway, gate, hasInspectorRight: null, ...own, ...sockets }
}

async function end(reader: SourceReader, destroy: () => Promise<void>): Promise<string[]> {
  const remaining = await reader.close()
  await destroy()
  return remaining
}

function cmsDetails({
  otherStatuses,
  refusedAgents,
  clockDifferenceMs,
  intervalMs,
}: CmsReader): Record<string, string> {
  const statuses = [...otherStatuses].map(([status, calls]) => `${status}: ${calls}`)
  return {
    'query interval': `${Math.round(intervalMs)} ms`,
    ...(statuses.length > 0 && {
      'calls with a status neither held nor known': statuses.join(', '),
    }),
    ...(refusedAgents.length > 0 && { 'ids not accepted': refusedAgents.join(', ') }),
    ...(clockDifferenceMs !== null && {
      'clock ahead by': `${Math.round(clockDifferenceMs / 1_000)} s`,
    }),
  }
}

function openSockets({ origin }: Gateway, gate: Gate, options: ConnectionOptions) {
  const {
    trust,
    proxy,
    clock,
    setTimer,
    log,
    onCertificate,
    onRequestFinished,
    onPasswordRefused,
  } = options
  const { dispatcher, renew, recheck, close } = createTrustedDispatcher({
    origin,
    pin: () => trust.pins(origin),
    proxy,
    onVerdict: onCertificate,
  })
  const time = { now: () => clock.now(), schedule: setTimer }
  const readerOptions: ReaderOptions = {
    transport: gate.over(
      createTransport({
        origin,
        dispatcher,
        log,
        time,
        onRequestFinished: (request) => {
          onRequestFinished({ origin, ...request })
        },
      }),
    ),
    time,
    log,
    perSecond: () => gate.perSecond,
    onPasswordRefused: (refused) => {
      onPasswordRefused({ origin, ...refused })
    },
  }
  return { readerOptions, renew, recheck, destroy: close }
}
