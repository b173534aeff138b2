import { readFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import type { App, CommandLine, FocusOptions, LoginItemSettings } from 'electron'
import { InstanceLock } from './instance-lock.ts'
import { asElectron, emitPreventable, Refusing, RefusingObject } from './offer.ts'
import type { Checked, Offers, Strays } from './offer.ts'
import { changed, host } from './state.ts'

type PathName = Parameters<App['getPath']>[0]

const config = () => process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config')

class ShellCommandLine extends RefusingObject implements Offers<CommandLine> {
  readonly #own = new Map<string, string>()

  constructor() {
    super('app.commandLine')
    // Electron determines this before the app's script runs, based on the session type.
    if (!this.hasSwitch('ozone-platform') && process.platform === 'linux') {
      const isWayland = process.env['XDG_SESSION_TYPE'] === 'wayland'
      this.appendSwitch('ozone-platform', isWayland ? 'wayland' : 'x11')
    }
  }

  appendSwitch(name: string, value = '') {
    this.#own.set(name.toLowerCase(), value)
  }

  hasSwitch(name: string) {
    return this.#all().has(name.toLowerCase())
  }

  getSwitchValue(name: string) {
    return this.#all().get(name.toLowerCase()) ?? ''
  }

  #all() {
    const switches = process.argv.flatMap((arg) => {
      const match = /^--([^=]+)(?:=(.*))?$/s.exec(arg)
      return match?.[1] ? [[match[1].toLowerCase(), match[2] ?? ''] as const] : []
    })
    return new Map([...switches, ...this.#own])
  }
}

/** Stands in for Electron's `app`. */
export class ShellApp extends Refusing implements Offers<App> {
  readonly commandLine = asElectron<CommandLine>(new ShellCommandLine())
  readonly dock = undefined
  readonly isPackaged = false
  #name: string | undefined
  #ready = false
  #quitting = false
  #badge = 0
  #lock: InstanceLock | undefined
  #login: Partial<LoginItemSettings> = {}
  readonly #paths = new Map<string, string>()
  readonly #whenReady = Promise.withResolvers<undefined>()
  /** The state that the panel and the specs can read. */
  readonly shellRecord = {
    sandbox: false,
    userModelId: '',
    toastActivator: '',
    stoleFocus: false,
    relaunch: false,
    exitCode: undefined as number | undefined,
  }

  constructor() {
    super('app')
  }

  /** Electron does this when the app's main module has been evaluated. */
  shellReady() {
    if (this.#ready) return
    this.#ready = true
    this.emit('will-finish-launching')
    this.emit('ready', {}, {})
    this.#whenReady.resolve(undefined)
  }

  get shellLogin() {
    return this.#login
  }

  get shellQuitting() {
    return this.#quitting
  }

  isReady() {
    return this.#ready
  }

  whenReady(): Promise<void> {
    return this.#whenReady.promise
  }

  /** As in Electron: emits `before-quit`, closes every window (each may refuse), emits `will-quit`, then exits. */
  quit() {
    if (this.#quitting) return
    this.#quitting = true
    const stopped =
      emitPreventable(this, 'before-quit') ||
      host.openWindows().some((window) => {
        window.close()
        return !window.isDestroyed()
      }) ||
      emitPreventable(this, 'will-quit')
    if (stopped) {
      this.#quitting = false
      return
    }
    this.#end(0)
  }

  exit(code = 0) {
    for (const window of host.openWindows()) window.destroy()
    this.#end(code)
  }

  relaunch() {
    this.shellRecord.relaunch = true
    changed()
  }

  /** Called when the last window is closed: Electron quits unless there is a listener. */
  shellAllClosed() {
    if (this.#quitting) return
    if (!this.emit('window-all-closed')) this.quit()
  }

  getAppPath() {
    return this.#paths.get('app') ?? process.cwd()
  }

  getName() {
    const { productName, name } = this.#manifest()
    return this.#name ?? productName ?? name ?? 'Electron'
  }

  setName(name: string) {
    this.#name = name
  }

  get name() {
    return this.getName()
  }

  set name(name: string) {
    this.setName(name)
  }

  getVersion() {
    return this.#manifest().version ?? process.versions.node
  }

  getPath(name: PathName): string {
    const set = this.#paths.get(name)
    if (set !== undefined) return set
    switch (name) {
      case 'home':
        return homedir()
      case 'temp':
        return tmpdir()
      case 'appData':
        return config()
      case 'userData':
        // A separate folder: the shell could not decrypt secrets that were encrypted with Electron's key ring.
        return (
          this.commandLine.getSwitchValue('user-data-dir') ||
          join(config(), `${this.getName()} (browser shell)`)
        )
      case 'sessionData':
        return this.getPath('userData')
      case 'logs':
        return join(this.getPath('userData'), 'logs')
      case 'crashDumps':
        return join(this.getPath('userData'), 'Crashpad')
      case 'exe':
        return process.execPath
      case 'desktop':
      case 'documents':
      case 'downloads':
        return join(homedir(), name[0]?.toUpperCase() + name.slice(1))
      default:
        throw new Error(`the browser shell does not offer app.getPath('${name}')`)
    }
  }

  setPath(name: string, path: string) {
    if (!isAbsolute(path)) throw new Error('Path must be absolute')
    this.#paths.set(name, path)
  }

  getLocale() {
    return this.commandLine.getSwitchValue('lang') || this.getSystemLocale()
  }

  getSystemLocale() {
    return Intl.DateTimeFormat().resolvedOptions().locale
  }

  requestSingleInstanceLock(additionalData?: object) {
    this.#lock ??= new InstanceLock(this.getPath('userData'))
    return this.#lock.acquire(
      { argv: process.argv, cwd: process.cwd(), data: additionalData ?? {} },
      ({ argv, cwd, data }) => this.emit('second-instance', {}, argv, cwd, data),
    )
  }

  enableSandbox() {
    if (this.#ready) throw new Error('app.enableSandbox() can only be called before app is ready')
    this.shellRecord.sandbox = true
  }

  setAppUserModelId(id: string) {
    this.shellRecord.userModelId = id
  }

  setToastActivatorCLSID(id: string) {
    this.shellRecord.toastActivator = id
  }

  getLoginItemSettings(): LoginItemSettings {
    return {
      openAtLogin: false,
      status: 'not-registered',
      wasOpenedAtLogin: false,
      executableWillLaunchAtLogin: false,
      launchItems: [],
      ...this.#login,
    }
  }

  setLoginItemSettings(settings: Parameters<App['setLoginItemSettings']>[0]) {
    const openAtLogin = settings.openAtLogin ?? false
    this.#login = { openAtLogin, executableWillLaunchAtLogin: openAtLogin }
    changed()
  }

  getBadgeCount() {
    return this.#badge
  }

  setBadgeCount(count = 0) {
    this.#badge = count
    changed()
    return true
  }

  focus(options?: FocusOptions) {
    this.shellRecord.stoleFocus ||= options?.steal ?? false
    const [first] = host.openWindows()
    first?.focus()
  }

  #manifest() {
    try {
      const text = readFileSync(join(this.getAppPath(), 'package.json'), 'utf8')
      return JSON.parse(text) as { name?: string; productName?: string; version?: string }
    } catch {
      return {}
    }
  }

  #end(code: number) {
    this.emit('quit', {}, code)
    this.#lock?.release()
    this.shellRecord.exitCode = code
    changed()
    host.exit(code)
  }
}

/** Does not compile if the stand-in offers a member that Electron does not have. */
export type AppStrays = Checked<Strays<ShellApp, App>>

export const app = new ShellApp()
