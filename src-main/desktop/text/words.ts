import type { Level } from '../../../src-shared/contract/index.ts'
import type { Language } from '../../../src-shared/language.ts'
import type { AlertKind } from '../../alerts/alert.ts'

/** Texts of notifications. */
interface AlertWords {
  levels: Record<Level, string>
  /** Title for one hold. */
  one: Record<AlertKind, (level: string, age: string) => string>
  /** Title for several. */
  many: Record<'new' | 'still' | 'already', (n: number, age: string) => string>
  more: (n: number) => string
  noData: {
    /** The source, as part of the texts below: its name, or what it is where there is no other. */
    source: (name: string | null, isCms: boolean) => string
    /** Times as text. */
    begun: (source: string, since: string) => string
    reminder: (source: string, since: string) => string
    over: (source: string) => string
    lasted: (since: string, until: string) => string
    /** What is not visible meanwhile: everything, or the part of one source among several. */
    unseen: Record<'all' | 'part', string>
    stopped: Record<'all' | 'part', (why: string) => string>
    why: Record<
      'untrusted-certificate' | 'signed-in-elsewhere' | 'sign-in-refused' | 'key-refused',
      (source: string) => string
    >
  }
}

/** The texts outside the window. */
export interface Words {
  levels: Record<Level, string>
  notSetUp: string
  noneHeld: string
  /** `longest` is a duration with its sign of certainty. */
  held(count: number, longest: string): string
  /** `held`: the number of calls in the last list; null where there was none. */
  paused(held: string | null): string
  connecting: string
  /** `since` is a time of day; null where it is unknown. */
  nothingKnown(since: string | null, held: string | null): string
  unseen(held: string, unseen: number, agents: number): string
  more(count: number): string
  show: string
  hide: string
  onTop: string
  pause: string
  goOn: string
  snoozeAll: string
  acknowledge: string
  openCsv: string
  saveCsv: string
  saveText: string
  csvFiles: string
  textFiles: string
  settings: string
  quit: string
  view: string
  zoomIn: string
  zoomOut: string
  actualSize: string
  fullScreen: string
  cut: string
  copy: string
  paste: string
  selectAll: string
  toldTitle: string
  toldBody: string
  quitTitle: string
  quitQuestion(agents: number): string
  quitAnyway: string
  stay: string
  crashTitle: string
  crashBody: string
  alerts: AlertWords
}

/** A description such as "the gateway" at the beginning of a sentence; a name may be spelled in lower case. */
const capitalize = (text: string) => text.replace(/^the /, 'The ')

const en: Words = {
  levels: { normal: '', amber: 'amber', red: 'red', critical: 'critical' },
  notSetUp: 'setup is not complete',
  noneHeld: 'no calls on hold',
  held: (count, longest) => `${count} on hold, longest ${longest}`,
  paused: (held) => `paused; held calls unknown${held === null ? '' : `; last seen: ${held}`}`,
  connecting: 'connecting…',
  nothingKnown: (since, held) =>
    `held calls unknown${since === null ? '' : ` since ${since}`}${held === null ? '' : `; last seen: ${held}`}`,
  unseen: (held, unseen, agents) => `${held}; ${unseen} of ${agents} agents not visible`,
  more: (count) => `and ${count} more`,
  show: 'Show window',
  hide: 'Hide window',
  onTop: 'Always on top',
  pause: 'Pause monitoring',
  goOn: 'Resume monitoring',
  snoozeAll: 'Snooze all alerts for 15 minutes',
  acknowledge: 'Acknowledge',
  openCsv: 'Import agents',
  saveCsv: 'Save as CSV',
  saveText: 'Save report',
  csvFiles: 'CSV files',
  textFiles: 'Text files',
  settings: 'Settings…',
  quit: 'Quit',
  view: 'View',
  zoomIn: 'Zoom In',
  zoomOut: 'Zoom Out',
  actualSize: 'Actual Size',
  fullScreen: 'Full Screen',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select All',
  toldTitle: 'Holdwatch keeps running in the tray',
  toldBody:
    'Monitoring continues. To quit, use the tray menu. In Settings, you can choose to quit when the window closes.',
  quitTitle: 'Quit and sign out the agents?',
  quitQuestion: (agents) =>
    `Holdwatch signed in ${agents === 1 ? '1 agent' : `${agents} agents`} and will sign them out when it quits. An agent on a call cannot be signed out. After two minutes, the gateway ends the session itself and may end the call.`,
  quitAnyway: 'Quit',
  stay: 'Keep monitoring',
  crashTitle: 'Holdwatch cannot show its window',
  crashBody:
    'The window crashed several times within a minute. Quit and restart Holdwatch. If the problem continues, send the log to support.',
  alerts: {
    levels: { normal: 'Normal', amber: 'Amber', red: 'Red', critical: 'Critical' },
    one: {
      crossed: (level, age) => `${level}: on hold for ${age}`,
      repeat: (level, age) => `${level}: still on hold, ${age}`,
      'snooze-over': (level, age) => `${level}, snooze ended: on hold for ${age}`,
      summary: (level, age) => `${level}: still on hold, ${age}`,
      'old-news': (level, age) => `${level}: already on hold, ${age}`,
    },
    many: {
      new: (n, age) => `${n} calls need attention, longest ${age}`,
      still: (n, age) => `${n} calls still on hold, longest ${age}`,
      already: (n, age) => `${n} calls already on hold, longest ${age}`,
    },
    more: (n) => `and ${n} more`,
    noData: {
      source: (name, isCms) => name ?? (isCms ? 'the CC-CMS' : 'the gateway'),
      begun: (source, since) => `No data from ${source} since ${since}`,
      reminder: (source, since) => `Still no data from ${source} since ${since}`,
      over: (source) => `Receiving data from ${source} again`,
      lasted: (since, until) => `No data from ${since} to ${until}.`,
      unseen: {
        all: 'Held calls are not visible. Holdwatch keeps trying to connect.',
        part: 'Some held calls may not be visible. Holdwatch keeps trying to connect.',
      },
      stopped: {
        all: (why) => `Monitoring has stopped. ${why} Open Holdwatch to resume.`,
        part: (why) =>
          `Holdwatch no longer tries to connect. ${why} Some held calls may not be visible. Open Holdwatch to resume.`,
      },
      why: {
        'untrusted-certificate': (source) => `${capitalize(source)}’s certificate is not trusted.`,
        'signed-in-elsewhere': () => 'Your account is signed in somewhere else.',
        'sign-in-refused': (source) => `${capitalize(source)} refused the sign-in.`,
        'key-refused': (source) => `${capitalize(source)} refused the access key.`,
      },
    },
  },
}

