import type { AlertsState, Attention, Level } from '../../src-shared/contract/index.ts'
import type { BoardClock } from '../base/clock.ts'
import type { SetTimer } from '../base/timers.ts'
import type { Alert, AlertBoard, AlertSettings, AlertSound, NoDataAlarm } from './alert.ts'
import { decide } from './decide.ts'
import {
  type AlertMemory,
  setAttention,
  changesToKeep,
  type KeptMemory,
  emptyMemory,
  recall,
  snoozeAll,
  clearAttention,
} from './memory.ts'
import { dataComes, decideNoData, type NoDataMemory } from './noData.ts'

export interface AlertsOptions {
  clock: BoardClock
  /** Local ms since midnight. */
  timeOfDay: () => number
  setTimer: SetTimer
  /** Current values; read for each decision. */
  settings: () => AlertSettings
  /** Until when all alerts were snoozed when the app quit, board-clock ms; null if they were not. */
  snoozedUntil: number | null
  notify: (alert: Alert) => void
  /** Its calls have ended, are acknowledged, or are in a later alert: withdraw it if it is still visible. */
  withdraw: (alertId: number) => void
  /** Replaces the previous notification of the outage of this source. */
  notifyNoData: (alarm: NoDataAlarm) => void
  /** The outage of this source no longer matters: withdraw its notification if it is still visible. */
  withdrawNoData: (origin: string) => void
  play: (sound: AlertSound) => void
  /** Requested again with each critical alert, since focusing the window ends it. */
  flash: (isOn: boolean) => void
  /** The supervisor acknowledged or snoozed a hold, or undid that (null); `at` in board-clock ms. */
  onHandled: (holdId: string, kind: Attention['kind'] | null, at: number) => void
  /** All alerts were snoozed until then (board-clock ms), or the snooze was ended by hand (null). */
  onSnoozedAll: (until: number | null) => void
  /** The state that must be stored has changed for these holds. */
  onKeep: (holds: ReadonlyMap<string, KeptMemory>) => void
  /** An output has failed. */
  onFault: (error: unknown) => void
  /** A new decision is due: `update` should be called, now or soon, with the current board. */
  onDue: () => void
}

const nothingWatched: AlertBoard = {
  sources: [],
  calls: [],
  names: new Map(),
}

const isNotified = (level: Level, { notifications }: AlertSettings) =>
  level !== 'normal' && notifications[level]

/**
 * Alerts about the holds on the board, and about a board that receives no data. The decisions are made in `decide` and
 * in `decideNoData`; this class only has their state, the timer and the outputs. Decisions are made in `update` and
 * nowhere else.
 */
export class Alerts {
  readonly #options: AlertsOptions
  #memory: AlertMemory
  /** The board at the last decision. */
  #decided: AlertMemory
  #board: AlertBoard = nothingWatched
  /** By the origin of the source. */
  #noData: ReadonlyMap<string, NoDataMemory> = new Map()
  #isFlashing = false
  #cancelTimer = () => {}

  constructor(options: AlertsOptions) {
    this.#options = options
    const { snoozedUntil } = options
    this.#memory = this.#decided = { ...emptyMemory, alerts: { snoozedUntil, isQuiet: false } }
  }

