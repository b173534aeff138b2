import type { PreferenceKey } from '../../src-shared/contract/index.ts'

/** What the board keeps for itself is no setting that one would look for. */
export type SettingKey = Exclude<PreferenceKey, 'views' | 'boardSort' | 'hintDismissed'>

/** The settings in the order in which they are shown. */
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

/** Whether every word that was typed stands in one of the texts. */
export const matches = (search: string, texts: readonly string[]): boolean => {
  const text = texts.join(' ').toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
