import type { Level } from '../../src-shared/contract/index.ts'
import type { KeptMemory } from '../alerts/memory.ts'
import { EarlierHolds } from '../monitor/earlierHolds.ts'
import { callKey, type EndedHold, type Hold, type SavedHolds, splitKey } from '../monitor/ledger.ts'
import type { SeenCall } from '../monitor/observation.ts'
import type { Moment } from '../base/clock.ts'
import type { OpenedStore } from './storeApi.ts'
import {
  type Customer,
  type EarlierRow,
  startHold,
  type HandledHold,
  type NoteOfHold,
  isSameCall,
  ledgerHold,
  levels,
  mayBeSameHold,
  type OpenHold,
  pastRow,
  type PastRow,
  rejoin,
  updateHold,
  openHoldFrom,
  earlierFrom,
} from './rows.ts'

/** The change to write for one hold: its current state, or its end. */
export type Change = { kind: 'open'; hold: OpenHold } | { kind: 'past'; row: PastRow }

/** The key of a hold, from its first observation until long after its end. */
export const changeKey = (change: Change) =>
  keyOf(change.kind === 'open' ? change.hold : change.row)

const keyOf = (hold: { origin: string; agentId: string; callId: string; startedAt: number }) =>
  `${hold.origin} ${callKey(hold.agentId, hold.callId)} ${hold.startedAt}`

export interface OpenHoldsOptions {
  moment: () => Moment
  customerOf: (call: SeenCall) => Customer
  /** Called for each change that is to be written. */
  put: (change: Change) => void
}

/** The open holds, as reported to the history. */
export class OpenHolds {
  readonly #options: OpenHoldsOptions
  /** The origins of the watched sources; null until they are known. */
  #origins: readonly string[] | null = null
  #names = new Map<string, string>()
  /** By hold, for the watched sources; before there are any, for all. */
  #holds = new Map<string, OpenHold>()
  /** Notes that are not answered yet; once the hold has ended, where in its row the note lies. */
  readonly #awaited = new Map<NoteOfHold, { past: PastRow; place: number } | null>()
  /** By origin. */
  readonly #earlier = new Map<string, EarlierHolds>()

  constructor(options: OpenHoldsOptions) {
    this.#options = options
  }

