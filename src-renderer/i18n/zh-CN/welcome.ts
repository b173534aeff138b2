/** The first screen. */
export const welcome = {
  title: '查看哪些通话在保持，以及保持多久',
  lead: 'Holdwatch 从您的 CC-Gateway 或 CC-CMS 读取座席保持中的通话，并为每一通计时。',
  connect: '连接网关',
  connectHint: '需要网关地址和账号，或者 CC-CMS 及其密钥。',
  simulate: '用模拟网关试用',
  simulateHint: '步骤相同，座席和通话均为虚构。数据不会离开这台电脑。',
  starting: '正在启动模拟网关…',
  settings: '语言（Language）等设置',
}
