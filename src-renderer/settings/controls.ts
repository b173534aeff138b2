import type { Component } from 'vue'
import type { SettingKey } from './settings.ts'
import ChoiceSetting from './ChoiceSetting.vue'
import KeptNumbersSetting from './KeptNumbersSetting.vue'
import LimitsSetting from './LimitsSetting.vue'
import NoDataAlarmSetting from './NoDataAlarmSetting.vue'
import NotesSetting from './NotesSetting.vue'
import NoteTemplatesSetting from './NoteTemplatesSetting.vue'
import NotificationsSetting from './NotificationsSetting.vue'
import QuietTimeSetting from './QuietTimeSetting.vue'
import RequestsSetting from './RequestsSetting.vue'
import RetentionSetting from './RetentionSetting.vue'
import SkillLimitsSetting from './SkillLimitsSetting.vue'
import SoundsSetting from './SoundsSetting.vue'
import SwitchSetting from './SwitchSetting.vue'
import VolumeSetting from './VolumeSetting.vue'

/** The control of each setting. Controls shared by several settings receive the setting as `name`. */
export const controls: Record<SettingKey, Component> = {
  alwaysOnTop: SwitchSetting,
  closeToTray: SwitchSetting,
  startAtLogin: SwitchSetting,
  density: ChoiceSetting,
  language: ChoiceSetting,
  theme: ChoiceSetting,
  limits: LimitsSetting,
  skillLimits: SkillLimitsSetting,
  notifications: NotificationsSetting,
  noDataAlarm: NoDataAlarmSetting,
  sounds: SoundsSetting,
  volume: VolumeSetting,
  quietTime: QuietTimeSetting,
  notes: NotesSetting,
  askBeforeNote: SwitchSetting,
  noteTemplates: NoteTemplatesSetting,
  revealNumbers: SwitchSetting,
  privacyMode: SwitchSetting,
  keptNumbers: KeptNumbersSetting,
  retentionDays: RetentionSetting,
  requestsPerSecond: RequestsSetting,
  requestsAtOnce: RequestsSetting,
}
