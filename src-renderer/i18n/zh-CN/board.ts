/** The board, its panel and its dialogs. */
export const board = {
  loading: '正在读取看板…',
  failed: '无法读取看板。',

  fresh: {
    label: '数据的新旧程度',
    updated: '{n} 秒前更新',
    late: '数据已过时：上次应答在 {age}前',
    none: '尚无应答',
    connecting: '正在连接…',
    paused: '已暂停',
  },

  menu: {
    open: '菜单',
    watchList: '监看列表…',
    trusted: '受信任的网关…',
    gateway: '更换网关…',
  },

  strip: {
    label: '概况',
    held: '当前保持',
    longest: '最长',
    over: '超过 {limit}',
    visible: '可见座席',
    of: '/ {n}',
    none: '–',
  },

  surety: {
    atLeast: { sign: '≥', spoken: '至少' },
    about: { sign: '~', spoken: '约' },
  },

  table: {
    caption: '保持中的通话，时间最长的在最前',
    heldFor: '座席保持时长',
    agent: '座席',
    customer: '客户号码',
    skill: '技能队列',
    call: '呼叫类型',
    thisCall: '本通话的保持',
    noNumber: '无号码',
    noSkill: '无技能队列',
    reveal: '显示{agent}这通电话的号码',
    conceal: '隐藏{agent}这通电话的号码',
    again: '{n} 次',
    total: '累计 {time}',
  },

  empty: {
    title: '没有通话处于保持状态',
    text: '{all} 名座席中可见 {seen} 名',
    blindTitle: '看不到任何座席',
    blindText: '可能有通话正在保持而未显示在这里。原因见座席面板。',
    waitingTitle: '正在进行首次查询…',
    waitingText: '网关应答后，保持中的通话会立即显示。',
    notWatchingTitle: '未在监看',
    notWatchingText: '目前有哪些通话处于保持状态，无从得知。',
    nobodyTitle: '没有监看任何座席',
    nobodyText: '请添加您要查看其保持通话的座席。',
  },

  watch: {
    connecting: { title: '正在连接网关…' },
    interrupted: { title: '与网关失去联系' },
    paused: { title: '监看已暂停' },
    stopped: { title: '监看已停止' },
    silent: {
      title: '看板已断开',
      text: 'Holdwatch 的监看部分已有 {age}没有消息。您看到的是旧数据。',
    },
    tryingAgain: '{n} 秒后重试。',
    tryingNow: '正在重试…',
    retry: '立即重试',
    toCertificate: '查看证书',
    toSignIn: '重新签入',
  },

  agents: {
    title: '座席',
    'needs-a-look': '需要关注',
    holding: '保持',
    talking: '通话',
    'not-talking': '未通话',
    'signed-out': '已签出',
    waiting: '等待查询',
    count: '{group} · {n}',
    calls: '无通话 | {n} 通',
    tryingAgain: '{n} 秒后重试。',
    tryingNow: '正在重试…',
    failures: '{what}已连续失败 {n} 次。',
    retry: '立即重试{agent}',
    retryShort: '重试',
    remove: '移除{agent}',
    add: '添加座席',
    open: '显示座席',
    allVisible: '{n} 名座席全部可见',
    someUnseen: '所有座席均可见 | {n} 名座席看不到',
    nobody: '没有监看任何座席',
    someWaiting: '没有座席等待查询 | {n} 名座席尚未查询',
  },

  add: {
    title: '添加座席',
    submit: '添加到看板',
    empty: '没有添加：请至少输入一个座席工号。',
    rejected: '没有添加：输入的内容都不是座席工号。',
    watched: '没有添加：这些座席都已在监看。',
    watchedSome: '没有添加：这些座席已在监看，其余不是座席工号：{list}',
    some: '没有添加。未添加：{list} | 已添加 {n} 名座席。未添加：{list}',
  },
  removal: {
    title: '停止监看{agent}？',
    text: '该座席及其正在保持的通话会从看板上消失。您可以随时重新添加。',
    submit: '停止监看',
  },

  trusted: {
    title: '受信任的网关',
    lead: '对于这些地址，您信任了这台电脑本身不信任的证书。',
    none: '您没有手动信任任何证书。',
    since: '信任于 {date}',
    forget: '不再信任 {origin}',
    forgetShort: '不再信任',
    confirm: '不再信任 {origin}？对它的监看会立即停止，直到其证书重新受到信任。',
    confirmSubmit: '不再信任',
    keep: '保留',
  },

  spoken: {
    amber: '{agent}：保持已超过 {limit}。',
    red: '{agent}：保持已超过 {limit}。',
    critical: '严重：{agent}，保持已超过 {limit}。',
  },
}
