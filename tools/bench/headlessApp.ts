import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { openCore } from '../../src-main/app/core.ts'
import { createBoardClock } from '../../src-main/base/clock.ts'
import { createRouter } from '../../src-main/ipc/router.ts'
import type {
  BoardPatch,
  BoardSnapshot,
  Input,
  Output,
  RequestName,
} from '../../src-shared/contract/index.ts'

export interface HeadlessApp {
  /** Rejects if the app refuses it. */
  request<N extends RequestName>(name: N, input: Input<N>): Promise<Output<N>>
  /** As last published; null while nothing is watched. */
  readonly board: BoardSnapshot | null
  close(): Promise<void>
}

/**
 * The app without its desktop, in this process.
 * @param folder where it stores its files
 * @param onBoard receives each change of the board; null when it is closed
 */
export async function openHeadlessApp(
  folder: string,
  onBoard: (patch: BoardPatch | null) => void = () => {},
): Promise<HeadlessApp> {
  const silent = () => {}
  const log = { debug: silent, info: silent, warn: silent, error: silent }
  const core = await openCore({
    folder,
    localFolder: folder,
    managedFile: join(folder, 'managed.json'),
    policies: null,
    version: '0',
    licenseFiles: [],
    vault: {
      isProtected: async () => false,
      encrypt: async (text) => text,
      decrypt: async (text) => text,
    },
    proxy: () => Promise.resolve([null]),
    clock: createBoardClock({
      monotonic: () => performance.now(),
      uptime: () => performance.now(),
      wall: Date.now,
    }),
    setTimer: (ms, fn) => {
      const timer = setTimeout(fn, ms)
      return () => {
        clearTimeout(timer)
      }
    },
    random: Math.random,
    log,
    emit: silent,
    onBoard,
    onPreferences: silent,
    sources: {},
    notifier: {
      notify: silent,
      withdraw: silent,
      notifyNoData: silent,
      withdrawNoData: silent,
    },
    flash: silent,
    startSimulated: () => Promise.reject(new Error('not here')),
    loadUpdater: () => Promise.reject(new Error('not here')),
    quitToInstall: silent,
    spawnHistory: () => new Worker(new URL('../../src-main/history/worker.ts', import.meta.url)),
    files: {
      openCsv: () => Promise.resolve(null),
      saveCsv: () => Promise.resolve(null),
      saveText: () => Promise.resolve(null),
      openFolder: () => Promise.resolve(false),
    },
    user: 'somebody',
    logFiles: [],
  })
  const route = createRouter({ handlers: core.handlers, isTrusted: () => true, log: silent })
  return {
    request: async <N extends RequestName>(name: N, input: Input<N>) => {
      const answer = await route({ url: '', isMainFrame: true }, name, input)
      if (!answer.ok) throw new Error(`${name}: ${answer.error.code}`)
      return answer.data as Output<N>
    },
    get board() {
      return core.monitoring.board
    },
    close: () => core.close(),
  }
}
