import type { Level, Notice, UpdateView } from '../../src-shared/contract/index.ts'
import type { Logger } from '../base/log.ts'
import type { SetTimer } from '../base/timers.ts'

/** How the system replaces the app with a newer version (desktop/system/updater.ts). */
export interface Updater {
  /** Why this installation cannot be replaced; null where it can. */
  unsupported(): Promise<'package' | 'unsigned' | null>
  /**
   * The version on the server if it is newer than this one, otherwise null. Rejects where the server does not respond.
   */
  find(): Promise<string | null>
  /** Downloads the last found version. Rejects with `PublisherError` where it is not from the publisher. */
  download(): Promise<void>
  /** Installs it, which ends the app; never resolves, rejects where it cannot be installed. */
  install(restart: boolean): Promise<never>
}

/** The downloaded version has a different signer than this one. */
export class PublisherError extends Error {}

/** The delay of the first check after the start, and the interval of the others, ms. */
export const firstCheckMs = 2 * 60_000
export const checkEveryMs = 6 * 3_600_000
/** Interval between two checks whether the moment is quiet, ms. */
export const lookEveryMs = 60_000

/**
 * Whether the server may be contacted now: it is time, and no call is on hold beyond the red limit, so that nothing
 * distracts from it.
 * @param now monotonic ms
 * @param askedAt monotonic ms of the last check; null where there was none
 */
export function mayCheck(
  now: number,
  askedAt: number | null,
  held: readonly { level: Level }[],
): boolean {
  const isDue = askedAt === null || now - askedAt >= checkEveryMs
  return isDue && held.every(({ level }) => level !== 'red' && level !== 'critical')
}

export interface UpdatesOptions {
  installation: UpdateView['installation']
  /** Loads the code that contacts the server; called only when that is due. */
  load: () => Promise<Updater>
  held: () => readonly { level: Level }[]
  /** Monotonic ms. */
  now: () => number
  /** Epoch ms. */
  wall: () => number
  setTimer: SetTimer
  onChange: (view: UpdateView) => void
  onNotice: (code: Notice['code'], params: Notice['params']) => void
  log: Logger
}

/** Checks for updates at quiet moments and downloads them. Nothing is installed before `install` is called. */
export class Updates {
  readonly #options: UpdatesOptions
  #state: UpdateView['state'] = { is: 'waiting' }
  #updater: Updater | null = null
  #askedAt: number | null = null
  #cancelLook: () => void

  constructor(options: UpdatesOptions) {
    this.#options = options
    this.#cancelLook = options.setTimer(firstCheckMs, () => void this.#look())
  }

  get view(): UpdateView {
    return { installation: this.#options.installation, state: this.#state }
  }

  /** Whether a version is ready to be installed. */
  get isReady(): boolean {
    return this.#state.is === 'ready'
  }

  /** Whether quitting may install it without confirmation. */
  get installsOnQuit(): boolean {
    return this.isReady && this.#options.installation === 'on-quit'
  }

  /** Installs the downloaded version and ends the app; rejects where it cannot be installed. */
  async install(restart: boolean): Promise<void> {
    await this.#updater?.install(restart)
  }

  close(): void {
    this.#cancelLook()
  }

  async #look(): Promise<void> {
    const { now, held, setTimer } = this.#options
    if (mayCheck(now(), this.#askedAt, held())) {
      this.#askedAt = now()
      await this.#check()
    }
    const { is } = this.#state
    if (is === 'unsupported' || is === 'ready') return
    this.#cancelLook = setTimer(lookEveryMs, () => void this.#look())
  }

  async #check(): Promise<void> {
    const { load, wall, log, onNotice } = this.#options
    try {
      this.#updater ??= await load()
      const why = await this.#updater.unsupported()
      if (why !== null) {
        this.#enter({ is: 'unsupported', why })
        return
      }
      const version = await this.#updater.find()
      if (version === null) {
        this.#enter({ is: 'current', at: wall() })
        return
      }
      this.#enter({ is: 'downloading', version })
      await this.#updater.download()
      this.#enter({ is: 'ready', version })
      onNotice('update-ready', { version })
    } catch (error) {
      log.error('Looking for an update failed', error)
      const why = error instanceof PublisherError ? 'publisher' : 'server'
      this.#enter({ is: 'failed', why, at: wall() })
      if (why === 'publisher') onNotice('update-refused', {})
    }
  }

  #enter(state: UpdateView['state']): void {
    this.#state = state
    this.#options.onChange(this.view)
  }
}
