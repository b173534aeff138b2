/** The header: its buttons, its menu, and the sign that alerts are muted. */
export const header = {
  menu: '菜单',
  pin: '置顶显示',
  pause: '暂停监控',
  goOn: '继续监控',
  snooze: '暂缓所有提醒…',
  snoozeFor: '暂缓所有提醒 {n} 分钟',
  endSnooze: '恢复所有提醒',
  privacy: '隐私模式',
  shortcuts: '键盘快捷键',
  watchList: '监控的座席…',
  trusted: '受信任的网关…',
  gateway: '更换网关…',
  muted: {
    left: '{n} 分钟',
    snoozed: '提醒已暂缓，还剩 {left}。点击恢复提醒',
    quiet: '免打扰时段',
    quietTill: '{time} 之前没有提示音和通知',
  },
}
