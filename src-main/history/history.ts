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
import type { EndedHold, Hold, SavedHolds } from '../monitor/ledger.ts'
import type { WatchedName } from '../monitor/monitor.ts'
import type { SetTimer } from '../base/timers.ts'
import type { SeenCall } from '../monitor/observation.ts'
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

/** Delay after midnight before today's figures are reset, so that rounding does not matter, ms. */
const afterMidnightMs = 1_000
/** How often to check for expired holds, ms. */
const cleanEveryMs = 3_600_000

export interface HistoryOptions {
  /** The folder for the database. */
  folder: string
  /** A former location of the database, from which it is moved. */
  formerFolders: readonly string[]
  /** Starts the thread of worker.ts. */
  spawn: () => Thread
  clock: BoardClock
  setTimer: SetTimer
  vault: Vault
  /** The customer's number of a call, full and masked. */
  customerOf: (call: SeenCall) => Customer
  numbers: RequestedNumbers
  retention: RequestedRetention
  log: Logger
  onState: (state: HistoryState) => void
  /** The database was opened in this folder. */
  onOpened: (folder: string) => void
  /** An unreadable file was quarantined, and a new one created. */
  onQuarantined: (aside: QuarantinedFile) => void
  /** The file system does not allow readers and the writer to work without blocking each other (WAL). */
  onUnlogged: () => void
  /** The storage preferences from now on: the user changed them, or the database had newer ones. */
  onRetention: (retention: RetentionSettings) => void
  /** `restore` has more to return than when the watch started: the database was opened only now. */
  onLate: () => void
  /** Holds ended, past holds were deleted, or a new day began. */
  onChange: (today: TodayFigures) => void
  onExport: (state: ExportState) => void
}

/** A request that cannot be answered now, with the error code for the renderer. */
export class HistoryFailed extends Error {
  readonly code: 'history-unavailable' | 'export-running'

  constructor(code: HistoryFailed['code'], message: string = code) {
    super(message)
    this.code = code
  }
}

/**
 * Past and open holds. The methods that report holds return at once and never throw: the change is on the disk about a
 * tenth of a second later, or waits in memory until the disk allows it.
 */
export class History {
  readonly #options: HistoryOptions
  readonly #thread: StoreThread
  readonly #reader: StoreThread
  readonly #holds: OpenHolds
  readonly #writes: WriteQueue
  #export: { state: ExportState; partial: string } | null = null
  #cancelTimer = () => {}
  /** Whether there was a request since the last hour. */
  #wasAsked = false
  /** The local midnight of the day on which the file was last checked. */
  #checkedOn: number | null = null

  /** Resolves when the open holds can be restored, or cannot be read yet. Never rejects. */
  readonly opened: Promise<void>

  /** Starts opening the database. */
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
    // Open holds can be restored while the key ring still waits for the user to unlock it.
    this.opened = Promise.race([firstOpened.promise, written])
  }

  get state(): HistoryState {
    return this.#writes.state
  }

  /** The holds that were open when these sources were last watched; later reports belong to them. */
  restore(origins: readonly string[]): SavedHolds {
    return this.#holds.restore(origins)
  }

  /** Exactly these agents are watched: the ends of other agents' holds will not be observed. */
  setAgents(agents: readonly WatchedName[]): void {
    this.#holds.watch(agents)
  }

  /** Exactly these holds are open: the end of any other was not observed. */
  keepOnly(holds: readonly Hold[]): void {
    this.#holds.keepOnly(holds)
  }

  recordStarts(holds: readonly Hold[]): void {
    this.#holds.start(holds)
  }

  /** The current state of all open holds; call every few seconds, and before the watch ends. */
  recordOpen(holds: readonly Hold[], names: readonly WatchedName[] = []): void {
    this.#holds.name(names)
    this.#holds.update(holds)
  }

  recordEnds(holds: readonly EndedHold[]): void {
    this.#holds.end(holds)
  }

  /** The hold's level; only a higher one than before counts. */
  recordLevel(holdId: string, level: Level): void {
    this.#holds.reach(holdId, level)
  }

  /** The supervisor's acknowledgement of the hold; null undoes it. */
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

  /** The alert state to store for these open holds. */
  keepAlerted(holds: ReadonlyMap<string, KeptMemory>): void {
    this.#holds.keepAlerted(holds)
  }

  /** The alert state that an earlier version stored for this gateway; returns whether it is on the disk. */
  takeOverAlerted(origin: string, holds: ReadonlyMap<string, KeptMemory>): Promise<boolean> {
    this.#holds.takeOverAlerted(origin, holds)
    return this.flush()
  }

  /** The stored alert state of the holds that `restore` returned. */
  get alerted(): ReadonlyMap<string, KeptMemory> {
    return this.#holds.alerted
  }

  /** Filters by when a hold was first observed: `from` is inclusive, `to` is exclusive. */
  page(input: Input<'history.get_page'>): Promise<HistoryPage> {
    this.#wasAsked = true
    return this.#ask('getPage', input)
  }

  /** The full number of one past hold; empty where none is stored, or its key is not available. */
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

  /** Starts writing a CSV file; `onExport` reports the progress. One at a time. */
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

  /** Deletes all past holds, and the key of the numbers. */
  async deleteAll(): Promise<void> {
    this.#holds.forgetOthers()
    await this.#writes.deleteAll(this.#holds.isWatching).catch((error: unknown) => {
      throw this.#failure(error)
    })
    this.#holds.putAll()
    await this.flush()
    await this.#tellToday()
  }

  /** The user has confirmed that the holds waiting for deletion may be deleted. */
  confirmDeletion(): Promise<void> {
    return this.#writes.confirmDeletion()
  }

  /**
   * Call when the user has decided it.
   * @param days how long past holds are stored; 0 stores none
   */
  setRetention(days: number): Promise<void> {
    return this.#writes.setRetention(days)
  }

  /** If less is to be stored, it is removed from the existing holds too. */
  async setKeptNumbers(keptNumbers: KeptNumbers): Promise<void> {
    // From now on more may be stored of the open holds.
    if (await this.#writes.setKeptNumbers(keptNumbers)) this.#holds.putAll()
  }

  /** Writes all pending changes; returns whether they are on the disk. Never rejects. */
  flush(): Promise<boolean> {
    return this.#writes.run()
  }

  /** Writes pending changes, as far as the disk allows, and ends the thread. */
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

  /** The whole file is checked once a day, in an hour without requests. */
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

  /** Call when local midnight has moved. */
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

/** Local midnight, epoch ms, this many days after the day of `wall`. */
function midnight(wall: number, days = 0): number {
  const date = new Date(wall)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime()
}