  /** Watches these sources from now on; the ends of other sources' holds are not observed. */
  restore(origins: readonly string[]): SavedHolds {
    this.#origins = origins
    for (const hold of [...this.#holds.values()]) {
      if (!origins.includes(hold.origin)) this.#end(hold, null)
    }
    const { now } = this.#options.moment()
    const earlier = origins.flatMap((origin) => this.#earlier.get(origin)?.entries(now) ?? [])
    return {
      holds: [...this.#holds.values()].map(ledgerHold),
      earlier: new Map(
        earlier.map(([agentId, callId, totals]) => [callKey(agentId, callId), totals]),
      ),
    }
  }

  /** Exactly these agents are watched; the ends of other agents' holds are not observed. */
  watch(agents: readonly { agentId: string; name: string }[]): void {
    if (this.#origins === null) return
    this.name(agents)
    const watchedIds = new Set(agents.map(({ agentId }) => agentId))
    for (const hold of [...this.#holds.values()]) {
      if (!watchedIds.has(hold.agentId)) this.#end(hold, null)
    }
  }

  /** Exactly these are open; the end of any other was not observed. */
  keepOnly(holds: readonly Hold[]): void {
    const open = new Set(holds.map(({ holdId }) => holdId))
    for (const hold of [...this.#holds.values()]) {
      if (!open.has(hold.holdId)) this.#end(hold, null)
    }
  }

  /** Names as they become known. */
  name(agents: readonly { agentId: string; name: string }[]): void {
    for (const { agentId, name } of agents) if (name !== '') this.#names.set(agentId, name)
  }

  /** Holds that the ledger just started: an earlier hold with the same id is another one. */
  start(holds: readonly Hold[]): void {
    for (const { holdId, firstSeenAt } of holds) {
      const openHold = this.#holds.get(holdId)
      if (openHold !== undefined && openHold.firstSeenAt !== firstSeenAt) this.#end(openHold, null)
    }
    this.update(holds)
  }

  update(holds: readonly Hold[]): void {
    for (const hold of holds) {
      const openHold = this.#follow(hold)
      if (openHold !== null) this.#add(openHold)
    }
  }

  end(holds: readonly EndedHold[]): void {
    for (const hold of holds) {
      const openHold = this.#follow(hold)
      if (openHold === null) continue
      this.#end(openHold, hold.endedBy)
      const earlier = this.#earlierAt(openHold.origin)
      earlier.remember(hold.agentId, hold.call.callId, {
        count: hold.holdNumber,
        totalMs: hold.earlierMs + hold.lastSeenAt - hold.firstSeenAt,
        lastEndedAt: hold.endedBy,
      })
      earlier.forgetOld(this.#options.moment().now)
    }
  }

  reach(holdId: string, level: Level): void {
    const hold = this.#holds.get(holdId)
    if (hold === undefined || levels.indexOf(level) <= levels.indexOf(hold.level)) return
    this.#add({ ...hold, level })
  }

  handle(holdId: string, handled: HandledHold | null): void {
    const hold = this.#holds.get(holdId)
    if (hold !== undefined) this.#add({ ...hold, handled })
  }

  /**
   * A note is on its way to the agent. The answer takes the gateway's code, null where it did not answer; the hold may
   * have ended by then.
   */
  note(holdId: string, note: Omit<NoteOfHold, 'retcode'>): (retcode: string | null) => void {
    const hold = this.#holds.get(holdId)
    if (hold === undefined) return () => {}
    const sent: NoteOfHold = { ...note, retcode: null }
    this.#awaited.set(sent, null)
    this.#add({ ...hold, notes: [...hold.notes, sent] })
    return (retcode) => {
      const row = this.#awaited.get(sent)
      this.#awaited.delete(sent)
      if (retcode === null) return
      const open = [...this.#holds.values()].find(({ notes }) => notes.includes(sent))
      if (open !== undefined) {
        const notes = open.notes.map((one) => (one === sent ? { ...sent, retcode } : one))
        this.#add({ ...open, notes })
      } else if (row) {
        const { place } = row
        const notes = row.past.notes.map((one, at) => (at === place ? { ...one, retcode } : one))
        this.#options.put({ kind: 'past', row: { ...row.past, notes } })
      }
    }
  }

  /** The notes about each hold that is open and about which there are any. */
  get notes(): ReadonlyMap<string, readonly NoteOfHold[]> {
    const noted = [...this.#holds.values()].filter(({ notes }) => notes.length > 0)
    return new Map(noted.map(({ holdId, notes }) => [holdId, notes]))
  }

  /** The alert state to store for these holds. */
  keepAlerted(holds: ReadonlyMap<string, KeptMemory>): void {
    for (const [holdId, alerted] of holds) {
      const hold = this.#holds.get(holdId)
      if (hold !== undefined) this.#add({ ...hold, alerted })
    }
  }

  /** The alert state that an earlier version stored for this gateway; newer state is unchanged. */
  takeOverAlerted(origin: string, holds: ReadonlyMap<string, KeptMemory>): void {
    const unknown = [...this.#holds.values()].filter(
      (hold) => hold.origin === origin && hold.alerted === null,
    )
    const ids = new Set(unknown.map(({ holdId }) => holdId))
    this.keepAlerted(new Map([...holds].filter(([holdId]) => ids.has(holdId))))
  }

  /** The stored alert state, by hold. */
  get alerted(): ReadonlyMap<string, KeptMemory> {
    const holds = [...this.#holds.values()]
    return new Map(holds.flatMap(({ holdId, alerted }) => (alerted ? [[holdId, alerted]] : [])))
  }

  /** Marks all open holds to be written again. */
  putAll(): void {
    for (const hold of this.#holds.values()) this.#add(hold)
  }

  get isWatching(): boolean {
    return this.#origins !== null
  }

  /** Discards everything except open holds that are watched. */
  forgetOthers(): void {
    this.#earlier.clear()
    if (!this.isWatching) this.#holds.clear()
  }

  /**
   * Call when the database was opened: adds its content, and writes what it lacks. Returns whether it contains
   * something that a watch which has already started should have received.
   * @param isWaiting whether a row still has to be written
   */
  loadFromDatabase({ open, earlier }: OpenedStore, isWaiting: (key: string) => boolean): boolean {
    const moment = this.#options.moment()
    const openKeys = new Set([...this.#holds.values()].map(keyOf))
    const loaded = open
      .map((row) => openHoldFrom(row, moment))
      .filter((hold) => !openKeys.has(keyOf(hold)) && !isWaiting(keyOf(hold)))
    for (const hold of loaded) this.#resume(hold)
    const isMore = this.#loadEarlier(earlier, moment)
    this.putAll()
    return this.#origins !== null && (loaded.length > 0 || isMore)
  }

  /** A hold from the disk. If its call is held now, as far as is known, it may be the same one. */
  #resume(hold: OpenHold): void {
    const isOthers = this.#origins?.includes(hold.origin) === false
    const fresh = [...this.#holds.values()].find((candidate) => isSameCall(candidate, hold))
    if (isOthers || (fresh !== undefined && !mayBeSameHold(hold, fresh))) {
      this.#options.put({ kind: 'past', row: pastRow(hold, null, this.#options.moment()) })
      return
    }
    if (fresh !== undefined) this.#holds.delete(fresh.holdId)
    this.#holds.set(hold.holdId, fresh === undefined ? hold : rejoin(hold, fresh))
  }

  /** Returns whether any was unknown and is remembered; current values take precedence. */
  #loadEarlier(rows: readonly EarlierRow[], moment: Moment): boolean {
    const isKnown = ({ origin, key }: EarlierRow) =>
      this.#earlierAt(origin).of(...splitKey(key), moment.now) !== undefined
    const unknown = rows.filter((row) => !isKnown(row))
    for (const row of unknown) {
      this.#earlierAt(row.origin).remember(...splitKey(row.key), earlierFrom(row, moment))
    }
    return unknown.some(isKnown)
  }

  #earlierAt(origin: string): EarlierHolds {
    const earlier = this.#earlier.get(origin) ?? new EarlierHolds()
    this.#earlier.set(origin, earlier)
    return earlier
  }

  /** The hold as it is followed from now on; null where nothing is watched. */
  #follow(hold: Hold): OpenHold | null {
    const [origin] = hold.sources
    if (this.#origins === null || origin === undefined) return null
    const { moment, customerOf } = this.#options
    const name = this.#names.get(hold.agentId) ?? ''
    const customer = customerOf(hold.call)
    const previous = this.#holds.get(hold.holdId)
    const openHold =
      previous === undefined
        ? startHold(hold, origin, name, customer, moment())
        : updateHold(previous, hold, name, customer)
    this.#holds.set(hold.holdId, openHold)
    return openHold
  }

  #add(hold: OpenHold): void {
    this.#holds.set(hold.holdId, hold)
    this.#options.put({ kind: 'open', hold })
  }

  #end(hold: OpenHold, endedBy: number | null): void {
    this.#holds.delete(hold.holdId)
    const past = pastRow(hold, endedBy, this.#options.moment())
    for (const [place, note] of hold.notes.entries()) {
      if (this.#awaited.has(note)) this.#awaited.set(note, { past, place })
    }
    this.#options.put({ kind: 'past', row: past })
  }
}
