import type { Attention, BoardSnapshot, HeldCall, Level } from '../../src-shared/contract/index.ts'
import { rank } from '../../src-shared/levels.ts'
import type { Alert, AlertEntry } from '../../src-main/alerts/alert.ts'
import type { HoldRecord } from '../../src-main/simulator/callCenter.ts'

/** Why no alert was possible when a level was reached: all but `stale` silence the whole board. */
export type Silence = 'muted' | 'quiet' | 'outage' | 'asleep' | 'app away' | 'stale'

/** What happened to a level that a hold reached on the board. */
export type Fate =
  | 'alerted at once'
  | 'alerted once confirmed' // its row was stale because of its agent's own problem
  | 'in a summary'
  | 'let pass: amber' // reached while silenced, and not worse afterwards
  | 'overtaken' // a higher level came before the alert
  | 'attended to' // before the alert
  | 'ended' // before the alert
  | 'fallen' // other limits came before the alert
  | 'shift over'

/** A level that a hold reached on the board; epoch ms. */
export interface Crossing {
  holdId: string
  level: Level
  at: number
  silence: Silence | null
  fate: Fate | null
}

/** How long a level may wait for its alert: merging, and in a storm except for critical ones, ms. */
const mergedMs = 2_000
const stormMergedMs = 20_000
/** More amber and red alerts than this and one in each of these intervals are a storm, ms. */
const ordinaryCount = 8
const ordinaryMs = 10_000
/** After a silence a summary waits for the other holds. */
const gatheredMs = 5_000
/** Until the next board. */
const boardMs = 300
/** The board shows a row as current for this long after its last observation; a response may be as old as that, ms. */
const currentMs = 5_300
/** A sleep is detected by the time that passed without a board. */
const asleepMs = 10_000

interface Seen {
  /** Highest level on the board. */
  peak: number
  /** Highest level that was acknowledged. */
  acknowledgedRank: number
  crossing: Crossing | null
  /** Silenced or stale since its last alert. */
  silence: Silence | null
  heardSince: number | null
  criticalAt: number | null
}

/** The part of a board that is examined. */
type SeenBoard = Pick<BoardSnapshot, 'now' | 'watch'> & { calls: readonly HeldCall[] }

/** Checks the alerts with only the board, the true record and the reported silences, and records errors. */
export class ShiftWitness {
  readonly crossings: Crossing[] = []
  readonly violations: string[] = []
  readonly #record: () => readonly HoldRecord[]
  readonly #holds = new Map<string, Seen>()
  readonly #truth = new Map<string, HoldRecord[]>()
  #known = 0
  #board: SeenBoard | null = null
  #hush: Silence | null = null
  readonly #alerts = new Map<number, Alert>()
  /** When amber and red were the worst of an alert, and whether there were too many at the last alert. */
  readonly #calmAlerts: number[] = []
  #isStorm = false

  constructor(record: () => readonly HoldRecord[]) {
    this.#record = record
  }

  /** The app was not running: its visible alerts are gone with it. */
  sawRestart(): void {
    this.#board = null
    this.#alerts.clear()
    this.#calmAlerts.length = 0
    this.#isStorm = false
    for (const hold of this.#holds.values()) {
      hold.silence = 'app away'
      hold.heardSince = null
    }
  }

  /** A board is derived; call before the alerts receive it. `hush` is why they must be silent now. */
  sawBoard(board: SeenBoard, hush: Silence | null, at: number): void {
    const slept = this.#board !== null && board.now - this.#board.now > asleepMs
    this.#board = board
    this.#hush = hush
    const isBlind = board.watch.state !== 'watching'
    for (const row of board.calls) {
      const hold = this.#follow(row)
      const blindness = row.stale && isBlind ? 'outage' : null
      if (slept) hold.heardSince = null
      hold.silence ??= hush ?? (slept ? 'asleep' : blindness)
      if (hold.crossing !== null && hold.heardSince === null) {
        const isStale = hold.crossing.silence === null || hold.crossing.silence === 'stale'
        if (isStale && hold.silence !== null) hold.crossing.silence = hold.silence
      }
      if (rank[row.level] > hold.peak) this.#cross(hold, row, at, 'overtaken')
      else if (hold.crossing !== null && rank[row.level] < hold.peak) this.#fall(hold, row, at)
    }
    const open = new Set(board.calls.map(({ holdId }) => holdId))
    for (const [holdId, hold] of this.#holds) {
      if (open.has(holdId)) continue
      settle(hold, 'ended')
      this.#holds.delete(holdId)
    }
  }

  /** The alerts have received the board, which now has their state of each hold. */
  sawDecision(attentionOf: (holdId: string) => Attention | null, at: number): void {
    for (const row of this.#board?.calls ?? []) {
      const hold = this.#follow(row)
      const isHeard = !row.stale && this.#hush === null
      if (isHeard) hold.heardSince ??= at
      else hold.heardSince = null
      this.#await(hold, { ...row, attention: attentionOf(row.holdId) }, at)
      if (isHeard) hold.silence = null
    }
    this.#checkShown(at)
  }

