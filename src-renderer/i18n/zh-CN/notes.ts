/** Notes to agents: the dialog, what the app brings to choose from, and the settings. */
export const notes = {
  title: '发给{agent}的便签',
  text: '文本',
  template: '模板',
  choose: '选择模板…',
  bytes: '{n} / {most} 字节',
  tooLong: '{n} / {most} 字节：过长，请缩短文本。',
  hint: '按 Enter 发送。Holdwatch 只知道网关是否接受便签，不知道是否有人阅读。',
  send: '发送',
  ended: '这通电话已不在保持中，不能再就此发送便签。',
  confirm: {
    title: '将此便签发送给{agent}？',
    doNotAsk: '不再询问',
    edit: '编辑',
  },
  accepted: '网关已接受发给{agent}的便签。',
  off: '便签功能已关闭，可在“设置”中开启。',
  noInspector: '发送便签需要已签入的质检账号，而目前没有任何数据源使用质检账号。',
  row: {
    send: '发送便签给{agent}…',
    accepted: '便签已接受 {at}',
  },
  sent: {
    title: '便签',
    accepted: '{at}，{who}：“{text}”（已接受）',
    refused: '{at}，{who}：“{text}”（被拒绝，代码 {code}）',
    unanswered: '{at}，{who}：“{text}”（无应答）',
    none: '未发送。',
  },
  standard: {
    back: '您的{skill}客户已保持 {time}，请尽快取回通话。',
    tell: '通话已保持 {time}，请告知客户还需等待多久。',
    help: '保持中的通话需要协助吗？请给我打电话。',
  },
  test: {
    send: '给自己发送测试便签',
    text: 'Holdwatch 测试便签',
    accepted:
      '网关已在 {at} 接受便签。如果您的账号收到此便签，窗口中会显示通知。座席能否看到便签取决于其桌面程序：开启前请先询问一名座席。',
  },
  templates: {
    of: '模板 {n}',
    add: '添加模板',
    remove: '删除模板 {n}',
    insert: { time: '插入保持时长', skill: '插入技能队列' },
    empty: '请输入文本，或删除该模板。原有文本仍然有效。',
    unknown: '不能插入“{name}”，只能使用 {time} 或 {skill}。原有文本仍然有效。',
    tooLong: '文本为 {n} 字节，最多 {most} 字节。原有文本仍然有效。',
    none: '没有模板，仍可手动输入便签。',
  },
}
