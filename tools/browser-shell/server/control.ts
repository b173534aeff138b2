import type { EditFlags, Menu, MenuItem } from 'electron'
import { app } from '../electron/app.ts'
import { type DialogAnswer, shownDialogs } from '../electron/dialog.ts'
import { showLate, shownNotifications } from '../electron/notification.ts'
import { preventable } from '../electron/offer.ts'
import { protocol } from '../electron/protocol.ts'
import { unlock } from '../electron/safe-storage.ts'
import { type DisplayWish, screen } from '../electron/screen.ts'
import { defaultSession, type Permission } from '../electron/session.ts'
import { changed, stateVersion } from '../electron/state.ts'
import { windows, type ShellWindow } from '../electron/window.ts'
import { copied, nativeTheme, opened, powerMonitor, type PowerEvent } from '../electron/system.ts'
import { menus, trays } from '../electron/tray-menu.ts'

/** The actions of the panel and the specs on the app. */
export type Command =
  | { do: 'power'; event: PowerEvent }
  /** Systems move the windows of a removed display before or after they report it. */
  | { do: 'displays'; displays: DisplayWish[]; moves?: 'before' | 'after' }
  | { do: 'tray'; event?: 'click' | 'right-click' | 'double-click'; tray?: number }
  /** By labels or ids, from the top: `{ of: 'tray', path: ['Pause', 'One hour'] }`. */
  | { do: 'menu'; of: 'tray' | 'application' | 'popup'; path: string[] }
  | { do: 'notification'; id: string; event: 'click' | 'close' | 'action'; index?: number }
  /** The system shows accepted notifications late. */
  | { do: 'show-notifications' }
  | { do: 'dialog'; id: number; answer: DialogAnswer }
  | { do: 'window'; action: WindowAction; window?: number }
  | { do: 'bounds'; bounds: { x?: number; y?: number; width?: number; height?: number } }
  /** A key of the application menu, in accelerator format. */
  | { do: 'press'; accelerator: string }
  /** A right click on the page, on a field or elsewhere. */
  | { do: 'context-menu'; isEditable: boolean; can: Partial<EditFlags> }
  | { do: 'second-instance'; argv: string[]; cwd?: string }
  | { do: 'activate' }
  | { do: 'dark'; dark: boolean }
  /** Returns whether the app's handlers allow it. */
  | { do: 'permission'; permission: Permission; check?: boolean }
  /** Returns true where a guard of the app prevented it. */
  | { do: 'navigate'; url: string }
  /** Returns the response of the window-open handler: 'deny' or 'allow'. */
  | { do: 'open-window'; url: string }
  /** The page's process dies. */
  | { do: 'crash'; reason: 'crashed' | 'oom' | 'killed' }
  /** As on Windows; a session that was queried may continue all the same. */
  | { do: 'session'; event: 'query-session-end' | 'session-end' }
  /** The user enters the key ring's password. */
  | { do: 'unlock-key-ring' }
  | { do: 'quit' }

export type WindowAction = 'close' | 'show' | 'hide' | 'focus' | 'blur' | 'minimize' | 'restore'

function theWindow(id?: number): ShellWindow {
  const [first] = windows.values()
  const window = id === undefined ? first : windows.get(id)
  if (!window) throw new Error('there is no such window')
  return window
}

function theTray(id?: number) {
  const [first] = trays.values()
  const tray = id === undefined ? first : trays.get(id)
  if (!tray) throw new Error('there is no such tray')
  return tray
}

function itemAt(menu: Menu | null, path: string[]): MenuItem {
  const [name, ...rest] = path
  const item = menu?.items.find((entry) => entry.label === name || (entry.id && entry.id === name))
  if (!item) {
    const names = menu?.items.map((entry) => entry.label).join(', ')
    throw new Error(`no menu entry "${name}"; there are: ${names || 'none'}`)
  }
  return rest.length > 0 ? itemAt(item.submenu ?? null, rest) : item
}

const nothingCan: EditFlags = {
  canUndo: false,
  canRedo: false,
  canCut: false,
  canCopy: false,
  canPaste: false,
  canDelete: false,
  canSelectAll: false,
  canEditRichly: false,
}

function pressed(accelerator: string, menu: Menu | null | undefined): MenuItem | undefined {
  const items = menu?.items ?? []
  const inside = items.map(({ submenu }) => pressed(accelerator, submenu))
  return [...items.filter((item) => item.accelerator === accelerator), ...inside].find(Boolean)
}

function clickMenu(command: Command & { do: 'menu' }) {
  const menu = command.of === 'tray' ? theTray().shellMenu : menus[command.of]
  const item = itemAt(menu, command.path)
  item.click()
  if (command.of === 'popup') menu?.closePopup()
}

function touchNotification(command: Command & { do: 'notification' }) {
  const target = shownNotifications.find(({ id }) => id === command.id)
  if (!target) throw new Error(`no notification ${command.id}`)
  if (command.event === 'click') target.shellClick()
  else if (command.event === 'action') target.shellAction(command.index ?? 0)
  else target.close()
}

function answerDialog(id: number, answer: DialogAnswer) {
  const target = shownDialogs.find((dialog) => dialog.id === id)
  if (!target?.open) throw new Error(`no open dialog ${id}`)
  target.answer(answer)
}

const askPermission = (command: Command & { do: 'permission' }) => {
  const { webContents } = theWindow()
  return command.check
    ? defaultSession.shellCheck(webContents, command.permission, webContents.getURL())
    : defaultSession.shellAsk(webContents, command.permission, webContents.getURL())
}

