import { Menu } from 'electron'

/**
 * Leaves out the menu that Electron would offer, with its ways to reload the page and to open the
 * developer tools. macOS keeps what its users cannot do without: quit, copy and paste, windows.
 * Before the app is ready.
 */
export function setMenu(): void {
  const menu =
    process.platform === 'darwin'
      ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }])
      : null
  Menu.setApplicationMenu(menu)
}
