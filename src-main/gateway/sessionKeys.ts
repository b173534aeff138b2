import { inspect } from 'node:util'
import { Cookie, CookieJar } from 'tough-cookie'

/** The latest valid date, epoch ms. */
const lastDate = 8.64e15

/**
 * Identifies one sign-in: the newest GUID and the balancer's cookies (gateway protocol §3). Both are in private fields,
 * so that neither printing nor serializing shows them.
 */
export class SessionKeys {
  #guid: string | null
  #generation = 0
  /** GUIDs already replaced: a late response must not restore one. */
  readonly #replaced = new Set<string>()
  // All cookies come from one origin and go back to it: a list of public suffixes adds no protection here, and would
  // reject what balancers set for addresses and for names in a company's own network.
  readonly #cookies = new CookieJar(undefined, { rejectPublicSuffixes: false })

  /** @param guid a GUID that an administrator provided (static authentication) */
  constructor(guid: string | null = null) {
    this.#guid = guid
  }

  /** Incremented with every new GUID: a request that was sent with a lower value may be sent again. */
  get generation(): number {
    return this.#generation
  }

  get hasGuid(): boolean {
    return this.#guid !== null
  }

  /** The node of a cluster that owns the session, by the GUID's suffix; null where it has none (gateway protocol §3.4). */
  get node(): string | null {
    return /\.([\w-]{1,64})$/.exec(this.#guid ?? '')?.[1] ?? null
  }

  /**
   * Adds the session's identification to a request's headers.
   * @param url the target of the request, since a cookie applies to certain paths only
   */
  addTo(headers: Headers, url: string): void {
    if (this.#guid !== null) headers.set('guid', this.#guid)
    const cookies = this.#cookies.getCookieStringSync(url)
    if (cookies !== '') headers.set('cookie', cookies)
  }

  /** Takes a renewed GUID and cookies from the headers of a 2xx answer of this URL. */
  takeFrom(headers: Headers, url: string): void {
    const guid = guidOf(headers.get('set-guid'))
    if (guid !== null && guid !== this.#guid && !this.#replaced.has(guid)) {
      if (this.#guid !== null) this.#replaced.add(this.#guid)
      for (const oldest of this.#replaced) {
        if (this.#replaced.size <= 16) break
        this.#replaced.delete(oldest)
      }
      this.#guid = guid
      this.#generation += 1
    }
    for (const line of headers.getSetCookie()) this.#takeCookie(line, url)
  }

  #takeCookie(line: string, url: string): void {
    const cookie = Cookie.parse(line)
    if (cookie === undefined) return
    const { maxAge } = cookie
    if (maxAge !== null) {
      // The library counts a Max-Age from the last use, so that it would never expire while requests are sent.
      const endsAt = Date.now() + Number(maxAge) * 1_000
      cookie.maxAge = null
      cookie.expires = new Date(Math.min(Math.max(endsAt, 0), lastDate))
    }
    // Cookies for another host are ignored.
    this.#cookies.setCookieSync(cookie, url, { ignoreError: true })
  }

  toJSON(): object {
    return { generation: this.#generation }
  }

  [inspect.custom](): string {
    return `SessionKeys { generation: ${this.#generation} }`
  }
}

/**
 * Returns the part of `JSESSIONID=<uuid>.AgentGateway0` after the first `=`; null for a value that is not valid in a
 * header. A header received several times is accepted if all values are equal.
 */
export function guidOf(header: string | null): string | null {
  const [text, ...others] = new Set(header?.split(', '))
  if (text === undefined || others.length > 0) return null
  const [, value = ''] = /^(?:[^=]*=)?([^;]*)/.exec(text) ?? []
  return /^[\x21-\x7e]{1,500}$/.test(value.trim()) ? value.trim() : null
}
