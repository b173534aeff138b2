import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** Access control for the shell: requests need the token, this origin and this host name. */
export class Guard {
  readonly token: string
  #port = 0

  constructor(token = randomBytes(24).toString('base64url')) {
    this.token = token
  }

  listensOn(port: number) {
    this.#port = port
  }

  get host() {
    return `127.0.0.1:${this.#port}`
  }

  get origin() {
    return `http://${this.host}`
  }

  /** Cookies are shared between ports, so the port is part of the name. */
  get cookieName() {
    return `holdwatch_shell_${this.#port}`
  }

  get cookie() {
    return `${this.cookieName}=${this.token}; HttpOnly; SameSite=Strict; Path=/`
  }

  isToken(token: string | null | undefined) {
    // Hashed first, so that the lengths are equal.
    const digest = (text: string) => createHash('sha256').update(text).digest()
    return timingSafeEqual(digest(token ?? ''), digest(this.token))
  }

  /** Another host name for this address would be a DNS rebinding attack. */
  hasOwnHost(request: IncomingMessage) {
    return request.headers.host === this.host
  }

  hasToken(request: IncomingMessage) {
    const cookies = (request.headers.cookie ?? '').split(/; */)
    const cookie = cookies.find((text) => text.startsWith(`${this.cookieName}=`))
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
    return this.isToken(cookie?.slice(this.cookieName.length + 1)) || this.isToken(bearer)
  }

  hasOwnOrigin(request: IncomingMessage) {
    return request.headers.origin === this.origin
  }

  /** For requests that change something: the browser must report this origin. */
  maySubmit(request: IncomingMessage) {
    const { origin } = request.headers
    return this.hasToken(request) && (origin === undefined || origin === this.origin)
  }
}
