import { app } from 'electron'

/** As in electron-builder.yml. */
const appId = 'app.holdwatch.desktop'
/** What Windows starts when the user clicks a notification of an app that has ended; never to be changed. */
const toastActivator = '{5B1C3F0E-8E0B-4E6B-9B0D-2C7A4D0F6A31}'

/**
 * Windows only shows notifications of an app that identifies itself like its shortcut does. An app run from source has
 * no shortcut: there the path of the executable is its id.
 */
export function nameApp(): void {
  if (process.platform !== 'win32') return
  app.setAppUserModelId(app.isPackaged ? appId : process.execPath)
  app.setToastActivatorCLSID(toastActivator)
}
