import type { Notice } from '../../src-shared/contract/index.ts'
import { RequestError } from '../base/requestError.ts'
import type { SeenCall } from '../monitor/observation.ts'
import type { Source } from '../monitor/sourceWatch.ts'
import type { NoteSession } from '../notes/noteSession.ts'
import type { Connection } from './connection.ts'
import type { Monitoring } from './monitoring.ts'
import type { OwnSessions } from './ownSessions.ts'
import { type SourceStatus, sourceStatuses } from './sourceStatus.ts'

export interface WatchedSourcesOptions {
  monitoring: Monitoring
  ownSessions: OwnSessions
  /** A source was added or removed, or its state has changed. */
  onSources: () => void
  onNotice: (code: Notice['code'], params: Notice['params']) => void
}

/** The connections to the sources of the board: the first one, and those that were added to it. */
export class WatchedSources {
  readonly #options: WatchedSourcesOptions
  /** Of the board, or of the board to come. */
  #first: Connection | null = null
  /** By origin. */
  readonly #further = new Map<string, Connection>()

  constructor(options: WatchedSourcesOptions) {
    this.#options = options
  }

  get first(): Connection | null {
    return this.#first
  }

  /** The first one first. */
  get all(): Connection[] {
    return [...(this.#first === null ? [] : [this.#first]), ...this.#further.values()]
  }

  /** The state of each, the first one first. */
  get statuses(): SourceStatus[] {
    return sourceStatuses(this.all, this.#options.monitoring.monitor)
  }

  has(origin: string): boolean {
    return this.all.some(({ gateway }) => gateway.origin === origin)
  }

  /** Fails where there is no connection to this source. */
  at(origin: string): Connection {
    const connection = this.all.find(({ gateway }) => gateway.origin === origin)
    if (connection === undefined) throw new RequestError({ code: 'not-signed-in' })
    return connection
  }

  /** As the monitor reads them. */
  get readers(): Source[] {
    return this.all.map(sourceOf)
  }

  /** The board to come begins with this source; the one before must be closed. */
  setFirst(connection: Connection): void {
    this.#first = connection
  }

  /** Watches a source in addition, in place of an earlier connection to it. */
  async add(connection: Connection): Promise<void> {
    const { origin } = connection.gateway
    await this.remove(origin)
    this.#further.set(origin, connection)
    this.follow(connection)
    this.#options.monitoring.addSource(sourceOf(connection))
    this.#options.onSources()
  }

  /** Ends a source that was added, and signs out there. Nobody observes how its holds end. */
  async remove(origin: string): Promise<void> {
    const connection = this.#further.get(origin)
    if (connection === undefined) return
    this.#options.monitoring.removeSource(origin)
    this.#further.delete(origin)
    await this.#close(connection)
    this.#options.onSources()
  }

  /** Ends the board, and signs out at its first source. */
  async closeFirst(): Promise<void> {
    const connection = this.#first
    this.#first = null
    this.#options.monitoring.stop()
    if (connection !== null) await this.#close(connection)
  }

  async closeAll(): Promise<void> {
    await this.closeFirst()
    for (const connection of [...this.#further.values()]) {
      this.#further.delete(connection.gateway.origin)
      await this.#close(connection)
    }
    this.#options.onSources()
  }

  /** Closes a connection that is not to one of the sources. */
  async discard(connection: Connection): Promise<void> {
    this.#reportLeft(connection, await connection.close())
  }

  /** Suspends one source, or resumes it. */
  setPaused(origin: string, isPaused: boolean): void {
    this.#options.monitoring.setSourcePaused(origin, isPaused)
    this.#options.onSources()
  }

  /** Reports each change of its state; a connection that was closed has none any more. */
  follow({ reader, cluster }: Connection): void {
    const { onSources } = this.#options
    reader.onState(onSources)
    cluster?.onCoverage(onSources)
  }

  /** From now on its sessions are recorded as this app's own; none of a simulated gateway is. */
  recordSessions({ gateway, reader }: Connection): void {
    if (!gateway.simulated) this.#options.ownSessions.follow(reader, gateway.origin)
  }

  /**
   * What a note to this agent is sent with; null where nothing can. Without an agent: a session of an account to send
   * itself one.
   */
  noteSessionFor(agentId: string | null): NoteSession | null {
    const gateways = agentId === null ? this.all : this.#gatewaysFor(agentId)
    const sessions = gateways.flatMap(({ noteSession }) => noteSession ?? [])
    const own = sessions.find(({ ownId }) => ownId !== null)
    return (agentId === null ? own : sessions[0]) ?? null
  }

  /** The phone of an agent who is watched; empty where it is not known. */
  async phoneOf(agentId: string): Promise<string> {
    const [gateway] = this.#gatewaysFor(agentId)
    return (await gateway?.phoneOf(agentId)) ?? ''
  }

  /** The held calls of an agent as a gateway lists them: the first answer that is not "none of mine". */
  async gatewayCallsOf(agentId: string): Promise<readonly SeenCall[] | null> {
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

  /** The gateways, beginning with the one that is most likely to have the agent. */
  #gatewaysFor(agentId: string): Connection[] {
    const origins = this.#options.monitoring.monitor?.sourcesOf(agentId)
    const connections = origins?.map((origin) => this.at(origin)) ?? this.all
    return connections.filter(({ way }) => way !== 'cms')
  }

  /** Signs out, and records whom the gateway did not sign out. */
  async #close(connection: Connection): Promise<void> {
    const { reader, gateway } = connection
    const { origin, simulated } = gateway
    const { ownSessions } = this.#options
    ownSessions.stop(origin)
    const wasIn = reader.signedIn.length > 0
    const { acceptedAt } = reader
    const remaining = await connection.close()
    if (simulated || !(wasIn || remaining.length > 0)) return
    await ownSessions.note(origin, { agentIds: remaining, acceptedAt, isLeft: true })
    this.#reportLeft(connection, remaining)
  }

  #reportLeft({ way, gateway }: Connection, agentIds: readonly string[]): void {
    if (way !== 'agent' || gateway.simulated || agentIds.length === 0) return
    this.#options.onNotice('left-signed-in', { agents: agentIds.join(', ') })
  }
}

const sourceOf = ({ gateway: { origin }, reader, gate }: Connection): Source => ({
  origin,
  reader,
  room: gate,
})
