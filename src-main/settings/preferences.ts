import {
  type PreferenceKey,
  preferenceKeys,
  type PreferenceLimit,
  type PreferenceTable,
  preferenceValues,
  type PreferenceValues,
  standardPreferences,
} from '../../src-shared/contract/index.ts'
import { RequestError } from '../base/requestError.ts'
import type { Settings } from './settings.ts'

/** One setting that the system stores: read each time, never cached. */
export interface PreferenceSource<T> {
  read(): T
  /** Takes effect at once; rejects where the system refuses. */
  write(value: T): void | Promise<void>
  isSupported: boolean
  limit: PreferenceLimit | null
}
export type PreferenceSources = { [K in PreferenceKey]: PreferenceSource<PreferenceValues[K]> }

/** The settings that are stored whatever gateway is set up. */
export interface SettingsStore {
  value(): Settings
  keep(changes: Partial<Omit<Settings, 'version'>>): void
}

/** One setting that is only stored. */
export function storedPreference<K extends PreferenceKey>(
  store: SettingsStore,
  key: K,
): PreferenceSource<PreferenceValues[K]> {
  return {
    read: () => (store.value().preferences[key] ?? standardPreferences[key]) as PreferenceValues[K],
    write: (value) => {
      store.keep({ preferences: { ...store.value().preferences, [key]: value } })
    },
    isSupported: true,
    limit: null,
  }
}

/** Every setting, only stored; those that the system stores replace theirs. */
export function storedPreferences(store: SettingsStore): PreferenceSources {
  const sources = preferenceKeys.map((key) => [key, storedPreference(store, key)])
  return Object.fromEntries(sources) as PreferenceSources
}

/** The same while the system supports it; otherwise the fixed value, with the reason. */
export function whenSupported<T>(
  isSupported: () => boolean,
  source: PreferenceSource<T>,
  limit: PreferenceLimit,
  fallback: T,
): PreferenceSource<T> {
  return {
    read: () => (isSupported() ? source.read() : fallback),
    write: (value) => source.write(value),
    get isSupported() {
      return isSupported()
    },
    get limit() {
      return isSupported() ? source.limit : limit
    },
  }
}

/** An administrator's setting: it takes precedence over the user's choice, or locks the current value. */
export type LockedPreferences = {
  [K in PreferenceKey]?: PreferenceValues[K] | (K extends 'keptNumbers' ? 'unchanged' : never)
}

/** How much of customers' numbers the history stores. */
export type KeptNumbers = PreferenceValues['keptNumbers']

/** The retention period of past holds, and who decided it. */
export interface RequestedRetention {
  /** 0 stores none. */
  days: number
  /** `nobody`: nothing was chosen, or the choice is lost, so this is the default. */
  by: 'administrator' | 'settings' | 'nobody'
}

/** What to store of customers' numbers; if nothing was chosen, the database's value takes precedence. */
export interface RequestedNumbers {
  kept: KeptNumbers
  isChosen: boolean
}

/** The retention period of past holds, and who decided it. */
export function retentionWish(locked: LockedPreferences, store: SettingsStore): RequestedRetention {
  if (locked.retentionDays !== undefined) return { days: locked.retentionDays, by: 'administrator' }
  const choice = store.value().preferences.retentionDays
  if (choice !== undefined) return { days: choice, by: 'settings' }
  return { days: standardPreferences.retentionDays, by: 'nobody' }
}

/** What to store of customers' numbers. */
export function requestedNumbers(
  { keptNumbers: locked }: LockedPreferences,
  store: SettingsStore,
): RequestedNumbers {
  const choice = store.value().preferences.keptNumbers
  if (locked === 'unchanged') {
    return { kept: choice ?? standardPreferences.keptNumbers, isChosen: false }
  }
  if (locked !== undefined) return { kept: locked, isChosen: true }
  return { kept: choice ?? standardPreferences.keptNumbers, isChosen: choice !== undefined }
}

/**
 * A setting with the history's value, since a lost settings file must not delete anything.
 * @param decide called when the user has chosen another value
 */
