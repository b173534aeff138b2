/** The address of the gateway, or of a CC-CMS. */
export const address = {
  title: '请输入网关或 CC-CMS 的地址',
  lead: 'Holdwatch 会先连接并检查证书。在您信任该证书之前，不会发送任何数据。',
  label: '地址',
  hint: '主机名或 IP 地址，加冒号和端口。',
  placeholder: 'cc-gateway.example:8043',
  submit: '继续',
  checking: '正在连接…',
  simulatedHint: '这是 Holdwatch 内置的模拟网关。',
  locked: '由管理员设定，不能使用其他地址。',
}
