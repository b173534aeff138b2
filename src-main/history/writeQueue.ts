import { randomBytes } from 'node:crypto'
import type { HistoryState } from '../../src-shared/contract/index.ts'
import { backOff, type BackOff } from '../base/backOff.ts'
import type { Logger } from '../base/log.ts'
import type { SetTimer } from '../base/timers.ts'
import type { Moment } from '../base/clock.ts'
import { rememberMs } from '../monitor/earlierHolds.ts'
import type { Vault } from '../settings/secrets.ts'
import { type Fate, type OpenedStore, StoreFailed, type WrappedKey } from './storeApi.ts'
import { numbersKept, type Meta, emptyMeta } from './meta.ts'
import {
  type KeptNumbers,
  type RequestedNumbers,
  type RequestedRetention,
} from '../settings/preferences.ts'
import { keyBytes, type NumberKey } from './phoneNumberCipher.ts'
import { type Change, changeKey } from './openHolds.ts'
import { isClockPlausible, type Retention, retentionAtOpening } from './retention.ts'
import { type HoldRow, openRow, type PastRow } from './rows.ts'
import type { StoreThread } from './thread.ts'

/** Changes within this many ms of each other are written together. */
const gatherMs = 50
const lastRetryMs = 30_000
/** Retries after a failure, without jitter: no other process waits for the same disk. */
const retryPause: BackOff = { first: 1_000, last: lastRetryMs, spread: [1, 1] }
/** After this many failures in a row the database is opened again. */
const reopenAfter = 4
/** At the start another instance may still be closing the file, ms. */
const firstOpenWithinMs = 3_000
/** A disk that takes longer than this is reported, ms. */
const slowMs = 2_000
/** No more holds than this wait in memory (about 10 MB): the oldest that are over are discarded. */
export const maxQueueSize = 10_000
const dayMs = 86_400_000

/** What to store of past holds. */
export interface RetentionSettings {
  retentionDays: number
  numbers: KeptNumbers
}

export interface WriteQueueOptions {
  /** The folder for the database. */
  folder: string
  /** A former location of the database, from which it is moved. */
  formerFolders: readonly string[]
  /** The thread that writes. */
  thread: StoreThread
  /** The read-only thread: it releases the file before it is quarantined or replaced. */
  reader: StoreThread
  moment: () => Moment
  setTimer: SetTimer
  vault: Vault
  numbers: RequestedNumbers
  retention: RequestedRetention
  log: Logger
  onState: (state: HistoryState) => void
  /** The database was opened, at the start or again. */
  onOpened: (store: OpenedStore) => void
  /** The stored past holds have changed. */
  onChanged: () => void
  /** The storage preferences from now on: the user changed them, or the database had newer ones. */
  onRetention: (retention: RetentionSettings) => void
}

/** Writes changes to the disk: those that cannot be written now wait here for a retry. */
export class WriteQueue {
  readonly #options: WriteQueueOptions
  #queue = new Map<string, Change>()
  /** Being written to the disk. */
  #underway = 0
  #reportedState: HistoryState
  #why: HistoryState['why'] = null
  #keptNumbers: KeptNumbers
  /** The user reduced what is stored of numbers, in quarantined files too. */
  #reachesAside = false
  #retention: Retention
  /** The user has decided it since the database was opened, or it was never written there. */
  #isMetaNew = false
  /** The values stored in the database were checked. */
  #isMetaKnown = false
  /** The latest trusted wall clock, epoch ms. */
  #believedAt: number | null = null
  #isClockDoubted = false
  #isOpen = false
  /** Where the database is. */
  #folder: string
  #isDamaged = false
  #areNumbersReady = false
  #isCleanDue = false
  #cleaning: Promise<void> | null = null
  #failures = 0
  #lostCount = 0
  #isClosed = false
  #cancelTimer: (() => void) | null = null
  #turn: Promise<unknown> = Promise.resolve()

  constructor(options: WriteQueueOptions) {
    this.#options = options
    this.#folder = options.folder
    this.#keptNumbers = options.numbers.kept
    this.#retention = { days: options.retention.days, pendingDays: null }
    this.#reportedState = this.state
  }

