import { basename } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { ExportState, HistoryCharts } from '../../src-shared/contract/index.ts'
import { isInUse } from '../base/replaceFile.ts'
import { readTimeZone } from '../base/timeZone.ts'
import { type CallInput, type ReaderApi, StoreFailed, type ThreadEvent } from './storeApi.ts'
import { readCharts } from './charts.ts'
import { openReadOnly, openSnapshot } from './database.ts'
import { exportCsv } from './exportCsv.ts'
import { failureOf } from './faults.ts'
import { PhoneNumberCipher } from './phoneNumberCipher.ts'
import { countRows } from './counts.ts'
import { searchNumbers } from './filter.ts'
import { readFacets, readNumber, readPage, readToday } from './pages.ts'
import { yieldToEventLoop } from '../base/yieldToEventLoop.ts'

/** Interval between two progress reports of an export, ms. */
const reportEveryMs = 200

interface WaitingCharts {
  filter: CallInput<'getCharts'>['filter']
  charts: Promise<HistoryCharts>
  abort: AbortController
}

/**
 * Answers requests for past holds; lives on its own thread, so that no request delays a write. All errors are
 * `StoreFailed`.
 */
export class Reader implements ReaderApi {
  readonly #tell: (event: ThreadEvent) => void
  /** Null while the database is not open. */
  #folder: string | null = null
  /** For short queries. */
  #db: DatabaseSync | null = null
  #numbers = new PhoneNumberCipher([])
  #export: AbortController | null = null
  /** The charts in progress, and the next ones: never more. */
  #charts: WaitingCharts | null = null
  #nextCharts: WaitingCharts | null = null
  /** Long reads, each over a connection of its own. */
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

  /** The keys of the encrypted numbers; they are kept when the database is opened again. */
  useNumbers({ keys }: CallInput<'useNumbers'>): void {
    this.#numbers = new PhoneNumberCipher(keys)
  }

  check(): void {
    this.#query((db) => {
      const [first] = db.prepare('PRAGMA quick_check(1)').all()
      const checkResult = String(first?.['quick_check'])
      if (checkResult !== 'ok') throw new StoreFailed('failed', checkResult, 'damaged')
    })
  }

  getPage(input: CallInput<'getPage'>) {
    return this.#query((db) => readPage(db, input, this.#numbers))
  }

  getNumber({ id }: CallInput<'getNumber'>) {
    return this.#query((db) => readNumber(db, id, this.#numbers))
  }

  getFacets() {
    return this.#query(readFacets)
  }

  getToday({ since }: CallInput<'getToday'>) {
    return this.#query((db) => readToday(db, since))
  }

  /** One read at a time; of the waiting requests only the latest is answered. */
  getCharts({ filter }: CallInput<'getCharts'>): Promise<HistoryCharts> {
    const isSame = (other: WaitingCharts) => JSON.stringify(other.filter) === JSON.stringify(filter)
    if (this.#nextCharts !== null) {
      if (isSame(this.#nextCharts)) return this.#nextCharts.charts
      this.#nextCharts.abort.abort()
    }
    const current = this.#charts
    if (current !== null && !isSame(current)) current.abort.abort()
    const abort = new AbortController()
    const before = current?.charts.catch(() => {}) ?? Promise.resolve()
    const charts = before.then(() => {
      abort.signal.throwIfAborted()
      this.#nextCharts = null
      this.#charts = next
      readTimeZone()
      return this.#readSnapshot((db) => readCharts(db, filter, abort.signal))
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
    const total = this.#query((db) => countRows(db, order.filter))
    let rowsWritten = 0
    let reportedAt = performance.now()
    const stateOf = (state: ExportState['state']): ExportState => ({
      state,
      file,
      done: rowsWritten,
      total,
    })
    const tell = (state: ExportState['state'], reason: string | null = null) => {
      this.#tell({ name: 'export', state: stateOf(state), reason })
    }
    const end = (state: ExportState['state'], reason: string | null = null) => {
      this.#export = null
      tell(state, reason)
    }
    const onProgress = (rows: number) => {
      rowsWritten = rows
      if (performance.now() - reportedAt < reportEveryMs) return
      reportedAt = performance.now()
      tell('running')
    }
    const keys = this.#numbers
    const csv = { order, path, partial, keys, signal: abort.signal, onProgress }
    this.#export = abort
    // Not before the response that it has started.
    void yieldToEventLoop()
      .then(() => this.#readSnapshot((db) => exportCsv(db, csv)))
      .then(
        () => {
          rowsWritten = total
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

  #query<T>(work: (db: DatabaseSync) => T): T {
    try {
      this.#db ??= this.#searching(openReadOnly(this.#openFolder()))
      return work(this.#db)
    } catch (error) {
      this.#closeShort()
      throw this.#asFailure(error)
    }
  }

  /** A long read over its own connection, with everything as of this moment. */
  #readSnapshot<T>(work: (db: DatabaseSync) => Promise<T>): Promise<T> {
    const result = (async () => {
      let db: DatabaseSync | null = null
      try {
        db = this.#searching(openSnapshot(this.#openFolder()))
        return await work(db)
      } catch (error) {
        throw this.#asFailure(error)
      } finally {
        db?.close()
      }
    })()
    this.#readings.add(result)
    const forget = () => this.#readings.delete(result)
    result.then(forget, forget)
    return result
  }

  /** With the keys that are available at the time of the search. */
  #searching(db: DatabaseSync): DatabaseSync {
    return searchNumbers(db, (sealed) => this.#numbers.open(sealed))
  }

  #openFolder(): string {
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
      // The connection no longer worked.
    }
  }
}
