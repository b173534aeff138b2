import type { BoardPatch, BoardSnapshot, Notice } from '../../src-shared/contract/index.ts'
import type { BoardClock } from '../base/clock.ts'
import type { Logger } from '../base/log.ts'
import { RequestError } from '../base/requestError.ts'
import type { SetTimer } from '../base/timers.ts'
import type { BoardDecision } from '../monitor/board.ts'
import type { BoardRules } from '../monitor/deriveAgent.ts'
import type { EndedHold, Hold, SavedHolds, StartedHold } from '../monitor/ledger.ts'
import { type Draft, Monitor, type WatchedName } from '../monitor/monitor.ts'
import type { Source } from '../monitor/sourceWatch.ts'

/** Stores holds beyond this run; receives nothing about a simulated gateway. */
export interface HoldRecorder {
  /** The holds that were open when these sources were last watched. */
  restore(origins: readonly string[]): SavedHolds
  /** Exactly these are open: the end of any other was not observed. */
  keepOnly(holds: readonly Hold[]): void
  /** Exactly these agents are watched. */
  setAgents(agents: readonly WatchedName[]): void
  recordChanges(began: readonly Hold[], ended: readonly EndedHold[]): void
  /** All open holds; called periodically and when the watch ends. */
  recordOpen(holds: readonly Hold[], agents: readonly WatchedName[]): void
}

export interface MonitoringOptions {
  clock: BoardClock
  setTimer: SetTimer
  random: () => number
  log: Logger
  recorder: HoldRecorder
  /** The current limits and privacy mode. */
  rules: () => BoardRules
  /** Makes the decisions about the board before any listener is notified. */
  decide: (draft: Draft) => BoardDecision
  /** What the supervisor has set for a source. */
  sourceSettings: (origin: string) => { name: string; isPaused: boolean }
  /** The board changed; null once there is none any more. */
  onBoard: (patch: BoardPatch | null) => void
  /** Holds were observed for the first time, also of a simulated gateway. */
  onHoldsStarted: (began: readonly StartedHold[]) => void
  onNotice: (code: Notice['code'], params: Notice['params']) => void
  /** The machine was asleep: network equipment may have dropped the connections that were open before. */
  onAwake: () => void
}

/** The supervisor paused the watch, or the machine sleeps. */
export type PauseReason = 'supervisor' | 'sleep'

/** How often the open holds are reported to the recorder, so that little is lost if the app is killed, ms. */
const recordEveryMs = 5_000

/** The life of the board's monitor: starts it, pauses it, records its holds, and ends it. */
export class Monitoring {
  readonly #options: MonitoringOptions
  readonly #pauses = new Set<PauseReason>()
  #monitor: Monitor | null = null
  /** Null for a simulated gateway: nothing about it is stored. */
  #recorder: HoldRecorder | null = null
  #cancelRecording = () => {}

  constructor(options: MonitoringOptions) {
    this.#options = options
  }

  /** Null while nothing is watched. */
  get monitor(): Monitor | null {
    return this.#monitor
  }

  get isOn(): boolean {
    return this.#monitor !== null
  }

  /** The board as last published; null while nothing is watched. */
  get board(): BoardSnapshot | null {
    return this.#monitor?.board ?? null
  }

  /** The watched agents, with the names that a source has provided in the meantime. */
  get agents(): WatchedName[] {
    return this.#monitor?.agents ?? []
  }

