import { inspect } from 'node:util'

/**
 * What one sign-in is recognised by: the newest GUID and the balancer's cookies (fact sheet §3).
 * Both stay in private fields, so that neither printing nor serialising shows them.
 */
export class SessionKeys {
  #guid: string | null
  #generation = 0
  /** GUIDs already replaced: an answer that comes late must not bring one back. */
  readonly #replaced = new Set<string>()
  readonly #cookies = new Map<string, string>()

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

  /** Adds what identifies the session to a request's headers. */
  addTo(headers: Headers): void {
    if (this.#guid !== null) headers.set('guid', this.#guid)
    if (this.#cookies.size > 0) {
      headers.set(
        'cookie',
        [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      )
    }
  }

  /** Takes a renewed GUID and cookies from the headers of a 2xx answer. */
  takeFrom(headers: Headers): void {
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
    for (const line of headers.getSetCookie()) this.#takeCookie(line)
  }

  #takeCookie(line: string): void {
    const [pair = '', ...attributes] = line.split(';')
    const [, name, value] = /^\s*([^=\s]+)\s*=\s*([\x21-\x7e]{0,4096})\s*$/.exec(pair) ?? []
    if (name === undefined || value === undefined) return
    const ended = attributes.some((attribute) => {
      const [, key = '', text = ''] = /^\s*([^=]+?)\s*(?:=\s*(.*))?$/.exec(attribute) ?? []
      if (key.toLowerCase() === 'max-age') return Number(text) <= 0
      return key.toLowerCase() === 'expires' && Date.parse(text) < Date.now()
    })
    this.#cookies.delete(name)
    if (!ended && this.#cookies.size < 50) this.#cookies.set(name, value)
  }

  toJSON(): object {
    return { generation: this.#generation }
  }

  [inspect.custom](): string {
    return `SessionKeys { generation: ${this.#generation} }`
  }
}

/** `JSESSIONID=<uuid>.AgentGateway0` to what stands after the first `=`; null for anything a header cannot carry back. */
export function guidOf(header: string | null): string | null {
  if (header === null) return null
  const [, value = ''] = /^(?:[^=]*=)?([^;]*)/.exec(header) ?? []
  return /^[\x21-\x7e]{1,500}$/.test(value.trim()) ? value.trim() : null
}
