import type { BoardSnapshot, SourceView } from '../../src-shared/contract/index.ts'
import type { Monitor } from '../monitor/monitor.ts'
import type { ReaderState } from '../monitor/reader.ts'
import type { Load } from '../monitor/scheduler.ts'
import type { Connection } from './connection.ts'

/** The state of one source. */
export interface SourceStatus extends Pick<SourceView, 'origin' | 'way' | 'watch' | 'agents'> {
  /** Null while nothing is watched. */
  load: Load | null
  accounts: readonly {
    agentId: string
    state: ReaderState
    node: string | null
    visibleAgents: number
  }[]
  nodes: readonly string[]
  elsewhere: readonly string[]
  /** What else support may need to know of it, by name. */
  details: Readonly<Record<string, string>>
}

/** @param monitor null while nothing is watched */
export function sourceStatuses(
  connections: readonly Connection[],
  monitor: Pick<Monitor, 'board' | 'loads'> | null,
): SourceStatus[] {
  const { board = null, loads } = monitor ?? {}
  return connections.map((connection) => ({
    ...ownStatus(connection),
    ...boardStatus(connection.gateway.origin, board),
    load: loads?.get(connection.gateway.origin) ?? null,
  }))
}

const boardStatus = (origin: string, board: BoardSnapshot | null) => ({
  watch: board?.sources.find((source) => source.origin === origin)?.watch ?? null,
  agents: board?.agents.filter(({ sources }) => sources.includes(origin)).length ?? 0,
})

function ownStatus({ gateway, way, reader, cluster, inspectorId, details }: Connection) {
  const only = { agentId: inspectorId ?? '', state: reader.state, node: null, visibleAgents: 0 }
  return {
    origin: gateway.origin,
    way,
    accounts: cluster?.accounts ?? [only],
    nodes: cluster?.coverage.nodes ?? [],
    elsewhere: cluster?.coverage.elsewhere ?? [],
    details: details(),
  }
}
