import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import type {
  ExportState,
  HistoryCharts,
  HistoryFacets,
  HistoryFilter,
  HistoryPage,
  HistoryState,
  Input,
  Level,
  TodayFigures,
} from '../../src-shared/contract/index.ts'
import type { KeptMemory } from '../alerts/memory.ts'
import type { Logger } from '../base/log.ts'
import type { BoardClock } from '../base/clock.ts'
import type { EndedHold, Hold } from '../monitor/ledger.ts'
import type { WatchedName } from '../monitor/monitor.ts'
import type { SetTimer } from '../base/timers.ts'
import type { SeenCall } from '../monitor/observation.ts'
import type { SavedHolds } from '../monitor/savedHolds.ts'
import type { QuarantinedFile } from '../settings/jsonFile.ts'
import type { Vault } from '../settings/secrets.ts'
import {
  type CallInput,
  type CallName,
  type CallOutput,
  type ExportOrder,
  StoreFailed,
  type ThreadEvent,
} from './storeApi.ts'
import {
  type KeptNumbers,
  type RequestedNumbers,
  type RequestedRetention,
} from '../settings/preferences.ts'
import { OpenHolds } from './openHolds.ts'
import type { Customer, HandledHold, NoteOfHold } from './rows.ts'
import { StoreThread, type Thread } from './thread.ts'
import { type RetentionSettings, WriteQueue } from './writeQueue.ts'

/** At midnight today's figures begin anew; a moment later no rounding matters, ms. */
const afterMidnightMs = 1_000
/** How often it is looked for what has been kept long enough, ms. */
const cleanEveryMs = 3_600_000

export interface HistoryOptions {
  /** Where the database belongs. */
  folder: string
  /** Where it may have lain before: it is moved from there. */
  formerFolders: readonly string[]
  /** Starts the thread of worker.ts. */
  spawn: () => Thread
  clock: BoardClock
  setTimer: SetTimer
  vault: Vault
  /** The customer's number of a call, whole and masked. */
  customerOf: (call: SeenCall) => Customer
  numbers: RequestedNumbers
  retention: RequestedRetention
  log: Logger
  onState: (state: HistoryState) => void
  /** The database was opened in this folder. */
  onOpened: (folder: string) => void
  /** A file that could not be understood was kept under another name, and a new one begun. */
  onQuarantined: (aside: QuarantinedFile) => void
  /** The file system does not let readers and the writer do without each other (WAL). */
  onUnlogged: () => void
  /** This is kept from now on: it was decided, or the database knew better. */
  onRetention: (retention: RetentionSettings) => void
  /** There is more to `restore` than when the watch began: the database was opened only now. */
  onLate: () => void
  /** Holds ended, the history was cut, or a day began. */
  onChange: (today: TodayFigures) => void
  onExport: (state: ExportState) => void
}

/** What cannot be answered now, with the code that the renderer is told. */
export class HistoryFailed extends Error {
  readonly code: 'history-unavailable' | 'export-running'

  constructor(code: HistoryFailed['code'], message: string = code) {
    super(message)
    this.code = code
  }
}

/**
 * Past and open holds. What it is told of holds returns at once and never throws: it is on the disk
 * about a tenth of a second later, or waits in memory until the disk lets it.
 */
export class History {
  readonly #options: HistoryOptions
  readonly #thread: StoreThread
  readonly #reader: StoreThread
  readonly #holds: OpenHolds
  readonly #writes: WriteQueue
  #export: { state: ExportState; partial: string } | null = null
  #cancelTimer = () => {}
  /** Somebody has asked for something since the last hour. */
  #wasAsked = false
  /** The local midnight of the day on which the file was looked through. */
  #checkedOn: number | null = null

  /** What was open can be restored, or cannot be read yet. Never rejects. */
  readonly opened: Promise<void>

