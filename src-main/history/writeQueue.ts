import { randomBytes } from 'node:crypto'
import type { HistoryState } from '../../src-shared/contract/index.ts'
import { backOff, type BackOff } from '../base/backOff.ts'
import type { Logger } from '../base/log.ts'
import type { SetTimer } from '../base/timers.ts'
import type { Moment } from '../base/clock.ts'
import type { Vault } from '../settings/secrets.ts'
import { type Fate, type OpenedStore, StoreFailed, type WrappedKey } from './storeApi.ts'
import { numbersKept, type Meta, emptyMeta } from './meta.ts'
import {
  type KeptNumbers,
  type RequestedNumbers,
  type RequestedRetention,
} from '../settings/preferences.ts'
import { keyBytes, type NumberKey } from './phoneNumberCipher.ts'
import { type Change, changeKey, rememberMs } from './openHolds.ts'
import { isClockPlausible, type Retention, retentionAtOpening } from './retention.ts'
import { type HoldRow, openRow, type PastRow } from './rows.ts'
import type { StoreThread } from './thread.ts'

/** Changes that come close together are written at once, ms. */
const gatherMs = 50
const lastRetryMs = 30_000
/** After a failure. Nobody else waits for the same disk: there is nothing to spread. */
const retryPause: BackOff = { first: 1_000, last: lastRetryMs, spread: [1, 1] }
/** After so many failures in a row the database is opened again. */
const reopenAfter = 4
/** At the start another instance may still be closing the file, ms. */
const firstOpenWithinMs = 3_000
/** A disk that takes longer than this is told of, ms. */
const slowMs = 2_000
/** More holds than this do not wait in memory (about 10 MB): the oldest that are over are lost. */
export const maxQueueSize = 10_000
const dayMs = 86_400_000

/** What is kept of past holds. */
export interface RetentionSettings {
  retentionDays: number
  numbers: KeptNumbers
}

export interface WriteQueueOptions {
  /** Where the database belongs. */
  folder: string
  /** Where it may have lain before. */
  formerFolders: readonly string[]
  /** The thread that writes. */
  thread: StoreThread
  /** The thread that only reads: it lets go of the file before that is put aside or replaced. */
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
  /** What is kept of past holds is not what it was. */
  onChanged: () => void
  /** This is kept from now on: it was decided, or the database knew better. */
  onRetention: (retention: RetentionSettings) => void
}

/** Brings changes to the disk: what cannot be written now waits here and is tried again. */
export class WriteQueue {
  readonly #options: WriteQueueOptions
  #queue = new Map<string, Change>()
  /** On their way to the disk. */
  #underway = 0
  #reportedState: HistoryState
  #why: HistoryState['why'] = null
  #keptNumbers: KeptNumbers
  /** A person wants less to be kept of numbers, in files that were put aside too. */
  #reachesAside = false
  #retention: Retention
  /** A person has decided it since the database was opened, or it was never written there. */
  #isMetaNew = false
  /** What the database knows was looked at. */
  #isMetaKnown = false
  /** The latest wall clock that was believed, epoch ms. */
  #believedAt: number | null = null
  #isClockDoubted = false
  #isOpen = false
  /** Where the database lies. */
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

  /** Keeps the change until it is written; a later one of the same hold takes its place. */
  put(change: Change): void {
    this.#queue.set(changeKey(change), change)
    this.#dropOverflow()
    if (this.#why !== null) this.#tell()
    this.#runIn(gatherMs)
  }

  /** Answers whether that is another wish than before. */
  async setKeptNumbers(keptNumbers: KeptNumbers): Promise<boolean> {
    if (keptNumbers === this.#keptNumbers) return false
    this.#reachesAside ||= numbersKept.indexOf(keptNumbers) < numbersKept.indexOf(this.#keptNumbers)
    this.#keptNumbers = keptNumbers
    this.#areNumbersReady = false
    this.#decided()
    await this.run()
    return true
  }

  /** A person has decided it: what is older goes at once, unless the clock cannot be believed. */
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

  /** A person has said that what waits to be deleted may go. */
  async confirmDeletion(): Promise<void> {
    if (this.#isClockDoubted) {
      this.#isClockDoubted = false
      this.#believedAt = this.#options.moment().wall
    }
    await this.setRetention(this.#retention.pendingDays ?? this.#retention.days)
  }

  /** Deletes what has been kept for long enough, piece by piece; whoever writes comes in between. */
  clean(): Promise<void> {
    this.#isCleanDue = true
    this.#cleaning ??= this.#cleanAll().finally(() => {
      this.#cleaning = null
    })
    return this.#cleaning
  }

  /** Somebody who reads found that the database has to be opened again, or to be put aside. */
  onThreadLost(fate: Fate): void {
    if (fate === 'open') return
    this.#isOpen = false
    this.#isDamaged ||= fate === 'damaged'
    // While it fails again and again, the next try is set already, further and further off.
    if (this.#failures === 0) this.#runIn(gatherMs)
  }

  /** Writes everything that waits; answers whether it could. Never rejects. */
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
   * Deletes all past holds, here and on the disk. Rejects where the disk does not let it.
   * @param keepsOpen false: open ones too
   */
  deleteAll(keepsOpen: boolean): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.#isOpen) await this.#open()
      // What is over must not come back as still open: its end is written, and leaves no row.
      await this.#writeQueue(false)
      // Whatever comes of it, the key may be gone too.
      this.#areNumbersReady = false
      await this.#withoutReaders(() => this.#options.thread.call('deleteAll', { keepsOpen }))
    })
  }

  /** Tries once more to write what waits. */
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

  /** Nothing reads meanwhile; whatever becomes of it, what is there can be read again. */
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

  /** What counts at the start comes from the database; later it is decided here. */
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
      // What changed meanwhile counts.
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

  /** Takes over what can be read of files that were put aside; whoever writes comes in between. */
  async #rescue(): Promise<void> {
    const { thread, log, onChanged } = this.#options
    let rescuedCount = 0
    for (let isDone = false; !isDone && !this.#isClosed;) {
      try {
        const piece = await this.#inTurn(() => thread.call('rescue', null))
        rescuedCount += piece.rescuedCount
        isDone = piece.isDone
      } catch (error) {
        // Where it has to be opened again, it goes on from there.
        log.warn('A history that was put aside could not be taken over', { error: String(error) })
        break
      }
    }
    if (rescuedCount === 0) return
    log.info('Past holds were taken over from a file that was put aside', { taken: rescuedCount })
    onChanged()
  }

  /** Takes what was deleted, or was read over for long, out of the log beside the file. */
  async cutLog(): Promise<void> {
    await this.#inTurn(() => this.#options.thread.call('cutLog', null)).catch(() => {})
  }

  /** Answers how many rows went. */
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

  /** Takes out what may no longer be kept, and finds or makes the key for what may. */
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
    // Whatever it was, a new connection may do what this one does not.
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

  /** Told only where it waits for something, or does no longer: not of each change on its way. */
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
