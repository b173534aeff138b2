/** Why nothing is known of an agent: in a word, what happened, and what to do about it. */
export const reasons = {
  unreachable: {
    short: '无法连接',
    what: '无法连接网关。',
    todo: '请检查这台电脑的网络或 VPN。',
  },
  'untrusted-certificate': {
    short: '不受信任',
    what: '网关出示的证书不受信任，没有向其发送任何数据。',
    todo: '请查看证书并核对指纹。',
  },
  'tls-failure': {
    short: '连接不安全',
    what: '无法与网关建立安全连接。',
    todo: '请询问网关管理员是否更改了加密设置。',
  },
  'certificate-key-usage': {
    short: '连接不安全',
    what: '网关的证书不允许将其密钥用于此连接。',
    todo: '请网关管理员提供密钥用法包含“数字签名”的证书。',
  },
  timeout: {
    short: '无应答',
    what: '网关没有按时应答。',
    todo: '如果问题持续，请确认网关是否过载或网络是否缓慢。',
  },
  'http-status': {
    short: 'HTTP 错误',
    what: '网关或其前面的代理返回了 HTTP 错误。',
    todo: '如果问题持续，请询问网关管理员。',
  },
  'bad-reply': {
    short: '无法识别',
    what: '网关的应答无法识别。',
    todo: '如果问题持续，请确认网关是否升级过，或前面是否有代理。',
  },
  'signed-out': {
    short: '已签出',
    what: '未在网关签入，或网关不接受该会话。',
    todo: '如果座席正在上班，请检查签入情况或 GUID。',
  },
  'signed-in-elsewhere': {
    short: '在别处签入',
    what: '该账号已在另一处签入，Holdwatch 不会将其签出。',
    todo: '请在那里签出，或在这里重新签入并接管会话。',
  },
  'no-right': {
    short: '无权限',
    what: '该账号无权进行此查询。',
    todo: '请向管理员申请质检权限，并确认座席是否属于同一 VDN。',
  },
  'not-visible': {
    short: '未找到',
    what: '网关不显示此座席：座席签入在其他节点或 VDN，或者工号不存在。',
    todo: '请检查工号。如果无误，则只有签入在同一节点和 VDN 的质检员才能看到这些通话。',
  },
  'not-listed': {
    short: '未列出',
    what: 'CC-CMS 已应答，但其中没有此座席。',
    todo: '请检查工号，以及座席是否属于该数据源的呼叫中心和 VDN。',
  },
  'gateway-error': {
    short: '被拒绝',
    what: '网关返回了错误。',
    todo: '如果问题持续，请把代码告知网关管理员。',
  },
  paused: {
    short: '已暂停',
    what: 'Holdwatch 未在查询保持通话，因此不知道有哪些通话处于保持状态。',
    todo: '点击“继续”即可恢复监控；电脑从睡眠中唤醒后会自动恢复。',
  },
  'wrong-signature': {
    short: '签名被拒绝',
    what: 'CC-CMS 拒绝了请求的签名。为避免锁定密钥对，Holdwatch 没有再次尝试。',
    todo: '请检查这台电脑的时钟是否准确，以及密钥对是否已更改，然后重试。',
  },
  'not-checked': {
    short: '未查询',
    what: '最近未查询：通话中的座席数量超过了当前请求速率所能查询的范围。',
    todo: '请在设置中提高“每秒请求数”，或减少监控的座席。',
  },
}

/** The same for a CC-CMS, where it differs. */
export const cmsReasons = {
  unreachable: {
    what: '无法连接 CC-CMS。',
    todo: '请检查这台电脑的网络或 VPN。',
  },
  'untrusted-certificate': {
    what: 'CC-CMS 出示的证书不受信任，没有向其发送任何数据。',
    todo: '请查看证书并核对指纹。',
  },
  'tls-failure': {
    what: '无法与 CC-CMS 建立安全连接。',
    todo: '请询问其运维人员是否更改了加密设置。',
  },
  'certificate-key-usage': {
    what: 'CC-CMS 的证书不允许将其密钥用于此连接。',
    todo: '请其运维人员提供密钥用法包含“数字签名”的证书。',
  },
  timeout: {
    what: 'CC-CMS 没有按时应答。',
    todo: '如果问题持续，请向其运维人员确认是否过载。',
  },
  'http-status': {
    what: 'CC-CMS 或其前面的代理返回了 HTTP 错误。',
    todo: '如果问题持续，请向其运维人员确认是否允许这台电脑发出请求。',
  },
  'bad-reply': {
    what: 'CC-CMS 的应答无法识别。',
    todo: '如果问题持续，请向其运维人员确认是否升级过，或前面是否有代理。',
  },
  'signed-out': {
    what: '尚未在 CC-CMS 检查密钥。',
    todo: '如果问题持续，请重新输入密钥。',
  },
  'no-right': {
    what: '该密钥无权查询座席的通话。',
    todo: '请向 CC-CMS 的运维人员申请具有此权限的密钥。',
  },
  'gateway-error': {
    what: 'CC-CMS 返回了错误。',
    todo: '如果问题持续，请把代码告知其运维人员。',
  },
  'not-checked': {
    what: '尚未查询：CC-CMS 不接受某个座席的工号，Holdwatch 仍在查找。',
    todo: '如果问题持续，请检查座席工号。',
  },
}
