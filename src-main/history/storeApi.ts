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
import type { PutAside } from '../settings/jsonFile.ts'
import type { Meta } from './meta.ts'
import type { NumberKey } from './numbers.ts'
import type { EarlierRow, OpenRow, PastRow } from './rows.ts'

/** Why the database cannot be used now. */
export type Why = NonNullable<HistoryState['why']>

/** What lies in the database of what is not over yet. */
export interface Opened {
  /** Where it lies, and why that is not where it belongs. */
  folder: string
  unmoved: string | null
  open: OpenRow[]
  earlier: EarlierRow[]
  meta: Meta
  putAside: PutAside | null
  /** Whether readers and the writer do without each other; some file systems do not let them. */
  isLogged: boolean
}

/** A key as it lies in the database. */
export interface WrappedKey {
  id: number
  wrapped: string
}

/** Everything the main thread asks of the thread that writes the database. */
export interface StoreCalls {
  /**
   * Opens the database, or opens it anew; waits so long for one that is locked, ms.
   * @param former where it may have lain before: it is brought from there
   * @param wall epoch ms; names a file that has to be put aside
   * @param isDamaged the file was found to be so: it is put aside
   */
  open(input: {
    folder: string
    former: readonly string[]
    wall: number
    withinMs?: number
    isDamaged: boolean
  }): Opened
  /** Keeps what is not null. */
  keepMeta(input: Meta): void
  /** @param keepsPast false: what is over leaves no row */
  write(input: { past: PastRow[]; open: OpenRow[]; keepsPast: boolean }): { refused: number }
  /**
   * Takes out of the database what is no longer to be kept of numbers; answers the keys left.
   * @param reachesAside a person wants less to be kept: of files that were put aside too
   */
  reduceNumbers(input: { kept: KeptNumbers; reachesAside: boolean }): WrappedKey[]
  /** @param created the last key if it was just made; it is stored */
  useKeys(input: { keys: NumberKey[]; created: WrappedKey | null }): void
  /**
   * Deletes a piece of what ended before `before` (epoch ms), and files put aside before then.
   * Answers whether nothing is left of it.
   */
  clean(input: { before: number; forgetBefore: number }): { deleted: number; isDone: boolean }
  /** Takes over a piece of what can be read of files that were put aside. */
  rescue(input: null): { taken: number; isDone: boolean }
  /** Takes what was deleted out of the log beside the file too. */
  cutLog(input: null): void
  /** @param keepsOpen false: what was left open goes too, since it is on nobody's board */
  deleteAll(input: { keepsOpen: boolean }): void
  close(input: null): void
}

/** What of past holds is written into a file. */
export interface ExportOrder {
  filter: HistoryFilter
  /** Numbers as in the list, whole where they are kept whole, or nothing of them. */
  numbers: ExportedNumbers | 'hidden'
}

/** Everything it asks of the thread that only reads. */
export interface ReaderCalls {
  /** The database can be read. */
  attach(input: { folder: string }): void
  /** Ends every reading, and lets go of the file. */
  detach(input: null): Promise<void>
  useNumbers(input: { keys: NumberKey[] }): void
  /** Fails as `damaged` where the file is. Reads all of it. */
  check(input: null): void
  getPage(input: Input<'history.get_page'>): HistoryPage
  /** The whole number of one past hold; empty where none is kept, or its key cannot be had. */
  getNumber(input: { id: number }): string
  getFacets(input: null): HistoryFacets
  getCharts(input: { filter: HistoryFilter }): Promise<HistoryCharts>
  /** @param since local midnight, epoch ms */
  getToday(input: { since: number }): TodayFigures
  /** Begins; how it goes on is told by events. Writes to `partial` first. */
  startExport(input: ExportOrder & { path: string; partial: string }): ExportState
  cancelExport(input: null): void
}

export type Calls = StoreCalls & ReaderCalls
export type CallName = keyof Calls
export type CallInput<N extends CallName> = Parameters<Calls[N]>[0]
export type CallOutput<N extends CallName> = Awaited<ReturnType<Calls[N]>>

/** What the thread tells by itself. */
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

export type Reply =
  | { id: number; ok: true; output: unknown }
  | { id: number; ok: false; why: Why; message: string; fate: Fate }
  | { id: null; event: ThreadEvent }

/** What becomes of the database after a failure: it has to be opened again, or to be put aside. */
export type Fate = 'open' | 'closed' | 'damaged'

/** The database refused. */
export class StoreFailed extends Error {
  readonly why: Why
  readonly fate: Fate

  constructor(why: Why, message: string, fate: Fate) {
    super(message)
    this.why = why
    this.fate = fate
  }
}
