import { MessageChannel, SHARE_ENV, Worker } from 'node:worker_threads'
import type { ExportState, HistoryState, TodayFigures } from '../../src-shared/contract/index.ts'
import type { Hold } from '../monitor/ledger.ts'
import type { QuarantinedFile } from '../settings/jsonFile.ts'
import type { Vault } from '../settings/secrets.ts'
import type { KeptNumbers } from '../settings/preferences.ts'
import type { OpenFile } from './database.ts'
import { History, type HistoryOptions } from './history.ts'
import { serve } from './workerServer.ts'
import type { Thread } from './thread.ts'
import type { RetentionSettings } from './writeQueue.ts'

export const origin = 'https://gw.example:8043'

/** For tests: a board clock and a wall clock, both set by hand. Ms. */
export class HandClock {
  #now = 0
  wallAt: number

  constructor(wallAt = new Date(2026, 2, 4, 10).getTime()) {
    this.wallAt = wallAt
  }

  now = () => this.#now
  wall = () => this.wallAt
  resync = () => 0

  /** Advances both. */
  pass(ms: number): this {
    this.#now += ms
    this.wallAt += ms
    return this
  }
}

/** For tests: a key ring that can be locked, or readable by everybody. */
export class FakeVault implements Vault {
  isSafe = true
  isLocked = false
  /** The user is prompted to unlock it. */
  unlocked: Promise<void> = Promise.resolve()
  readonly #mark: string

  constructor(mark = 'ring') {
    this.#mark = mark
  }

  isProtected = async () => {
    await this.unlocked
    return this.isSafe
  }

  encrypt = async (text: string) => {
    if (this.isLocked) throw new Error('locked')
    return Buffer.from(`${this.#mark}:${text}`).toString('base64')
  }

  decrypt = async (base64: string) => {
    const [mark, text] = Buffer.from(base64, 'base64').toString().split(':')
    if (this.isLocked || mark !== this.#mark || text === undefined) throw new Error('locked')
    return text
  }
}

/** The thread itself. */
export const spawnWorker = (): Thread =>
  new Worker(new URL('./worker.ts', import.meta.url), { env: SHARE_ENV })

/** For tests: the same messages, handled on this thread; `openFile` may return a disk with faults. */
export function spawnHere(openFile?: OpenFile): () => Thread {
  return () => {
    const { port1, port2 } = new MessageChannel()
    serve(port2, openFile)
    const terminate = async () => {
      port1.close()
      return 0
    }
    return Object.assign(port1, { terminate }) as unknown as Thread
  }
}

/** For tests: the dependencies of a history besides its clocks and its folder, with callbacks that do nothing. */
export const quietly = (): Omit<HistoryOptions, 'folder' | 'clock' | 'setTimer'> => ({
  formerFolders: [],
  spawn: spawnHere(),
  vault: new FakeVault(),
  customerOf: ({ caller }) => ({
    number: caller,
    masked: caller === '' ? '' : `•••• ${caller.slice(-4)}`,
  }),
  numbers: { kept: 'last-four', isChosen: true },
  retention: { days: 30, by: 'settings' },
  log: { debug() {}, info() {}, warn() {}, error() {} },
  onState: () => {},
  onOpened: () => {},
  onQuarantined: () => {},
  onUnlogged: () => {},
  onRetention: () => {},
  onLate: () => {},
  onChange: () => {},
  onExport: () => {},
})

/** For tests: a history that records everything it reports. */
export interface TestHistory {
  history: History
  clock: HandClock
  states: HistoryState[]
  aside: QuarantinedFile[]
  today: TodayFigures[]
  /** The reported storage preferences. */
  retention: RetentionSettings[]
  exports: ExportState[]
  logged: string[]
  /** Runs the callbacks that are due within this many ms. */
  runTimers: (withinMs: number) => void
}

export async function openHistory(
  folder: string,
  {
    retentionDays,
    keptNumbers,
    meanwhile,
    ...options
  }: Partial<HistoryOptions> & {
    /** Runs before the database is open. */
    meanwhile?: (history: History, clock: HandClock) => void
    clock?: HandClock
    retentionDays?: number
    keptNumbers?: KeptNumbers
  } = {},
): Promise<TestHistory> {
  const clock = options.clock ?? new HandClock()
  const timers = new Map<() => void, number>()
  const record: Omit<TestHistory, 'history'> = {
    clock,
    states: [],
    aside: [],
    today: [],
    retention: [],
    exports: [],
    logged: [],
    runTimers(withinMs) {
      for (const [fn, ms] of [...timers]) {
        if (ms > withinMs) continue
        timers.delete(fn)
        fn()
      }
    },
  }
  const log = (message: string) => void record.logged.push(message)
  const history: History = new History({
    ...quietly(),
    folder,
    setTimer(ms, fn) {
      timers.set(fn, ms)
      return () => void timers.delete(fn)
    },
    log: { debug: log, info: log, warn: log, error: log },
    onState: (state) => record.states.push(state),
    onQuarantined: (aside) => record.aside.push(aside),
    onChange: (today) => record.today.push(today),
    onExport: (state) => record.exports.push(state),
    ...(retentionDays !== undefined && {
      retention: { days: retentionDays, by: 'settings' as const },
    }),
    ...(keptNumbers !== undefined && { numbers: { kept: keptNumbers, isChosen: true } }),
    onRetention: (now) => void record.retention.push(now),
    // As if every agent had been queried by then and no other hold observed.
    onLate: () => {
      history.keepOnly([])
    },
    ...options,
    clock,
  })
  meanwhile?.(history, clock)
  await history.opened
  // The key ring responds at once, unless a test locks it.
  if (options.vault === undefined) await history.flush()
  return { ...record, history }
}

/** For tests: a hold first observed at this moment. */
export function holdAt(now: number, fields: Partial<Hold> & { callId?: string } = {}): Hold {
  const { callId = 'call-1', ...rest } = fields
  const hold: Hold = {
    holdId: '',
    agentId: '101',
    call: { callId, callFeature: 0, caller: '02155501234', called: '4008000', skill: 'billing' },
    holdNumber: 1,
    earlierMs: 0,
    notBefore: now - 1_000,
    firstSeenAt: now,
    lastSeenAt: now,
    gap: false,
    sources: [origin],
    ...rest,
  }
  return { ...hold, holdId: `${hold.agentId}/${hold.call.callId}#${hold.holdNumber}` }
}

export const noFilter = { from: null, to: null, agents: [], skills: [], levels: [], search: '' }

/** For tests: the first rows without a filter, newest first. */
export const newest = {
  filter: noFilter,
  sort: { by: 'started', descending: true },
  offset: 0,
  limit: 100,
} as const

/** For tests: waits for events that may take long on a busy machine. */
export const patiently = { timeout: 15_000 }

/** Records one hold from its beginning to its end. */
export function hold({ history, clock }: TestHistory, callId: string): void {
  const began = holdAt(clock.now(), { callId })
  history.recordStarts([began])
  clock.pass(1_000)
  history.recordEnds([{ ...began, lastSeenAt: clock.now() - 500, endedBy: clock.now() }])
}
