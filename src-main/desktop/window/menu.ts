import { Menu, type MenuItemConstructorOptions } from 'electron'
import type { Words } from '../text/words.ts'

export type MenuWords = Pick<Words, 'view' | 'zoomIn' | 'zoomOut' | 'actualSize' | 'fullScreen'>

/** Before the app is ready: leaves out the menu that Electron would offer by itself. */
export function refuseStandardMenu(): void {
  Menu.setApplicationMenu(null)
}

/** Sets the app's menu. Elsewhere than on macOS it is hidden until Alt is pressed; its keys work. */
export function setMenu(words: MenuWords): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuEntries(process.platform, words)))
}

/**
 * The ways to see the page larger or smaller; on macOS also what its users cannot do without: quit,
 * copy and paste, windows. Nothing that reloads the page or opens the developer tools.
 */
export function menuEntries(platform: string, words: MenuWords): MenuItemConstructorOptions[] {
  const view: MenuItemConstructorOptions = {
    label: words.view,
    submenu: [
      { role: 'zoomIn', label: words.zoomIn },
      // The key itself, without Shift, and the one of the number pad.
      { role: 'zoomIn', label: words.zoomIn, accelerator: 'CommandOrControl+=', visible: false },
      {
        role: 'zoomIn',
        label: words.zoomIn,
        accelerator: 'CommandOrControl+numadd',
        visible: false,
      },
      { role: 'zoomOut', label: words.zoomOut },
      {
        role: 'zoomOut',
        label: words.zoomOut,
        accelerator: 'CommandOrControl+numsub',
        visible: false,
      },
      { role: 'resetZoom', label: words.actualSize },
      { type: 'separator' },
      { role: 'togglefullscreen', label: words.fullScreen },
    ],
  }
  if (platform !== 'darwin') return [view]
  return [{ role: 'appMenu' }, { role: 'editMenu' }, view, { role: 'windowMenu' }]
}
