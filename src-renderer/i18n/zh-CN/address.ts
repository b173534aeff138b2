/** Where the gateway is. */
export const address = {
  title: '您的网关在哪里？',
  lead: 'Holdwatch 会先连接并查看证书；在您信任该证书之前，不会发送任何内容。',
  label: '网关地址',
  hint: '主机名或 IP 地址，冒号后面写端口。',
  placeholder: 'cc-gateway.example:8043',
  submit: '继续',
  checking: '正在连接…',
  simulatedHint: '这是 Holdwatch 内置的模拟网关。',
  locked: '由管理员设定：不能监看其他网关。',
}
