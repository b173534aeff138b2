import type { Level } from '../../../src-shared/contract/index.ts'
import type { AlertKind } from '../../alerts/alert.ts'

/** The texts of a notification; placeholders are in braces. */
interface AlertWords {
  levels: Record<Level, string>
  /** Title for one hold. */
  one: Record<AlertKind, string>
  /** Title for several. */
  many: { new: string; still: string; already: string }
  more: string
  noData: {
    /** Times as text. */
    begun: (since: string) => string
    reminder: (since: string) => string
    over: string
    lasted: (since: string, until: string) => string
    unseen: string
    stopped: Record<'untrusted-certificate' | 'signed-in-elsewhere' | 'sign-in-refused', string>
  }
}

export const alertWords: Record<'en' | 'zh-CN', AlertWords> = {
  en: {
    levels: { normal: 'Normal', amber: 'Amber', red: 'Red', critical: 'Critical' },
    one: {
      crossed: '{level}: on hold for {age}',
      repeat: '{level}: still on hold, {age}',
      'snooze-over': '{level}, snooze ended: on hold for {age}',
      summary: '{level}: still on hold, {age}',
      'old-news': '{level}: already on hold, {age}',
    },
    many: {
      new: '{n} calls need attention, longest {age}',
      still: '{n} calls still on hold, longest {age}',
      already: '{n} calls already on hold, longest {age}',
    },
    more: 'and {n} more',
    noData: {
      begun: (since) => `No data from the gateway since ${since}`,
      reminder: (since) => `Still no data from the gateway since ${since}`,
      over: 'Receiving data from the gateway again',
      lasted: (since, until) => `No data from ${since} to ${until}.`,
      unseen: 'Held calls are not visible. Holdwatch keeps trying to connect.',
      stopped: {
        'untrusted-certificate':
          'Monitoring has stopped. The gateway’s certificate is not trusted. Open Holdwatch to resume.',
        'signed-in-elsewhere':
          'Monitoring has stopped. Your account is signed in somewhere else. Open Holdwatch to resume.',
        'sign-in-refused':
          'Monitoring has stopped. The gateway refused the sign-in. Open Holdwatch to resume.',
      },
    },
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
    noData: {
      begun: (since) => `自 ${since} 起没有收到网关数据`,
      reminder: (since) => `自 ${since} 起仍未收到网关数据`,
      over: '网关数据已恢复',
      lasted: (since, until) => `${since} 至 ${until} 期间没有数据。`,
      unseen: '目前无法看到保持中的通话。Holdwatch 会继续重试。',
      stopped: {
        'untrusted-certificate': '监控已停止：网关证书不受信任。请打开 Holdwatch 恢复监控。',
        'signed-in-elsewhere': '监控已停止：您的账号已在别处签入。请打开 Holdwatch 恢复监控。',
        'sign-in-refused': '监控已停止：网关拒绝签入。请打开 Holdwatch 恢复监控。',
      },
    },
  },
}