const zhCN: Words = {
  levels: { normal: '', amber: '黄色', red: '红色', critical: '严重' },
  notSetUp: '尚未完成设置',
  noneHeld: '没有保持中的通话',
  held: (count, longest) => `${count} 通保持中，最长 ${longest}`,
  paused: (held) => `已暂停；保持情况未知${held === null ? '' : `；上次看到：${held}`}`,
  connecting: '正在连接…',
  nothingKnown: (since, held) =>
    `${since === null ? '' : `自 ${since} 起`}保持情况未知${held === null ? '' : `；上次看到：${held}`}`,
  unseen: (held, unseen, agents) => `${held}；${agents} 名座席中有 ${unseen} 名不可见`,
  more: (count) => `另有 ${count} 通`,
  show: '显示窗口',
  hide: '隐藏窗口',
  onTop: '置顶显示',
  pause: '暂停监控',
  goOn: '继续监控',
  snoozeAll: '暂缓所有提醒 15 分钟',
  acknowledge: '确认',
  openCsv: '导入座席',
  saveCsv: '另存为 CSV',
  saveText: '保存报告',
  csvFiles: 'CSV 文件',
  textFiles: '文本文件',
  settings: '设置…',
  quit: '退出',
  view: '显示',
  zoomIn: '放大',
  zoomOut: '缩小',
  actualSize: '实际大小',
  fullScreen: '全屏',
  cut: '剪切',
  copy: '复制',
  paste: '粘贴',
  selectAll: '全选',
  toldTitle: 'Holdwatch 在托盘中继续运行',
  toldBody: '监控仍在继续。如需退出，请使用托盘菜单；也可以在设置中改为关闭窗口时退出。',
  quitTitle: '退出并签出座席？',
  quitQuestion: (agents) =>
    `Holdwatch 已为 ${agents} 名座席签入，退出时会将其签出。正在通话的座席无法签出：两分钟后网关会自行结束会话，并可能中断通话。`,
  quitAnyway: '退出',
  stay: '继续监控',
  crashTitle: 'Holdwatch 无法显示窗口',
  crashBody:
    '窗口在一分钟内多次崩溃。请退出并重新启动 Holdwatch；如果问题仍然存在，请将日志发送给技术支持。',
  alerts: {
    levels: { normal: '正常', amber: '黄色', red: '红色', critical: '严重' },
    one: {
      crossed: (level, age) => `${level}：已保持 ${age}`,
      repeat: (level, age) => `${level}：仍在保持，${age}`,
      'snooze-over': (level, age) => `${level}，暂缓提醒已结束：已保持 ${age}`,
      summary: (level, age) => `${level}：仍在保持，${age}`,
      'old-news': (level, age) => `${level}：此前已在保持，${age}`,
    },
    many: {
      new: (n, age) => `${n} 通电话需要关注，最长 ${age}`,
      still: (n, age) => `${n} 通电话仍在保持，最长 ${age}`,
      already: (n, age) => `${n} 通电话此前已在保持，最长 ${age}`,
    },
    more: (n) => `另有 ${n} 通`,
    noData: {
      source: (name, isCms) => (name === null ? (isCms ? ' CC-CMS ' : '网关') : `“${name}”的`),
      begun: (source, since) => `自 ${since} 起没有收到${source}数据`,
      reminder: (source, since) => `自 ${since} 起仍未收到${source}数据`,
      over: (source) => `${source.trim()}数据已恢复`,
      lasted: (since, until) => `${since} 至 ${until} 期间没有数据。`,
      unseen: {
        all: '目前无法看到保持中的通话。Holdwatch 会继续重试。',
        part: '可能无法看到部分保持中的通话。Holdwatch 会继续重试。',
      },
      stopped: {
        all: (why) => `监控已停止：${why}。请打开 Holdwatch 恢复监控。`,
        part: (why) =>
          `Holdwatch 已停止连接：${why}。可能无法看到部分保持中的通话。请打开 Holdwatch 恢复监控。`,
      },
      why: {
        'untrusted-certificate': (source) => `${source.trim()}证书不受信任`,
        'signed-in-elsewhere': () => '您的账号已在别处签入',
        'sign-in-refused': () => '签入被拒绝',
        'key-refused': () => '访问密钥被拒绝',
      },
    },
  },
}

export const wordsFor = (language: Language): Words => (language === 'zh-CN' ? zhCN : en)
