import { basename } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { ExportState, HistoryCharts } from '../../src-shared/contract/index.ts'
import { isInUse } from '../base/replaceFile.ts'
import { readTimeZone } from '../base/timeZone.ts'
import { type CallInput, type ReaderCalls, StoreFailed, type ThreadEvent } from './storeApi.ts'
import { readCharts } from './charts.ts'
import { openReadOnly, openSnapshot } from './database.ts'
import { exportCsv } from './exportCsv.ts'
import { failureOf } from './faults.ts'
import { Numbers } from './numbers.ts'
import { countRows } from './counts.ts'
import { searchNumbers } from './filter.ts'
import { readFacets, readNumber, readPage, readToday } from './pages.ts'
import { nextTurn } from '../base/yieldToEventLoop.ts'

/** Between two reports of an export, ms. */
const reportEveryMs = 200

interface WaitingCharts {
  filter: CallInput<'getCharts'>['filter']
  charts: Promise<HistoryCharts>
  abort: AbortController
}

/**
 * Answers what is asked of past holds; lives on a thread of its own, so that no question is in the
 * way of what has to be written. Whatever fails, fails as `StoreFailed`.
 */
export class Reader implements ReaderCalls {
  readonly #tell: (event: ThreadEvent) => void
  /** Null while the database is not open. */
  #folder: string | null = null
  /** For short questions. */
  #db: DatabaseSync | null = null
  #numbers = new Numbers([])
  #export: AbortController | null = null
  /** Those that are read, and those that come next: never more. */
  #charts: WaitingCharts | null = null
  #nextCharts: WaitingCharts | null = null
  /** Long readings, each over a connection of its own. */
  readonly #readings = new Set<Promise<unknown>>()

  constructor(tell: (event: ThreadEvent) => void) {
    this.#tell = tell
  }

  attach({ folder }: CallInput<'attach'>): void {
    this.#folder = folder
  }

  async detach(): Promise<void> {
    this.#folder = null
    this.#export?.abort()
    this.#charts?.abort.abort()
    this.#nextCharts?.abort.abort()
    await Promise.allSettled(this.#readings)
    this.#closeShort()
  }

  /** The keys of the sealed numbers; they stay when the database is opened again. */
  useNumbers({ keys }: CallInput<'useNumbers'>): void {
    this.#numbers = new Numbers(keys)
  }

  check(): void {
    this.#ask((db) => {
      const [first] = db.prepare('PRAGMA quick_check(1)').all()
      const found = String(first?.['quick_check'])
      if (found !== 'ok') throw new StoreFailed('failed', found, 'damaged')
    })
  }

  getPage(input: CallInput<'getPage'>) {
    return this.#ask((db) => readPage(db, input, this.#numbers))
  }

  getNumber({ id }: CallInput<'getNumber'>) {
    return this.#ask((db) => readNumber(db, id, this.#numbers))
  }

  getFacets() {
    return this.#ask(readFacets)
  }

  getToday({ since }: CallInput<'getToday'>) {
    return this.#ask((db) => readToday(db, since))
  }

  /** One reading at a time; of those that wait only the newest question is answered. */
  getCharts({ filter }: CallInput<'getCharts'>): Promise<HistoryCharts> {
    const isSame = (other: WaitingCharts) => JSON.stringify(other.filter) === JSON.stringify(filter)
    if (this.#nextCharts !== null) {
      if (isSame(this.#nextCharts)) return this.#nextCharts.charts
      this.#nextCharts.abort.abort()
    }
    const running = this.#charts
    if (running !== null && !isSame(running)) running.abort.abort()
    const abort = new AbortController()
    const before = running?.charts.catch(() => {}) ?? Promise.resolve()
    const charts = before.then(() => {
      abort.signal.throwIfAborted()
      this.#nextCharts = null
      this.#charts = next
      readTimeZone()
      return this.#read((db) => readCharts(db, filter, abort.signal))
    })
    const orFailure = charts.catch((error: unknown) => {
      throw this.#asFailure(error)
    })
    const next: WaitingCharts = { filter, abort, charts: orFailure }
    this.#nextCharts = next
    const forget = () => {
      if (this.#charts === next) this.#charts = null
    }
    next.charts.then(forget, forget)
    return next.charts
  }

  startExport({ path, partial, ...order }: CallInput<'startExport'>): ExportState {
    readTimeZone()
    const abort = new AbortController()
    const file = basename(path)
    const total = this.#ask((db) => countRows(db, order.filter))
    let done = 0
    let reportedAt = performance.now()
    const stateOf = (state: ExportState['state']): ExportState => ({ state, file, done, total })
    const tell = (state: ExportState['state'], reason: string | null = null) => {
      this.#tell({ name: 'export', state: stateOf(state), reason })
    }
    const end = (state: ExportState['state'], reason: string | null = null) => {
      this.#export = null
      tell(state, reason)
    }
    const onProgress = (rows: number) => {
      done = rows
      if (performance.now() - reportedAt < reportEveryMs) return
      reportedAt = performance.now()
      tell('running')
    }
    const keys = this.#numbers
    const csv = { order, path, partial, keys, signal: abort.signal, onProgress }
    this.#export = abort
    // Not before the answer that it has begun.
    void nextTurn()
      .then(() => this.#read((db) => exportCsv(db, csv)))
      .then(
        () => {
          done = total
          end('done')
        },
        (error: unknown) => {
          const failed = isInUse(error) ? 'in-use' : 'failed'
          end(abort.signal.aborted ? 'cancelled' : failed, String(error))
        },
      )
    return stateOf('running')
  }

  cancelExport(): void {
    this.#export?.abort()
  }

  #ask<T>(work: (db: DatabaseSync) => T): T {
    try {
      this.#db ??= this.#searching(openReadOnly(this.#attached()))
      return work(this.#db)
    } catch (error) {
      this.#closeShort()
      throw this.#asFailure(error)
    }
  }

  /** Reads at length over a connection of its own, as everything was at this moment. */
  #read<T>(work: (db: DatabaseSync) => Promise<T>): Promise<T> {
    const reading = (async () => {
      let db: DatabaseSync | null = null
      try {
        db = this.#searching(openSnapshot(this.#attached()))
        return await work(db)
      } catch (error) {
        throw this.#asFailure(error)
      } finally {
        db?.close()
      }
    })()
    this.#readings.add(reading)
    const forget = () => this.#readings.delete(reading)
    reading.then(forget, forget)
    return reading
  }

  /** With the keys that are there when it searches. */
  #searching(db: DatabaseSync): DatabaseSync {
    return searchNumbers(db, (sealed) => this.#numbers.open(sealed))
  }

  #attached(): string {
    if (this.#folder === null) throw new Error('The database is not open')
    return this.#folder
  }

  readonly #asFailure = (error: unknown): StoreFailed => failureOf(error, this.#folder !== null)

  #closeShort(): void {
    const db = this.#db
    this.#db = null
    try {
      db?.close()
    } catch {
      // It was no good any more.
    }
  }
}
