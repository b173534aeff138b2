import type {
  CheckSubject,
  Diagnosis,
  SourceCheck,
  StepName,
} from '../../src-shared/contract/index.ts'
import { notChecked } from '../../src-shared/notChecked.ts'
import { Connection, type ConnectionParts } from './connection.ts'
import { KeyCheck } from './key.ts'
import { agentCounts, blindSpotsOf, type RunningSession, SessionCheck } from './session.ts'
import type { Traffic, TrafficClock } from './traffic.ts'
import type { StepResult } from './verdict.ts'

export interface RunParts extends ConnectionParts {
  /** The session at this source; null where there is none. */
  session: (origin: string) => RunningSession | null
  traffic: Pick<Traffic, 'known'>
  clock: TrafficClock
}

/** Steps that end when the network responds, so that their duration is significant. */
const timed = new Set<StepName>(['address', 'tcp', 'tls'])

/**
 * Examines the sources one after another, except those that are paused.
 * @param onMove called after every change
 */
export async function runChecks(
  subjects: readonly CheckSubject[],
  parts: RunParts,
  onMove: (diagnosis: Diagnosis) => void,
): Promise<Diagnosis> {
  const startedAt = parts.clock.wall()
  const sources = subjects.map(notChecked)
  const move = (isRunning: boolean) => {
    const diagnosis = { startedAt, isRunning, sources: [...sources] }
    onMove(diagnosis)
    return diagnosis
  }
  for (const [index, subject] of subjects.entries()) {
    if (subject.isPaused) continue
    sources[index] = await runSteps(subject, parts, (check) => {
      sources[index] = check
      move(true)
    })
  }
  return move(false)
}

/**
 * Runs the steps of a source in order; the first that fails ends them. The connection up to TLS is tested with separate
 * sockets that send no HTTP; the steps after that examine the running session.
 * @param onMove called when a step starts
 */
async function runSteps(
  subject: CheckSubject,
  parts: RunParts,
  onMove: (check: SourceCheck) => void,
): Promise<SourceCheck> {
  const { clock } = parts
  const connection = new Connection(parts)
  let session: RunningSession | null = null
  let gateway = new SessionCheck(null, parts.traffic, clock)
  let key = new KeyCheck(null)
  const readSession = () => {
    session = parts.session(connection.origin)
    gateway = new SessionCheck(session, parts.traffic, clock)
    key = new KeyCheck(session)
  }
  const checks: Record<StepName, () => StepResult | Promise<StepResult>> = {
    address: () => connection.address(subject.address),
    tcp: () => connection.tcp(),
    tls: () => connection.tls(),
    certificate: () => connection.certificate(),
    'sign-in': () => {
      readSession()
      return gateway.signIn()
    },
    'inspector-right': () => gateway.inspectorRight(),
    'event-poll': () => gateway.eventPoll(),
    'hold-query': () => gateway.holdQuery(),
    signature: () => {
      readSession()
      return key.signature()
    },
    'call-query': () => key.callQuery(),
    'agents-listed': () => key.agentsListed(),
  }

  const { steps } = notChecked(subject)
  const current = (): SourceCheck => ({
    ...subject,
    steps: [...steps],
    agents: agentCounts(session),
    blindSpots: blindSpotsOf(session),
  })
  let hasFailed = false
  for (const [index, step] of steps.entries()) {
    if (hasFailed) {
      steps[index] = { ...step, state: 'not-reached' }
      continue
    }
    steps[index] = { ...step, state: 'running' }
    onMove(current())
    const begunAt = clock.now()
    const { state, finding, at = null, ms: ownMs } = await checks[step.name]()
    const ms = ownMs ?? (timed.has(step.name) ? clock.now() - begunAt : null)
    steps[index] = { ...step, state, finding, at, ms }
    hasFailed = state === 'failed'
  }
  return current()
}
