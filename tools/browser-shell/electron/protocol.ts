import type { CustomScheme, Protocol } from 'electron'
import { app } from './app.ts'
import { RefusingObject } from './offer.ts'
import type { Checked, Offers, Strays } from './offer.ts'

type Handler = Parameters<Protocol['handle']>[1]

/** Stands in for Electron's `protocol`, from which the server gets the content of a window's page. */
export class ShellProtocol extends RefusingObject implements Offers<Protocol> {
  readonly #handlers = new Map<string, Handler>()
  readonly shellSchemes: CustomScheme[] = []

  constructor() {
    super('protocol')
  }

  registerSchemesAsPrivileged(schemes: CustomScheme[]) {
    if (app.isReady()) {
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    }
    this.shellSchemes.push(...schemes)
  }

  handle(scheme: string, handler: Handler) {
    if (!app.isReady()) throw new Error('protocol.handle can only be used after app is ready')
    if (this.#handlers.has(scheme)) {
      throw new Error(`Failed to register protocol: ${scheme} is handled already`)
    }
    this.#handlers.set(scheme, handler)
  }

  /** Handles a request for a page or an asset with the app's own handler. */
  async shellFetch(request: Request): Promise<Response> {
    const scheme = new URL(request.url).protocol.slice(0, -1)
    const handler = this.#handlers.get(scheme)
    if (!handler) return new Response(`net::ERR_UNKNOWN_URL_SCHEME ${scheme}`, { status: 502 })
    return await handler(request)
  }
}

export type ProtocolStrays = Checked<Strays<ShellProtocol, Protocol>>

export const protocol = new ShellProtocol()
