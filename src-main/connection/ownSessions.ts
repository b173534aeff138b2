import type { HoldReader } from '../monitor/reader.ts'
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

/** How often it is noted whose sessions are this app's, ms, and how soon that it is somebody else's. */
const markEveryMs = 30_000
const lookEveryMs = 5_000

/** Sessions of the connection that is watched over, noted for a start after a kill (sessionMark.ts). */
export class OwnSessions {
  readonly #options: OwnSessionsOptions
  #stopFollowing = () => {}

  constructor(options: OwnSessionsOptions) {
    this.#options = options
  }

  /** Whether "already signed in" would only mean what this app had to leave behind. */
  includes(origin: string, agentId: string): boolean {
    const { mark, clock } = this.#options
    return isOwnSession(mark.value, origin, agentId, clock.wall())
  }

  /**
   * While sessions stand, notes now and then that they are this app's own. Of one that was lost or taken, whoever is
   * signed in may be somebody else.
   */
  follow(reader: HoldReader, origin: string): void {
    this.stop()
    const { setTimer, clock } = this.#options
    let marked: string | null = null
    let markedAt = -Infinity
    let cancelTimer = () => {}
    const look = () => {
      cancelTimer()
      cancelTimer = setTimer(lookEveryMs, look)
      const { signedIn } = reader
      const whom = signedIn.join()
      const isOld = clock.now() - markedAt >= markEveryMs && whom !== ''
      // Before the first sign-in, what an earlier run has left behind still counts.
      if (whom === (marked ?? '') && !isOld) return
      marked = whom
      markedAt = clock.now()
      const { acceptedAt } = reader
      void this.note(origin, { agentIds: signedIn, acceptedAt, isLeft: false })
    }
    // An agent's sign-in is hinted at.
    const stops = [reader.onState(look), reader.onHint(look)]
    look()
    this.#stopFollowing = () => {
      cancelTimer()
      for (const stop of stops) stop()
    }
  }

  stop(): void {
    this.#stopFollowing()
    this.#stopFollowing = () => {}
  }

  /**
   * `acceptedAt` is when the gateway last took a GUID of theirs, clock ms: a session of which nothing was heard
   * since may have lapsed, and somebody else be signed in. `isLeft`: the gateway did not take their sign-out.
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
    const session =
      agentIds.length === 0 ? null : { origin, agentIds: [...agentIds], aliveAt, isLeft }
    return mark.save({ version: 1, session }).catch((error: unknown) => {
      log.error('The sessions could not be noted', error)
    })
  }
}
