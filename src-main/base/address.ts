import { isIPv4 } from 'node:net'
import { type ErrorCode } from '../../src-shared/contract/index.ts'
import { normalizeTyped } from '../../src-shared/typedText.ts'

/** Port of a gateway and of the cluster's load balancer (gateway protocol §1.1). */
export const defaultPort = 8043

export type ParsedAddress = { ok: true; origin: string } | { ok: false; code: ErrorCode }

/**
 * Normalizes the supervisor's input to `https://host:port`: accepts `host`, `host:port`, `https://host:port/`, IPv6 in
 * brackets. A path after it, as copied from another client, says nothing about the gateway and is dropped. The origin
 * always includes its port, since the pin is for exactly that port.
 */
export function parseAddress(text: string): ParsedAddress {
  // The ideographic full stop is not one of the full-width forms.
  const typed = normalizeTyped(text).replace(/[。｡]/g, '.')
  if (typed === '') return refused('address-empty')
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(typed)
  if (scheme && scheme[1]?.toLowerCase() !== 'https') return refused('address-not-https')
  const rest = scheme ? typed.slice(scheme[0].length) : typed
  const [authority = ''] = /^[^/?#]*/.exec(rest) ?? []
  if (authority.includes('@')) return refused('address-has-user')
  const match = /^(\[[0-9a-f:.]+\]|[^\s:[\]\\%<>^|"'`{}]+)(?::([^:]*))?$/i.exec(authority)
  if (!match?.[1]) return refused('address-invalid')
  const host = hostOf(match[1])
  if (host === null) return refused('address-invalid')
  const port = /^[0-9]{1,5}$/.test(match[2] ?? `${defaultPort}`)
    ? Number(match[2] ?? defaultPort)
    : 0
  if (port < 1 || port > 65_535) return refused('address-port-invalid')
  return { ok: true, origin: `https://${host}:${port}` }
}

const refused = (code: ErrorCode): ParsedAddress => ({ ok: false, code })

function hostOf(typed: string): string | null {
  if (!URL.canParse(`https://${typed}/`)) return null
  const host = new URL(`https://${typed}/`).hostname
  if (host.length > 253 || (!host.startsWith('[') && /^\.|\.\.|^\.?$/.test(host))) return null
  // `10.1` or `0x7f.1` would silently become another address.
  if (isIPv4(host) && host !== typed) return null
  return host
}
