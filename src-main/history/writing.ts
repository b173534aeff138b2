import { randomBytes } from 'node:crypto'
import type { HistoryState } from '../../src-preload/contract/index.ts'
import type { Logger } from '../log/log.ts'
import type { SetTimer } from '../monitor/monitor.ts'
import type { Moment } from '../monitor/savedHolds.ts'
import type { Vault } from '../settings/secrets.ts'
import { type KeptNumbers, type Opened, StoreFailed, type WrappedKey } from './calls.ts'
import { keyBytes, type NumberKey } from './numbers.ts'
import { type Change, changeKey, rememberMs } from './openHolds.ts'
import { type HoldRow, openRow, type PastRow } from './rows.ts'
import type { StoreThread } from './thread.ts'

/** Changes that come close together are written at once, ms. */
const gatherMs = 50
/** After a failure it is tried again so soon, then each time after twice as long, ms. */
const firstRetryMs = 1_000
const lastRetryMs = 30_000
/** At the start another instance may still be closing the file, ms. */
const firstOpenWithinMs = 3_000
/** More holds than this do not wait in memory (about 10 MB): the oldest that are over are lost. */
export const mostWaiting = 10_000
const dayMs = 86_400_000

export interface WritingOptions {
  folder: string
  thread: StoreThread
  moment: () => Moment
  setTimer: SetTimer
  vault: Vault
  keptNumbers: KeptNumbers
  retentionDays: number
  log: Logger
  onState: (state: HistoryState) => void
  /** The database was opened, at the start or again. */
  onOpened: (opened: Opened) => void
  /** What is kept of past holds is not what it was. */
  onChanged: () => void
}

/** Brings changes to the disk: what cannot be written now waits here and is tried again. */
export class Writing {
  readonly #options: WritingOptions
  #waiting = new Map<string, Change>()
  #state: HistoryState = { state: 'writing', why: null, waiting: 0 }
  #kept: KeptNumbers
  #retentionDays: number
  #isOpen = false
  #areNumbersReady = false
  #isCleanDue = false
  #failures = 0
  #lost = 0
  #isClosed = false
  #cancelTimer: (() => void) | null = null
  #turn: Promise<unknown> = Promise.resolve()

  constructor(options: WritingOptions) {
    this.#options = options
    this.#kept = options.keptNumbers
    this.#retentionDays = options.retentionDays
  }