  snapshot(): BoardSnapshot {
    if (this.#monitor === null) throw new RequestError({ code: 'not-signed-in' })
    return this.#monitor.snapshot()
  }

  holdOf(holdId: string): Hold {
    const hold = this.#monitor?.holdOf(holdId) ?? null
    if (hold === null) throw new RequestError({ code: 'call-ended' })
    return hold
  }

  numberOf(holdId: string): string {
    const number = this.#monitor?.numberOf(holdId) ?? null
    if (number === null) throw new RequestError({ code: 'call-ended' })
    return number
  }

  /** Watches exactly these agents from now on; starts with these sources, unless it runs already. */
  watch(agents: readonly WatchedName[], sources: readonly Source[], simulated: boolean): void {
    this.#monitor ??= this.#start(sources, simulated)
    this.#monitor.setAgents(agents)
    this.#recorder?.setAgents(agents)
  }

  /** Ends the watch, if there is one. */
  stop(): void {
    const monitor = this.#monitor
    if (monitor === null) return
    this.#recordOpenHolds()
    this.#cancelRecording()
    monitor.close()
    this.#monitor = this.#recorder = null
    this.#options.onBoard(null)
  }

  addSource(source: Source): void {
    const { origin } = source
    this.#monitor?.addSource(source)
    if (this.#options.sourceSettings(origin).isPaused) this.setSourcePaused(origin, true)
  }

  removeSource(origin: string): void {
    if (this.#monitor === null) return
    this.#monitor.removeSource(origin)
    this.#recorder?.keepOnly(this.#monitor.holds)
  }

  /** Suspends one source, or resumes it. */
  setSourcePaused(origin: string, isPaused: boolean): void {
    this.#monitor?.setSourcePaused(origin, isPaused)
  }

  /** Suspends the watch for this reason; it resumes once there is none left. */
  setPaused(reason: PauseReason, isPaused: boolean): void {
    if (isPaused) this.#pauses.add(reason)
    else this.#endPause(reason)
    if (this.#pauses.size > 0) this.#monitor?.pause()
    else this.#monitor?.resume()
  }

  /** Resumes whatever the reason: the machine may have failed to report that it is awake. */
  resume(): void {
    for (const reason of [...this.#pauses]) this.#endPause(reason)
    this.#monitor?.resume()
  }

  /** The settings or the decisions about the board changed: the board shows that at once. */
  refresh(): void {
    this.#monitor?.publish()
  }

  /** The recorder has more to restore than when the watch began. */
  mergeLateHistory(): void {
    if (this.#monitor === null || this.#recorder === null) return
    this.#monitor.join(this.#recorder.restore(this.#monitor.origins))
    this.#recorder.keepOnly(this.#monitor.holds)
    this.#monitor.publish()
  }

  #endPause(reason: PauseReason): void {
    if (this.#pauses.delete(reason) && reason === 'sleep') this.#options.onAwake()
  }

  #start(sources: readonly Source[], simulated: boolean): Monitor {
    const { clock, setTimer, random, rules, decide, log } = this.#options
    const { onBoard, onHoldsStarted, onNotice, sourceSettings } = this.#options
    const recorder = (this.#recorder = simulated ? null : this.#options.recorder)
    const reportedAgents = new Set<string>()
    const monitor = new Monitor({
      sources,
      nameOf: (origin) => sourceSettings(origin).name,
      simulated,
      clock,
      setTimer,
      random,
      rules,
      decide,
      onHolds: (began, ended) => {
        onHoldsStarted(began)
        recorder?.recordChanges(began, ended)
      },
      onMalformed: (agentId, count) => {
        if (reportedAgents.has(agentId)) return
        reportedAgents.add(agentId)
        onNotice('malformed-calls', { agentId, count: String(count) })
      },
      onFault: (error) => {
        log.error('A part of the watch failed', error)
      },
    })
    if (recorder !== null) monitor.restore(recorder.restore(monitor.origins))
    for (const { origin } of sources) {
      if (sourceSettings(origin).isPaused) monitor.setSourcePaused(origin, true)
    }
    // Before listeners are notified: a board that does not exist yet would count as none.
    if (this.#pauses.size > 0) monitor.pause()
    monitor.onPatch(onBoard)
    this.#scheduleRecording()
    return monitor
  }

  #scheduleRecording(): void {
    this.#cancelRecording = this.#options.setTimer(recordEveryMs, () => {
      this.#recordOpenHolds()
      this.#scheduleRecording()
    })
  }

  #recordOpenHolds(): void {
    if (this.#monitor !== null)
      this.#recorder?.recordOpen(this.#monitor.holds, this.#monitor.agents)
  }
}
