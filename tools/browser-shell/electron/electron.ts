/**
 * Resolves `import … from 'electron'` under Node: the subset of Electron that the app may use, typed against Electron's
 * own declarations. Importing it has no side effects.
 */
import { app } from './app.ts'
import { dialog } from './dialog.ts'
import { ipcMain } from './ipc.ts'
import { nativeImage } from './native-image.ts'
import { ShellNotification as Notification } from './notification.ts'
import { notOffered } from './offer.ts'
import { protocol } from './protocol.ts'
import { safeStorage } from './safe-storage.ts'
import { screen } from './screen.ts'
import { session } from './session.ts'
import { clipboard, nativeTheme, net, powerMonitor, shell } from './system.ts'
import { ShellMenu as Menu, ShellMenuItem as MenuItem, ShellTray as Tray } from './tray-menu.ts'
import { ShellWindow as BrowserWindow } from './window.ts'

const autoUpdater = notOffered('autoUpdater')
const contentTracing = notOffered('contentTracing')
const crashReporter = notOffered('crashReporter')
const desktopCapturer = notOffered('desktopCapturer')
const globalShortcut = notOffered('globalShortcut')
const powerSaveBlocker = notOffered('powerSaveBlocker')
const systemPreferences = notOffered('systemPreferences')
const utilityProcess = notOffered('utilityProcess')
const webContents = notOffered('webContents')
// The real ones run in the page (page/entry.ts); unit tests of a preload script replace these.
const contextBridge = notOffered('contextBridge')
const ipcRenderer = notOffered('ipcRenderer')
const webFrame = notOffered('webFrame')

export {
  app,
  autoUpdater,
  BrowserWindow,
  clipboard,
  contentTracing,
  contextBridge,
  crashReporter,
  desktopCapturer,
  dialog,
  globalShortcut,
  ipcMain,
  ipcRenderer,
  Menu,
  MenuItem,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  systemPreferences,
  Tray,
  utilityProcess,
  webContents,
  webFrame,
}
