import type { BoardSnapshot } from '../../src-shared/contract/index.ts'
import { isInDoubt, startDoubtMs } from '../../src-shared/doubt.ts'
import type { WatchFigures } from '../diagnostics/diagnostics.ts'
import type { RunningSession } from '../diagnostics/session.ts'
import type { Monitor } from '../monitor/monitor.ts'
import type { Observation } from '../monitor/observation.ts'
import type { Connection } from './connection.ts'
import type { SourceStatus } from './sourceStatus.ts'

/**
 * A connection as the diagnostics examine it.
 * @param monitor null where it is not watched
 */
export function runningSession(connection: Connection, monitor: Monitor | null): RunningSession {
  const { way, reader, inspectorId, hasInspectorRight, gateway } = connection
  const { origin } = gateway
  const board = monitor?.board ?? null
  return {
    origin,
    way,
    state: reader.state,
    inspectorId,
    hasInspectorRight,
    agents: board?.agents ?? [],
    blindSpots: [
      ...reader.blindSpots,
      ...(board !== null && hasUnseenStart(board, origin) ? ['hold-start' as const] : []),
    ],
    clockDifferenceMs: connection.clockDifferenceMs(),
    observe: async (agentIds) => {
      const observations = [...(await observe(reader, agentIds))]
      const judge = ([agentId, observation]: (typeof observations)[number]) =>
        monitor?.judge(origin, agentId, observation) ?? observation
      return new Map(observations.map((one) => [one[0], judge(one)]))
    },
  }
}

/**
 * Measurements of the running watch.
 * @param monitor null while nothing is watched
 */
export function watchFigures(
  { way, reader, gateway }: Connection,
  sources: readonly SourceStatus[],
  monitor: Monitor | null,
): WatchFigures {
  return {
    origin: gateway.origin,
    way,
    isSignedIn: reader.state.kind === 'signed-in',
    agents: monitor?.board.agents ?? [],
    loads: sources.flatMap(({ watch, load, agents }) =>
      watch?.state === 'watching' && load !== null ? [{ load, agents }] : [],
    ),
  }
}

/** Whether any row of this source shows a lower bound. */
const hasUnseenStart = ({ calls, now }: BoardSnapshot, origin: string): boolean =>
  calls.some(
    ({ startedAt, notBefore, sources }) =>
      sources.includes(origin) &&
      isInDoubt(startDoubtMs(startedAt, notBefore), () => now - startedAt),
  )

async function observe(
  reader: Connection['reader'],
  agentIds: readonly string[],
): Promise<ReadonlyMap<string, Observation>> {
  if ('observeAll' in reader) return reader.observeAll(agentIds)
  const observeOne = async (agentId: string) => [agentId, await reader.observe(agentId)] as const
  return new Map(await Promise.all(agentIds.map(observeOne)))
}
