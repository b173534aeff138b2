import type { OnHeadersReceivedListenerDetails, Session, WebContents, WebRequest } from 'electron'
import { app } from './app.ts'
import { asElectron, Refusing, refusing } from './offer.ts'
import type { Checked, Offers, Strays } from './offer.ts'
import { protocol } from './protocol.ts'

type RequestHandler = NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>
type CheckHandler = NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>
type HeadersListener = Extract<
  Parameters<WebRequest['onHeadersReceived']>[0],
  (...args: never) => void
>
export type Permission = Parameters<RequestHandler>[1]

class ShellWebRequest {
  shellHeaders: HeadersListener | null = null

  /** With or without a filter; the shell has one origin, so a filter changes nothing. */
  onHeadersReceived(first: object | null, second?: HeadersListener | null) {
    const listener = second === undefined ? first : second
    this.shellHeaders = typeof listener === 'function' ? (listener as HeadersListener) : null
  }
}

/** Stands in for `session.defaultSession`. */
export class ShellSession extends Refusing implements Offers<Omit<Session, 'webRequest'>> {
  readonly #requests = new ShellWebRequest()
  readonly webRequest = asElectron<WebRequest>(refusing('session.webRequest', this.#requests))
  readonly protocol = asElectron<Session['protocol']>(protocol)
  #request: RequestHandler | null = null
  #check: CheckHandler | null = null

  constructor() {
    super('session')
  }

  setPermissionRequestHandler(handler: RequestHandler | null) {
    this.#request = handler
  }

  setPermissionCheckHandler(handler: CheckHandler | null) {
    this.#check = handler
  }

  setDevicePermissionHandler(_handler: Parameters<Session['setDevicePermissionHandler']>[0]) {
    // The shell's pages have no devices.
  }

  resolveProxy(_url: string) {
    return Promise.resolve('DIRECT')
  }

  setSpellCheckerEnabled(_enable: boolean) {
    // The browser's own setting decides.
  }

  setSpellCheckerLanguages(_languages: string[]) {
    // The browser's own setting decides.
  }

  clearCache() {
    return Promise.resolve()
  }

  clearStorageData() {
    return Promise.resolve()
  }

  closeAllConnections() {
    return Promise.resolve()
  }

  flushStorageData() {
    // Nothing is kept back.
  }

  get shellHandlers() {
    return { request: this.#request !== null, check: this.#check !== null }
  }

  /** What the app answers when a page asks; Electron approves where nobody was asked. */
  shellAsk(contents: WebContents, permission: Permission, url: string): Promise<boolean> {
    const handler = this.#request
    if (!handler) return Promise.resolve(true)
    return new Promise((resolve) => {
      handler(contents, permission, resolve, { requestingUrl: url, isMainFrame: true })
    })
  }

  shellCheck(contents: WebContents, permission: Permission, url: string): boolean {
    const origin = url.replace(/^(\w+:\/\/[^/]*).*$/s, '$1')
    const details = { requestingUrl: url, isMainFrame: true, securityOrigin: origin }
    return this.#check?.(contents, permission, origin, details) ?? true
  }

  /** Lets the app's `onHeadersReceived` change the headers of an answer. */
  shellFilterHeaders(url: string, headers: Headers): Promise<Headers> {
    const listener = this.#requests.shellHeaders
    if (!listener) return Promise.resolve(headers)
    const responseHeaders = Object.fromEntries([...headers].map(([name, text]) => [name, [text]]))
    const details = asElectron<OnHeadersReceivedListenerDetails>({
      url,
      responseHeaders,
      resourceType: 'mainFrame',
      method: 'GET',
      statusCode: 200,
    })
    return new Promise((resolve) => {
      listener(details, (answer) => {
        const entries = Object.entries(answer.responseHeaders ?? responseHeaders)
        resolve(
          new Headers(
            entries.flatMap(([name, texts]) =>
              [texts].flat().map((text): [string, string] => [name, text]),
            ),
          ),
        )
      })
    })
  }
}

export type SessionStrays = Checked<Strays<ShellSession, Session>>

export const defaultSession = new ShellSession()

/** Stands in for Electron's `session`. */
export const session = refusing('session', {
  get defaultSession() {
    if (!app.isReady()) throw new Error('Session can only be received when app is ready')
    return asElectron<Session>(defaultSession)
  },
})
