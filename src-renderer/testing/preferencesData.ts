import type {
  PreferenceKey,
  PreferenceTable,
  PreferenceValues,
  PreferenceView,
} from '../../src-shared/contract/index.ts'

/** The settings of a test, with their defaults. */
export const standard: PreferenceValues = {
  alwaysOnTop: false,
  closeToTray: true,
  startAtLogin: false,
  density: 'comfortable',
  views: [],
  boardSort: null,
  hintDismissed: false,
  language: 'system',
  theme: 'system',
  limits: { amberMs: 60_000, redMs: 120_000, criticalMs: 300_000 },
  skillLimits: [],
  notifications: { amber: true, red: true, critical: true },
  sounds: { amber: 'none', red: 'soft', critical: 'urgent' },
  noDataAlarm: true,
  volume: 60,
  quietTime: { isOn: false, from: '20:00', to: '07:00' },
  revealNumbers: true,
  privacyMode: false,
  keptNumbers: 'last-four',
  retentionDays: 30,
  requestsPerSecond: 20,
  requestsAtOnce: 6,
  notes: false,
  askBeforeNote: true,
  noteTemplates: null,
}

type Changes = { [K in PreferenceKey]?: Partial<PreferenceView<PreferenceValues[K]>> }

/** All settings as the main process sends them, with a test's changes. */
export const preferenceTable = (changes: Changes = {}): PreferenceTable =>
  Object.fromEntries(
    Object.entries(standard).map(([key, value]) => [
      key,
      {
        value,
        standard: value,
        isSupported: true,
        limit: null,
        isLocked: false,
        ...changes[key as PreferenceKey],
      },
    ]),
  ) as PreferenceTable
