import type { Level } from '../../src-preload/contract/index.ts'
import type { AlertKind } from './alert.ts'

/** The words of a notification; what stands in braces is put in. */
interface AlertWords {
  levels: Record<Level, string>
  /** Title for one hold. */
  one: Record<AlertKind, string>
  /** Title for several. */
  many: { new: string; still: string; already: string }
  more: string
}

export const alertWords: Record<'en' | 'zh-CN', AlertWords> = {
  en: {
    levels: { normal: 'Normal', amber: 'Amber', red: 'Red', critical: 'Critical' },
    one: {
      crossed: '{level}: on hold for {age}',
      repeat: '{level}: still on hold, {age}',
      'snooze-over': '{level}, snooze over: on hold for {age}',
      summary: '{level}: still on hold, {age}',
      'old-news': '{level}: was already on hold, {age}',
    },
    many: {
      new: '{n} calls need attention, longest {age}',
      still: '{n} calls are still on hold, longest {age}',
      already: '{n} calls were already on hold, longest {age}',
    },
    more: 'and {n} more',
  },
  'zh-CN': {
    levels: { normal: '正常', amber: '黄色', red: '红色', critical: '严重' },
    one: {
      crossed: '{level}：已保持 {age}',
      repeat: '{level}：仍在保持，{age}',
      'snooze-over': '{level}，暂缓提醒已结束：已保持 {age}',
      summary: '{level}：仍在保持，{age}',
      'old-news': '{level}：此前已在保持，{age}',
    },
    many: {
      new: '{n} 通电话需要关注，最长 {age}',
      still: '{n} 通电话仍在保持，最长 {age}',
      already: '{n} 通电话此前已在保持，最长 {age}',
    },
    more: '另有 {n} 通',
  },
}
