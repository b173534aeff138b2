import type {
  Diagnosis,
  Finding,
  LiveFigures,
  SourceCheck,
  Step,
} from '../../src-shared/contract/index.ts'

export interface ReportFacts {
  /** Epoch ms. */
  madeAt: number
  /** The app's environment, by name. */
  system: Readonly<Record<string, string>>
  /** The set-up, without any secret, by name. */
  setUp: Readonly<Record<string, string>>
  diagnosis: Diagnosis | null
  figures: LiveFigures
}

/**
 * Everything of a report but the log, as plain text. In English whatever the window's language, since the log is too,
 * and with codes where the window has sentences: its readers are support engineers.
 */
export function reportHead({ madeAt, system, setUp, diagnosis, figures }: ReportFacts): string {
  return [
    `Holdwatch diagnostics\nmade ${iso(madeAt)}`,
    section('System', table(system)),
    section('Set-up', table(setUp)),
    section(
      'Checks',
      diagnosis === null ? ['not run since the app was started'] : checks(diagnosis),
    ),
    section('Figures', table(figureTable(figures))),
  ].join('\n\n')
}

const iso = (epochMs: number) => new Date(epochMs).toISOString()
const section = (title: string, lines: string[]) =>
  [title, ...lines.map((l) => `  ${l}`)].join('\n')
const table = (entries: Readonly<Record<string, string>>) =>
  Object.entries(entries).map(([name, value]) => `${name.padEnd(24)} ${value}`)
const ms = (value: number | null) => (value === null ? '-' : `${Math.round(value)} ms`)

/** As `26:03:05`: in ms it would soon be redacted as a telephone number. */
function span(value: number): string {
  const seconds = Math.floor(value / 1_000)
  const two = (part: number) => String(part % 60).padStart(2, '0')
  return `${Math.floor(seconds / 3_600)}:${two(Math.floor(seconds / 60))}:${two(seconds)}`
}

function checks({ startedAt, isRunning, sources }: Diagnosis): string[] {
  const when = `${iso(startedAt)}${isRunning ? ', still running' : ''}`
  return sources.flatMap((source) => sourceChecks(source, when))
}

function sourceChecks(
  { address, name, way, isPaused, steps, agents, blindSpots }: SourceCheck,
  when: string,
): string[] {
  const title = ['of', address, name && `(${name})`].filter(Boolean).join(' ')
  const of = `${title}, read by ${way}, ${when}`
  if (isPaused) return [`${of}: paused, not checked`]
  return [
    of,
    ...steps.map((step, index) =>
      `${index + 1} ${step.name.padEnd(16)} ${step.state.padEnd(12)} ${stepTail(step)}`.trimEnd(),
    ),
    `agents watched ${agents.watched}, not seen ${agents.unseen}`,
    `cannot be known: ${blindSpots.join(', ') || '-'}`,
  ]
}

function stepTail({ ms: took, at, finding }: Step): string {
  return [
    took === null ? '' : ms(took),
    at === null ? '' : `at ${iso(at)}`,
    finding === null ? '' : findingText(finding),
  ]
    .filter(Boolean)
    .join('  ')
}

const pairs = (values: Record<string, string | number | null | undefined>) =>
  Object.entries(values)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => `${name}=${value}`)
    .join(' ')

function findingText(finding: Finding): string {
  switch (finding.kind) {
    case 'fact':
      return `${finding.fact} ${pairs({ ...finding.params, retcode: finding.retcode })}`
    case 'error':
      return `${finding.error.code} ${pairs(finding.error.params ?? {})}`
    case 'trouble': {
      const { reason, retcode, agentId } = finding
      return `${reason} ${pairs({ retcode, agent: agentId })}`
    }
    case 'certificate': {
      const { verdict, reasons, facts } = finding.check
      const validTo = iso(facts.validTo)
      return `${verdict} ${pairs({ reasons: reasons.join(','), validTo, sha256: facts.sha256 })}`
    }
  }
}

function figureTable(figures: LiveFigures): Record<string, string> {
  const { roundTrip, sight, loopDelay, requestsPerSecond, agents } = figures
  const { measured } = sight
  return {
    'requests a second': requestsPerSecond?.toFixed(1) ?? '-',
    'answers in 5 minutes': `${roundTrip.answers}, without a usable answer ${roundTrip.silences}`,
    'round trip p50': ms(roundTrip.p50Ms),
    'round trip p95': ms(roundTrip.p95Ms),
    'hold seen after, expected': ms(sight.expectedMs),
    'hold seen after, measured':
      measured === null
        ? '-'
        : `${ms(measured.meanMs)} on average, ${ms(measured.mostMs)} at most, ${measured.holds} holds`,
    agents: agents.map(({ state, count }) => `${state} ${count}`).join(', ') || '-',
    'GUID age (h:mm:ss)': figures.guidAgeMs === null ? '-' : span(figures.guidAgeMs),
    'uptime (h:mm:ss)': span(figures.uptimeMs),
    'event loop delay':
      loopDelay === null
        ? 'not measured yet'
        : `${ms(loopDelay.medianMs)} median, ${ms(loopDelay.worstMs)} worst`,
  }
}
