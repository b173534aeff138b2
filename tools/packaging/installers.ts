import { posix, win32 } from 'node:path'

/** A program and its arguments. */
export type Command = readonly [program: string, ...args: string[]]

/** The test of one installer: installs silently, starts the app, ends it, and uninstalls. */
export interface Trial {
  installer: string
  install: readonly Command[]
  /** The installed executable to start. */
  executable: string
  remove: readonly Command[]
}

export interface System {
  platform: string
  arch: string
  env: NodeJS.ProcessEnv
}

/**
 * The tests of the installers that this system can run, with the commands of docs/administrators.md.
 * @param folder contains the installers
 * @param names all files there
 */
export function trialsOf(
  folder: string,
  names: readonly string[],
  { platform, arch, env }: System,
): Trial[] {
  const { join } = platform === 'win32' ? win32 : posix
  const trial = (pattern: RegExp, of: (path: string) => Omit<Trial, 'installer'>): Trial[] =>
    names
      .filter((name) => pattern.test(name))
      .map((installer) => ({ installer, ...of(join(folder, installer)) }))

  if (platform === 'linux') {
    return [
      ...trial(arch === 'arm64' ? /-arm64\.deb$/ : /-amd64\.deb$/, (path) => ({
        install: [['sudo', 'apt-get', 'install', '--yes', path]],
        executable: '/usr/bin/holdwatch',
        remove: [['sudo', 'apt-get', 'remove', '--yes', 'holdwatch']],
      })),
      ...trial(arch === 'arm64' ? /-arm64\.AppImage$/ : /-x86_64\.AppImage$/, (path) => ({
        install: [['chmod', '755', path]],
        executable: path,
        remove: [],
      })),
    ]
  }
  if (platform === 'win32') {
    const own = join(env['LOCALAPPDATA'] ?? '', 'Programs', 'Holdwatch')
    return [
      ...trial(new RegExp(`-win-${arch}-setup\\.exe$`), (path) => ({
        install: [[path, '/S', '/currentuser']],
        executable: join(own, 'Holdwatch.exe'),
        // It copies itself elsewhere to remove its folder; without `_?=` it would return before it is done.
        remove: [[join(own, 'Uninstall Holdwatch.exe'), '/S', '/currentuser', `_?=${own}`]],
      })),
      ...trial(new RegExp(`-win-${arch}\\.msi$`), (path) => ({
        install: [['msiexec', '/i', path, '/qn', '/norestart']],
        executable: join(env['ProgramFiles'] ?? '', 'Holdwatch', 'Holdwatch.exe'),
        remove: [['msiexec', '/x', path, '/qn', '/norestart']],
      })),
    ]
  }
  const mounted = '/tmp/holdwatch-image'
  const installed = '/Applications/Holdwatch.app'
  const executable = `${installed}/Contents/MacOS/Holdwatch`
  const remove: Command[] = [['sudo', 'rm', '-rf', installed]]
  const image = trial(new RegExp(`-mac-${arch}\\.dmg$`), (path) => ({
    install: [
      ['hdiutil', 'attach', '-nobrowse', '-readonly', '-mountpoint', mounted, path],
      ['sudo', 'ditto', `${mounted}/Holdwatch.app`, installed],
      ['hdiutil', 'detach', mounted],
    ],
    executable,
    remove,
  }))
  const managed = trial(new RegExp(`-mac-${arch}\\.pkg$`), (path) => ({
    install: [['sudo', 'installer', '-pkg', path, '-target', '/']],
    executable,
    remove,
  }))
  return [...image, ...managed]
}

/** Makes a running app quit, like signing out of the system or closing its window. */
export const endCommand = (platform: string, pid: number): Command =>
  platform === 'win32' ? ['taskkill', '/PID', String(pid)] : ['kill', '-TERM', String(pid)]
