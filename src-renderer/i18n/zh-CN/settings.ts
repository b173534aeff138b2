/** The settings: names, explanations, choices, and why something cannot be changed. */
export const settings = {
  title: '设置',
  search: '搜索设置',
  searchPlaceholder: '名称或说明…',
  noMatch: '没有与“{text}”匹配的设置。',
  found: '没有匹配的设置 | {n} 项设置',
  groupsLabel: '设置分组',
  loading: '正在加载设置…',
  failed: '无法加载设置。',
  locked: '由管理员设定',
  toStandard: '恢复默认值',
  toStandardOf: '恢复默认值：{name}',

  groups: {
    window: '窗口',
    look: '外观',
    levels: '时限',
    alerts: '提醒',
    notes: '发给座席的便签',
    privacy: '隐私',
    history: '保持历史',
    gateway: '网关',
  },

  of: {
    alwaysOnTop: { name: '置顶显示', about: '窗口始终显示在其他窗口之上。' },
    closeToTray: {
      name: '在托盘中继续监控',
      about: '关闭窗口不会退出 Holdwatch。如需退出，请使用托盘菜单中的“退出”。',
    },
    startAtLogin: {
      name: '登录时启动',
      about: '登录这台电脑时，Holdwatch 在托盘中自动启动。',
    },
    density: {
      name: '看板大小',
      about:
        '“宽松”和“紧凑”的行高固定；“自适应”会调整行高以显示所有通话；“大屏”适合远距离查看。每台显示器分别保存。',
    },
    language: { name: '语言', about: '用于此窗口、托盘和通知。' },
    theme: { name: '主题', about: '高对比度会跟随系统使用浅色或深色。' },
    limits: {
      name: '保持时限',
      about: '通话保持多久后，该行变为黄色、红色或严重。请输入秒数，或“分:秒”，例如 1:30。',
    },
    skillLimits: {
      name: '单个技能队列的时限',
      about: '对该技能队列的通话，用这些时限代替通用时限。名称不区分大小写。',
    },
    notifications: { name: '通知', about: '有通话达到某一级别时，由系统显示一条消息。' },
    sounds: { name: '提示音', about: '有通话达到某一级别时播放的声音。' },
    noDataAlarm: {
      name: '数据中断警报',
      about:
        '连续 15 秒没有收到数据，或监控停止时，会显示通知并播放专用提示音，之后每五分钟提醒一次，数据恢复时再通知一次。暂缓提醒期间和免打扰时段内，只关闭提示音。暂停监控或电脑睡眠不会触发警报。',
    },
    volume: { name: '音量', about: '提示音的音量，相对于电脑的音量。' },
    quietTime: {
      name: '免打扰时段',
      about: '在此时段内没有提示音和通知（数据中断通知除外）。看板照常更新。',
    },
    notes: {
      name: '发给座席的便签',
      about:
        '为每个保持中的通话添加一个按钮，通过网关向座席发送便签。并非所有网关和桌面程序都会显示便签，请先发送测试便签。每名座席每分钟最多一条，保持历史会记录谁发送了什么。需要质检账号。',
    },
    askBeforeNote: {
      name: '发送前询问',
      about: '确认文本和接收者后才发送便签。',
    },
    noteTemplates: {
      name: '便签模板',
      about: '发送便签时可选的文本。可以插入保持时长和技能队列，不能插入客户号码。',
    },
    revealNumbers: {
      name: '允许按需显示客户号码',
      about: '点击掩码号码旁的按钮，可显示完整号码数秒。',
    },
    privacyMode: {
      name: '隐私模式',
      about:
        '适用于访客能看到的屏幕。看板、保持历史和导出文件中不显示号码的任何一位，也无法查看完整号码。历史中保存的内容不变。',
    },
    keptNumbers: {
      name: '保持历史中的客户号码',
      about:
        '通话结束后保存号码的哪些部分。号码始终加密保存。完整号码可在保持详情中查看，也可导出。',
    },
    retentionDays: {
      name: '保持历史保留时间',
      about: '更早的记录会自动删除。设为 0 则不保存历史。',
    },
    requestsPerSecond: {
      name: '每秒请求数',
      about: '对每个网关的上限。请求越多，发现保持越快。网关过载时，Holdwatch 会自动减少请求。',
    },
    requestsAtOnce: {
      name: '并发请求数',
      about: '同时等待应答的请求上限。网关应答较慢时，可提高此值。',
    },
  },

  /** 用户可能搜索的其他词。 */
  synonyms: {
    alwaysOnTop: '固定, 最前, 钉住',
    closeToTray: '后台, 通知区域, 最小化, 退出',
    startAtLogin: '开机, 自启动, 自动启动',
    density: '行高, 字号, 缩放, 大屏, 电视, 布局',
    language: '中文, 英文, 翻译, English',
    theme: '深色模式, 浅色模式, 夜间模式, 暗黑, 颜色, 配色',
    limits: '阈值, 门限, 告警, 颜色',
    skillLimits: '阈值, 门限, 队列, 例外',
    notifications: '静音, 弹窗, 桌面提醒, 消息',
    sounds: '静音, 铃声, 声音, 警报音',
    noDataAlarm: '静音, 断线, 离线, 中断, 掉线',
    volume: '静音, 声音大小',
    quietTime: '静音, 勿扰, 夜间, 时间表',
    notes: '消息, 提醒, 催促, 留言',
    askBeforeNote: '消息, 确认, 询问',
    noteTemplates: '消息, 文本, 占位符',
    revealNumbers: '电话, 主叫, 掩码, 脱敏',
    privacyMode: '电话, 掩码, 脱敏, 匿名',
    keptNumbers: '电话, 存储, 个人信息, 脱敏',
    retentionDays: '存储, 删除, 清理, 天数',
    requestsPerSecond: '频率, 限流, 轮询, 刷新, 负载, 数据源, 集群, CC-CMS',
    requestsAtOnce: '并行, 限流, 负载',
  },

  density: { comfortable: '宽松', compact: '紧凑', fit: '自适应', wallboard: '大屏' },
  language: { system: '跟随系统', en: 'English', 'zh-CN': '简体中文' },
  theme: { system: '跟随系统', light: '浅色', dark: '深色', contrast: '高对比度' },
  keptNumbers: { none: '不保留', 'last-four': '后四位', whole: '完整号码' },

  limit: {
    'wayland-on-top':
      '在 Wayland 下，应用既不能摆放自己的窗口，也不能将其置顶。请使用窗口菜单中的“置顶”，或以 --ozone-platform=x11 参数启动 Holdwatch。',
    'no-tray': '此桌面没有托盘，因此关闭窗口会退出 Holdwatch。',
    'not-installed': '只有安装后的 Holdwatch 才能在登录时启动，当前运行的不是安装版本。',
    'no-notifications': '此桌面不显示通知；提示音和看板不受影响。',
    'notifications-refused':
      '系统拒绝显示通知。请在系统设置中允许 Holdwatch 发送通知；在 macOS 上，程序坞图标上的数字也需要此权限。提示音和看板不受影响。',
    'no-key-ring': '这台电脑没有密钥环。无法加密的号码不会保存，因此保持历史中没有号码。',
  },

  levels: { amberMs: '黄色', redMs: '红色', criticalMs: '严重' },
  limits: {
    ofSkill: '{level}，{skill}',
    'not-a-time': '时间无效。请输入秒数，例如 90；或“分:秒”，例如 1:30。原有时限仍然有效。',
    'out-of-range': '时限应在 1 秒到 24 小时之间。原有时限仍然有效。',
    below: '必须小于{level}（{time}）。原有时限仍然有效。',
    above: '必须大于{level}（{time}）。原有时限仍然有效。',
  },
  skills: {
    none: '所有技能队列都使用通用时限。',
    name: '技能队列',
    placeholder: '看板上显示的名称',
    add: '添加时限',
    remove: '移除 {skill} 的时限',
    empty: '请输入技能队列的名称。',
    unseen: '尚未发现该技能队列的通话。',
    taken: '{skill} 已有单独的时限。',
  },

  sound: { none: '无', soft: '轻柔', double: '双音', urgent: '紧急' },
  notificationOf: '{level}的通知',
  soundOf: '{level}提示音',
  soundLevels: { amber: '黄色', red: '红色', critical: '严重' },
  test: '播放',
  testOf: '播放{level}提示音',
  testNoData: '播放数据中断警报的提示音',
  percent: '{n}%',

  quiet: {
    isOn: '启用免打扰时段',
    from: '开始',
    to: '结束',
    same: '开始和结束时间相同，免打扰时段为空。原有时间仍然有效。',
    missing: '请输入两个时间。原有时间仍然有效。',
  },

  requests: {
    requestsPerSecond: '次/秒',
    requestsAtOnce: '个',
    invalid: '请输入 1 到 {most} 之间的整数。原有值仍然有效。',
  },

  retention: {
    unit: '天',
    invalid: '请输入 0 到 3650 之间的整数天数。原有值仍然有效。',
    deleteAll: '删除保持历史…',
    title: '删除全部保持历史？',
    text: '这台电脑上的所有保持历史将立即删除，无法恢复。正在保持的通话仍留在看板上。',
    submit: '全部删除',
    done: '保持历史已删除。',
    shortenTitle: '删除全部保持历史？ | 删除 {n} 天以前的保持记录？',
    shortenText:
      '这台电脑上的所有保持历史将立即删除，无法恢复。此后不再保存历史。 | {n} 天以前结束的保持记录将立即删除，无法恢复。',
    shorten: '全部删除 | 删除较早的记录',
  },

  keepLess: {
    none: {
      title: '删除保持历史中的所有号码？',
      text: '所有保持记录中的客户号码将立即删除，无法恢复。此后不再保存号码。',
      submit: '删除号码',
    },
    'last-four': {
      title: '缩短保持历史中的号码？',
      text: '所有保持记录中的客户号码只保留后四位，其余部分将立即删除，无法恢复。',
      submit: '缩短号码',
    },
  },

  discard: {
    title: '放弃无效的更改？',
    text: '以下设置输入无效，未保存：{names}。离开此页将丢失所输入的内容，原有值仍然有效。',
    keep: '继续编辑',
    submit: '放弃',
  },

  reset: {
    open: '恢复默认设置…',
    title: '将所有设置恢复为默认值？',
    text: '此页上的所有设置将恢复为默认值，看板上保存的视图会被删除。历史保存的内容和期限、管理员管理的设置、网关、证书、密码和已有的保持历史均保持不变。',
    submit: '全部恢复默认',
    done: '设置已恢复为默认值，历史保存的内容和期限除外。',
  },
}