  get state(): HistoryState {
    return this.#state
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  has(key: string): boolean {
    return this.#waiting.has(key)
  }

  /** Keeps the change until it is written; a later one of the same hold takes its place. */
  put(change: Change): void {
    this.#waiting.set(changeKey(change), change)
    this.#loseTooMany()
    this.#runIn(gatherMs)
  }

  /** Answers whether that is another wish than before. */
  async setKeptNumbers(kept: KeptNumbers): Promise<boolean> {
    if (kept === this.#kept) return false
    this.#kept = kept
    this.#areNumbersReady = false
    await this.run()
    return true
  }

  async setRetention(days: number): Promise<void> {
    if (days === this.#retentionDays) return
    this.#retentionDays = days
    await this.clean()
  }

  /** Deletes what has been kept for long enough. */
  clean(): Promise<boolean> {
    this.#isCleanDue = true
    return this.run()
  }

  /** The database was found closed by somebody who reads. */
  lost(): void {
    this.#isOpen = false
    // While it fails again and again, the next try is set already, further and further off.
    if (this.#failures === 0) this.#runIn(gatherMs)
  }

  /** Writes everything that waits; answers whether it could. Never rejects. */
  run(): Promise<boolean> {
    this.#cancelTimer?.()
    this.#cancelTimer = null
    return this.#inTurn(async () => {
      try {
        await this.#attempt()
        this.#failures = 0
        this.#tell(null)
        return true
      } catch (error) {
        this.#failed(error)
        return false
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
      await this.#writeWaiting(false)
      // Whatever comes of it, the key may be gone too.
      this.#areNumbersReady = false
      await this.#options.thread.call('deleteAll', { keepsOpen })
    })
  }

  /** Tries once more to write what waits. */
  async close(): Promise<void> {
    await this.run()
    this.#isClosed = true
    this.#cancelTimer?.()
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
    while (this.#waiting.size > 0) await this.#writeWaiting(this.#retentionDays > 0)
    if (this.#isCleanDue) await this.#clean()
  }

  async #open(): Promise<void> {
    const { folder, thread, onOpened } = this.#options
    const patience = this.#failures === 0 ? { withinMs: firstOpenWithinMs } : {}
    const opened = await thread.call('open', { folder, ...patience })
    this.#isOpen = true
    this.#areNumbersReady = false
    onOpened(opened)
  }

  async #writeWaiting(keepsPast: boolean): Promise<void> {
    const { thread, moment, log, onChanged } = this.#options
    const batch = this.#waiting
    this.#waiting = new Map()
    const now = moment()
    const changes = [...batch.values()]
    const past = changes.flatMap((change) => (change.kind === 'past' ? [change.row] : []))
    const open = changes.flatMap((change) => (change.kind === 'open' ? [change.hold] : []))
    try {
      const { refused } = await thread.call('write', {
        past: past.map((row): PastRow => ({ ...row, customer: this.#keptOf(row.customer) })),
        open: open.map((hold) => {
          const row = openRow(hold, now)
          return { ...row, customer: this.#keptOf(row.customer) }
        }),
        keepsPast,
      })
      if (refused > 0) log.error('Holds were not taken by the history', { refused })
    } catch (error) {
      // What changed meanwhile counts.
      this.#waiting = new Map([...batch, ...this.#waiting])
      this.#loseTooMany()
      throw error
    }
    if (past.length > 0 && keepsPast) onChanged()
  }

  #keptOf(customer: HoldRow['customer']): HoldRow['customer'] {
    if (customer === null || this.#kept === 'none') return null
    return this.#kept === 'whole' ? customer : { ...customer, number: '' }
  }

  async #clean(): Promise<void> {
    const { wall } = this.#options.moment()
    const days = this.#retentionDays
    const { deleted } = await this.#options.thread.call('clean', {
      before: days === 0 ? Number.MAX_SAFE_INTEGER : wall - days * dayMs,
      forgetBefore: wall - rememberMs,
    })
    this.#isCleanDue = false
    if (deleted > 0) this.#options.onChanged()
  }

  /** Takes out what may no longer be kept, and finds or makes the key for what may. */
  async #readyNumbers(): Promise<void> {
    const { thread, vault } = this.#options
    const wrapped = await thread.call('reduceNumbers', { kept: this.#kept })
    if (this.#kept !== 'none' && vault.isProtected()) {
      const keys = wrapped.flatMap((each) => this.#unwrap(each))
      const created = keys.length > 0 ? null : this.#create(wrapped.at(-1)?.id ?? 0)
      if (created !== null) keys.push(created)
      await thread.call('useKeys', { keys, created })
    }
    this.#areNumbersReady = true
  }

  /** None where the key ring is locked, or is another one. */
  #unwrap({ id, wrapped }: WrappedKey): NumberKey[] {
    try {
      return [{ id, key: Buffer.from(this.#options.vault.decrypt(wrapped), 'base64') }]
    } catch (error) {
      this.#options.log.warn('A key of the history cannot be had', { error: String(error) })
      return []
    }
  }

  #create(newestId: number): (NumberKey & WrappedKey) | null {
    const key = randomBytes(keyBytes)
    try {
      const wrapped = this.#options.vault.encrypt(key.toString('base64'))
      return { id: newestId + 1, key, wrapped }
    } catch (error) {
      this.#options.log.warn('No key could be kept for the history', { error: String(error) })
      return null
    }
  }

  #failed(error: unknown): void {
    const failure =
      error instanceof StoreFailed ? error : new StoreFailed('failed', String(error), this.#isOpen)
    this.#isOpen = failure.isOpen
    if (this.#failures === 0) this.#options.log.error('The history cannot be written', failure)
    this.#runIn(Math.min(lastRetryMs, firstRetryMs * 2 ** Math.min(this.#failures, 10)))
    this.#failures += 1
    this.#tell(failure.why)
  }

  #tell(why: HistoryState['why']): void {
    const waiting = why === null ? 0 : this.#waiting.size
    const { why: toldWhy, waiting: toldWaiting } = this.#state
    if (toldWhy === why && toldWaiting === waiting) return
    this.#state = { state: why === null ? 'writing' : 'waiting', why, waiting }
    this.#options.onState(this.#state)
  }

  #loseTooMany(): void {
    if (this.#waiting.size <= mostWaiting) return
    for (const [key, { kind }] of this.#waiting) {
      if (kind !== 'past') continue
      this.#waiting.delete(key)
      this.#lost += 1
      if (this.#lost === 1) this.#options.log.error('Too many holds wait: the oldest are lost')
      if (this.#waiting.size <= mostWaiting) return
    }
  }
}
