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

/** One setting as the system has it: read back, never remembered. */
export interface PreferenceSource<T> {
  read(): T
  /** Takes effect at once; rejects where the system refuses. */
  write(value: T): void | Promise<void>
  isSupported: boolean
  limit: PreferenceLimit | null
}
export type PreferenceSources = { [K in PreferenceKey]: PreferenceSource<PreferenceValues[K]> }

/** Settings that are kept whatever gateway is set up. */
export interface SettingsStore {
  value(): Settings
  keep(changes: Partial<Omit<Settings, 'version'>>): void
}

/** One setting that is nothing but kept. */
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

/** Every setting, merely kept; those that live in the system take the place of theirs. */
export function storedPreferences(store: SettingsStore): PreferenceSources {
  const sources = preferenceKeys.map((key) => [key, storedPreference(store, key)])
  return Object.fromEntries(sources) as PreferenceSources
}

/** The same while the system can do it; else it is as it is without, and says why. */
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

/** What an administrator has set: it counts, whatever was chosen; or nobody may change what is. */
export type LockedPreferences = {
  [K in PreferenceKey]?: PreferenceValues[K] | (K extends 'keptNumbers' ? 'unchanged' : never)
}

/** How much of customers' numbers the history keeps. */
export type KeptNumbers = PreferenceValues['keptNumbers']

/** How long past holds are to be kept, and on whose word. */
export interface RequestedRetention {
  /** 0 keeps none. */
  days: number
  /** `nobody`: nothing was chosen, or what was chosen is lost, so that this is the standard. */
  by: 'administrator' | 'settings' | 'nobody'
}

/** What is to be kept of customers' numbers; where nothing was chosen, the database knows better. */
export interface RequestedNumbers {
  kept: KeptNumbers
  isChosen: boolean
}

/** How long past holds are to be kept, and on whose word. */
export function retentionWish(locked: LockedPreferences, store: SettingsStore): RequestedRetention {
  if (locked.retentionDays !== undefined) return { days: locked.retentionDays, by: 'administrator' }
  const choice = store.value().preferences.retentionDays
  if (choice !== undefined) return { days: choice, by: 'settings' }
  return { days: standardPreferences.retentionDays, by: 'nobody' }
}

/** What is to be kept of customers' numbers. */
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
 * A setting as the history has it, since a settings file that was lost must delete nothing.
 * @param decide a person has chosen another value
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

/** What decides how much of the history is kept, and what was dismissed for good. */
const staysInReset = new Set<PreferenceKey>(['retentionDays', 'keptNumbers', 'hintDismissed'])

/** The table of settings; the window shows what it says and nothing else. */
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
    // Each key is read with its own type, which a record built in a loop cannot say.
    return Object.fromEntries(preferenceKeys.map((key) => [key, view(key)])) as PreferenceTable
  }

  /** Answers all settings as they are then; a value that does not fit is refused. */
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
   * Takes every setting back to its standard, except what is locked or not offered here, what would
   * delete past holds, and a hint that was dismissed.
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

  /** Something changed elsewhere: in the tray's menu, on another display. */
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

/** Whether numbers may be shown whole. */
export const mayReveal = (preferences: Preferences): boolean =>
  preferences.get('revealNumbers') && !preferences.get('privacyMode')

/** Fails where no number may be shown whole. */
export function mustReveal(preferences: Preferences): void {
  if (!mayReveal(preferences)) {
    throw new RequestError({ code: 'setting-locked' })
  }
}

const lockedError = (
  code: 'setting-locked' | 'limits-must-rise' | 'setting-invalid' | 'setting-refused',
  key: PreferenceKey,
) => new RequestError({ code, field: key })