  /** Begins to open it. */
  constructor(options: HistoryOptions) {
    this.#options = options
    const { clock, spawn, log, onQuarantined: onPutAside } = options
    const moment = () => ({ now: clock.now(), wall: clock.wall() })
    const noEvents = () => {}
    this.#thread = new StoreThread(spawn, noEvents, (error) => {
      this.#died(error)
    })
    this.#reader = new StoreThread(
      spawn,
      (event) => {
        this.#onExportEvent(event)
      },
      (error) => {
        this.#died(error)
        this.#exportDied()
      },
    )
    const firstOpened = Promise.withResolvers<undefined>()
    this.#writes = new WriteQueue({
      ...options,
      thread: this.#thread,
      reader: this.#reader,
      moment,
      log,
      onOpened: (opened) => {
        options.onOpened(opened.folder)
        if (opened.quarantined !== null) onPutAside(opened.quarantined)
        if (!opened.isLogged) options.onUnlogged()
        const isLate = this.#holds.loadFromDatabase(opened, (key) => this.#writes.has(key))
        if (isLate) options.onLate()
        firstOpened.resolve(undefined)
      },
      onChanged: () => void this.#tellToday(),
    })
    this.#holds = new OpenHolds({
      moment,
      customerOf: options.customerOf,
      put: (change) => {
        this.#writes.put(change)
      },
    })
    this.#cleanRegularly()
    const written = this.flush().then(() => {
      void this.#writes.clean()
    })
    // What was open can be restored while the key ring still waits for somebody to unlock it.
    this.opened = Promise.race([firstOpened.promise, written])
  }

  get state(): HistoryState {
    return this.#writes.state
  }

  /** What was open when this gateway was last watched; from now on what is told belongs to it. */
  restore(origin: string): SavedHolds {
    return this.#holds.restore(origin)
  }

  /** Exactly these agents are watched: nobody will see the holds of the others end. */
  setAgents(agents: readonly WatchedName[]): void {
    this.#holds.watch(agents)
  }

  /** Exactly these holds are open: nobody saw the end of any other. */
  keepOnly(holds: readonly Hold[]): void {
    this.#holds.keepOnly(holds)
  }

  recordStarts(holds: readonly Hold[]): void {
    this.#holds.start(holds)
  }

  /** Everything that is open, as it is now; every few seconds, and before the watch is left. */
  recordOpen(holds: readonly Hold[], names: readonly WatchedName[] = []): void {
    this.#holds.name(names)
    this.#holds.update(holds)
  }

  recordEnds(holds: readonly EndedHold[]): void {
    this.#holds.end(holds)
  }

  /** The hold's level is this; only a higher one than before counts. */
  recordLevel(holdId: string, level: Level): void {
    this.#holds.reach(holdId, level)
  }

  /** What the supervisor did about it; null takes that back. */
  recordHandling(holdId: string, recordHandling: HandledHold | null): void {
    this.#holds.handle(holdId, recordHandling)
  }

  /** A note about an open hold was sent; the answer takes the gateway's code, null where it did not answer. */
  recordNote(holdId: string, note: Omit<NoteOfHold, 'retcode'>): (retcode: string | null) => void {
    return this.#holds.note(holdId, note)
  }

  /** The notes about the holds that `restore` gave. */
  get notes(): ReadonlyMap<string, readonly NoteOfHold[]> {
    return this.#holds.notes
  }

  /** What must be kept of alerts is this, of these open holds. */
  keepAlerted(holds: ReadonlyMap<string, KeptMemory>): void {
    this.#holds.keepAlerted(holds)
  }

  /** The same as an earlier version kept it for this gateway; answers whether it is on the disk. */
  takeOverAlerted(origin: string, holds: ReadonlyMap<string, KeptMemory>): Promise<boolean> {
    this.#holds.takeOverAlerted(origin, holds)
    return this.flush()
  }

  /** What was kept of alerts, of the holds that `restore` gave. */
  get alerted(): ReadonlyMap<string, KeptMemory> {
    return this.#holds.alerted
  }

  /** Filters by when a hold was first seen: `from` is within, `to` is not. */
  page(input: Input<'history.get_page'>): Promise<HistoryPage> {
    this.#wasAsked = true
    return this.#ask('getPage', input)
  }

  /** The whole number of one past hold; empty where none is kept, or its key cannot be had. */
  numberOf(id: number): Promise<string> {
    return this.#ask('getNumber', { id })
  }

  facets(): Promise<HistoryFacets> {
    return this.#ask('getFacets', null)
  }

  charts(filter: HistoryFilter): Promise<HistoryCharts> {
    this.#wasAsked = true
    return this.#ask('getCharts', { filter })
  }

  today(): Promise<TodayFigures> {
    return this.#ask('getToday', { since: midnight(this.#options.clock.wall()) })
  }

  /** Begins to write a CSV file; how it goes on is told by `onExport`. One at a time. */
  async export(order: ExportOrder, path: string): Promise<ExportState> {
    if (this.#export !== null) throw new HistoryFailed('export-running')
    const partial = `${path}.${randomUUID().slice(0, 8)}.part`
    const initial = { partial, state: { state: 'running', file: '', done: 0, total: 0 } } as const
    this.#export = initial
    try {
      await this.flush()
      const state = await this.#ask('startExport', { ...order, path, partial })
      this.#export = { partial, state }
      return state
    } catch (error) {
      this.#export = null
      throw error
    }
  }

  async cancelExport(): Promise<void> {
    await this.#ask('cancelExport', null)
  }

  /** Deletes everything that is kept of past holds, and the key of the numbers. */
  async deleteAll(): Promise<void> {
    this.#holds.forgetOthers()
    await this.#writes.deleteAll(this.#holds.isWatching).catch((error: unknown) => {
      throw this.#failure(error)
    })
    this.#holds.putAll()
    await this.flush()
    await this.#tellToday()
  }

  /** A person has said that what waits to be deleted may go. */
  confirmDeletion(): Promise<void> {
    return this.#writes.confirmDeletion()
  }

  /**
   * A person has decided it.
   * @param days how long past holds are kept; 0 keeps none
   */
  setRetention(days: number): Promise<void> {
    return this.#writes.setRetention(days)
  }

  /** Less than before is taken out of what is kept already. */
  async setKeptNumbers(keptNumbers: KeptNumbers): Promise<void> {
    // Of what is open more may be kept from now on.
    if (await this.#writes.setKeptNumbers(keptNumbers)) this.#holds.putAll()
  }

  /** Writes everything that waits; answers whether it is on the disk. Never rejects. */
  flush(): Promise<boolean> {
    return this.#writes.run()
  }

  /** Writes what waits, as far as the disk lets it, and ends the thread. */
  async close(): Promise<void> {
    this.#cancelTimer()
    await this.#writes.close()
    await this.#reader.call('detach', null).catch(() => {})
    await this.#thread.call('close', null).catch(() => {})
    await Promise.all([this.#reader.end(), this.#thread.end()])
  }

  #cleanRegularly(): void {
    const wall = this.#options.clock.wall()
    const untilTomorrow = midnight(wall, 1) - wall + afterMidnightMs
    this.#cancelTimer = this.#options.setTimer(Math.min(cleanEveryMs, untilTomorrow), () => {
      this.#cleanRegularly()
      void this.#writes.clean()
      void this.#tellToday()
      void this.#checkIfIdle()
    })
  }

  /** The whole file is looked at once a day, in an hour in which nobody asked for anything. */
  async #checkIfIdle(): Promise<void> {
    const wall = this.#options.clock.wall()
    const isDue = !this.#wasAsked && midnight(wall) !== this.#checkedOn
    this.#wasAsked = false
    if (!isDue || !this.#writes.isOpen) return
    this.#checkedOn = midnight(wall)
    await this.#reader.call('check', null).catch((error: unknown) => {
      this.#options.log.error('The history was looked through and is not sound', error)
      this.#failure(error)
    })
  }

  /** Local midnight is another moment now. */
  followTimeZone(): void {
    this.#cancelTimer()
    this.#cleanRegularly()
    void this.#tellToday()
  }

  async #tellToday(): Promise<void> {
    const today = await this.today().catch(() => null)
    if (today !== null) this.#options.onChange(today)
  }

  async #ask<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
    if (!this.#writes.isOpen) await this.flush()
    try {
      return await this.#reader.call(name, input)
    } catch (error) {
      throw this.#failure(error)
    }
  }

  #failure(error: unknown): HistoryFailed {
    if (error instanceof StoreFailed) this.#writes.onThreadLost(error.fate)
    return new HistoryFailed('history-unavailable', String(error))
  }

  #onExportEvent({ state, reason }: ThreadEvent): void {
    if (reason !== null && state.state !== 'cancelled') {
      this.#options.log.warn('The export failed', { reason })
    }
    if (state.state === 'running') {
      if (this.#export !== null) this.#export = { ...this.#export, state }
    } else {
      this.#export = null
      void this.#writes.cutLog()
    }
    this.#options.onExport(state)
  }

  #died(error: unknown): void {
    this.#options.log.error('The thread of the history died', error)
    this.#writes.onThreadLost('closed')
  }

  #exportDied(): void {
    const current = this.#export
    this.#export = null
    if (current === null) return
    void rm(current.partial, { force: true }).catch(() => {})
    this.#options.onExport({ ...current.state, state: 'failed' })
  }
}

/** Local midnight, epoch ms, of the day of `wall` and so many days later. */
function midnight(wall: number, days = 0): number {
  const date = new Date(wall)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime()
}
