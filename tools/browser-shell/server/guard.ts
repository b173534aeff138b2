import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** Who may talk to the shell: only who has the token, from this origin, by this name. */
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

  /** Cookies ignore ports, so the port stands in the name. */
  get cookieName() {
    return `holdwatch_shell_${this.#port}`
  }

  get cookie() {
    return `${this.cookieName}=${this.token}; HttpOnly; SameSite=Strict; Path=/`
  }

  isToken(token: string | null | undefined) {
    // Hashed first: equal lengths, whatever was given.
    const digest = (text: string) => createHash('sha256').update(text).digest()
    return timingSafeEqual(digest(token ?? ''), digest(this.token))
  }

  /** Another name for this address would be a rebinding attack. */
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

  /** Anything that changes something: a browser must say that it comes from here. */
  maySubmit(request: IncomingMessage) {
    const { origin } = request.headers
    return this.hasToken(request) && (origin === undefined || origin === this.origin)
  }
}
