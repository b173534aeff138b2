/** About the app: version, data folder and licenses. */
export const about = {
  title: '关于 Holdwatch',
  version: '版本',
  data: '数据文件夹',
  openFolder: '打开文件夹',
  folderFailed: '无法打开该文件夹。',
  licenses: '许可证',
  own: 'Holdwatch 以 MIT 许可证发布。',
  electron:
    'Holdwatch 基于 Electron 和 Chromium 运行，它们的许可证随程序一同安装；此外包含以下组件：',
  licenseOf: '{name} 的许可证',
}
