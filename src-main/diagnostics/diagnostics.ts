import { setImmediate } from 'node:timers/promises'
import type {
  AgentState,
  Diagnosis,
  LiveFigures,
  ReportPreview,
  WatchedAgent,
  Way,
} from '../../src-shared/contract/index.ts'
import type { Load } from '../monitor/scheduler.ts'
import { LoopDelay } from './loopDelay.ts'
import { type SetTimer } from '../base/timers.ts'
import { readLog } from './readLog.ts'
import { redactReport } from './redactReport.ts'
import { reportHead } from './report.ts'
import { type RunParts, runSteps } from './run.ts'
import { expectedMs, SeenDelays } from './sight.ts'
import { Traffic, type TrafficClock } from './traffic.ts'

/** What the watch tells of itself; nothing is asked of the gateway for it. */
export interface WatchFigures {
  way: Way
  isSignedIn: boolean
  agents: readonly WatchedAgent[]
  /** Null while nobody is asked. */
  load: Load | null
}

export interface DiagnosticsOptions extends Omit<RunParts, 'traffic' | 'clock'> {
  clock: TrafficClock
  setTimer: SetTimer
  /** What a run is about: an origin, or what was typed; empty where nothing is set up. */
  address: () => string
  watch: () => WatchFigures | null
  /** The log's files, oldest first. */
  logFiles: readonly string[]
  system: () => Record<string, string>
  setUp: () => Record<string, string>
  /** What must stand in no report, whatever wrote it down. */
  secrets: () => readonly string[]
  onMove: (diagnosis: Diagnosis) => void
}

/** How many of the log's newest lines a preview shows. */
const previewLines = 200
/** How many lines are made ready before anything else gets its turn. */
const linesAtOnce = 500

/** Finds out where the way to held calls is blocked, how well it runs, and writes it down for support. */
export class Diagnostics {
  /** The gateway's answers, as the transport tells of them. */
  readonly traffic: Traffic
  readonly seenDelays = new SeenDelays()
  readonly #options: DiagnosticsOptions
  readonly #loopDelay: LoopDelay
  readonly #startedAt: number
  #last: Diagnosis | null = null
  #running: Promise<Diagnosis> | null = null

  constructor(options: DiagnosticsOptions) {
    this.#options = options
    this.traffic = new Traffic(options.clock)
    this.#loopDelay = new LoopDelay(() => performance.now(), options.setTimer)
    this.#startedAt = options.clock.now()
  }

  /** Another connection begins: what is known so far is about the one before. */
  forget(): void {
    this.traffic.clear()
    this.seenDelays.clear()
  }

  get last(): Diagnosis | null {
    return this.#last
  }

  /** Goes through the steps; a run that is under way is not begun again. Null where nothing is set up. */
  run(): Promise<Diagnosis> | null {
    const address = this.#options.address()
    if (address.trim() === '') return null
    const { onMove } = this.#options
    this.#running ??= runSteps(
      address,
      { ...this.#options, traffic: this.traffic },
      (diagnosis) => {
        this.#last = diagnosis
        onMove(diagnosis)
      },
    ).finally(() => (this.#running = null))
    return this.#running
  }

  figures(): LiveFigures {
    const { address, watch, clock } = this.#options
    const watched = watch()
    return {
      address: address(),
      way: watched?.way ?? null,
      requestsPerSecond: watched === null ? null : this.traffic.requestsPerSecond,
      roundTrip: this.traffic.roundTrip,
      sight: {
        expectedMs: watched?.load ? expectedMs(watched.load) : null,
        measured: this.seenDelays.measured,
      },
      agents: countStates(watched?.agents ?? []),
      // In the per-agent way there is one for each agent.
      guidAgeMs: watched?.way === 'inspector' && watched.isSignedIn ? this.traffic.guidAgeMs : null,
      uptimeMs: clock.now() - this.#startedAt,
      loopDelay: this.#loopDelay.read(),
    }
  }

  /** Only the end of the log is made ready for it: the whole takes a while. */
  async preview(): Promise<ReportPreview> {
    const struck = this.#options.secrets()
    const { files, lines } = await readLog(this.#options.logFiles)
    const end = lines.slice(-previewLines).map((line) => redactReport(line, struck))
    return { head: this.#head(struck), log: { files, lines: lines.length, end: end.join('\n') } }
  }

  /** The report as it is written to a file. */
  async report(): Promise<string> {
    const struck = this.#options.secrets()
    const head = this.#head(struck)
    const { files, lines } = await readLog(this.#options.logFiles)
    const log: string[] = []
    for (const [index, line] of lines.entries()) {
      log.push(redactReport(line, struck))
      // The watch goes on meanwhile.
      if (index % linesAtOnce === 0) await setImmediate()
    }
    return [head, '', `Log (${files.join(', ') || 'no file'})`, ...log, ''].join('\n')
  }

  #head(struck: readonly string[]): string {
    const { system, setUp, watch, clock } = this.#options
    const head = reportHead({
      madeAt: clock.wall(),
      system: system(),
      setUp: { ...setUp(), 'not seen because': whyUnseen(watch()?.agents ?? []) },
      diagnosis: this.#last,
      figures: this.figures(),
    })
    return redactReport(head, struck)
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
