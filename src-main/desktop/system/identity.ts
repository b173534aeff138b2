import { app } from 'electron'

/** As in electron-builder.yml. */
const appId = 'app.holdwatch.desktop'
/** What Windows starts when somebody clicks a notification of an app that has ended; never to be changed. */
const toastActivator = '{5B1C3F0E-8E0B-4E6B-9B0D-2C7A4D0F6A31}'

/**
 * Windows shows notifications only of an app that names itself as its shortcut does. From its
 * sources it has none: there the path of the executable is its name.
 */
export function nameApp(): void {
  if (process.platform !== 'win32') return
  app.setAppUserModelId(app.isPackaged ? appId : process.execPath)
  app.setToastActivatorCLSID(toastActivator)
}