  /**
   * Decides about the newly derived board, before any listener is notified; null once nothing is watched. Call at least
   * once a second.
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
    // A callback may have changed something by now: the current state counts.
    const toKeep = changesToKeep(before, this.#decided)
    if (toKeep.size > 0) this.#tell(() => out.onKeep(toKeep))
  }

  /**
   * For each source by itself. While snoozed or in the quiet time there is no sound; that no data is received is shown
   * all the same.
   */
  #updateNoData({ noDataAlarm: isOn, volume }: AlertSettings): void {
    const { clock, notifyNoData, withdrawNoData, play } = this.#options
    const { sources } = this.#board
    const before = this.#noData
    const now = this.#now
    const wall = clock.wall()
    const decisions = sources.map((source) => {
      const { origin, watch, agentCount, lastAnswerAt } = source
      const input = { now, watch: agentCount === 0 ? null : watch, lastAnswerAt, isOn }
      return { source, ...decideNoData(before.get(origin) ?? dataComes, input) }
    })
    const after = new Map(decisions.map(({ source, memory }) => [source.origin, memory]))
    this.#noData = after
    const news = decisions.flatMap(({ source, news: each }) => (each ? [{ source, ...each }] : []))
    for (const [origin, { outage }] of before) {
      const isOver = (after.get(origin)?.outage ?? null) === null
      const isNotified = news.some(({ source }) => source.origin === origin)
      if (outage !== null && isOver && !isNotified) this.#tell(() => withdrawNoData(origin))
    }
    for (const { source, kind, since, watch } of news) {
      const { origin, way, name } = source
      const alarm = { kind, watch, origin, way, since: wall - (now - since), at: wall }
      this.#tell(() =>
        notifyNoData({ ...alarm, source: sources.length === 1 ? null : name || origin }),
      )
    }
    const { snoozedUntil, isQuiet } = this.state
    const isHeard = snoozedUntil === null && !isQuiet && volume > 0
    if (isHeard && news.some(({ kind }) => kind !== 'over')) {
      this.#tell(() => play({ sound: 'no-data', volume }))
    }
  }

  /** An output that fails must not prevent the others, nor the board from having alerts. */
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

  /** The acknowledgement or snooze of a hold, while it is in force. */
  attentionOf(holdId: string): Attention | null {
    return this.#memory.holds.get(holdId)?.attention ?? null
  }

  /** The highest level that was alerted, or skipped for a reason; `normal` before the first. */
  alertedLevelOf(holdId: string): Level {
    return this.#memory.holds.get(holdId)?.alertedLevel ?? 'normal'
  }

  /** Returns whether the call is still held. */
  acknowledge(holdId: string): boolean {
    return this.#attend([holdId], 'acknowledged', null)
  }

  /** Acknowledges those that are amber or worse and not acknowledged yet; returns their ids. */
  acknowledgeAll(holdIds: readonly string[]): string[] {
    const requestedIds = new Set(holdIds)
    const open = this.#board.calls
      .filter(({ holdId, level }) => requestedIds.has(holdId) && level !== 'normal')
      .map(({ holdId }) => holdId)
      .filter((holdId) => this.attentionOf(holdId) === null)
    this.#attend(open, 'acknowledged', null)
    return open
  }

  /** Returns whether the call is still held. */
  snooze(holdId: string, minutes: 1 | 3 | 5): boolean {
    return this.#attend([holdId], 'snoozed', this.#now + minutes * 60_000)
  }

  /** Undoes an acknowledgement or a snooze. */
  clearAttention(holdId: string): void {
    if (this.attentionOf(holdId) === null) return
    const at = this.#now
    this.#remember(clearAttention(this.#memory, holdId, at))
    this.#options.onHandled(holdId, null, at)
  }

  /** Snoozes all alerts for this long, by default a quarter of an hour; `false` ends the snooze. */
  snoozeAll(isSnoozed: boolean, forMs?: number): void {
    this.#remember(snoozeAll(this.#memory, isSnoozed, this.#now, forMs))
    this.#options.onSnoozedAll(this.state.snoozedUntil)
  }

  /** Restores the stored state of open holds, before the board shows them. */
  restore(holds: ReadonlyMap<string, KeptMemory>): void {
    this.#memory = this.#decided = recall(this.#memory, holds)
  }

  /** Withdraws what is still visible, and stops. */
  close(): void {
    this.update(null)
    this.#cancelTimer()
  }

  get #now(): number {
    return this.#options.clock.now()
  }

  /** Returns whether all of them are still held. */
  #attend(holdIds: readonly string[], kind: Attention['kind'], until: number | null): boolean {
    const at = this.#now
    const requestedIds = new Set(holdIds)
    const calls = this.#board.calls.filter(({ holdId }) => requestedIds.has(holdId))
    let memory = this.#memory
    for (const { holdId, level } of calls) {
      memory = setAttention(memory, holdId, level, { kind, at, until })
    }
    this.#remember(memory)
    for (const { holdId } of calls) this.#options.onHandled(holdId, kind, at)
    return calls.length === requestedIds.size
  }

  /** The supervisor acknowledged, snoozed or undid something. */
  #remember(memory: AlertMemory): void {
    this.#memory = memory
    this.#options.onDue()
  }
}
