import { setImmediate } from 'node:timers/promises'
import type {
  AgentState,
  CheckSubject,
  Diagnosis,
  LiveFigures,
  ReportPreview,
  WatchedAgent,
  Way,
} from '../../src-shared/contract/index.ts'
import { LoopDelay } from './loopDelay.ts'
import { type SetTimer } from '../base/timers.ts'
import { readLog } from './readLog.ts'
import { redactReport } from './redactReport.ts'
import { reportHead } from './report.ts'
import { runChecks, type RunParts } from './run.ts'
import { meanExpectedMs, SeenDelays, type SourceLoad } from './sight.ts'
import { Traffic, type TrafficClock } from './traffic.ts'

/** The state of the watch; nothing is requested from the gateway for it. */
export interface WatchFigures {
  origin: string
  way: Way
  isSignedIn: boolean
  agents: readonly WatchedAgent[]
  /** The sources that are watching. */
  loads: readonly SourceLoad[]
}

export interface DiagnosticsOptions extends Omit<RunParts, 'traffic' | 'clock'> {
  clock: TrafficClock
  setTimer: SetTimer
  /** The subjects of a run; none where nothing is set up. */
  subjects: () => CheckSubject[]
  watch: () => WatchFigures | null
  /** The log's files, oldest first. */
  logFiles: readonly string[]
  system: () => Record<string, string>
  setUp: () => Record<string, string>
  /** Texts that no report may contain, whatever their source. */
  secrets: () => readonly string[]
  onMove: (diagnosis: Diagnosis) => void
}

/** How many of the log's newest lines a preview shows. */
const previewLines = 200
/** How many lines are processed in one step. */
const linesAtOnce = 500

/** Finds out where the connection to held calls is blocked and how well it works, and writes a report for support. */
export class Diagnostics {
  /** The gateway's responses, as reported by the transport. */
  readonly traffic: Traffic
  readonly seenDelays = new SeenDelays()
  readonly #options: DiagnosticsOptions
  readonly #loopDelay: LoopDelay
  readonly #startedAt: number
  #last: Diagnosis | null = null
  #currentRun: Promise<Diagnosis> | null = null

  constructor(options: DiagnosticsOptions) {
    this.#options = options
    this.traffic = new Traffic(options.clock)
    this.#loopDelay = new LoopDelay(() => performance.now(), options.setTimer)
    this.#startedAt = options.clock.now()
  }

  /** Another connection starts: the measurements so far are about the previous one. */
  forget(): void {
    this.traffic.clear()
    this.seenDelays.clear()
  }

  get last(): Diagnosis | null {
    return this.#last
  }

  /** Examines each source; a run in progress is not started again. Null where nothing is set up. */
  run(): Promise<Diagnosis> | null {
    const { subjects: subjectsNow, onMove } = this.#options
    const subjects = subjectsNow()
    if (subjects.length === 0) return null
    const move = (diagnosis: Diagnosis) => {
      this.#last = diagnosis
      onMove(diagnosis)
    }
    const parts = { ...this.#options, traffic: this.traffic }
    this.#currentRun ??= runChecks(subjects, parts, move).finally(() => {
      this.#currentRun = null
      // A check that fails in a way nobody expected ends the run, too.
      if (this.#last?.isRunning) move({ ...this.#last, isRunning: false })
    })
    return this.#currentRun
  }

  figures(): LiveFigures {
    const { subjects, watch, clock } = this.#options
    const figures = watch()
    return {
      subjects: subjects(),
      way: figures?.way ?? null,
      requestsPerSecond: figures === null ? null : this.traffic.requestsPerSecond,
      roundTrip: this.traffic.roundTrip,
      sight: {
        expectedMs: meanExpectedMs(figures?.loads ?? []),
        measured: this.seenDelays.measured,
      },
      agents: countStates(figures?.agents ?? []),
      // With the per-agent way there is one for each agent.
      guidAgeMs:
        figures?.way === 'inspector' && figures.isSignedIn
          ? this.traffic.guidAgeMs(figures.origin)
          : null,
      uptimeMs: clock.now() - this.#startedAt,
      loopDelay: this.#loopDelay.read(),
    }
  }

  /** Only processes the end of the log: all of it would take a while. */
  async preview(): Promise<ReportPreview> {
    const secrets = this.#options.secrets()
    const { files, lines } = await readLog(this.#options.logFiles)
    const end = lines.slice(-previewLines).map((line) => redactReport(line, secrets))
    return { head: this.#head(secrets), log: { files, lines: lines.length, end: end.join('\n') } }
  }

  /** The report as written to a file. */
  async report(): Promise<string> {
    const secrets = this.#options.secrets()
    const head = this.#head(secrets)
    const { files, lines } = await readLog(this.#options.logFiles)
    const log: string[] = []
    for (const [index, line] of lines.entries()) {
      log.push(redactReport(line, secrets))
      // The watch continues meanwhile.
      if (index % linesAtOnce === 0) await setImmediate()
    }
    return [head, '', `Log (${files.join(', ') || 'no file'})`, ...log, ''].join('\n')
  }

  #head(secrets: readonly string[]): string {
    const { system, setUp, watch, clock } = this.#options
    const head = reportHead({
      madeAt: clock.wall(),
      system: system(),
      setUp: { ...setUp(), 'not seen because': whyUnseen(watch()?.agents ?? []) },
      diagnosis: this.#last,
      figures: this.figures(),
    })
    return redactReport(head, secrets)
  }
}

function countStates(agents: readonly WatchedAgent[]): LiveFigures['agents'] {
  const counts = new Map<AgentState, number>()
  for (const { state } of agents) counts.set(state, (counts.get(state) ?? 0) + 1)
  return [...counts].map(([state, count]) => ({ state, count }))
}

function whyUnseen(agents: readonly WatchedAgent[]): string {
  const counts = new Map<string, number>()
  for (const { state, reason, retcode } of agents) {
    if (state !== 'unseen') continue
    const why = [reason, retcode].filter(Boolean).join(' ')
    counts.set(why, (counts.get(why) ?? 0) + 1)
  }
  return [...counts].map(([why, count]) => `${why}: ${count}`).join(', ') || '-'
}
