import type {
  CheckSubject,
  Diagnosis,
  Finding,
  LiveFigures,
  ReportPreview,
  SourceCheck,
  Step,
  StepName,
} from '../../src-shared/contract/index.ts'
import { stepsOf } from '../../src-shared/checkSteps.ts'

/** Diagnostics for tests. */
export const stepNames = stepsOf('inspector')

export const factOf = (
  fact: Extract<Finding, { kind: 'fact' }>['fact'],
  params: Record<string, string | number> = {},
  retcode: string | null = null,
): Finding => ({ kind: 'fact', fact, params, retcode })

export const certificateOf = (
  verdict: Extract<Finding, { kind: 'certificate' }>['check']['verdict'],
): Finding => ({
  kind: 'certificate',
  check: {
    origin: 'https://cc-gateway.example:8043',
    verdict,
    reasons: ['self-signed', 'other-name'],
    facts: {
      sha256: 'AB:CD',
      subject: 'agw-node-1',
      issuer: 'agw-node-1',
      names: ['agw-node-1'],
      validFrom: Date.UTC(2024, 2, 2),
      validTo: Date.UTC(2034, 1, 28),
    },
    before: [],
  },
})

export const checkSubject = (over: Partial<CheckSubject> = {}): CheckSubject => ({
  address: 'https://cc-gateway.example:8043',
  name: '',
  way: 'inspector',
  isPaused: false,
  ...over,
})

const goodFindings: Record<StepName, Finding> = {
  address: factOf('resolved', { host: 'cc-gateway.example', addresses: '10.0.0.7' }),
  tcp: factOf('connected', { address: '10.0.0.7' }),
  tls: factOf('agreed', { protocol: 'TLSv1.3' }),
  certificate: certificateOf('pinned'),
  'sign-in': factOf('signed-in', { agentId: '10099' }, '0'),
  'inspector-right': factOf('right-shown'),
  'event-poll': factOf('poll-answered', {}, '0'),
  'hold-query': factOf('held', { agentId: '10412', n: 2 }),
  signature: factOf('key-accepted'),
  'call-query': factOf('agents-answered', { agents: 20, n: 2 }),
  'agents-listed': factOf('all-listed', { n: 20 }),
}
const times: Partial<Record<StepName, Partial<Step>>> = {
  address: { ms: 3 },
  tcp: { ms: 12 },
  tls: { ms: 41 },
  'sign-in': { at: new Date(2026, 10, 22, 9, 12, 3).getTime() },
  'event-poll': { at: new Date(2026, 10, 22, 14, 59, 57).getTime() },
  'hold-query': { ms: 1_420 },
}

/** A source in which everything was good, except for the given steps. */
export const sourceCheck = (
  over: Partial<Record<StepName, Partial<Step>>> = {},
  rest: Partial<SourceCheck> = {},
): SourceCheck => ({
  ...checkSubject(),
  agents: { watched: 20, unseen: 0 },
  blindSpots: [],
  steps: stepsOf(rest.way ?? 'inspector').map((name) => ({
    name,
    state: 'good',
    ms: null,
    at: null,
    finding: goodFindings[name],
    ...times[name],
    ...over[name],
  })),
  ...rest,
})

/** A run over these sources. */
export const diagnosisOf = (sources: SourceCheck[], isRunning = false): Diagnosis => ({
  startedAt: new Date(2026, 10, 22, 15).getTime(),
  isRunning,
  sources,
})

/** A run over a single source in which everything was good, except for the given steps. */
export const diagnosis = (
  over: Partial<Record<StepName, Partial<Step>>> = {},
  { isRunning = false, ...rest }: Partial<SourceCheck> & { isRunning?: boolean } = {},
): Diagnosis => diagnosisOf([sourceCheck(over, rest)], isRunning)

/** A run over a single source that ended at this step. */
export const failedAt = (
  name: StepName,
  finding: Finding,
  rest: Partial<SourceCheck> = {},
): Diagnosis => {
  const names = stepsOf(rest.way ?? 'inspector')
  const after = names.slice(names.indexOf(name) + 1)
  const notReached = { state: 'not-reached', ms: null, at: null, finding: null } as const
  return diagnosis(
    {
      [name]: { state: 'failed', finding },
      ...Object.fromEntries(after.map((later) => [later, notReached])),
    },
    rest,
  )
}

export const liveFigures = (over: Partial<LiveFigures> = {}): LiveFigures => ({
  subjects: [checkSubject()],
  way: 'inspector',
  requestsPerSecond: 4.26,
  roundTrip: { answers: 1_200, silences: 1, p50Ms: 12.4, p95Ms: 1_250 },
  sight: { expectedMs: 640, measured: { holds: 12, meanMs: 480, mostMs: 1_100 } },
  agents: [
    { state: 'talking', count: 6 },
    { state: 'wrap-up', count: 2 },
    { state: 'unseen', count: 1 },
  ],
  guidAgeMs: 41_000,
  uptimeMs: 3_723_000,
  loopDelay: { medianMs: 1, worstMs: 38 },
  ...over,
})

/** The figures of an app without a set-up. */
export const noFigures = liveFigures({
  subjects: [],
  way: null,
  requestsPerSecond: null,
  roundTrip: { answers: 0, silences: 0, p50Ms: null, p95Ms: null },
  sight: { expectedMs: null, measured: null },
  agents: [],
  guidAgeMs: null,
  loopDelay: null,
})

export const reportPreview = (over: Partial<ReportPreview> = {}): ReportPreview => ({
  head: 'Holdwatch diagnostics\nmade 2026-11-22T15:00:00.000Z',
  log: {
    files: ['holdwatch.old.log', 'holdwatch.log'],
    lines: 1_203,
    end: '2026-11-22T14:59:58.000Z info one\n2026-11-22T14:59:59.000Z info two',
  },
  ...over,
})