  sawAlert(alert: Alert, hush: Silence | null, at: number): void {
    if (hush !== null) this.#blame(at, `alerted while ${hush}`)
    this.#alerts.set(alert.id, alert)
    for (const entry of alert.entries) this.#checkEntry(entry, at)
    if (alert.entries[0]?.level !== 'critical') this.#calmAlerts.push(at)
    const { length } = this.#calmAlerts
    this.#isStorm = this.#calmAlerts.some(
      (first, index) => length - index > ordinaryCount + (at - first) / ordinaryMs,
    )
  }

  sawWithdrawn(alertId: number, at: number): void {
    if (!this.#alerts.delete(alertId)) this.#blame(at, `alert ${alertId} taken back twice`)
  }

  close(): void {
    for (const hold of this.#holds.values()) settle(hold, 'shift over')
  }

  #follow({ holdId, stale, level }: HeldCall): Seen {
    const existing = this.#holds.get(holdId)
    if (existing !== undefined) return existing
    const isOld = stale || level !== 'normal'
    const hold: Seen = {
      peak: 0,
      acknowledgedRank: 0,
      crossing: null,
      silence: isOld ? 'app away' : null,
      heardSince: null,
      criticalAt: null,
    }
    this.#holds.set(holdId, hold)
    return hold
  }

  #cross(hold: Seen, { holdId, level, stale }: HeldCall, at: number, before: Fate): void {
    // A level that waits in a summary keeps waiting there with its new level.
    const waits = hold.crossing?.silence ?? null
    settle(hold, before)
    const silence = hold.silence ?? waits ?? (stale ? 'stale' : null)
    const crossing: Crossing = { holdId, level, at, silence, fate: null }
    Object.assign(hold, { peak: rank[level], crossing, heardSince: null })
    this.crossings.push(crossing)
  }

  /** Other limits withdrew what was not alerted yet; the rest still counts as reached. */
  #fall(hold: Seen, row: HeldCall, at: number): void {
    if (rank[row.level] > hold.acknowledgedRank) return this.#cross(hold, row, at, 'fallen')
    settle(hold, 'fallen')
    hold.peak = hold.acknowledgedRank
  }

  /** Whether a level that was reached and not alerted yet may still wait. */
  #await(hold: Seen, row: HeldCall, at: number): void {
    const { crossing, heardSince } = hold
    if (crossing === null) return
    const isSilenced = crossing.silence !== null && crossing.silence !== 'stale'
    if (row.attention !== null) return settle(hold, 'attended to')
    if (heardSince === null) return
    if (isSilenced && crossing.level === 'amber') return settle(hold, 'let pass: amber')
    const isCritical = crossing.level === 'critical'
    const waitMs = (this.#isStorm && !isCritical ? stormMergedMs : mergedMs) + boardMs
    if (at - heardSince <= (isSilenced ? gatheredMs + waitMs : waitMs)) return
    this.#blame(at, `${row.holdId} ${crossing.level} was never alerted (${crossing.silence})`)
    settle(hold, 'overtaken')
  }

  #checkEntry(
    { holdId, agentId, level, kind, ageMs, gap, customer }: AlertEntry,
    at: number,
  ): void {
    const what = `${holdId} ${level} ${kind}`
    const row = this.#board?.calls.find((call) => call.holdId === holdId)
    const hold = this.#holds.get(holdId)
    if (row === undefined || hold === undefined) return this.#blame(at, `${what}: not on the board`)
    if (row.stale) this.#blame(at, `${what}: not confirmed`)
    if (row.level !== level) this.#blame(at, `${what}: the board says ${row.level}`)
    if (/\d{5}/.test(customer)) this.#blame(at, `${what}: the number is not masked`)

    const held = this.#heldAt(agentId, row.callId, at)
    if (held === undefined) this.#blame(at, `${what}: the call has ended`)
    else if (!gap && ageMs > at - held.startedAt + 300) this.#blame(at, `${what}: too old`)

    if (kind === 'repeat') {
      // Minus the rounding of moments that are not whole ms.
      if (at - (hold.criticalAt ?? -Infinity) < 59_999)
        this.#blame(at, `${what}: repeated too soon`)
    } else if (kind !== 'snooze-over') {
      const { crossing } = hold
      if (crossing?.level !== level) this.#blame(at, `${what}: alerted twice`)
      const isLate = kind !== 'crossed'
      const wasStale = crossing?.silence === 'stale'
      settle(
        hold,
        isLate ? 'in a summary' : wasStale ? 'alerted once confirmed' : 'alerted at once',
      )
    }
    if (level === 'critical') hold.criticalAt = at
  }

  #heldAt(agentId: string, callId: string, at: number): HoldRecord | undefined {
    const record = this.#record()
    for (; this.#known < record.length; this.#known += 1) {
      const hold = record[this.#known]
      if (hold === undefined) break
      const key = `${hold.agentId}/${hold.callId}`
      this.#truth.set(key, [...(this.#truth.get(key) ?? []), hold])
    }
    return this.#truth
      .get(`${agentId}/${callId}`)
      ?.findLast(({ startedAt, endedAt }) => startedAt <= at && (endedAt ?? at) >= at - currentMs)
  }

  /** Visible alerts must be about calls that are still on the board. */
  #checkShown(at: number): void {
    const open = new Set(this.#board?.calls.map(({ holdId }) => holdId))
    for (const [id, { entries }] of this.#alerts) {
      if (entries.some(({ holdId }) => open.has(holdId))) continue
      this.#blame(at, `alert ${id} still shows, and its calls have ended`)
      this.#alerts.delete(id)
    }
  }

  #blame(at: number, what: string): void {
    this.violations.push(`${new Date(at).toISOString().slice(11, 23)} ${what}`)
  }
}

function settle(hold: Seen, fate: Fate): void {
  const { crossing } = hold
  if (crossing === null) return
  crossing.fate = fate
  if (fate !== 'fallen' && fate !== 'overtaken') hold.acknowledgedRank = rank[crossing.level]
  hold.crossing = null
}
