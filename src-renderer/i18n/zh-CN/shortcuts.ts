/** The page of the keyboard shortcuts. */
export const shortcuts = {
  title: '键盘快捷键',
  or: '或',
  where: {
    everywhere: '在任何视图中',
    board: '看板',
    row: '当前聚焦或鼠标所指的行',
  },
  does: {
    nextRow: '下一行',
    previousRow: '上一行',
    nextAlert: '下一个超过时限且无人处理的通话',
    search: '搜索',
    filter: '筛选',
    group: '切换分组：按座席、按技能队列、不分组',
    density: '切换大屏与紧凑看板',
    shortcuts: '本页',
    acknowledge: '确认，或撤销确认',
    acknowledgeAll: '全部确认',
    snooze: '暂缓提醒：选择时长；按两次为 3 分钟',
    snoozeOne: '然后：1 分钟',
    snoozeThree: '然后：3 分钟',
    snoozeFive: '然后：5 分钟',
    reveal: '显示或隐藏号码',
    copy: '复制已显示的号码',
  },
}
