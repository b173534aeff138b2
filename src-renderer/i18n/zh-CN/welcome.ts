/** The first screen. */
export const welcome = {
  title: '哪些通话在保持，已有多久',
  lead: 'Holdwatch 从您的 CC-Gateway 读取座席正在保持的通话，并为每一通如实计时。',
  connect: '连接网关',
  connectHint: '需要网关地址和签入账号。',
  simulate: '用模拟网关试用',
  simulateHint: '步骤完全相同，座席和通话均为虚构。任何数据都不会离开这台电脑。',
  starting: '正在启动模拟网关…',
  settings: '语言（Language）等设置',
}
