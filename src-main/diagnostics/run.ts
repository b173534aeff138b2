import {
  type Diagnosis,
  type Step,
  type StepName,
  stepName,
} from '../../src-shared/contract/index.ts'
import { Connection, type ConnectionParts } from './connection.ts'
import { type RunningSession, SessionCheck } from './session.ts'
import type { Traffic, TrafficClock } from './traffic.ts'
import type { Verdict } from './verdict.ts'

export interface RunParts extends ConnectionParts {
  /** The session at this gateway; null where there is none. */
  session: (origin: string) => RunningSession | null
  traffic: Pick<Traffic, 'known'>
  clock: TrafficClock
}

/** Steps that end when the network answers, so that their time tells something. */
const timed = new Set<StepName>(['address', 'tcp', 'tls'])

/**
 * Goes through the steps in their order; the first that fails ends it. The way as far as TLS is tried
 * with connections of its own that send no HTTP; what lies behind the sign-in is the running session's.
 * @param onMove told of every change
 */
export async function runSteps(
  address: string,
  parts: RunParts,
  onMove: (diagnosis: Diagnosis) => void,
): Promise<Diagnosis> {
  const { clock } = parts
  const connection = new Connection(parts)
  let session = new SessionCheck(null, parts.traffic, clock)
  const checks: Record<StepName, () => Verdict | Promise<Verdict>> = {
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
  const put = (name: StepName, change: Partial<Step>) => {
    const index = stepName.options.indexOf(name)
    steps[index] = { ...(steps[index] as Step), ...change }
  }

  let hasFailed = false
  for (const name of stepName.options) {
    if (hasFailed) {
      put(name, { state: 'not-reached' })
      continue
    }
    put(name, { state: 'running' })
    move(true)
    const begunAt = clock.now()
    const verdict = await checks[name]()
    const { state, finding, at = null } = verdict
    const ms = verdict.ms ?? (timed.has(name) ? clock.now() - begunAt : null)
    put(name, { state, finding, at, ms })
    hasFailed = state === 'failed'
  }
  return move(false)
}
