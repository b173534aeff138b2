import type { PreferenceKey } from '../../src-shared/contract/index.ts'

/** Values managed by the board, which nobody would look for among the settings. */
export type SettingKey = Exclude<PreferenceKey, 'views' | 'boardSort' | 'hintDismissed'>

/** The settings in display order. */
export const settingGroups = {
  window: ['alwaysOnTop', 'closeToTray', 'startAtLogin', 'density'],
  look: ['language', 'theme'],
  levels: ['limits', 'skillLimits'],
  alerts: ['notifications', 'sounds', 'noDataAlarm', 'volume', 'quietTime'],
  notes: ['notes', 'askBeforeNote', 'noteTemplates'],
  privacy: ['revealNumbers', 'privacyMode'],
  history: ['keptNumbers', 'retentionDays'],
  gateway: ['requestsPerSecond', 'requestsAtOnce'],
} as const satisfies Record<string, readonly SettingKey[]>
export type SettingGroup = keyof typeof settingGroups

/** Whether every typed word occurs in any of the texts. */
export const matches = (search: string, texts: readonly string[]): boolean => {
  const text = texts.join(' ').toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
