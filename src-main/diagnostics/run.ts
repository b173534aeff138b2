import {
  type Diagnosis,
  type Step,
  type StepName,
  stepName,
} from '../../src-shared/contract/index.ts'
import { Connection, type ConnectionParts } from './connection.ts'
import { type RunningSession, SessionCheck } from './session.ts'
import type { Traffic, TrafficClock } from './traffic.ts'
import type { StepResult } from './verdict.ts'

export interface RunParts extends ConnectionParts {
  /** The session at this gateway; null where there is none. */
  session: (origin: string) => RunningSession | null
  traffic: Pick<Traffic, 'known'>
  clock: TrafficClock
}

/** Steps that end when the network responds, so that their duration is significant. */
const timed = new Set<StepName>(['address', 'tcp', 'tls'])

/**
 * Runs the steps in order; the first that fails ends the run. The connection up to TLS is tested with separate sockets
 * that send no HTTP; the steps after the sign-in examine the running session.
 * @param onMove called after every change
 */
export async function runSteps(
  address: string,
  parts: RunParts,
  onMove: (diagnosis: Diagnosis) => void,
): Promise<Diagnosis> {
  const { clock } = parts
  const connection = new Connection(parts)
  let session = new SessionCheck(null, parts.traffic, clock)
  const checks: Record<StepName, () => StepResult | Promise<StepResult>> = {
    address: () => connection.address(address),
    tcp: () => connection.tcp(),
    tls: () => connection.tls(),
    certificate: () => connection.certificate(),
    'sign-in': () => {
      session = new SessionCheck(parts.session(connection.origin), parts.traffic, clock)
      return session.signIn()
    },
    'inspector-right': () => session.inspectorRight(),
    'event-poll': () => session.eventPoll(),
    'hold-query': () => session.holdQuery(),
  }

  const startedAt = clock.wall()
  const steps = stepName.options.map((name): Step => ({
    name,
    state: 'waiting',
    ms: null,
    at: null,
    finding: null,
  }))
  const move = (isRunning: boolean) => {
    const { agents, blindSpots } = session
    const diagnosis = { address, startedAt, isRunning, steps: [...steps], agents, blindSpots }
    onMove(diagnosis)
    return diagnosis
  }
  const updateStep = (name: StepName, change: Partial<Step>) => {
    const index = stepName.options.indexOf(name)
    steps[index] = { ...(steps[index] as Step), ...change }
  }

  let hasFailed = false
  for (const name of stepName.options) {
    if (hasFailed) {
      updateStep(name, { state: 'not-reached' })
      continue
    }
    updateStep(name, { state: 'running' })
    move(true)
    const begunAt = clock.now()
    const verdict = await checks[name]()
    const { state, finding, at = null } = verdict
    const ms = verdict.ms ?? (timed.has(name) ? clock.now() - begunAt : null)
    updateStep(name, { state, finding, at, ms })
    hasFailed = state === 'failed'
  }
  return move(false)
}
