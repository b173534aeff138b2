/** Notices, each shown once. */
export const notices = {
  label: '通知',
  'settings-corrupt': '无法读取设置，Holdwatch 已使用默认设置启动。无法读取的文件已另存为 {file}。',
  'settings-newer':
    '设置由更高版本的 Holdwatch 保存，当前版本已使用默认设置启动。该文件已另存为 {file}，更高版本会重新使用它。',
  'trust-corrupt':
    '无法读取受信任网关的列表，因此不信任任何证书。请重新核对指纹并信任您的网关。无法读取的文件已另存为 {file}。',
  'trust-newer':
    '受信任网关的列表由更高版本的 Holdwatch 保存，因此不信任任何证书。该文件已另存为 {file}，更高版本会重新使用它。',
  'history-corrupt':
    '保持历史已损坏。Holdwatch 已新建保持历史，并正在从旧文件恢复可读取的内容。已在保持的通话可能重新计时并显示 ≥。损坏的文件已另存为 {file}。',
  'history-newer':
    '保持历史由更高版本的 Holdwatch 保存，当前版本已新建保持历史。已在保持的通话会重新计时并显示 ≥。该文件已另存为 {file}，更高版本会重新使用它。',
  'history-late':
    '保持历史打开较慢，监控已先行开始。在保持历史可以读取之前，已在保持的通话会重新计时并显示 ≥。',
  'history-unlogged':
    'Holdwatch 的文件夹位于网络驱动器或类似存储上，查看保持历史时，保存新记录可能会稍有延迟。除非 Holdwatch 恰好在此时退出，否则不会丢失数据。',
  'holds-lost':
    '保持历史长时间无法保存，已放弃最早结束的保持记录，数量请查看“保持历史”。仍在保持的通话不受影响。',
  'deletion-waits-clock':
    '根据本机时钟，Holdwatch 已超过一周未运行。如果时钟有误，记录会被过早删除，因此在您于“保持历史”中确认之前，不会删除任何记录。',
  'deletion-waits-settings':
    '设置中的保持历史保留时间比以前短。在您于“保持历史”中确认之前，不会因此删除任何记录。',
  'rosters-corrupt':
    '无法读取座席名单，暂时没有可用的名单；监控不受影响。无法读取的文件已另存为 {file}。',
  'rosters-newer':
    '座席名单由更高版本的 Holdwatch 保存，当前版本没有可用的名单；监控不受影响。该文件已另存为 {file}，更高版本会重新使用它。',
  'managed-malformed':
    '管理员的部分设置无效（{file}：{detail}）。已改用最严格的值，不会删除任何数据。请告知管理员。',
  'managed-unreadable':
    '无法读取管理员的设置（{file}：{detail}）。已改用最严格的值，不会删除任何数据。请告知管理员。',
  'managed-unknown':
    '管理员的设置中有当前版本 Holdwatch 不支持的内容（{file}：{detail}）。其余设置有效。',
  'policies-unreadable':
    '本次无法读取管理员的设置（{where}：{detail}），沿用上次读取的设置；如果从未读取过，客户号码保持掩码显示。请重新启动 Holdwatch；如果问题仍然存在，请告知管理员。',
  'key-ring-locked':
    '系统密钥环未提供已保存的密码，需要重新输入。若要使用已保存的密码，请在启动 Holdwatch 之前解锁密钥环。',
  'cannot-save':
    'Holdwatch 无法保存到其文件夹，现在所做的更改会在退出后丢失。请检查磁盘剩余空间和您对该文件夹的权限。',
  'fields-left-out':
    '{original} 中的部分值无效，已恢复为默认值：{fields}。其余值有效。原文件已另存为 {file}。',
  'older-replaced':
    '期间使用过旧版本的 Holdwatch。当前版本使用自己的 {original}，不含在旧版本中所做的更改。旧版本的文件已另存为 {file}。',
  'provision-refused':
    '无法使用 {file} 中的配置：文件不存在、内容无效或无法读取。如果文件中含有密码，文件已被删除。',
  fault:
    'Holdwatch 的某个部分意外出错，监控仍在继续。详情见日志：请将“诊断”中的报告发送给技术支持。',
  'left-signed-in':
    'Holdwatch 停止监控时，网关没有签出这些座席：{agents}。通话中的座席无法签出。两分钟后网关会自行结束会话，并可能中断通话。',
  'notifications-refused':
    '系统没有将提醒显示为通知。请在系统设置中允许 Holdwatch 发送通知；在此之前，请留意看板和提示音。',
  'update-ready': 'Holdwatch 版本 {version} 已可安装。如需安装，请打开菜单中的“关于 Holdwatch”。',
  'update-refused': 'Holdwatch 的新版本不是由当前版本的发布者签名，已被删除。请告知管理员。',
  'note-received': '{from}的便签，{at}：“{text}”',
  'note-without-text': '{at} 收到一条便签。该网关没有告知 Holdwatch 发送者和内容。',
  'malformed-calls':
    '网关为座席 {agentId} 列出了没有呼叫 ID 的通话（{count} 通）。这些通话无法计时，因此不显示；其他通话照常显示。',
}
