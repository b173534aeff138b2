import type { BoardSnapshot } from '../../src-shared/contract/index.ts'
import { isInDoubt, startDoubtMs } from '../../src-shared/doubt.ts'
import type { WatchFigures } from '../diagnostics/diagnostics.ts'
import type { RunningSession } from '../diagnostics/session.ts'
import type { Monitor } from '../monitor/monitor.ts'
import type { Observation } from '../monitor/observation.ts'
import type { Connection } from './connection.ts'

/**
 * A connection as the diagnostics examine it.
 * @param monitor null where it is not watched
 */
export function runningSession(connection: Connection, monitor: Monitor | null): RunningSession {
  const { way, reader, inspectorId, hasInspectorRight, gateway } = connection
  const board = monitor?.board ?? null
  return {
    way,
    state: reader.state,
    inspectorId,
    hasInspectorRight,
    agents: board?.agents ?? [],
    blindSpots: [
      ...reader.blindSpots,
      ...(board !== null && hasUnseenStart(board) ? ['hold-start' as const] : []),
    ],
    observe: async (agentId) => {
      const observation = await observeOne(reader, agentId)
      return monitor?.judge(gateway.origin, agentId, observation) ?? observation
    },
  }
}

/** Measurements of the running watch. */
export function watchFigures(connection: Connection, monitor: Monitor | null): WatchFigures {
  const { way, reader, gateway } = connection
  const board = monitor?.board ?? null
  const load = monitor?.loads.get(gateway.origin) ?? null
  return {
    way,
    isSignedIn: reader.state.kind === 'signed-in',
    agents: board?.agents ?? [],
    load: board?.watch.state === 'watching' ? load : null,
  }
}

/** Whether any row shows a lower bound. */
const hasUnseenStart = ({ calls, now }: BoardSnapshot): boolean =>
  calls.some(({ startedAt, notBefore }) =>
    isInDoubt(startDoubtMs(startedAt, notBefore), () => now - startedAt),
  )

async function observeOne(reader: Connection['reader'], agentId: string): Promise<Observation> {
  if ('observe' in reader) return reader.observe(agentId)
  const observations = await reader.observeAll([agentId])
  return observations.get(agentId) ?? { kind: 'unknown', reason: 'not-listed' }
}