export function preferenceInHistory<K extends 'retentionDays' | 'keptNumbers'>(
  store: SettingsStore,
  key: K,
  read: () => PreferenceValues[K],
  decide: (value: PreferenceValues[K]) => void,
): PreferenceSource<PreferenceValues[K]> {
  const preference = storedPreference(store, key)
  return {
    ...preference,
    read,
    async write(value) {
      await preference.write(value)
      decide(value)
    },
  }
}

/** The settings that determine how much of the history is stored, and those that were dismissed permanently. */
const staysInReset = new Set<PreferenceKey>(['retentionDays', 'keptNumbers', 'hintDismissed'])

/** The table of settings; the window shows exactly these. */
export class Preferences {
  readonly #sources: PreferenceSources
  readonly #locked: LockedPreferences
  readonly #onChange: (all: PreferenceTable) => void

  constructor(
    sources: PreferenceSources,
    locked: LockedPreferences,
    onChange: (all: PreferenceTable) => void,
  ) {
    this.#sources = sources
    this.#locked = locked
    this.#onChange = onChange
  }

  get<K extends PreferenceKey>(key: K): PreferenceValues[K] {
    const locked = this.#locked[key]
    const source: PreferenceSource<PreferenceValues[K]> = this.#sources[key]
    const isAsItIs = locked === undefined || locked === 'unchanged' || !source.isSupported
    return isAsItIs ? source.read() : (locked as PreferenceValues[K])
  }

  table(): PreferenceTable {
    const view = (key: PreferenceKey) => ({
      value: this.get(key),
      standard: standardPreferences[key],
      isSupported: this.#sources[key].isSupported,
      limit: this.#sources[key].limit,
      isLocked: this.#locked[key] !== undefined,
    })
    // Each key is read with its own type, which a record built in a loop cannot express.
    return Object.fromEntries(preferenceKeys.map((key) => [key, view(key)])) as PreferenceTable
  }

  /** Returns all settings after the change; an invalid value is rejected. */
  async set(key: PreferenceKey, value: unknown): Promise<PreferenceTable> {
    if (this.#locked[key] !== undefined) throw lockedError('setting-locked', key)
    const result = preferenceValues[key].safeParse(value)
    if (!result.success) {
      const limits = key === 'limits' || key === 'skillLimits'
      throw lockedError(limits ? 'limits-must-rise' : 'setting-invalid', key)
    }
    await this.#write(key, result.data as PreferenceValues[typeof key])
    return this.changed()
  }

  /**
   * Resets every setting to its default, except those that are locked or not offered here, those that would delete past
   * holds, and a dismissed hint.
   */
  async reset(): Promise<PreferenceTable> {
    try {
      for (const key of preferenceKeys) {
        if (this.#locked[key] !== undefined || staysInReset.has(key)) continue
        await this.#write(key, standardPreferences[key])
      }
    } finally {
      this.changed()
    }
    return this.table()
  }

  /** Call when something changed elsewhere: in the tray's menu, or on another display. */
  changed(): PreferenceTable {
    const all = this.table()
    this.#onChange(all)
    return all
  }

  async #write<K extends PreferenceKey>(key: K, value: PreferenceValues[K]): Promise<void> {
    const source: PreferenceSource<PreferenceValues[K]> = this.#sources[key]
    if (!source.isSupported) return
    try {
      await source.write(value)
    } catch (error) {
      throw Object.assign(lockedError('setting-refused', key), { cause: error })
    }
  }
}

/** Whether numbers may be shown in full. */
export const mayReveal = (preferences: Preferences): boolean =>
  preferences.get('revealNumbers') && !preferences.get('privacyMode')

/** Fails where no number may be shown in full. */
export function mustReveal(preferences: Preferences): void {
  if (!mayReveal(preferences)) {
    throw new RequestError({ code: 'setting-locked' })
  }
}

const lockedError = (
  code: 'setting-locked' | 'limits-must-rise' | 'setting-invalid' | 'setting-refused',
  key: PreferenceKey,
) => new RequestError({ code, field: key })
