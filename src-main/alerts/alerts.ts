import type { AlertsState, Attention, Level } from '../../src-shared/contract/index.ts'
import type { BoardClock } from '../base/clock.ts'
import type { SetTimer } from '../base/timers.ts'
import type { Alert, AlertBoard, AlertSettings, AlertSound, NoDataAlarm } from './alert.ts'
import { decide } from './decide.ts'
import {
  type AlertMemory,
  attend,
  changesToKeep,
  type KeptMemory,
  nothingYet,
  recall,
  snoozeAll,
  unattend,
} from './memory.ts'
import { dataComes, decideNoData, type NoDataMemory } from './noData.ts'

export interface AlertsOptions {
  clock: BoardClock
  /** Local ms since midnight. */
  timeOfDay: () => number
  setTimer: SetTimer
  /** What counts at this moment; asked anew for each decision. */
  settings: () => AlertSettings
  /** Until when they were silenced altogether as the app was left, board-clock ms; null if not. */
  snoozedUntil: number | null
  notify: (alert: Alert) => void
  /** Its calls have ended, are attended to, or are in a later alert: away with it if it still shows. */
  withdraw: (alertId: number) => void
  /** Takes the place of what was said before. */
  notifyNoData: (alarm: NoDataAlarm) => void
  /** Nobody speaks of that outage any more: away with it if it still shows. */
  withdrawNoData: () => void
  play: (sound: AlertSound) => void
  /** Asked for anew with each critical alert, since looking at the window ends it. */
  flash: (isOn: boolean) => void
  /** The supervisor did something about a hold, or took it back (null); `at` in board-clock ms. */
  onHandled: (holdId: string, kind: Attention['kind'] | null, at: number) => void
  /** "Snooze all" was chosen, until then (board-clock ms), or ended by hand (null). */
  onSnoozedAll: (until: number | null) => void
  /** What must outlive this run is not as it was of these holds. */
  onKeep: (holds: ReadonlyMap<string, KeptMemory>) => void
  /** A way out has failed. */
  onFault: (error: unknown) => void
  /** It is to be decided anew: `update` is expected, now or soon, with the board as it is then. */
  onDue: () => void
}

const nothingWatched: AlertBoard = {
  watch: { state: 'connecting', reason: null },
  agentCount: 0,
  lastAnswerAt: null,
  calls: [],
  names: new Map(),
}

const isNotified = (level: Level, { notifications }: AlertSettings) =>
  level !== 'normal' && notifications[level]

/**
 * Alerts about the holds on the board, and about a board that gets no data. What deserves one is decided
 * in `decide` and in `decideNoData`; here are only their memories, the timer and the ways out. Whatever happens, it is decided in `update` and nowhere else.
 */
export class Alerts {
  readonly #options: AlertsOptions
  #memory: AlertMemory
  /** As it was when it was last decided. */
  #decided: AlertMemory
  #board: AlertBoard = nothingWatched
  #noData: NoDataMemory = dataComes
  #isFlashing = false
  #cancelTimer = () => {}

  constructor(options: AlertsOptions) {
    this.#options = options
    const { snoozedUntil } = options
    this.#memory = this.#decided = { ...nothingYet, alerts: { snoozedUntil, isQuiet: false } }
  }

