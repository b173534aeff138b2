import type {
  Menu,
  MenuItem,
  MenuItemConstructorOptions,
  NativeImage,
  Rectangle,
  Tray,
} from 'electron'
import { app } from './app.ts'
import { nativeImage } from './native-image.ts'
import {
  asElectron,
  Refusing,
  RefusingObject,
  type Checked,
  type Offers,
  type Strays,
} from './offer.ts'
import { changed } from './state.ts'
import { windows } from './window.ts'

// Electron's declarations list some more roles for the template than for the item.
type Role = NonNullable<MenuItemConstructorOptions['role']>

const roleLabels: Partial<Record<Role, string>> = {
  quit: 'Quit',
  close: 'Close',
  reload: 'Reload',
  copy: 'Copy',
  paste: 'Paste',
  about: 'About',
}

/** Electron's default accelerators for roles. */
const roleKeys: Partial<Record<Role, string>> = {
  zoomIn: 'CommandOrControl+Plus',
  zoomOut: 'CommandOrControl+-',
  resetZoom: 'CommandOrControl+0',
  togglefullscreen: process.platform === 'darwin' ? 'Control+Command+F' : 'F11',
  quit: 'CommandOrControl+Q',
  reload: 'CommandOrControl+R',
}

/** The roles that the shell implements; the others are left to the browser. */
const runRole = (role: Role) => {
  const [window] = windows.values()
  if (role === 'quit') app.quit()
  else if (role === 'close') window?.close()
  else if (role === 'reload') window?.reload()
  else if (role === 'togglefullscreen') window?.setFullScreen(!window.isFullScreen())
  else if (role === 'zoomIn')
    window?.shellContents.setZoomLevel(window.shellContents.zoomLevel + 0.5)
  else if (role === 'zoomOut')
    window?.shellContents.setZoomLevel(window.shellContents.zoomLevel - 0.5)
  else if (role === 'resetZoom') window?.shellContents.setZoomLevel(0)
}

let itemsSeen = 0

/** Stands in for a `MenuItem`. */
export class ShellMenuItem
  extends RefusingObject
  implements Offers<Omit<MenuItem, 'click' | 'submenu'>>
{
  readonly commandId = ++itemsSeen
  readonly id: string
  readonly type: MenuItem['type']
  readonly role?: NonNullable<MenuItem['role']>
  readonly submenu?: Menu
  readonly accelerator: MenuItem['accelerator']
  label: string
  sublabel: string
  toolTip: string
  enabled: boolean
  visible: boolean
  checked: boolean
  readonly #onClick: MenuItemConstructorOptions['click']

  constructor(options: MenuItemConstructorOptions) {
    super('MenuItem')
    this.id = options.id ?? ''
    this.type = options.type ?? (options.submenu ? 'submenu' : 'normal')
    this.label = options.label ?? (options.role ? (roleLabels[options.role] ?? options.role) : '')
    this.sublabel = options.sublabel ?? ''
    this.toolTip = options.toolTip ?? ''
    const keys = options.role && roleKeys[options.role]
    this.accelerator = options.accelerator ?? keys ?? null
    this.enabled = options.enabled ?? true
    this.visible = options.visible ?? true
    this.checked = options.checked ?? false
    if (options.role) this.role = options.role as NonNullable<MenuItem['role']>
    const { submenu } = options
    if (submenu) {
      this.submenu = Array.isArray(submenu)
        ? ShellMenu.buildFromTemplate(submenu)
        : asElectron<Menu>(submenu)
    }
    this.#onClick = options.click
  }

  /** The effect of a click or accelerator: toggles the check mark, runs the role, calls the app. */
  click() {
    if (!this.enabled) throw new Error(`menu entry "${this.label}" is disabled`)
    if (this.type === 'checkbox') this.checked = !this.checked
    if (this.type === 'radio') this.checked = true
    const keys = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false }
    if (this.role) runRole(this.role)
    else this.#onClick?.(asElectron<MenuItem>(this), undefined, keys)
    changed()
  }
}

/** Stands in for a `Menu`. */
export class ShellMenu extends Refusing implements Offers<Menu> {
  readonly items: MenuItem[] = []

  constructor() {
    super('Menu')
  }

  static buildFromTemplate(template: (MenuItemConstructorOptions | MenuItem)[]): Menu {
    const menu = new ShellMenu()
    for (const entry of template) {
      menu.append(
        entry instanceof ShellMenuItem
          ? asElectron<MenuItem>(entry)
          : // Electron's union cannot be distinguished by type; an item is recognized above.
            asElectron<MenuItem>(new ShellMenuItem(entry as MenuItemConstructorOptions)),
      )
    }
    return asElectron<Menu>(menu)
  }

  static setApplicationMenu(menu: Menu | null) {
    menus.application = menu
    changed()
  }

  append(item: MenuItem) {
    this.items.push(item)
  }

  insert(position: number, item: MenuItem) {
    this.items.splice(position, 0, item)
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const match = item.id === id ? item : item.submenu?.getMenuItemById(id)
      if (match) return match
    }
    return null
  }

  popup() {
    menus.popup = asElectron<Menu>(this)
    this.emit('menu-will-show', {})
    changed()
  }

  closePopup() {
    if (menus.popup === asElectron<Menu>(this)) menus.popup = null
    this.emit('menu-will-close', {})
    changed()
  }
}

/** The menus that do not belong to a tray. */
export const menus: { application: Menu | null; popup: Menu | null } = {
  application: null,
  popup: null,
}

/** All existing trays. */
export const trays = new Map<number, ShellTray>()
let traysSeen = 0

/** Stands in for a `Tray`. */
export class ShellTray extends Refusing implements Offers<Tray> {
  readonly shellId = ++traysSeen
  shellImage = nativeImage.createEmpty()
  shellToolTip = ''
  shellMenu: Menu | null = null
  #title = ''
  #isDestroyed = false

  constructor(image: NativeImage | string) {
    super('Tray')
    if (!app.isReady()) throw new Error('Cannot create Tray before app is ready')
    trays.set(this.shellId, this)
    this.setImage(image)
  }

  get shellGone() {
    return this.#isDestroyed
  }

  setImage(image: NativeImage | string) {
    this.shellImage = typeof image === 'string' ? nativeImage.createFromPath(image) : image
    changed()
  }

  setToolTip(text: string) {
    this.shellToolTip = text
    changed()
  }

  setTitle(title: string) {
    this.#title = title
    changed()
  }

  getTitle() {
    return this.#title
  }

  setContextMenu(menu: Menu | null) {
    this.shellMenu = menu
    changed()
  }

  getBounds(): Rectangle {
    return { x: 0, y: 0, width: 24, height: 24 }
  }

  isDestroyed() {
    return this.#isDestroyed
  }

  destroy() {
    this.#isDestroyed = true
    trays.delete(this.shellId)
    changed()
  }
}

export type MenuStrays = Checked<Strays<ShellMenu, Menu>>
export type MenuItemStrays = Checked<Strays<ShellMenuItem, MenuItem>>
export type TrayStrays = Checked<Strays<ShellTray, Tray>>
