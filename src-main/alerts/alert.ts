import type {
  HeldCall,
  Level,
  PreferenceValues,
  Sound,
  WatchState,
} from '../../src-preload/contract/index.ts'

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
  lowerBound: boolean
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
  'notifications' | 'sounds' | 'volume' | 'quietTime'
>

/** What of the board alerts depend on, as it is at the moment of the decision. */
export interface AlertBoard {
  watch: Pick<WatchState, 'state'>
  calls: readonly HeldCall[]
  /** Agents' names, where they are known. */
  names: ReadonlyMap<string, string>
}

export interface AlertSound {
  sound: Exclude<Sound, 'none'>
  /** Percent, above 0. */
  volume: number
}
