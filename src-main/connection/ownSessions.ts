import type { SourceReader } from '../monitor/reader.ts'
import type { Logger } from '../base/log.ts'
import type { BoardClock } from '../base/clock.ts'
import type { SetTimer } from '../base/timers.ts'
import type { JsonFile } from '../settings/jsonFile.ts'
import { isOwnSession, type SessionMark } from './sessionMark.ts'

export interface OwnSessionsOptions {
  mark: JsonFile<SessionMark>
  clock: BoardClock
  setTimer: SetTimer
  log: Logger
}

/** How often to record whose sessions are this app's, and how soon to record that one is another client's, ms. */
const markEveryMs = 30_000
const lookEveryMs = 5_000

/** The sessions of the watched connections, recorded for a start after the app was killed (sessionMark.ts). */
export class OwnSessions {
  readonly #options: OwnSessionsOptions
  /** By origin. */
  readonly #followed = new Map<string, () => void>()

  constructor(options: OwnSessionsOptions) {
    this.#options = options
  }

  /** Whether "already signed in" could only mean a stale session of this app. */
  includes(origin: string, agentId: string): boolean {
    const { mark, clock } = this.#options
    return isOwnSession(mark.value, origin, agentId, clock.wall())
  }

  /**
   * While sessions are live, records periodically that they are this app's own. If one was lost or taken over, the
   * session at the gateway may belong to another client.
   */
  follow(reader: SourceReader, origin: string): void {
    this.stop(origin)
    const { setTimer, clock } = this.#options
    let marked: string | null = null
    let markedAt = -Infinity
    let cancelTimer = () => {}
    const look = () => {
      cancelTimer()
      cancelTimer = setTimer(lookEveryMs, look)
      const { signedIn } = reader
      const agentList = signedIn.join()
      const isOld = clock.now() - markedAt >= markEveryMs && agentList !== ''
      // Before the first sign-in, stale sessions of an earlier run still count.
      if (agentList === (marked ?? '') && !isOld) return
      marked = agentList
      markedAt = clock.now()
      const { acceptedAt } = reader
      void this.note(origin, { agentIds: signedIn, acceptedAt, isLeft: false })
    }
    // The reader calls `onHint` when an agent signs in.
    const stops = [reader.onState(look), reader.onHint(look)]
    look()
    this.#followed.set(origin, () => {
      cancelTimer()
      for (const stop of stops) stop()
    })
  }

  stop(origin: string): void {
    this.#followed.get(origin)?.()
    this.#followed.delete(origin)
  }

  /**
   * `acceptedAt` is when the gateway last accepted a GUID of theirs, clock ms: a session without a response since then
   * may have expired, and another client may be signed in. `isLeft`: the gateway did not accept their sign-out.
   */
  note(
    origin: string,
    {
      agentIds,
      acceptedAt,
      isLeft,
    }: { agentIds: readonly string[]; acceptedAt: number; isLeft: boolean },
  ): Promise<void> {
    const { mark, clock, log } = this.#options
    const aliveAt = clock.wall() - (clock.now() - acceptedAt)
    const session = { origin, agentIds: [...agentIds], aliveAt, isLeft }
    const others = mark.value?.sessions.filter((one) => one.origin !== origin) ?? []
    const sessions = agentIds.length === 0 ? others : [...others, session]
    return mark.save({ version: 1, sessions }).catch((error: unknown) => {
      log.error('The sessions could not be noted', error)
    })
  }
}
