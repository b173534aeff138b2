/** The gateway's certificate, and the decision to trust it. */
export const certificate = {
  titleUnknown: '尚未信任此服务器的证书',
  titleChanged: '服务器的证书已变更',
  titleTrusted: '此服务器的证书已受信任',
  nothingSent: '尚未向 {host} 发送任何数据。请与管理员提供的指纹核对。',
  changed:
    '这不是您为 {host} 信任过的证书。可能是证书已更换、该地址上有另一台机器应答，或者有人截取了连接。',
  changedTodo: '没有向其发送任何数据。在信任新证书之前，请先询问其管理员。',
  bothTrusted:
    '以前信任的证书仍然有效，因为集群中的每台机器可能使用不同的证书。如果新证书用于替换旧证书，请在看板菜单的“受信任的网关”中取消对旧证书的信任。',
  titleRefused: '管理员不允许使用此证书',
  refused:
    '{host} 只允许使用一张指定的证书，而服务器出示了另一张。可能是证书已更换，或者有人截取了您与网关之间的连接。',
  refusedTodo: '没有发送任何数据。请把两个指纹告知管理员。',
  allowed: '允许的证书',
  pinned: '您已为 {host} 信任此证书，且仅对该地址有效。',
  verified: '这台电脑信任的证书颁发机构已验证 {host}。',
  reasons: '不受信任的原因',
  issuedTo: '颁发给',
  issuedBy: '颁发者',
  itself: '自身',
  names: '名称',
  noNames: '无',
  valid: '有效期',
  validity: '{from} – {to}',
  fingerprint: 'SHA-256 指纹',
  before: '以前信任的证书',
  after: '当前出示的证书',
  copy: '复制',
  copied: '已复制',
  copyFailed: '无法复制',
  expected: '预期的 SHA-256',
  expectedPlaceholder: '粘贴预期的 SHA-256 指纹进行核对…',
  compare: {
    matches: '一致，这是预期的证书。',
    differs: '不一致。请勿信任此证书，并询问管理员。',
    'not-hex': '这不是指纹。指纹由 64 位十六进制字符（0–9、A–F）组成，可带冒号。',
    sha1: '这是 SHA-1 指纹。请索取 64 位的 SHA-256 指纹。',
    incomplete: '不完整：SHA-256 指纹有 64 位。',
  },
  compared: '我已核对指纹',
  trust: '信任此证书',
  trustNew: '信任新证书',
  none: '尚未检查任何证书。',
  toAddress: '检查地址',
}

/** Why a certificate does not verify for the gateway. */
export const certificateReasons = {
  'self-signed': '证书是自签名的，没有经过证书颁发机构验证。',
  'unknown-issuer': '证书由“{issuer}”颁发，这台电脑不信任该颁发者。',
  expired: '证书已于 {until} 过期。',
  'not-yet-valid': '证书在 {from} 之前尚未生效。请同时检查这台电脑的时钟。',
  'other-name': '证书颁发给 {names}，而不是“{host}”。',
  'key-usage': '它只允许旧式密钥交换：以后得到其密钥的人可以读取今天记录的通信。',
  revoked: '证书已被颁发者吊销。',
  invalid: '证书未通过检查：签名、用途或格式有误。',
}
