/** About the app: version, data folder and licenses. */
export const about = {
  title: '关于 Holdwatch',
  version: '版本',
  data: '数据文件夹',
  openFolder: '打开文件夹',
  folderFailed: '无法打开该文件夹。',
  updates: '更新',
  update: {
    off: '已关闭。新版本由管理员分发。',
    waiting: '尚未检查。',
    package: '此安装不自行更新：新版本以与当前版本相同的方式分发。',
    unsigned: '已关闭：当前版本未签名，因此无法验证新版本的发布者。',
    current: 'Holdwatch 已是最新版本。上次检查：{time}',
    downloading: '正在下载版本 {version}…',
    ready: '版本 {version} 已可安装。',
    onQuit: '退出 Holdwatch 时也会安装。',
    server: '无法使用更新服务器。上次尝试：{time}。详情见日志。',
    publisher: '新版本不是由当前版本的发布者签名，已被删除。请告知管理员。',
  },
  install: '安装并重新启动',
  licenses: '许可证',
  own: 'Holdwatch 以 MIT 许可证发布。',
  electron:
    'Holdwatch 基于 Electron 和 Chromium 运行，它们的许可证随程序一同安装；此外包含以下组件：',
  licenseOf: '{name} 的许可证',
}
