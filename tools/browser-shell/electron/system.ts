import type { Clipboard, NativeTheme, Net, PowerMonitor, Shell } from 'electron'
import { preventable, Refusing, refusing } from './offer.ts'
import type { Checked, Offers, Strays } from './offer.ts'
import { protocol } from './protocol.ts'
import { changed } from './state.ts'

/** Stands in for Electron's `powerMonitor`; its events are fired from the panel or a spec. */
export class ShellPowerMonitor extends Refusing {
  constructor() {
    super('powerMonitor')
  }

  shellFire(event: PowerEvent) {
    // Only a shutdown can be delayed; Electron's declarations omit its event.
    this.emit(event, ...(event === 'shutdown' ? [preventable()] : []))
    changed()
  }
}

export type PowerEvent = 'suspend' | 'resume' | 'lock-screen' | 'unlock-screen' | 'shutdown'
export type PowerStrays = Checked<Strays<ShellPowerMonitor, PowerMonitor>>

export const powerMonitor = new ShellPowerMonitor()

/** What the app passed to `shell`; nothing is actually opened. */
export const opened: { what: 'external' | 'path' | 'folder'; target: string }[] = []

const recordOpened = (what: (typeof opened)[number]['what'], target: string) => {
  opened.push({ what, target })
  changed()
}

/** Stands in for Electron's `shell`. */
export const shell = refusing('shell', {
  openExternal: (url: string) => {
    recordOpened('external', url)
    return Promise.resolve()
  },
  openPath: (path: string) => {
    recordOpened('path', path)
    return Promise.resolve('')
  },
} satisfies Partial<Shell>)

/** The last copied text. */
export const copied = { text: '' }

/** Stands in for Electron's `clipboard`, with its own text instead of the system's. */
export const clipboard = refusing('clipboard', {
  writeText: (text: string) => {
    copied.text = text
    changed()
    return Promise.resolve()
  },
  clear: () => {
    copied.text = ''
  },
} satisfies Partial<Clipboard>)

/** Stands in for Electron's `nativeTheme`. */
export class ShellNativeTheme extends Refusing implements Offers<NativeTheme> {
  #source: NativeTheme['themeSource'] = 'system'
  #systemDark = false

  constructor() {
    super('nativeTheme')
  }

  get themeSource() {
    return this.#source
  }

  set themeSource(source: NativeTheme['themeSource']) {
    this.#source = source
    this.emit('updated')
    changed()
  }

  get shouldUseDarkColors() {
    return this.#source === 'system' ? this.#systemDark : this.#source === 'dark'
  }

  get shouldUseDarkColorsForSystemIntegratedUI() {
    return this.#systemDark
  }

  shellSetDark(dark: boolean) {
    this.#systemDark = dark
    this.emit('updated')
    changed()
  }
}

export type ThemeStrays = Checked<Strays<ShellNativeTheme, NativeTheme>>

export const nativeTheme = new ShellNativeTheme()

/** Stands in for Electron's `net`, with Node's own fetch and the app's own scheme. */
export const net = refusing('net', {
  fetch: (input: string | Request, init?: RequestInit) => {
    const request = new Request(input, init)
    return /^(https?|data):/.test(request.url) ? fetch(request) : protocol.shellFetch(request)
  },
  online: true,
} satisfies Partial<Net>)
