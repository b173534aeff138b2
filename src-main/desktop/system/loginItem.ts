import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { app } from 'electron'
import { type PreferenceSource, whenSupported } from '../../settings/preferences.ts'

/** When started at login, the app stays in the tray. */
export const hiddenFlag = '--hidden'

/** Start at login, as stored by the system. An app run from source would start something else. */
export function loginItem(): PreferenceSource<boolean> {
  return whenSupported(() => app.isPackaged, systemLoginItem(), 'not-installed', false)
}

function systemLoginItem(): PreferenceSource<boolean> {
  const common = { isSupported: true, limit: null }
  if (process.platform === 'linux') {
    const file = autostartFile(process.env)
    // An AppImage is mounted elsewhere at each start; its own path is in the environment.
    const executable = process.env['APPIMAGE'] ?? app.getPath('exe')
    return { ...common, ...autostart(file, executable) }
  }
  const args = process.platform === 'win32' ? [hiddenFlag] : []
  return {
    ...common,
    read() {
      const { openAtLogin, executableWillLaunchAtLogin } = app.getLoginItemSettings({ args })
      // Windows preserves the entry of an app that was disabled in the Task Manager.
      return openAtLogin && (process.platform !== 'win32' || executableWillLaunchAtLogin)
    },
    write: (openAtLogin) => {
      app.setLoginItemSettings({ openAtLogin, args })
    },
  }
}

/** Whether the app should stay in the tray after this start. */
export function startsHidden(): boolean {
  if (app.commandLine.hasSwitch(hiddenFlag.slice(2))) return true
  return process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin
}

/** Where Linux desktops look for programs to start (the XDG autostart specification). */
export function autostartFile(env: NodeJS.ProcessEnv, home: string = homedir()): string {
  return join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'autostart', 'holdwatch.desktop')
}

export function autostart(
  file: string,
  executable: string,
): Pick<PreferenceSource<boolean>, 'read' | 'write'> {
  return {
    read: () => existsSync(file),
    async write(on) {
      if (!on) return rm(file, { force: true })
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, desktopEntry(executable))
    },
  }
}

function desktopEntry(executable: string): string {
  // The specification's quoting: these four characters are escaped inside double quotes.
  const quoted = `"${executable.replaceAll(/["`$\\]/g, String.raw`\$&`)}"`
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Holdwatch',
    // Once the app is removed, the remaining file starts nothing and reports no error.
    `TryExec=${executable.replaceAll('\\', String.raw`\\`)}`,
    `Exec=${quoted.replaceAll('%', '%%')} ${hiddenFlag}`,
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n')
}