  get state(): HistoryState {
    const why = this.#why
    return {
      state: why === null ? 'writing' : 'waiting',
      why,
      waiting: this.#queue.size + this.#underway,
      lost: this.#lostCount,
      deletionWaits: this.#deletionWaits,
    }
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  has(key: string): boolean {
    return this.#queue.has(key)
  }

  /** Holds the change until it is written; a later one of the same hold replaces it. */
  put(change: Change): void {
    this.#queue.set(changeKey(change), change)
    this.#dropOverflow()
    if (this.#why !== null) this.#tell()
    this.#runIn(gatherMs)
  }

  /** Returns whether the preference has changed. */
  async setKeptNumbers(keptNumbers: KeptNumbers): Promise<boolean> {
    if (keptNumbers === this.#keptNumbers) return false
    this.#reachesAside ||= numbersKept.indexOf(keptNumbers) < numbersKept.indexOf(this.#keptNumbers)
    this.#keptNumbers = keptNumbers
    this.#areNumbersReady = false
    this.#decided()
    await this.run()
    return true
  }

  /** The user has decided it: older holds are deleted at once, unless the clock cannot be trusted. */
  async setRetention(days: number): Promise<void> {
    this.#retention = { days, pendingDays: null }
    this.#decided()
    this.#tell()
    await this.run()
    await this.clean()
  }

  #decided(): void {
    this.#isMetaNew = true
    this.#options.onRetention(this.#retentionSettings)
  }

  get #retentionSettings(): RetentionSettings {
    return { retentionDays: this.#retention.days, numbers: this.#keptNumbers }
  }

  /** The user has confirmed that the holds waiting for deletion may be deleted. */
  async confirmDeletion(): Promise<void> {
    if (this.#isClockDoubted) {
      this.#isClockDoubted = false
      this.#believedAt = this.#options.moment().wall
    }
    await this.setRetention(this.#retention.pendingDays ?? this.#retention.days)
  }

  /** Deletes expired holds, piece by piece, with writes in between. */
  clean(): Promise<void> {
    this.#isCleanDue = true
    this.#cleaning ??= this.#cleanAll().finally(() => {
      this.#cleaning = null
    })
    return this.#cleaning
  }

  /** Call when a read found that the database has to be opened again, or to be quarantined. */
  onThreadLost(fate: Fate): void {
    if (fate === 'open') return
    this.#isOpen = false
    this.#isDamaged ||= fate === 'damaged'
    // While it fails repeatedly, the next retry is already scheduled, with increasing delays.
    if (this.#failures === 0) this.#runIn(gatherMs)
  }

  /** Writes all pending changes; returns whether that succeeded. Never rejects. */
  run(): Promise<boolean> {
    this.#cancelTimer?.()
    this.#cancelTimer = null
    const cancelSlow = this.#options.setTimer(slowMs, () => {
      this.#why ??= 'slow'
      this.#tell()
    })
    return this.#inTurn(async () => {
      try {
        await this.#attempt()
        this.#failures = 0
        this.#why = null
        this.#tell()
        return true
      } catch (error) {
        this.#failed(error)
        return false
      } finally {
        cancelSlow()
      }
    })
  }

  /**
   * Deletes all past holds, here and on the disk. Rejects where the disk does not allow it.
   * @param keepsOpen false: open ones too
   */
  deleteAll(keepsOpen: boolean): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.#isOpen) await this.#open()
      // Holds that are over must not return as still open: their end is written, and leaves no row.
      await this.#writeQueue(false)
      // Whatever the outcome, the key may be gone too.
      this.#areNumbersReady = false
      await this.#withoutReaders(() => this.#options.thread.call('deleteAll', { keepsOpen }))
    })
  }

  /** Retries writing the pending changes. */
  async close(): Promise<void> {
    await this.run()
    this.#isClosed = true
    this.#cancelTimer?.()
    await this.#cleaning
  }

  #runIn(ms: number): void {
    if (this.#isClosed) return
    this.#cancelTimer ??= this.#options.setTimer(ms, () => void this.run())
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#turn.then(work)
    this.#turn = next.catch(() => {})
    return next
  }

  async #attempt(): Promise<void> {
    if (!this.#isOpen) await this.#open()
    if (!this.#areNumbersReady) await this.#readyNumbers()
    if (this.#isMetaNew) await this.#writeMeta()
    while (this.#queue.size > 0) await this.#writeQueue(this.#retention.days > 0)
  }

  async #open(): Promise<void> {
    const { folder, formerFolders: former, thread, moment, onOpened, log } = this.#options
    const patience = this.#failures === 0 ? { withinMs: firstOpenWithinMs } : {}
    const { wall } = moment()
    const isDamaged = this.#isDamaged
    const store = await this.#withoutReaders(async () => {
      const answer = await thread.call('open', { folder, former, wall, isDamaged, ...patience })
      this.#folder = answer.folder
      return answer
    })
    if (store.unmoved !== null) {
      log.warn('The history could not be moved to its place', { error: store.unmoved })
    }
    this.#isOpen = true
    this.#isDamaged = false
    this.#areNumbersReady = false
    this.#readMeta(store.meta)
    this.#tell()
    onOpened(store)
    void this.#rescue()
  }

  /** No reads run meanwhile; whatever the outcome, existing data can be read again afterwards. */
  async #withoutReaders<T>(work: () => Promise<T>): Promise<T> {
    const { reader, log } = this.#options
    const failed = (error: unknown) => {
      log.warn('The history cannot be read', { error: String(error) })
    }
    await reader.call('detach', null).catch(failed)
    try {
      return await work()
    } finally {
      await reader.call('attach', { folder: this.#folder }).catch(failed)
    }
  }

  /** The initial value comes from the database; later changes are made here. */
  #readMeta(meta: Meta): void {
    const { retention, numbers, onRetention: onKept } = this.#options
    const believed = [meta.believedAt, this.#believedAt].filter((at) => at !== null)
    this.#believedAt = believed.length === 0 ? null : Math.max(...believed)
    if (!this.#isMetaKnown && !this.#isMetaNew) {
      this.#retention = retentionAtOpening(retention, meta.retentionDays)
      this.#keptNumbers = numbers.isChosen ? numbers.kept : (meta.keptNumbers ?? numbers.kept)
      onKept(this.#retentionSettings)
    }
    this.#isMetaKnown = true
    this.#isMetaNew =
      meta.retentionDays !== this.#retention.days || meta.keptNumbers !== this.#keptNumbers
  }

  async #writeMeta(): Promise<void> {
    const meta = { retentionDays: this.#retention.days, keptNumbers: this.#keptNumbers }
    await this.#options.thread.call('keepMeta', { ...emptyMeta, ...meta })
    this.#isMetaNew =
      meta.retentionDays !== this.#retention.days || meta.keptNumbers !== this.#keptNumbers
  }

  async #writeQueue(keepsPast: boolean): Promise<void> {
    const { thread, moment, log, onChanged } = this.#options
    const batch = this.#queue
    this.#queue = new Map()
    this.#underway = batch.size
    const now = moment()
    const changes = [...batch.values()]
    const past = changes.flatMap((change) => (change.kind === 'past' ? [change.row] : []))
    const open = changes.flatMap((change) => (change.kind === 'open' ? [change.hold] : []))
    try {
      const { refusedCount: refused } = await thread.call('write', {
        past: past.map((row): PastRow => ({
          ...row,
          customer: this.#reducedCustomer(row.customer),
        })),
        open: open.map((hold) => {
          const row = openRow(hold, now)
          return { ...row, customer: this.#reducedCustomer(row.customer) }
        }),
        keepsPast,
      })
      if (refused > 0) log.error('Holds were not taken by the history', { refused })
    } catch (error) {
      // Changes made meanwhile take precedence.
      this.#queue = new Map([...batch, ...this.#queue])
      this.#dropOverflow()
      throw error
    } finally {
      this.#underway = 0
    }
    if (past.length > 0 && keepsPast) onChanged()
  }

  #reducedCustomer(customer: HoldRow['customer']): HoldRow['customer'] {
    if (customer === null || this.#keptNumbers === 'none') return null
    return this.#keptNumbers === 'whole' ? customer : { ...customer, number: '' }
  }

  async #cleanAll(): Promise<void> {
    let deleted = 0
    while (this.#isCleanDue && !this.#isClosed) {
      try {
        deleted += await this.#inTurn(() => this.#cleanPiece())
      } catch (error) {
        this.#cleanFailed(error)
        break
      }
    }
    if (deleted > 0) this.#options.onChanged()
  }

  /** Imports the readable content of quarantined files, with writes in between. */
  async #rescue(): Promise<void> {
    const { thread, log, onChanged } = this.#options
    let rescuedCount = 0
    for (let isDone = false; !isDone && !this.#isClosed;) {
      try {
        const piece = await this.#inTurn(() => thread.call('rescue', null))
        rescuedCount += piece.rescuedCount
        isDone = piece.isDone
      } catch (error) {
        // If the database has to be opened again, the import continues from there.
        log.warn('A history that was put aside could not be taken over', { error: String(error) })
        break
      }
    }
    if (rescuedCount === 0) return
    log.info('Past holds were taken over from a file that was put aside', { taken: rescuedCount })
    onChanged()
  }

  /** Removes data that was deleted, or that a long read had retained, from the log beside the file. */
  async cutLog(): Promise<void> {
    await this.#inTurn(() => this.#options.thread.call('cutLog', null)).catch(() => {})
  }

  /** Returns how many rows were deleted. */
  async #cleanPiece(): Promise<number> {
    if (!this.#isOpen || this.#isClosed) {
      // Done when it is opened again.
      this.#isCleanDue = false
      return 0
    }
    const { thread, moment } = this.#options
    const { wall } = moment()
    const { days } = this.#retention
    this.#isClockDoubted = days > 0 && !isClockPlausible(this.#believedAt, wall)
    this.#tell()
    if (this.#isClockDoubted) {
      this.#isCleanDue = false
      return 0
    }
    const before = days === 0 ? Number.MAX_SAFE_INTEGER : wall - days * dayMs
    const { deleted, isDone } = await thread.call('clean', {
      before,
      forgetBefore: wall - rememberMs,
    })
    if (isDone && days === this.#retention.days) {
      this.#isCleanDue = false
      this.#believedAt = Math.max(this.#believedAt ?? 0, wall)
      await thread.call('keepMeta', { ...emptyMeta, believedAt: this.#believedAt })
      await thread.call('cutLog', null)
    }
    return deleted
  }

  #cleanFailed(error: unknown): void {
    this.#options.log.warn('Past holds could not be deleted', { error: String(error) })
    this.#isCleanDue = false
    if (error instanceof StoreFailed) this.onThreadLost(error.fate)
    if (!this.#isClosed) this.#options.setTimer(lastRetryMs, () => void this.clean())
  }

  /** Removes what may no longer be stored, and finds or creates the key for what may. */
  async #readyNumbers(): Promise<void> {
    const { thread, vault } = this.#options
    const reachesAside = this.#reachesAside
    const wrapped = await thread.call('reduceNumbers', {
      keptNumbers: this.#keptNumbers,
      reachesAside,
    })
    this.#reachesAside = false
    if (this.#keptNumbers !== 'none' && (await vault.isProtected())) {
      const keys = (await Promise.all(wrapped.map((each) => this.#unwrap(each)))).flat()
      const created = keys.length > 0 ? null : await this.#create(wrapped.at(-1)?.id ?? 0)
      if (created !== null) keys.push(created)
      await thread.call('useKeys', { keys, created })
      await this.#options.reader.call('useNumbers', { keys })
    }
    this.#areNumbersReady = true
  }

  /** None where the key ring is locked, or is another one. */
  async #unwrap({ id, wrapped }: WrappedKey): Promise<NumberKey[]> {
    try {
      return [{ id, key: Buffer.from(await this.#options.vault.decrypt(wrapped), 'base64') }]
    } catch (error) {
      this.#options.log.warn('A key of the history cannot be had', { error: String(error) })
      return []
    }
  }

  async #create(newestId: number): Promise<(NumberKey & WrappedKey) | null> {
    const key = randomBytes(keyBytes)
    try {
      const wrapped = await this.#options.vault.encrypt(key.toString('base64'))
      return { id: newestId + 1, key, wrapped }
    } catch (error) {
      this.#options.log.warn('No key could be kept for the history', { error: String(error) })
      return null
    }
  }

  #failed(error: unknown): void {
    const failure =
      error instanceof StoreFailed ? error : new StoreFailed('failed', String(error), 'open')
    // Whatever the cause, a new connection may succeed where this one does not.
    const isHopeless = this.#failures % reopenAfter === reopenAfter - 1
    this.#isOpen &&= failure.fate === 'open' && !isHopeless
    this.#isDamaged ||= failure.fate === 'damaged'
    if (this.#failures === 0) this.#options.log.error('The history cannot be written', failure)
    this.#failures += 1
    this.#runIn(backOff(this.#failures, retryPause, 0))
    this.#why = failure.why
    this.#tell()
  }

  get #deletionWaits(): HistoryState['deletionWaits'] {
    const { days, pendingDays: waiting } = this.#retention
    if (waiting !== null) return { why: 'settings', days: waiting }
    return this.#isClockDoubted ? { why: 'clock', days } : null
  }

  /** Reported only when the state changes between waiting and not waiting: not for each pending change. */
  #tell(): void {
    const next = this.state
    const count = (state: HistoryState) => (state.why === null ? 0 : state.waiting)
    const isKnown =
      next.why === this.#reportedState.why &&
      count(next) === count(this.#reportedState) &&
      next.lost === this.#reportedState.lost &&
      next.deletionWaits?.why === this.#reportedState.deletionWaits?.why &&
      next.deletionWaits?.days === this.#reportedState.deletionWaits?.days
    if (isKnown) return
    this.#reportedState = next
    this.#options.onState(next)
  }

  #dropOverflow(): void {
    if (this.#queue.size <= maxQueueSize) return
    for (const [key, { kind }] of this.#queue) {
      if (kind !== 'past') continue
      this.#queue.delete(key)
      this.#lostCount += 1
      if (this.#lostCount === 1) this.#options.log.error('Too many holds wait: the oldest are lost')
      if (this.#queue.size <= maxQueueSize) return
    }
  }
}
