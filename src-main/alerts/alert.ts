import type {
  HeldCall,
  Level,
  PlayedSound,
  PreferenceValues,
  WatchState,
} from '../../src-shared/contract/index.ts'
import type { NoDataNews } from './noData.ts'

/** Why a hold is in an alert. */
export type AlertKind =
  | 'crossed' // it reached the level just now
  | 'repeat' // critical, and still nobody attends to it
  | 'snooze-over'
  | 'summary' // it reached the level while alerts were silenced or nothing was known
  | 'old-news' // it reached the level before the app was there to see it

/** One hold in an alert, as it was at that moment. */
export interface AlertEntry {
  holdId: string
  agentId: string
  /** Empty where the gateway gave none. */
  name: string
  /** Masked; empty where the gateway gave none. */
  customer: string
  level: Level
  ageMs: number
  /** It may be this much more; infinite where nothing is known of its beginning. */
  doubtMs: number
  /** Time went by in which a retrieve could not have been seen. */
  gap: boolean
  kind: AlertKind
}

/** One notification: worst level first, then longest first; never empty. */
export interface Alert {
  /** Rises with each alert of this run of the app. */
  id: number
  entries: readonly AlertEntry[]
}

/** The settings that alerts depend on. */
export type AlertSettings = Pick<
  PreferenceValues,
  'notifications' | 'sounds' | 'volume' | 'quietTime' | 'noDataAlarm'
>

/** What of the board alerts depend on, as it is at the moment of the decision. */
export interface AlertBoard {
  watch: Pick<WatchState, 'state' | 'reason'>
  /** How many agents are watched. */
  agentCount: number
  /** The last answer that told something about an agent, board-clock ms; null before the first. */
  lastAnswerAt: number | null
  calls: readonly HeldCall[]
  /** Agents' names, where they are known. */
  names: ReadonlyMap<string, string>
}

/** One notification that no data comes, or that it comes again. Epoch ms. */
export interface NoDataAlarm extends Pick<NoDataNews, 'kind' | 'watch'> {
  since: number
  at: number
}

export interface AlertSound {
  sound: Exclude<PlayedSound, 'none'>
  /** Percent, above 0. */
  volume: number
}
