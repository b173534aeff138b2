import { Menu, type MenuItemConstructorOptions } from 'electron'
import type { Words } from '../text/words.ts'

export type MenuWords = Pick<Words, 'view' | 'zoomIn' | 'zoomOut' | 'actualSize' | 'fullScreen'>

/** Before the app is ready: removes Electron's default menu. */
export function refuseStandardMenu(): void {
  Menu.setApplicationMenu(null)
}

/** Sets the app's menu. On systems other than macOS it is hidden until Alt is pressed; its shortcuts work. */
export function setMenu(words: MenuWords): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuEntries(process.platform, words)))
}

/**
 * Commands to zoom the page; on macOS also those that its users expect: quit, copy and paste, windows. None that
 * reloads the page or opens the developer tools.
 */
export function menuEntries(platform: string, words: MenuWords): MenuItemConstructorOptions[] {
  const view: MenuItemConstructorOptions = {
    label: words.view,
    submenu: [
      { role: 'zoomIn', label: words.zoomIn },
      // The key itself, without Shift, and the one on the number pad.
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
