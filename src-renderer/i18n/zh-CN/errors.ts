/** One or two sentences for each error: what happened, and what to do. */
export const errors = {
  'unknown-request': '此窗口发出了当前版本不支持的请求。请重新启动 Holdwatch。',
  'forbidden-sender': '该请求不是来自 Holdwatch 窗口，已被拒绝。',
  'malformed-input': '输入的格式无效。请检查后重试。',
  internal: 'Holdwatch 内部出错。请重试；如果问题仍然存在，请重新启动 Holdwatch。',

  'address-empty': '请输入网关地址，例如 cc-gateway.example:8043。',
  'address-invalid': '地址无效。请输入主机名或 IP 地址，加冒号和端口：cc-gateway.example:8043。',
  'address-not-https':
    'Holdwatch 只使用 HTTPS，以免密码明文传输。请去掉“http://”，并输入 HTTPS 端口。',
  'address-port-invalid':
    '端口无效。请在冒号后输入 1 到 65535 之间的数字；CC-Gateway 通常使用 8043。',
  'address-has-user': '请去掉地址中的用户名和密码。签入在两步之后进行。',
  'host-unknown': '找不到此主机。请检查拼写，并确认这台电脑已接入正确的网络或 VPN。',
  'port-closed': '主机存在，但端口 {port} 没有应答。请检查端口；CC-Gateway 通常使用 8043。',
  'not-tls': '端口 {port} 上有服务应答，但不是 HTTPS。请检查端口：不能使用普通 HTTP 端口。',
  'tls-failure': '无法建立安全连接。网关可能只支持过时的加密方式，请询问网关管理员。',
  'certificate-key-usage':
    '网关的证书不允许将其密钥用于此连接。请网关管理员提供密钥用法包含“数字签名”的证书。',
  unreachable: '无法连接网关。请检查网络或 VPN，然后重试。',
  timeout: '网关没有按时应答。请检查网络或 VPN，然后重试。',

  'certificate-untrusted': '网关的证书不受信任，没有发送任何数据。请先查看证书。',
  'certificate-not-shown': '这不是网关最近一次出示的证书。请重新检查地址并再次核对指纹。',

  'agent-id-empty': '请输入座席工号。',
  'agent-id-invalid': '座席工号是一个数字，例如 10412。',
  'agent-id-out-of-range': '座席工号应在 101 到 999999 之间。',
  'password-empty': '请输入密码。',
  'password-too-long': '网关接受的密码最长 32 个字符。',
  'phone-too-long': '网关接受的话机号码最长 24 个字符。',
  'phone-needed': '请输入话机号码。只有在不占用许可且不接管会话时，才可以不填。',
  'guid-invalid': 'GUID 无效。格式应为 0c1f9a3e-….AgentGateway0，不含空格。',
  'credential-missing': '该座席还没有凭据。请在这里输入，或移除该座席。',
  'wrong-password': '网关拒绝了此工号和密码。请核对后再试：多次输错会锁定账号。',
  'account-locked':
    '网关已锁定该账号，因此没有再次尝试。请等待锁定结束或请管理员解锁，然后用正确的密码签入。',
  'password-expired': '密码已过期。请在座席工作台中修改或联系管理员，然后用新密码签入。',
  'already-signed-in': '该座席已在另一处签入。',
  'account-is-watched': '该座席在监控列表中，接管会话会使其签出。请改用质检账号签入。',
  'no-inspector-right':
    '该账号没有质检权限，无法查看其他座席保持的通话。请向管理员申请权限，或改用每名座席自己的会话。',
  'holdlistex-missing':
    '此网关不支持以质检员身份读取保持通话，版本可能过旧。请改用每名座席自己的会话。',
  'gateway-code': '网关拒绝了请求。',
  'http-status': '网关返回了 HTTP {status}，不是有效的应答。请检查地址和端口。',
  'bad-reply': '应答不是来自 CC-Gateway。请确认地址和端口属于该网关。',

  'cms-refused-signature':
    'CC-CMS 拒绝了签名。请检查 AK 和 SK；如果两者都正确，请询问 CC-CMS 运维人员该密钥对是否有效。',
  'cms-clock-off':
    'CC-CMS 拒绝了签名。这台电脑与 CC-CMS 的时钟相差约 {minutes} 分钟。请校准时钟后重试；如果签名仍被拒绝，请检查 AK 和 SK。',
  'cms-no-rights': '该密钥对无权查询座席的通话。请向 CC-CMS 运维人员申请可使用监控接口的密钥对。',
  'cms-wrong-center':
    'CC-CMS 不接受该密钥对使用呼叫中心 {ccId} 和 VDN {vdn}。请检查这两个编号，可在配置中心的“系统管理”中查看。',

  'not-signed-in': '尚未在网关签入。请先签入。',
  'nothing-to-watch': '请至少选择或输入一名要监控的座席。',
  'agent-is-inspector': '这是 Holdwatch 用来签入的账号，无法监控该账号自己的通话。',
  'call-ended': '这通电话已不在保持状态。',

  'roster-name-empty': '请为名单命名，例如“早班”。',
  'roster-name-taken': '已有同名的名单。请换一个名称。',
  'roster-gone': '此名单已不存在。请关闭此窗口后重新打开。',
  'roster-too-long': '座席数量超过了可同时监控的上限。请最多选择 {n} 名，其余的放入其他名单。',
  'rosters-too-many': '已有 {n} 份名单。请先删除不再需要的名单。',
  'file-not-read': '无法读取文件。请确认文件仍在原处，且您有权打开。',
  'file-too-large': '文件过大，不像是座席名单。请选择不超过 {mb} MB、{lines} 行的 CSV 文件。',
  'file-without-ids': '在 {file} 中没有找到座席工号。请选择包含 id 和 name 两列的 CSV 文件。',
  'file-not-written': '无法保存文件。请检查磁盘剩余空间和您对该文件夹的权限。',
  'file-in-use':
    '{file} 未保存：它正被 Excel 等其他程序打开，或不允许替换。请在该程序中关闭，或换一个名称。',

  'limits-must-rise':
    '各级时限必须依次增大：黄色、红色、严重，每一级在 1 秒到 24 小时之间。原有时限仍然有效。',
  'setting-invalid': '该值无效，设置未更改。',
  'setting-locked': '此设置由管理员管理，不能在这里更改。',
  'setting-refused': '系统没有接受此更改，设置未更改。',

  'source-exists': '{origin} 已是数据源。请改为在其中添加质检员账号。',
  'source-is-first': '不能在这里移除第一个数据源。如需监控其他网关，请更改网关。',
  'node-covered':
    '该账号已重新签出：每次都到达节点 {node}，而那里已有账号签入。请向网关管理员询问如何到达另一个节点。',
  'cms-key-empty': '请输入密钥。',
  'cms-number-invalid': '请输入 {least} 到 {most} 之间的整数。',

  'notes-off': '便签功能已关闭，请先在“设置”中开启。',
  'note-no-session':
    '只有在质检账号登录时才能发送便签。若使用座席自己的会话，便签会显示为由该座席发出。',
  'note-empty': '请输入文本。',
  'note-too-long': '便签为 {bytes} 字节，网关最多接受 {most} 字节。请缩短文本。',
  'note-has-number': '便签中含有客户号码，可能会在其他地方被保存或显示。请删除号码。',
  'note-too-soon': '一分钟内已发送过便签。{seconds} 秒后可再次发送。',
  'note-agent-signed-out':
    '网关表示发送者或接收者未登录。您自己的会话仍然有效，因此可能是该座席未登录。请在看板上确认该座席是否已登录，然后重试。',
  'note-agent-unknown':
    '网关报告内部错误，或不认识该座席。请一分钟后重试；如仍失败，请用其他方式联系该座席。',
  'note-refused': '网关拒绝了便签，没有发送任何内容。请改用更短或更简单的文本。',
  'note-unanswered': '网关没有应答，便签可能已送达，也可能没有。请等待一分钟后再发送。',
  'note-not-sent': '便签未发送：无法连接网关，或您的账号未登录。请在看板恢复更新后重试。',

  'cannot-save': '无法保存您的更改。请检查磁盘剩余空间，以及您对 Holdwatch 文件夹的权限。',
  'history-unavailable':
    '保持历史暂时无法读写。请检查磁盘剩余空间和您对 Holdwatch 文件夹的权限；监控不受影响。',
  'number-not-kept': '这通电话的完整号码已不再保存。',
  'export-running': '另一个导出正在进行。请等待其完成，或将其取消。',
}
