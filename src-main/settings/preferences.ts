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
export function stored<K extends PreferenceKey>(
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
  const sources = preferenceKeys.map((key) => [key, stored(store, key)])
  return Object.fromEntries(sources) as PreferenceSources
}

/** The same while the system can do it; else it is as it is without, and says why. */
export function where<T>(
  isSupported: () => boolean,
  source: PreferenceSource<T>,
  limit: PreferenceLimit,
  without: T,
): PreferenceSource<T> {
  return {
    read: () => (isSupported() ? source.read() : without),
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
export interface RetentionWish {
  /** 0 keeps none. */
  days: number
  /** `nobody`: nothing was chosen, or what was chosen is lost, so that this is the standard. */
  by: 'administrator' | 'settings' | 'nobody'
}

/** What is to be kept of customers' numbers; where nothing was chosen, the database knows better. */
export interface NumbersWish {
  kept: KeptNumbers
  isChosen: boolean
}

/** How long past holds are to be kept, and on whose word. */
export function retentionWish(locked: LockedPreferences, store: SettingsStore): RetentionWish {
  if (locked.retentionDays !== undefined) return { days: locked.retentionDays, by: 'administrator' }
  const chosen = store.value().preferences.retentionDays
  if (chosen !== undefined) return { days: chosen, by: 'settings' }
  return { days: standardPreferences.retentionDays, by: 'nobody' }
}

/** What is to be kept of customers' numbers. */
export function numbersWish(
  { keptNumbers: locked }: LockedPreferences,
  store: SettingsStore,
): NumbersWish {
  const chosen = store.value().preferences.keptNumbers
  if (locked === 'unchanged') {
    return { kept: chosen ?? standardPreferences.keptNumbers, isChosen: false }
  }
  if (locked !== undefined) return { kept: locked, isChosen: true }
  return { kept: chosen ?? standardPreferences.keptNumbers, isChosen: chosen !== undefined }
}

/**
 * A setting as the history has it, since a settings file that was lost must delete nothing.
 * @param decide a person has chosen another value
 */
export function keptByHistory<K extends 'retentionDays' | 'keptNumbers'>(
  store: SettingsStore,
  key: K,
  read: () => PreferenceValues[K],
  decide: (value: PreferenceValues[K]) => void,
): PreferenceSource<PreferenceValues[K]> {
  const kept = stored(store, key)
  return {
    ...kept,
    read,
    async write(value) {
      await kept.write(value)
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
    if (this.#locked[key] !== undefined) throw refused('setting-locked', key)
    const parsed = preferenceValues[key].safeParse(value)
    if (!parsed.success) {
      const limits = key === 'limits' || key === 'skillLimits'
      throw refused(limits ? 'limits-must-rise' : 'setting-invalid', key)
    }
    await this.#write(key, parsed.data as PreferenceValues[typeof key])
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
      throw Object.assign(refused('setting-refused', key), { cause: error })
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

const refused = (
  code: 'setting-locked' | 'limits-must-rise' | 'setting-invalid' | 'setting-refused',
  key: PreferenceKey,
) => new RequestError({ code, field: key })
