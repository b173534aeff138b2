/** What has to be said once. */
export const notices = {
  label: '通知',
  'settings-corrupt': '无法读取设置，Holdwatch 以默认设置启动。无法读取的文件已另存为 {file}。',
  'settings-newer':
    '设置由更新版本的 Holdwatch 写入，本版本以默认设置启动。该文件已另存为 {file}，更新版本会将其取回。',
  'trust-corrupt':
    '无法读取受信任网关的列表，因此不信任任何证书：请重新核对并信任您的网关。无法读取的文件已另存为 {file}。',
  'trust-newer':
    '受信任网关的列表由更新版本的 Holdwatch 写入，因此不信任任何证书。该文件已另存为 {file}，更新版本会将其取回。',
  'history-corrupt':
    '历史记录已损坏，已新建一份，并从旧文件中取回仍可读取的内容。已在保持的通话可能重新计时并显示 ≥。损坏的文件已另存为 {file}。',
  'history-newer':
    '历史记录由更新版本的 Holdwatch 写入，本版本已新建一份；已在保持的通话重新计时并显示 ≥。该文件已另存为 {file}，更新版本会将其取回。',
  'history-late':
    '历史记录打开缓慢，监看先行开始。已在保持的通话重新计时并显示 ≥，待历史记录可读取后再行更正。',
  'history-unlogged':
    'Holdwatch 的文件夹位于网络驱动器等位置，因此查看历史记录时，写入新记录可能会稍有延迟。除非 Holdwatch 恰在此时退出，否则不会丢失任何内容。',
  'holds-lost':
    '历史记录长时间无法写入，已放弃最早结束的一些通话；“历史记录”中会显示数量。正在保持的通话不受影响。',
  'deletion-waits-clock':
    '按本机时钟，Holdwatch 已有一周以上未运行。若时钟有误，历史记录会被过早删除，因此在您于“历史记录”中确认之前，不会删除任何记录。',
  'deletion-waits-settings':
    '设置中的历史记录保留时间比之前短。在您于“历史记录”中确认之前，不会因此删除任何记录。',
  'rosters-corrupt':
    '无法读取座席名单，因此暂时没有名单；监看不受影响。无法读取的文件已另存为 {file}。',
  'rosters-newer':
    '座席名单由更新版本的 Holdwatch 写入，本版本没有名单；监看不受影响。该文件已另存为 {file}，更新版本会将其取回。',
  'managed-malformed':
    '管理员的部分设置无法理解（{file}：{detail}）。已改用最严格的值，不会因此删除任何内容。请告知管理员。',
  'managed-unreadable':
    '无法读取管理员的设置（{file}：{detail}）。已改用最严格的值，不会因此删除任何内容。请告知管理员。',
  'managed-unknown':
    '管理员的设置中有此版本 Holdwatch 不认识的内容（{file}：{detail}）。其余设置仍然有效。',
  'policies-unreadable':
    '这次无法读取管理员的设置（{where}：{detail}）。沿用上次读到的设置；若从未读到，则客户号码保持隐藏。请重新启动 Holdwatch；若持续出现，请告知管理员。',
  'key-ring-locked':
    '系统的密钥环没有交出已保存的密码，需要重新输入。在启动 Holdwatch 之前解锁密钥环，即可使用已保存的密码。',
  'cannot-save':
    'Holdwatch 无法写入其文件夹：您现在所做的更改会在退出后丢失。请检查磁盘剩余空间和该文件夹的权限。',
  'fields-left-out':
    '{original} 中有些值无法使用，已改用默认值：{fields}。其余设置仍然有效。原文件已另存为 {file}。',
  'older-replaced':
    '此前曾使用旧版本的 Holdwatch。本版本继续使用自己的 {original}，其中不含在旧版本中所做的更改。旧版本的文件已另存为 {file}。',
  'provision-refused':
    '无法使用 {file} 中提供的配置：文件不存在、内容不符合要求或无法读取。若其中含有密码，文件已被删除。',
  fault: 'Holdwatch 的某个部分意外出错；监看仍在继续。详情见日志：请将诊断报告发给支持人员。',
  'left-signed-in':
    'Holdwatch 停止监看时，网关没有签出这些座席：{agents}。通话中的座席无法签出。两分钟后网关会自行结束签入，并可能中断通话。',
  'notifications-refused':
    '系统没有将提醒显示为通知。请在系统设置中允许 Holdwatch 发送通知；在此之前，请留意看板和提示音。',
  'malformed-calls':
    '网关为座席 {agentId} 列出了没有呼叫标识的通话（{count} 通）。这些通话无法计时，因此不显示；其他通话照常显示。',
}
