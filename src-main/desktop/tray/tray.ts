import { Menu, type MenuItemConstructorOptions, type NativeImage, Tray } from 'electron'
import type { TrayCommand, TrayEntry, TrayIcon, TrayModel } from './trayModel.ts'

export interface TrayOptions {
  /** Images by state; an empty one where a file is missing. */
  image: (icon: TrayIcon) => NativeImage
  onCommand: (command: TrayCommand) => void
  onHold: (holdId: string) => void
  /** The icon itself was clicked, where the system reports that. */
  onClick: () => void
}

/** The icon in the tray; shows the result of `trayModel`. The constructor throws where there is no tray. */
export class AppTray {
  readonly #tray: Tray
  readonly #options: TrayOptions
  #image: NativeImage
  #tooltip = ''
  #badge = ''
  #menu = ''

  constructor(options: TrayOptions, first: TrayModel) {
    this.#options = options
    this.#image = options.image(first.icon)
    this.#tray = new Tray(this.#image)
    // On Linux not every panel sends a click: the menu offers everything too. On macOS a click opens the menu.
    if (process.platform !== 'darwin') this.#tray.on('click', options.onClick)
    this.show(first)
  }

  /** Calls the system only where something changed. */
  show({ icon, tooltip, badge, menu }: TrayModel): void {
    // Another theme or another display's scale needs another image of the same icon.
    const image = this.#options.image(icon)
    if (image !== this.#image) this.#tray.setImage(image)
    this.#image = image
    if (tooltip !== this.#tooltip) this.#tray.setToolTip(tooltip)
    this.#tooltip = tooltip
    // A template image has no space for a count; macOS writes it beside the icon.
    if (process.platform === 'darwin' && badge !== this.#badge) this.#tray.setTitle(badge)
    this.#badge = badge
    const written = JSON.stringify(menu)
    // Linux applies changes of a menu only when it is set again (electron's Tray documentation).
    if (written !== this.#menu) this.#tray.setContextMenu(this.#build(menu))
    this.#menu = written
  }

  destroy(): void {
    // On Linux destroying a tray is unsafe (electron#17622); the end of the process removes it.
    if (process.platform !== 'linux') this.#tray.destroy()
  }

  #build(entries: readonly TrayEntry[]): Menu {
    return Menu.buildFromTemplate(
      entries.map((entry): MenuItemConstructorOptions => {
        switch (entry.kind) {
          case 'separator':
            return { type: 'separator' }
          case 'text':
            return { label: entry.label, enabled: false }
          case 'hold':
            return {
              label: entry.label,
              click: () => {
                this.#options.onHold(entry.holdId)
              },
            }
          case 'command':
            return {
              id: entry.command,
              label: entry.label,
              ...(entry.checked === undefined
                ? {}
                : { type: 'checkbox' as const, checked: entry.checked }),
              click: () => {
                this.#options.onCommand(entry.command)
              },
            }
        }
      }),
    )
  }
}