/** Windows on a disconnected display lose the focus and are moved to the first remaining one. */
function plug(displays: DisplayWish[], moves: 'before' | 'after') {
  const [home] = displays
  const stay = ({ x, y }: { x: number; y: number }) =>
    displays.some(
      (one) => x >= one.x && x < one.x + one.width && y >= one.y && y < one.y + one.height,
    )
  const lost = [...windows.values()].filter((window) => !stay(window.getNormalBounds()))
  const move = () => {
    for (const window of lost) {
      window.blur()
      window.setBounds({ x: home?.x ?? 0, y: home?.y ?? 0 })
    }
  }
  if (moves === 'before') move()
  screen.shellSetDisplays(displays)
  if (moves === 'after') move()
}

/** Performs an action of the panel or a spec; the response is JSON. */
export async function perform(command: Command): Promise<unknown> {
  switch (command.do) {
    case 'power':
      return powerMonitor.shellFire(command.event)
    case 'displays':
      return plug(command.displays, command.moves ?? 'before')
    case 'tray': {
      const tray = theTray(command.tray)
      tray.emit(command.event ?? 'click', {}, tray.getBounds(), { x: 0, y: 0 })
      return
    }
    case 'menu':
      return clickMenu(command)
    case 'notification':
      return touchNotification(command)
    case 'show-notifications':
      showLate()
      return
    case 'dialog':
      return answerDialog(command.id, command.answer)
    case 'window':
      return theWindow(command.window)[command.action]()
    case 'bounds':
      return theWindow().setBounds(command.bounds)
    case 'press':
      return pressed(command.accelerator, menus.application)?.click()
    case 'context-menu': {
      const { isEditable, can } = command
      const editFlags = { ...nothingCan, ...can }
      theWindow().shellContents.emit('context-menu', {}, { isEditable, editFlags })
      return
    }
    case 'second-instance':
      app.emit('second-instance', {}, command.argv, command.cwd ?? process.cwd(), {})
      return
    case 'activate':
      app.emit('activate', {}, windows.size > 0)
      return
    case 'dark':
      return nativeTheme.shellSetDark(command.dark)
    case 'permission':
      return await askPermission(command)
    case 'navigate':
      return theWindow().shellContents.shellNavigate(command.url)
    case 'open-window':
      return theWindow().shellContents.shellOpen(command.url)
    case 'crash':
      theWindow().shellContents.shellCrash(command.reason)
      return
    case 'session':
      theWindow().emit(command.event, { ...preventable(), reasons: ['logoff'] })
      return
    case 'unlock-key-ring':
      unlock()
      return
    case 'quit':
      // After the response was sent: quitting ends the process.
      setImmediate(() => {
        app.quit()
      })
      return
    default:
      throw new Error(`unknown command ${JSON.stringify(command)}`)
  }
}

interface MenuEntry {
  id: string
  label: string
  type: string
  enabled: boolean
  visible: boolean
  checked: boolean
  role: string
  submenu: MenuEntry[]
}

const menuState = (menu: Menu | null | undefined): MenuEntry[] =>
  (menu?.items ?? []).map(({ id, label, type, enabled, visible, checked, role, submenu }) => ({
    id,
    label,
    type,
    enabled,
    visible,
    checked,
    role: role ?? '',
    submenu: menuState(submenu),
  }))

/** The ways in which a page can try to navigate away. */
const guards = [
  'will-navigate',
  'will-redirect',
  'will-frame-navigate',
  'will-attach-webview',
] as const

const windowState = (window: ShellWindow) => ({
  id: window.id,
  title: window.getTitle(),
  url: window.webContents.getURL(),
  pages: [...window.shellContents.shellFrames].map((frame) => frame.url),
  visible: window.isVisible(),
  focused: window.isFocused(),
  minimized: window.isMinimized(),
  maximized: window.isMaximized(),
  fullScreen: window.isFullScreen(),
  alwaysOnTop: window.isAlwaysOnTop(),
  bounds: window.getNormalBounds(),
  zoomLevel: window.shellContents.zoomLevel,
  marks: window.shellMarks,
  webPreferences: window.shellOptions.webPreferences ?? {},
  hasOpenHandler: window.shellContents.shellOpenHandler !== null,
  guarded: guards.filter((event) => window.shellContents.listenerCount(event) > 0),
})

/** The state that is visible from outside, as plain JSON. */
export const readState = () => ({
  version: stateVersion(),
  app: {
    name: app.getName(),
    ready: app.isReady(),
    badge: app.getBadgeCount(),
    loginItem: app.getLoginItemSettings(),
    userData: app.getPath('userData'),
    ...app.shellRecord,
  },
  windows: [...windows.values()].map(windowState),
  trays: [...trays.values()].map((tray) => ({
    id: tray.shellId,
    toolTip: tray.shellToolTip,
    title: tray.getTitle(),
    image: tray.shellImage.isEmpty() ? '' : tray.shellImage.toDataURL(),
    menu: menuState(tray.shellMenu),
  })),
  applicationMenu: menuState(menus.application),
  popup: menuState(menus.popup),
  notifications: shownNotifications.map((notification) => ({
    id: notification.id,
    title: notification.title,
    body: notification.body,
    silent: notification.silent,
    urgency: notification.shellOptions.urgency ?? 'normal',
    actions: (notification.shellOptions.actions ?? []).map(({ text }) => text ?? ''),
    open: notification.shellOpen,
  })),
  dialogs: shownDialogs.map(({ answer: _answer, ...dialog }) => dialog),
  opened: [...opened],
  clipboard: copied.text,
  displays: app.isReady() ? screen.getAllDisplays() : [],
  theme: nativeTheme.themeSource,
  permissions: defaultSession.shellHandlers,
  schemes: protocol.shellSchemes,
})

export type ShellState = ReturnType<typeof readState>

/** Notifies waiting callers that the app has started. */
export const announceReady = () => {
  app.shellReady()
  changed()
}
