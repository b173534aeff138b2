import type { Session, WebContents } from 'electron'
import { app } from './app.ts'
import { asElectron, Refusing, refusing } from './offer.ts'
import type { Checked, Offers, Strays } from './offer.ts'
import { protocol } from './protocol.ts'

type RequestHandler = NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>
type CheckHandler = NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>
export type Permission = Parameters<RequestHandler>[1]

/** Stands in for `session.defaultSession`. */
export class ShellSession extends Refusing implements Offers<Session> {
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

  resolveProxy(_url: string) {
    return Promise.resolve('DIRECT')
  }

  get shellHandlers() {
    return { request: this.#request !== null, check: this.#check !== null }
  }

  /** The app's response to a permission request of a page; without a handler, Electron grants it. */
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
