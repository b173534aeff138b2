import { inspect } from 'node:util'
import { Cookie, CookieJar } from 'tough-cookie'

/** The last moment that a date can hold, epoch ms. */
const lastDate = 8.64e15

/**
 * What one sign-in is recognised by: the newest GUID and the balancer's cookies (gateway protocol §3).
 * Both stay in private fields, so that neither printing nor serialising shows them.
 */
export class SessionKeys {
  #guid: string | null
  #generation = 0
  /** GUIDs already replaced: an answer that comes late must not bring one back. */
  readonly #replaced = new Set<string>()
  // All of them come from one origin and go back to it: a list of public suffixes protects nobody here,
  // and would refuse what balancers set for addresses and for names of a company's own network.
  readonly #cookies = new CookieJar(undefined, { rejectPublicSuffixes: false })

  /** @param guid a GUID that an administrator provided (static authentication) */
  constructor(guid: string | null = null) {
    this.#guid = guid
  }

  /** Rises with every new GUID: a request that left with a lower one may be sent again. */
  get generation(): number {
    return this.#generation
  }

  get hasGuid(): boolean {
    return this.#guid !== null
  }

  /**
   * Adds what identifies the session to a request's headers.
   * @param url where the request goes, since a cookie is for certain paths only
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
      // The library counts a Max-Age from the last use, so that it would never end while requests are sent.
      const endsAt = Date.now() + Number(maxAge) * 1_000
      cookie.maxAge = null
      cookie.expires = new Date(Math.min(Math.max(endsAt, 0), lastDate))
    }
    // What is for another host is left out.
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
 * `JSESSIONID=<uuid>.AgentGateway0` to what stands after the first `=`; null for anything a header cannot carry
 * back. A header that came several times is read as one where each says the same.
 */
export function guidOf(header: string | null): string | null {
  const [text, ...others] = new Set(header?.split(', '))
  if (text === undefined || others.length > 0) return null
  const [, value = ''] = /^(?:[^=]*=)?([^;]*)/.exec(text) ?? []
  return /^[\x21-\x7e]{1,500}$/.test(value.trim()) ? value.trim() : null
}