  /**
   * Decides about the board as it was just derived, before anybody is told of it; null once nothing
   * is watched. To be called at least once a second.
   */
  update(board: AlertBoard | null): void {
    this.#board = board ?? nothingWatched
    const { timeOfDay, setTimer, settings, ...out } = this.#options
    const now = this.#now
    const before = this.#decided
    const current = settings()
    const input = { now, timeOfDay: timeOfDay(), board: this.#board, settings: current }
    const { memory, alert, sound, isFlashing, withdrawn, nextAt } = decide(this.#memory, input)
    const wasFlashing = this.#isFlashing
    this.#memory = this.#decided = memory
    this.#isFlashing = isFlashing
    this.#cancelTimer()
    this.#cancelTimer = nextAt === null ? () => {} : setTimer(Math.max(1, nextAt - now), out.onDue)

    for (const alertId of withdrawn) this.#tell(() => out.withdraw(alertId))
    const entries = (alert?.entries ?? []).filter(({ level }) => isNotified(level, current))
    if (alert !== null && entries.length > 0) {
      this.#tell(() => out.notify({ ...alert, entries }))
    }
    if (sound !== null) this.#tell(() => out.play(sound))
    const isCritical = alert?.entries[0]?.level === 'critical'
    if (isFlashing !== wasFlashing || (isFlashing && isCritical)) {
      this.#tell(() => out.flash(isFlashing))
    }
    this.#updateNoData(current)
    // Whoever was told may have done something by now: what counts is as it is then.
    const toKeep = changesToKeep(before, this.#decided)
    if (toKeep.size > 0) this.#tell(() => out.onKeep(toKeep))
  }

  /** A floor that is snoozed or quiet hears nothing of it; that nothing is known is shown all the same. */
  #updateNoData({ noDataAlarm, volume }: AlertSettings): void {
    const { clock, notifyNoData, withdrawNoData, play } = this.#options
    const { watch, agentCount, lastAnswerAt } = this.#board
    const before = this.#noData
    const now = this.#now
    const { memory, news } = decideNoData(before, {
      now,
      watch: agentCount === 0 ? null : watch,
      lastAnswerAt,
      isOn: noDataAlarm,
    })
    this.#noData = memory
    if (news === null) {
      const isForgotten = before.outage !== null && memory.outage === null
      if (isForgotten) this.#tell(withdrawNoData)
      return
    }
    const { kind, since } = news
    const wall = clock.wall()
    this.#tell(() =>
      notifyNoData({ kind, since: wall - (now - since), at: wall, watch: news.watch }),
    )
    const { snoozedUntil, isQuiet } = this.state
    const isHeard = kind !== 'over' && snoozedUntil === null && !isQuiet && volume > 0
    if (isHeard) this.#tell(() => play({ sound: 'no-data', volume }))
  }

  /** One way out that fails must not cost the others, nor the board its alerts. */
  #tell(tell: () => void): void {
    try {
      tell()
    } catch (error) {
      this.#options.onFault(error)
    }
  }

  get state(): AlertsState {
    return this.#memory.alerts
  }

  /** What was done about a hold, as long as it counts. */
  attentionOf(holdId: string): Attention | null {
    return this.#memory.holds.get(holdId)?.attention ?? null
  }

  /** The highest level that was alerted, or let pass for a reason; `normal` before the first. */
  toldOf(holdId: string): Level {
    return this.#memory.holds.get(holdId)?.told ?? 'normal'
  }

  /** Answers whether the call is still held. */
  acknowledge(holdId: string): boolean {
    return this.#attend([holdId], 'acknowledged', null)
  }

  /** Acknowledges those that are amber or worse and not attended to yet; answers which. */
  acknowledgeAll(holdIds: readonly string[]): string[] {
    const wanted = new Set(holdIds)
    const open = this.#board.calls
      .filter(({ holdId, level }) => wanted.has(holdId) && level !== 'normal')
      .map(({ holdId }) => holdId)
      .filter((holdId) => this.attentionOf(holdId) === null)
    this.#attend(open, 'acknowledged', null)
    return open
  }

  /** Answers whether the call is still held. */
  snooze(holdId: string, minutes: 1 | 3 | 5): boolean {
    return this.#attend([holdId], 'snoozed', this.#now + minutes * 60_000)
  }

  /** Takes an acknowledgement or a snooze back. */
  attend(holdId: string): void {
    if (this.attentionOf(holdId) === null) return
    const at = this.#now
    this.#remember(unattend(this.#memory, holdId, at))
    this.#options.onHandled(holdId, null, at)
  }

  /** No alert at all for so long, by default a quarter of an hour; `false` ends that. */
  snoozeAll(isSnoozed: boolean, forMs?: number): void {
    this.#remember(snoozeAll(this.#memory, isSnoozed, this.#now, forMs))
    this.#options.onSnoozedAll(this.state.snoozedUntil)
  }

  /** Takes up what was kept of holds that were open before, before the board shows them. */
  restore(holds: ReadonlyMap<string, KeptMemory>): void {
    this.#memory = this.#decided = recall(this.#memory, holds)
  }

  /** Takes back what still shows, and does nothing any more. */
  close(): void {
    this.update(null)
    this.#cancelTimer()
  }

  get #now(): number {
    return this.#options.clock.now()
  }

  /** Answers whether all of them are still held. */
  #attend(holdIds: readonly string[], kind: Attention['kind'], until: number | null): boolean {
    const at = this.#now
    const wanted = new Set(holdIds)
    const calls = this.#board.calls.filter(({ holdId }) => wanted.has(holdId))
    let memory = this.#memory
    for (const { holdId, level } of calls) {
      memory = attend(memory, holdId, level, { kind, at, until })
    }
    this.#remember(memory)
    for (const { holdId } of calls) this.#options.onHandled(holdId, kind, at)
    return calls.length === wanted.size
  }

  /** The supervisor did something. */
  #remember(memory: AlertMemory): void {
    this.#memory = memory
    this.#options.onDue()
  }
}
