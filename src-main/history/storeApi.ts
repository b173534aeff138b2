import type {
  ExportedNumbers,
  ExportState,
  HistoryCharts,
  HistoryFacets,
  HistoryFilter,
  HistoryPage,
  HistoryState,
  Input,
  TodayFigures,
} from '../../src-shared/contract/index.ts'
import type { KeptNumbers } from '../settings/preferences.ts'
import type { QuarantinedFile } from '../settings/jsonFile.ts'
import type { Meta } from './meta.ts'
import type { NumberKey } from './phoneNumberCipher.ts'
import type { EarlierRow, OpenRow, PastRow } from './rows.ts'

/** Why the database cannot be used now. */
export type Why = NonNullable<HistoryState['why']>

/** The database's content about holds that are not over yet. */
export interface OpenedStore {
  /** Where it is, and why it is not where it belongs. */
  folder: string
  unmoved: string | null
  open: OpenRow[]
  earlier: EarlierRow[]
  meta: Meta
  quarantined: QuarantinedFile | null
  /** Whether readers and the writer do not block each other; some file systems do not support that. */
  isLogged: boolean
}

/** A key as stored in the database. */
export interface WrappedKey {
  id: number
  wrapped: string
}

/** The API of the thread that writes the database, for the main thread. */
export interface WriterApi {
  /**
   * Opens the database, or opens it again; waits this long for a locked file, ms.
   * @param former a former location, from which it is moved
   * @param wall epoch ms; names a file that has to be quarantined
   * @param isDamaged the file was found to be damaged: it is quarantined
   */
  open(input: {
    folder: string
    former: readonly string[]
    wall: number
    withinMs?: number
    isDamaged: boolean
  }): OpenedStore
  /** Stores the values that are not null. */
  keepMeta(input: Meta): void
  /** @param keepsPast false: holds that are over leave no row */
  write(input: { past: PastRow[]; open: OpenRow[]; keepsPast: boolean }): { refusedCount: number }
  /**
   * Removes the parts of numbers that may no longer be stored; returns the remaining keys.
   * @param reachesAside the user reduced what is stored: quarantined files are included
   */
  reduceNumbers(input: { keptNumbers: KeptNumbers; reachesAside: boolean }): WrappedKey[]
  /** @param created the last key if it was just created; it is stored */
  useKeys(input: { keys: NumberKey[]; created: WrappedKey | null }): void
  /**
   * Deletes a piece of the holds that ended before `before` (epoch ms), and files quarantined before then. Returns
   * whether nothing is left of them.
   */
  clean(input: { before: number; forgetBefore: number }): { deleted: number; isDone: boolean }
  /** Imports a piece of the readable content of quarantined files. */
  rescue(input: null): { rescuedCount: number; isDone: boolean }
  /** Removes deleted data from the log beside the file too. */
  cutLog(input: null): void
  /** @param keepsOpen false: open holds are deleted too, since they are on no board */
  deleteAll(input: { keepsOpen: boolean }): void
  close(input: null): void
}

/** The part of past holds to write to a file. */
export interface ExportOrder {
  filter: HistoryFilter
  /** Numbers as in the list, full where they are stored in full, or hidden completely. */
  numbers: ExportedNumbers | 'hidden'
}

/** The API of the read-only thread. */
export interface ReaderApi {
  /** The database can be read. */
  attach(input: { folder: string }): void
  /** Cancels all reads, and releases the file. */
  detach(input: null): Promise<void>
  useNumbers(input: { keys: NumberKey[] }): void
  /** Fails as `damaged` where the file is damaged. Reads all of it. */
  check(input: null): void
  getPage(input: Input<'history.get_page'>): HistoryPage
  /** The full number of one past hold; empty where none is stored, or its key is not available. */
  getNumber(input: { id: number }): string
  getFacets(input: null): HistoryFacets
  getCharts(input: { filter: HistoryFilter }): Promise<HistoryCharts>
  /** @param since local midnight, epoch ms */
  getToday(input: { since: number }): TodayFigures
  /** Starts an export; events report its progress. Writes to `partial` first. */
  startExport(input: ExportOrder & { path: string; partial: string }): ExportState
  cancelExport(input: null): void
}

export type StoreApi = WriterApi & ReaderApi
export type CallName = keyof StoreApi
export type CallInput<N extends CallName> = Parameters<StoreApi[N]>[0]
export type CallOutput<N extends CallName> = Awaited<ReturnType<StoreApi[N]>>

/** Events that the thread sends. */
export interface ThreadEvent {
  name: 'export'
  state: ExportState
  /** Why it failed, for the log. */
  reason: string | null
}

export interface Question {
  id: number
  name: CallName
  input: unknown
}

export type ThreadReply =
  | { id: number; ok: true; output: unknown }
  | { id: number; ok: false; why: Why; message: string; fate: Fate }
  | { id: null; event: ThreadEvent }

/** How to proceed after a failure: the database has to be opened again, or to be quarantined. */
export type Fate = 'open' | 'closed' | 'damaged'

/** The database rejected the request. */
export class StoreFailed extends Error {
  readonly why: Why
  readonly fate: Fate

  constructor(why: Why, message: string, fate: Fate) {
    super(message)
    this.why = why
    this.fate = fate
  }
}
