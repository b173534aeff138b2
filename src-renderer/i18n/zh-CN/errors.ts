/** One sentence or two for each failure: what happened, and what to do. */
export const errors = {
  'unknown-request': '此窗口请求了本版本不认识的内容。请重新启动 Holdwatch。',
  'forbidden-sender': '该请求不是来自 Holdwatch 自己的窗口，已被拒绝。',
  'malformed-input': '输入的内容格式无法使用。请检查后重试。',
  internal: 'Holdwatch 内部出现问题。请重试；如果仍然如此，请重新启动。',

  'address-empty': '请输入网关地址，例如 cc-gateway.example:8043。',
  'address-invalid':
    '这不是有效的地址。请输入主机名或 IP 地址，冒号后面写端口：cc-gateway.example:8043。',
  'address-not-https':
    'Holdwatch 只使用 HTTPS，以免密码明文传输。请去掉“http://”，并填写安全端口。',
  'address-port-invalid':
    '这不是端口。冒号之后应为 1 到 65535 之间的数字；CC-Gateway 通常使用 8043。',
  'address-has-user': '请去掉用户名和密码：签入在两步之后进行，不会保存在地址里。',
  'host-unknown': '找不到此名称的主机。请检查拼写，以及这台电脑是否处于正确的网络或 VPN 中。',
  'port-closed': '主机存在，但端口 {port} 没有应答。请检查端口；CC-Gateway 通常使用 8043。',
  'not-tls': '端口 {port} 上有服务应答，但不是 HTTPS。请检查端口：不能使用普通 HTTP 端口。',
  'tls-failure': '无法协商安全连接。网关可能只支持旧的加密方式，请询问其管理员。',
  unreachable: '无法连接网关。请检查网络或 VPN，然后重试。',
  timeout: '网关没有按时应答。请检查网络或 VPN，然后重试。',

  'certificate-untrusted': '网关的证书不受信任，因此没有发送任何内容。请先查看证书。',
  'certificate-not-shown': '这不是网关最近一次出示的证书。请重新检查地址并再次核对。',

  'agent-id-empty': '请输入座席工号。',
  'agent-id-invalid': '座席工号是一个数字，例如 10412。',
  'agent-id-out-of-range': '座席工号应在 101 到 999999 之间。',
  'password-empty': '请输入密码。',
  'password-too-long': '网关接受的密码最长 32 个字符。',
  'phone-too-long': '网关接受的话机号码最长 24 个字符。',
  'phone-needed': '需要话机号码：只有不占用许可且不接管会话的签入才可以不填。',
  'guid-invalid': '这不像是 GUID。其形式为 0c1f9a3e-….AgentGateway0，不含空格。',
  'credential-missing': '还没有可用于读取此座席的凭据。请在这里输入，或不监看该座席。',
  'wrong-password': '网关不接受此工号和密码。请核对两者后再试：多次输错会锁定账号。',
  'account-locked':
    '网关已锁定该账号，因此没有再次尝试。请等待锁定结束或请管理员解锁，然后用正确的密码签入。',
  'password-expired': '密码已过期。请在座席工作台中修改或联系管理员，然后用新密码签入。',
  'already-signed-in': '该座席已在另一处签入。',
  'account-is-watched': '这是名单中的一名座席，接管会话会使其签出。请使用质检员自己的账号签入。',
  'no-inspector-right':
    '该账号没有质检权限，看不到其他座席保持的通话。请向管理员申请权限，或改用每名座席自己的会话。',
  'holdlistex-missing':
    '此网关不提供质检查询保持通话的接口，版本可能过旧。请改用每名座席自己的会话。',
  'gateway-code': '网关拒绝了请求。',
  'http-status': '网关返回了 HTTP {status}，而不是可识别的应答。请检查地址和端口。',
  'bad-reply': '应答不是来自 CC-Gateway。请确认地址和端口属于该网关。',

  'not-signed-in': '尚未有人在网关签入。请先签入。',
  'nothing-to-watch': '请至少选择或输入一名要监看的座席。',
  'agent-is-inspector': '这是 Holdwatch 用来签入的账号，无法查询它自己。',
  'call-ended': '这通电话已不在保持状态。',

  'roster-name-empty': '请为名单命名，例如“早班”。',
  'roster-name-taken': '已有同名的名单。请换一个名称。',
  'roster-gone': '此名单已不存在。请关闭此窗口后重新打开。',
  'roster-too-long': '座席数量超过了可同时监看的上限。请最多选择 {n} 名，其余的分到其他名单。',
  'rosters-too-many': '已有 {n} 份名单。请先删除不再需要的名单。',
  'file-not-read': '无法读取文件。请确认文件仍在原处，且您有权打开。',
  'file-too-large': '文件过大，不像是座席名单。请选择不超过 {mb} MB、{lines} 行的 CSV 文件。',
  'file-without-ids': '在 {file} 中没有找到座席工号。请选择包含工号和姓名两列的 CSV 文件。',
  'file-not-written': '无法写入文件。请检查剩余空间和您对该文件夹的权限。',
  'file-in-use':
    '{file} 未写入：它正被 Excel 等其他程序打开，或不允许替换。请在该程序中关闭，或换一个名称。',

  'limits-must-rise':
    '时限必须递增：黄色早于红色，红色早于严重，每一级在 1 秒到 24 小时之间。原有时限仍然有效。',
  'setting-invalid': '此值无法使用，设置保持不变。',
  'setting-locked': '此项由管理员设定，不能在这里更改。',
  'setting-refused': '系统没有接受此更改，设置保持不变。',

  'cannot-save': '无法保存。请检查磁盘剩余空间，以及 Holdwatch 文件夹的权限。',
  'history-unavailable':
    '历史记录暂时无法读写。请检查磁盘剩余空间和 Holdwatch 文件夹的权限；监看不受影响。',
  'number-not-kept': '这通电话的完整号码已不再保存。',
  'export-running': '导出仍在进行。请等待其结束，或将其取消。',
}
