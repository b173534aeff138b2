import type {
  HeldCall,
  Level,
  PlayedSound,
  PreferenceValues,
  WatchState,
  Way,
} from '../../src-shared/contract/index.ts'
import type { NoDataNews } from './noData.ts'

/** Why a hold is in an alert. */
export type AlertKind =
  | 'crossed' // it just reached the level
  | 'repeat' // critical, and still not acknowledged
  | 'snooze-over'
  | 'summary' // it reached the level while alerts were silenced or the watch was not current
  | 'old-news' // it reached the level before the app started

/** One hold in an alert, with its values at that moment. */
export interface AlertEntry {
  holdId: string
  agentId: string
  /** Empty where the gateway gave none. */
  name: string
  /** Masked; empty where the gateway gave none. */
  customer: string
  level: Level
  ageMs: number
  /** The hold may have lasted this much longer; infinite where nothing is known about its start. */
  doubtMs: number
  /** There is a gap in which a retrieve would have gone unnoticed. */
  gap: boolean
  kind: AlertKind
}

/** One notification: worst level first, then longest first; never empty. */
export interface Alert {
  /** Increases with each alert of this run of the app. */
  id: number
  entries: readonly AlertEntry[]
}

/** The settings that alerts depend on. */
export type AlertSettings = Pick<
  PreferenceValues,
  'notifications' | 'sounds' | 'volume' | 'quietTime' | 'noDataAlarm'
>

/** A gateway or a CC-CMS. */
export interface AlertSource {
  origin: string
  /** Empty where the supervisor has not given it one. */
  name: string
  way: Way
  /** The number of agents about whom it is queried. */
  agentCount: number
  watch: Pick<WatchState, 'state' | 'reason'>
  /** When the last conclusive response about an agent was received, board-clock ms; null before the first. */
  lastAnswerAt: number | null
}

/** The input from the board at the moment of the decision. */
export interface AlertBoard {
  sources: readonly AlertSource[]
  calls: readonly HeldCall[]
  /** Agents' names, where known. */
  names: ReadonlyMap<string, string>
}

/** One notification that no data is received, or that data is received again. Epoch ms. */
export interface NoDataAlarm extends Pick<NoDataNews, 'kind' | 'watch'> {
  /** The source that gives no data. */
  origin: string
  way: Way
  /** Its name or address; null where there is no other source. */
  source: string | null
  since: number
  at: number
}

export interface AlertSound {
  sound: Exclude<PlayedSound, 'none'>
  /** Percent, above 0. */
  volume: number
}
